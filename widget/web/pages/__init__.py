"""Pages beside the guides: share, snippets, oEmbed, feedback, statements, health."""
