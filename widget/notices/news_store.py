"""What each edition changed, worked out when it is first asked for and kept. Knows the editions and SQL."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from widget.guides.library import Library
from widget.guides.loading import read_library
from widget.notices.edition_news import EditionNews, GuideNews, news_between, news_from_json, news_to_json
from widget.notices.tables import EDITION_NEWS
from widget.publishing.content_files import unpacked
from widget.publishing.edition_store import EditionReader
from widget.publishing.records import PublishedEdition

MOST = 10
"""Editions that are told of: those of some years."""

_NEWS = EDITION_NEWS.c


class EditionNewsStore:
    """The news of the editions in a database. Raises `DatabaseUnavailable`."""

    def __init__(self, editions: EditionReader) -> None:
        self.editions = editions

    def latest(self) -> tuple[EditionNews, ...]:
        """The newest editions that have one before them, newest first, also those without news for citizens."""
        known = self.editions.editions()[: MOST + 1]
        return tuple(self._news(after, before) for after, before in pairwise(known))

    def libraries(self, number: int) -> tuple[Library, Library] | None:
        """The content before an edition and in it; None where there is none of that number, or none before it."""
        sides = [self.editions.edition(one) for one in (number - 1, number)]
        found = [self._library(one) for one in sides if one is not None]
        read = [one for one in found if one is not None]
        return (read[0], read[1]) if len(read) == len(sides) else None

    def _news(self, after: PublishedEdition, before: PublishedEdition) -> EditionNews:
        guides = self._kept(before, after)
        if guides is None:
            guides = self._work_out(before, after)
            self._keep(before, after, guides)
        return EditionNews(after.number, after.digest, after.heading, after.published_at, guides)

    def _work_out(self, before: PublishedEdition, after: PublishedEdition) -> tuple[GuideNews, ...]:
        sides = [self._library(one) for one in (before, after)]
        if sides[0] is None or sides[1] is None:
            return ()
        return news_between(sides[0], sides[1], after.published_at.date())

    def _library(self, edition: PublishedEdition) -> Library | None:
        with unpacked(self.editions.files(edition.manifest)) as folder:
            return read_library(Path(folder))[0]

    def _kept(self, before: PublishedEdition, after: PublishedEdition) -> tuple[GuideNews, ...] | None:
        wanted = select(_NEWS.news).where(_NEWS.before == before.digest, _NEWS.after == after.digest)
        with self.editions.database.reading() as connection:
            text = connection.execute(wanted).scalar_one_or_none()
        return None if text is None else news_from_json(text)

    def _keep(self, before: PublishedEdition, after: PublishedEdition, guides: Sequence[GuideNews]) -> None:
        row = {"before": before.digest, "after": after.digest, "news": news_to_json(tuple(guides))}
        try:
            with self.editions.database.transaction() as connection:
                connection.execute(insert(EDITION_NEWS).values(row))
        except IntegrityError:
            return  # another process has worked it out too
