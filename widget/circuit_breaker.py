"""A circuit breaker: after a failure, a service is left alone for a while and callers go on without it.

Knows neither the service nor the caller.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

RETRY_AFTER = 2.0
"""Seconds for which a service that failed is not asked."""

_log = logging.getLogger(__name__)


class CircuitBreaker:
    """Guards the calls to one service. The first failure and the first answer after it are logged, once each.

    `service` is its name in the log, `without` what happens while it is away, `clock` monotonic seconds.
    """

    def __init__(self, service: str, without: str, clock: Callable[[], float], rest: float = RETRY_AFTER) -> None:
        self.reason = ""
        """Why the last call failed; empty while all is well."""
        self._service = service
        self._without = without
        self._clock = clock
        self._rest = rest
        self._closed_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the service is not to be asked now."""
        return bool(self.reason) and self._clock() < self._closed_at

    def call(self, question: Callable[[], T]) -> T:
        """The answer of the service; what `question` raises is passed on, and opens the circuit."""
        try:
            answer = question()
        except Exception as error:
            self._open(str(error) or type(error).__name__)
            raise
        if self.reason:
            _log.warning("%s answers again.", self._service)
            self.reason = ""
        return answer

    def _open(self, reason: str) -> None:
        if not self.reason:
            _log.warning("%s does not answer; %s: %s", self._service, self._without, reason)
        self.reason = reason
        self._closed_at = self._clock() + self._rest
