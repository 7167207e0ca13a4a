"""What a real screen reader says of the guides, kept as text: `python -m tests.browser.screen_reader`."""
