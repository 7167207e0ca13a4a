"""The server's secret key, and values that are signed with it."""
