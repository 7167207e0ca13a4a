"""What stands on the database, opened when it is first needed: the guides without a partner never ask for it."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from itertools import count
from time import monotonic, sleep

from sqlalchemy import Engine

from widget.database.database import Database
from widget.database.engine import open_engine
from widget.database.probing import storage_fault
from widget.guides.library import Library
from widget.insight.feedback_store import FeedbackStore
from widget.insight.figures_store import FigureStore
from widget.insight.usage_store import UsageStore
from widget.notices.news_store import EditionNewsStore
from widget.partners.published import LEASE, PublishedPartners
from widget.partners.registry import Registry
from widget.publishing.change_set_store import ChangeSetStore
from widget.publishing.content_files import read_content
from widget.publishing.edition_store import EditionStore
from widget.settings import FOLDER, Settings

_AT_ONCE = 500


class Stores:
    """One engine, and the stores on it. `now` is the clock in UTC.

    Nothing here connects by itself, so all of it works while the database is away.
    """

    def __init__(self, settings: Settings, library: Library, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._library = library
        self._now = now

    def close(self) -> None:
        """Give back every connection that was opened."""
        if "partners" in self.__dict__:
            self.partners.close()
        if "database" in self.__dict__:
            self.engine.dispose()

    @cached_property
    def database(self) -> Database:
        """The one database."""
        return Database(open_engine(self._settings.database_url, self._settings.data_folder))

    @property
    def engine(self) -> Engine:
        """Its engine."""
        return self.database.engine

    def fault(self) -> str:
        """What keeps the database from answering or keeping something, in words for operators; empty if nothing."""
        return self.partners.probe() or storage_fault(self.engine)

    @cached_property
    def registry(self) -> Registry:
        """The partners as their editors see them."""
        guide_ids = {*self._library.guides, *self._library.retired}
        return Registry(self.database, self._now, guide_ids, lambda: sleep(LEASE))

    def partner_names(self) -> dict[str, str]:
        """What all partners are called, by id. Raises `DatabaseUnavailable`."""
        names: dict[str, str] = {}
        for page in count(1):
            found = self.registry.search("", page, _AT_ONCE).rows
            names |= {row.id: row.name for row in found}
            if len(found) < _AT_ONCE:
                break
        return names

    @cached_property
    def partners(self) -> PublishedPartners:
        """The partners as citizens see them."""
        return PublishedPartners(self.registry, monotonic, lease=LEASE)

    @cached_property
    def content_editions(self) -> EditionStore:
        """The editions of the guides."""
        return EditionStore(self.database, self._now)

    @cached_property
    def edition_news(self) -> EditionNewsStore:
        """What each edition of the guides changed."""
        return EditionNewsStore(self.content_editions)

    @cached_property
    def change_sets(self) -> ChangeSetStore:
        """What editors are changing in the guides."""
        return ChangeSetStore(self.database, self._now)

    def published_content(self) -> tuple[int, dict[str, bytes]]:
        """The files that citizens see, and the number of their edition; 0 where they come from a folder."""
        settings = self._settings
        edition = None if settings.content_source == FOLDER else self.content_editions.current()
        if edition is not None:
            return edition.number, self.content_editions.files(edition.manifest)
        return 0, read_content(settings.content_folder, settings.translation_folder)

    def last_edition(self) -> datetime | None:
        """When the guides were changed last; None where no edition was published. Raises `DatabaseUnavailable`."""
        edition = self.content_editions.current()
        return edition.published_at if edition else None

    @cached_property
    def usage(self) -> UsageStore:
        """The totals of use."""
        return UsageStore(self.database)

    @cached_property
    def feedback(self) -> FeedbackStore:
        """What people said of the guides."""
        return FeedbackStore(self.database)

    @cached_property
    def figures(self) -> FigureStore:
        """The totals as the report reads them."""
        return FigureStore(self.database)
