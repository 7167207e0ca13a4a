"""Accounts for each test."""

from pathlib import Path

import pytest

from tests.accounts.people import People, people_in


@pytest.fixture
def people(tmp_path: Path) -> People:
    """Accounts in a fresh database."""
    return people_in(tmp_path)
