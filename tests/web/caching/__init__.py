"""Pages kept in memory and in a shared cache."""
