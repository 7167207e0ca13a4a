"""What every response needs: headers, compression, styles, templates, languages. Knows no guide."""
