"""Links to a partner's draft: signed, and good for a while, for people without an account. Knows signing; no page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from widget.signing.signer import Signer

SCHEMES = ("", "light", "dark")
"""As the reader's device has it, or always light, or always dark."""


@dataclass(frozen=True, slots=True)
class DraftLink:
    """What a link says: whose draft it shows, in which mode."""

    partner: str
    scheme: str


class DraftLinks:
    """Makes and reads links. `secret` is the server's key, `now` the clock."""

    def __init__(self, secret: bytes, now: Callable[[], datetime]) -> None:
        self._signer = Signer(secret, "draft", None)
        self._now = now

    def address(self, partner: str, surface: str, guide: str, *, lifetime: timedelta, scheme: str = "") -> str:
        """The path of a guide as the draft of `partner` shows it; it can be opened for as long as `lifetime`."""
        return f"/draft/{self.token(partner, lifetime=lifetime, scheme=scheme)}/{surface}/{guide}"

    def token(self, partner: str, *, lifetime: timedelta, scheme: str = "") -> str:
        """The part of the path that opens the draft."""
        ends = int((self._now() + lifetime).timestamp())
        return self._signer.sign([partner, scheme, ends])

    def read(self, token: str) -> DraftLink | None:
        """What a link says; None where we did not make it, or its time is over."""
        said = self._signer.read(token, 3)
        if said is None:
            return None
        partner, scheme, ends = said
        if scheme not in SCHEMES or self._now().timestamp() > ends:
            return None
        return DraftLink(partner, scheme)
