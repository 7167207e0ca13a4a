"""Every snippet ever published, each a file that is never changed: what webmasters have on their pages."""
