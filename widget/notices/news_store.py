"""What each edition changed, worked out once when it is published, and kept. Knows the editions and SQL."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from widget.guides.library import Library
from widget.guides.loading import read_library
from widget.notices.edition_news import EditionNews, news_between, news_from_json, news_to_json, proof_between
from widget.notices.kept_proof import proof_from_json, proof_to_json
from widget.notices.tables import EDITION_NEWS, EDITION_PROOF
from widget.proof.libraries import Proof
from widget.publishing.content_files import unpacked
from widget.publishing.edition_store import EditionReader
from widget.publishing.records import PublishedEdition

MOST = 10
"""Editions that are told of: those of some years."""

_NEWS = EDITION_NEWS.c
_PROOF = EDITION_PROOF.c


class EditionNewsStore:
    """The news of the editions in a database. Raises `DatabaseUnavailable`."""

    def __init__(self, editions: EditionReader) -> None:
        self.editions = editions

    def latest(self) -> tuple[EditionNews, ...]:
        """The newest editions whose news are kept, newest first, also those without news for citizens.

        Only reads: to work an edition out takes about a second, which no request waits for.
        """
        pairs = self._latest_pairs()
        kept = self._kept([after for after, _ in pairs])
        return tuple(
            EditionNews(after.number, after.digest, after.heading, after.published_at, news_from_json(text))
            for after, before in pairs
            if (text := kept.get((before.digest, after.digest))) is not None
        )

    def complete(self) -> None:
        """Work out and keep the news of the newest editions that are not kept yet. Called after publishing."""
        pairs = self._latest_pairs()
        kept = self._kept([after for after, _ in pairs])
        for after, before in pairs:
            has_news, has_proof = (before.digest, after.digest) in kept, self._kept_proof(before, after) is not None
            if has_news and has_proof:
                continue
            sides, day = self._libraries(before, after), after.published_at.date()
            if not has_news:
                news = news_between(*sides, day) if sides else ()
                self._keep(EDITION_NEWS, before, after, news=news_to_json(news))
            if sides and not has_proof:
                self._keep(EDITION_PROOF, before, after, proof=proof_to_json(proof_between(*sides, day)))

    def proof(self, number: int) -> Proof | None:
        """The proof of an edition against the one before it, as of the day on which it was published.

        Kept by `complete`; worked out where it is not. None where there is no such edition, or none before it.
        """
        before, after = (self.editions.edition(one) for one in (number - 1, number))
        if before is None or after is None:
            return None
        if kept := self._kept_proof(before, after):
            return kept
        sides = self._libraries(before, after)
        return proof_between(*sides, after.published_at.date()) if sides else None

    def _kept_proof(self, before: PublishedEdition, after: PublishedEdition) -> Proof | None:
        wanted = select(_PROOF.proof).where(_PROOF.before == before.digest, _PROOF.after == after.digest)
        with self.editions.database.reading() as connection:
            found = connection.execute(wanted).scalar_one_or_none()
        return None if found is None else proof_from_json(found)

    def _latest_pairs(self) -> tuple[tuple[PublishedEdition, PublishedEdition], ...]:
        """The newest editions, each with the one before it."""
        return tuple(pairwise(self.editions.editions(MOST + 1)))

    def _libraries(self, before: PublishedEdition, after: PublishedEdition) -> tuple[Library, Library] | None:
        """The content of two editions; None where one of them cannot be read."""
        first, second = self._library(before), self._library(after)
        return None if first is None or second is None else (first, second)

    def _library(self, edition: PublishedEdition) -> Library | None:
        with unpacked(self.editions.files(edition.manifest)) as folder:
            return read_library(Path(folder))[0]

    def _kept(self, editions: Sequence[PublishedEdition]) -> dict[tuple[str, str], str]:
        """The news of editions as they are kept, by the digests of the edition before and of the edition."""
        wanted = select(EDITION_NEWS).where(_NEWS.after.in_([one.digest for one in editions]))
        with self.editions.database.reading() as connection:
            return {(row.before, row.after): row.news for row in connection.execute(wanted)}

    def _keep(self, table: Table, before: PublishedEdition, after: PublishedEdition, **worked_out: str) -> None:
        key = {"before": before.digest, "after": after.digest}
        try:
            with self.editions.database.transaction() as connection:
                connection.execute(delete(table).where(*(table.c[name] == value for name, value in key.items())))
                connection.execute(insert(table).values({**key, **worked_out}))
        except IntegrityError:
            return  # another process has worked it out too
