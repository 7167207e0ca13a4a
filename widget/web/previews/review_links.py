"""Links to the guides under review on a day: signed, and good for a while, for people without an account."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from widget.signing.signer import Signer
from widget.web.http.open_forms import FormTokens

LIFETIME = timedelta(days=14)


class ReviewLinks:
    """Makes and reads links. `secret` is the server's key, `now` the clock in UTC."""

    def __init__(self, secret: bytes, now: Callable[[], datetime]) -> None:
        self._signer = Signer(secret, "review", None)
        self._set_signer = Signer(secret, "review-set", None)
        self.comment_forms = FormTokens(secret, "review-comment")
        """The tokens of the form in which readers of a link write comments."""
        self._now = now

    @property
    def until(self) -> date:
        """The day on which a link ends that is made now."""
        return (self._now() + LIFETIME).date()

    def place(self, day: date) -> str:
        """What addresses of guides begin with that are looked at as of `day`, without slashes around it."""
        return f"review/{self._signer.sign([day.isoformat(), int((self._now() + LIFETIME).timestamp())])}"

    def read(self, token: str) -> date | None:
        """The day that a link shows; None where we did not make it, or its time is over."""
        said = self._signer.read(token, 2)
        if said is None:
            return None
        day, ends = said
        return date.fromisoformat(day) if self._now().timestamp() <= ends else None

    def place_of_set(self, day: date, change_set: int) -> str:
        """The same for a change set of the editors' desk, by its id."""
        ends = int((self._now() + LIFETIME).timestamp())
        return f"review/{self._set_signer.sign([day.isoformat(), ends, change_set])}"

    def read_set(self, token: str) -> tuple[date, int] | None:
        """The day and the change set that a link shows; None where we did not make it, or its time is over."""
        said = self._set_signer.read(token, 3)
        if said is None:
            return None
        day, ends, change_set = said
        return (date.fromisoformat(day), int(change_set)) if self._now().timestamp() <= ends else None
