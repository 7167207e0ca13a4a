"""What people are told by mail and feed: editions that were published, and what runs out. Below the web."""
