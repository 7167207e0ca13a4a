"""The administration over HTTP: its routes, forms and pages. Knows requests; the stores know the database."""
