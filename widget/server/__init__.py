"""The production server: workers, reload, limits on requests, logs. Knows no page."""
