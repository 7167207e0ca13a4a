"""The very bytes that are handed out, in three engines, on a host's page with scripting on.

`python -m tests.browser.matrix` tries all of it and writes docs/snippet-matrix.md.
"""
