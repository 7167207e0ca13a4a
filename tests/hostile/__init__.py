"""Requests that no browser sends, against a real server; see docs/contributing.md."""
