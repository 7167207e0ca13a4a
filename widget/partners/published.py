"""The partners as citizens' pages see them: fresh while the database answers, the last known when it does not."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from widget.circuit_breaker import CircuitBreaker
from widget.database.errors import DatabaseUnavailable
from widget.partners.asking import QueryThread
from widget.partners.documents import PARTNER_ID
from widget.partners.published_reader import CachedPartner, PublishedPartnerReader
from widget.partners.queries import RegistryStamp
from widget.partners.records import PublishedPartner
from widget.partners.registry import Registry

TIMEOUT = 1.0
"""Seconds that a page waits for a database that says nothing at all. No less, since a busy machine is slow
too, and a page that gives up may be an old one. No request waits behind a question that hangs, so it is once."""
FIRST_TIMEOUT = 3.0
"""The same for the first question of a worker, which opens the connection."""
MAX_ENTRIES = 2000
"""Partners in the memory of a worker."""

LEASE = 0.1
"""Seconds for which a worker believes what it has seen, and for which a registry waits after each change."""

_NO_PARTNER = CachedPartner(None, None)

T = TypeVar("T")


class PublishedPartners:
    """What is published, in memory, and looked after in the database for every page of a partner.

    A page waits `TIMEOUT` seconds for a database that says nothing, the first page of a worker `FIRST_TIMEOUT`; the
    pages after it do not wait. `clock` is monotonic seconds. For `lease` seconds after a look at the registry no
    request looks again: so a page costs the same however many partners there are, and a registry that waits as long
    after each change (`settle`) can promise that the change is seen everywhere. Nothing is stored over a restart: a
    worker that starts without the database knows no partner until it is back.
    """

    def __init__(
        self, registry: Registry, clock: Callable[[], float], *, lease: float = 0.0, most_kept: int = MAX_ENTRIES
    ) -> None:
        self._reader = PublishedPartnerReader(registry.database)
        self._clock = clock
        self._lease = lease
        self._leased_until = 0.0
        self._registry: RegistryStamp | None = None
        self._most_kept = most_kept
        self._asking = QueryThread()
        self._cache: OrderedDict[str, CachedPartner] = OrderedDict()
        self._lock = threading.Lock()
        self._asked_before = False
        self._breaker = CircuitBreaker("The registry of partners", "the last known ones are shown", clock)

    def get(self, partner_id: str) -> PublishedPartner | None:
        """The partner; None if it is not published, or not known while the database is away (see `degraded`)."""
        known, now = self._cache.get(partner_id, _NO_PARTNER), self._clock()
        if self._is_fresh(known, now):
            return known.shown
        if not PARTNER_ID.fullmatch(partner_id):
            return None
        if self._breaker.is_open or self._asking.is_stuck:
            return known.shown
        try:
            found = self._ask(partial(self._reader.look, partner_id, known))
        except DatabaseUnavailable:
            return known.shown
        self._keep(partner_id, found)
        self._registry, self._leased_until = found.registry, now + self._lease
        return found.shown

    def _is_fresh(self, known: CachedPartner, now: float) -> bool:
        """Whether this was seen so lately that it holds."""
        return now < self._leased_until and known.registry is not None and known.registry == self._registry

    @property
    def degraded(self) -> str:
        """Why the last known partners are shown; empty while all is well. For /readyz: ask `probe` first."""
        return self._breaker.reason

    def probe(self) -> str:
        """Ask the database whether it is there, and return `degraded`."""
        if not self._asking.is_stuck:
            with suppress(DatabaseUnavailable):
                self._ask(self._reader.probe)
        return self._breaker.reason

    def close(self) -> None:
        """Give the connection back."""
        self._asking.ask(self._reader.close, FIRST_TIMEOUT)
        self._asking.stop()

    def _ask(self, question: Callable[[], T]) -> T:
        patience = TIMEOUT if self._asked_before else FIRST_TIMEOUT
        self._asked_before = True

        def answer() -> T:
            try:
                return self._asking.ask(question, patience)
            except TimeoutError as error:
                raise DatabaseUnavailable(f"no answer within {patience} seconds") from error

        return self._breaker.call(answer)

    def _keep(self, partner_id: str, found: CachedPartner) -> None:
        with self._lock:
            self._cache.pop(partner_id, None)
            if found.shown is not None:
                self._cache[partner_id] = found
                if len(self._cache) > self._most_kept:
                    self._cache.popitem(last=False)
