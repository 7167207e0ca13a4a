"""The rules of WordPress, run with its own functions."""
