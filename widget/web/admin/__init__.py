"""The administration over HTTP: its routes, forms and pages. Knows requests; what is kept, the stores know."""
