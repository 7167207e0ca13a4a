"""The guides over HTTP, on each surface."""
