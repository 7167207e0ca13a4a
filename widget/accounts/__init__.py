"""Accounts of those who run the service: passwords, one-time codes, sessions. Knows no HTTP, and no guide."""
