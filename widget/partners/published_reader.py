"""What citizens' pages ask of the registry, on a connection that is kept open. Knows SQL; one thread at a time."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from widget.database.database import Database
from widget.database.errors import DatabaseUnavailable
from widget.partners import queries
from widget.partners.queries import RegistryStamp
from widget.partners.records import PublishedPartner

LIMIT = 250
"""Milliseconds after which the database itself ends a question, for example behind a lock."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CachedPartner:
    """A partner as it was when the registry had the stamp `registry`; None where there was none."""

    shown: PublishedPartner | None
    registry: RegistryStamp | None


class PublishedPartnerReader:
    """The questions, on a connection that is kept open; all of it in one thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None

    def look(self, partner_id: str, known: CachedPartner) -> CachedPartner:
        """The partner as it is now: `known` itself if that still holds."""
        return self._with_retry(lambda connection: _look(connection, partner_id, known))

    def probe(self) -> None:
        """Any question."""
        self._with_retry(lambda connection: queries.find_registry_stamp(connection))

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def _with_retry(self, question: Callable[[Connection], T]) -> T:
        """The answer; where a connection that was open has been lost, by a new one."""
        was_open = self._connection is not None
        try:
            with self._database.answering():
                self._connection = self._connection or self._database.connect_with_timeout(LIMIT)
                return question(self._connection)
        except DatabaseUnavailable as error:
            self.close()
            if not (was_open and error.connection_lost):
                raise
        return self._with_retry(question)


def _look(connection: Connection, partner_id: str, known: CachedPartner) -> CachedPartner:
    # The registry first: what changes after this question is found by the next one.
    registry = queries.find_registry_stamp(connection)
    if known.shown is not None and known.registry == registry:
        return known
    shown, problems = queries.find_shown(connection, partner_id, known.shown)
    if problems:
        instead = "an older one is shown" if shown else "it is not shown"
        reasons = "; ".join(str(problem) for problem in problems)
        _log.error("The published version of %s cannot be read; %s. %s", partner_id, instead, reasons)
    return CachedPartner(shown, registry)
