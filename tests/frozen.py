"""The guides that tests of pages read: a copy of ours, with its translations, that changes of wording do not reach.

Tests whose subject is the shipped content use `read_settings`, or the fixtures whose names begin with `shipped`. The
copy changes only when a test needs something that it does not have.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from widget.database.sqlite_file import ensure_sqlite_file
from widget.settings import Settings, read_settings

FROZEN = Path(__file__).parent / "guides" / "frozen"
CONTENT = FROZEN / "content"
TRANSLATIONS = FROZEN / "translations"
"""The guides' texts are copies; the texts of the interface are the shipped ones."""


def frozen_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables, with the frozen guides unless `CONTENT_DIR` names others.

    They are in Danish alone unless `LANGUAGES` names more. Where `DATA_DIR` is given, an SQLite file is there, as a
    server makes it at its start.
    """
    settings = read_settings({"CONTENT_DIR": str(CONTENT), "LANGUAGES": "da", **environment})
    if "DATA_DIR" in environment:
        ensure_sqlite_file(settings.database_url, settings.data_folder)
    return replace(settings, translation_folder=TRANSLATIONS) if settings.content_folder == CONTENT else settings
