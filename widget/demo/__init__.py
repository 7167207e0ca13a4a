"""Made-up websites and partners, to see the guides where they belong. Only for `serve --demo`."""
