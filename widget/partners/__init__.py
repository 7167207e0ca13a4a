"""Partners: who may frame the guides, how they look there, and what is local. Knows guides; no HTTP."""
