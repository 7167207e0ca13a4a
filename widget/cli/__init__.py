"""The command `guide-widget`: a module for each subcommand, and what only commands do."""
