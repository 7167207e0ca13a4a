"""The editors' desk: guides and registers changed in the browser, as change sets that a second person publishes."""
