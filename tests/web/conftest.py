"""Databases of both kinds, for the pages that keep something."""

from tests.database.fixtures import database_url, server

__all__ = ["database_url", "server"]
