"""A guide over HTTP: from a path and a query to the page on one of its surfaces."""
