"""The pages beside the guides."""
