"""Asks a database whether it can keep something at this moment: its tables, a write, its file. Knows no partner."""

import os
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

TABLES = frozenset(
    {
        *("account", "account_device", "account_event", "account_identity", "account_invitation"),
        *("account_membership", "account_spare_code", "admin_session", "sign_in_attempt"),
        *("registry_state", "change", "partner", "partner_version", "partner_word"),
        *("usage_page", "usage_answer", "usage_item", "feedback", "alembic_version"),
        *("content_blob", "content_edition", "change_set", "change_set_edit", "change_set_comment"),
        *("edition_news", "edition_proof", "sent_notice"),
    }
)
"""All that the migrations make; a test compares."""

LEAST_SPACE = 1024 * 1024
"""Bytes that must be left on the disk of an SQLite file: SQLite writes whole pages, and its log beside the file."""

_WRITE = text("UPDATE registry_state SET revision = revision")
"""Changes nothing and is written all the same, in the row that every published change is written to."""


def storage_fault(engine: Engine) -> str:
    """What keeps the database from keeping something, in words for operators; empty when all is well.

    It waits as long as the database does. No exception leaves it.
    """
    try:
        return _missing(engine) or _write_fault(engine) or _space_fault(engine)
    except (SQLAlchemyError, OSError) as error:
        return str(getattr(error, "orig", error)).strip() or type(error).__name__


def _missing(engine: Engine) -> str:
    missing = TABLES - set(inspect(engine).get_table_names())
    return f"missing tables: {_listed(missing)}" if missing else ""


def _write_fault(engine: Engine) -> str:
    with engine.begin() as connection:
        changed = connection.execute(_WRITE).rowcount
    return "" if changed == 1 else f"registry_state has {changed} rows instead of 1: restore the database"


def _space_fault(engine: Engine) -> str:
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    if not file or file.startswith((":", "file:")):
        return ""
    disk = os.statvfs(Path(file).parent)
    left = disk.f_bavail * disk.f_frsize
    return "" if left >= LEAST_SPACE else f"the disk of {file} is full: {left} bytes are left"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
