"""What is not published yet, shown by signed links: partners' drafts, and guides under review."""
