"""The administration over HTTP, as its users meet it."""
