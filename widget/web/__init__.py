"""The edge: routes, addresses, pages, headers. Everything that knows HTTP."""
