"""Answers cached, in a worker's memory and shared between workers. Knows WSGI; not what is in a page."""
