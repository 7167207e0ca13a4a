"""A registry on SQLite and the same on PostgreSQL, for the commands that work on it."""

from tests.partners.conftest import another_worker, database_url, engine, registry, server

__all__ = ["another_worker", "database_url", "engine", "registry", "server"]
