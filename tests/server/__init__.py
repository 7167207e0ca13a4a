"""The production server: requests, threads, reload, snapshots of content."""
