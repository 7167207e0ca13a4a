"""A service that fails is left alone for a while, and both its going and its coming back are logged once."""

import pytest

from widget.circuit_breaker import RETRY_AFTER, CircuitBreaker


class Service:
    """A service that answers or fails as it is told, guarded by a breaker whose clock stands still."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.breaker = CircuitBreaker("The service", "pages go on", lambda: self.now)

    def fail(self, message: str = "gone") -> None:
        with pytest.raises(OSError) as caught:  # noqa: PT011  # it may have no words
            self.breaker.call(lambda: self._raise(message))
        assert str(caught.value) == message

    def _raise(self, message: str) -> None:
        raise OSError(message)


def test_a_service_that_answers_is_asked_each_time() -> None:
    service = Service()
    assert service.breaker.call(lambda: 7) == 7
    assert (service.breaker.is_open, service.breaker.reason) == (False, "")


def test_after_a_failure_the_service_rests_and_is_then_asked_again() -> None:
    service = Service()
    service.fail()
    assert (service.breaker.is_open, service.breaker.reason) == (True, "gone")
    service.now += RETRY_AFTER - 0.001
    assert service.breaker.is_open
    service.now += 0.001
    assert not service.breaker.is_open
    service.fail()
    assert service.breaker.is_open
    service.now += RETRY_AFTER
    service.breaker.call(lambda: 7)
    assert (service.breaker.is_open, service.breaker.reason) == (False, "")


def test_a_failure_without_words_still_has_a_reason() -> None:
    service = Service()
    service.fail("")
    assert service.breaker.reason == "OSError"


def test_going_and_coming_back_are_logged_once_each(caplog: pytest.LogCaptureFixture) -> None:
    service = Service()
    for _ in range(3):
        service.fail()
    for _ in range(3):
        service.breaker.call(lambda: 7)
    assert [record.getMessage() for record in caplog.records] == [
        "The service does not answer; pages go on: gone",
        "The service answers again.",
    ]
