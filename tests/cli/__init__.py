"""The command `guide-widget` and its subcommands, as a person at a terminal meets them."""
