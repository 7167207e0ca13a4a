"""All tests; `tests/run` sets up what they need and runs them."""
