"""The database that partners, accounts and totals share: how it is opened, and the history of its tables."""
