"""Partners: their theme, origins, logo and texts."""
