"""Pages for paper and editors: the half-year report and the proof."""
