"""Requests that the server makes itself, to have common pages ready. Knows their mark; no page."""

WARMING = "guides.warming"
"""Stands in the WSGI environment of such a request: it is neither counted nor logged."""
