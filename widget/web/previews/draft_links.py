"""Links to a partner's draft, or to one of its versions: signed, for some days, for people without an account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from widget.signing.signer import Signer

SCHEMES = ("", "light", "dark")
"""As the reader's device has it, or always light, or always dark."""

DRAFT = 0
"""In the place of a version's number: the draft as it is when the link is opened."""


@dataclass(frozen=True, slots=True)
class DraftLink:
    """What a link says: `version` of `partner` (DRAFT for the draft), in which mode.

    `created` is when the partner was created: a later partner with the same id is not shown by the link.
    """

    partner: str
    created: str
    version: int
    scheme: str


class DraftLinks:
    """Makes and reads links. `secret` is the server's key, `now` the clock."""

    def __init__(self, secret: bytes, now: Callable[[], datetime]) -> None:
        self._signer = Signer(secret, "draft", None)
        self._now = now

    def address(self, link: DraftLink, surface: str, guide: str, *, lifetime: timedelta) -> str:
        """The path of a guide as the link shows it; it can be opened for as long as `lifetime`."""
        return f"/draft/{self.token(link, lifetime=lifetime)}/{surface}/{guide}"

    def token(self, link: DraftLink, *, lifetime: timedelta) -> str:
        """The part of the path that opens the draft."""
        ends = int((self._now() + lifetime).timestamp())
        return self._signer.sign([link.partner, link.created, link.version, link.scheme, ends])

    def read(self, token: str) -> DraftLink | None:
        """What a link says; None where it was not made here, or its time is over."""
        values = self._signer.read(token, 5)
        if values is None:
            return None
        partner, created, version, scheme, ends = values
        if scheme not in SCHEMES or self._now().timestamp() > ends:
            return None
        return DraftLink(partner, created, version, scheme)


def draft_link(partner: str, created: datetime, *, version: int = DRAFT, scheme: str = "") -> DraftLink:
    """The link to a partner that was created at this time."""
    return DraftLink(partner, _stamp(created), version, scheme)


def is_of(link: DraftLink, created: datetime) -> bool:
    """Whether a link was made for the partner that was created at this time."""
    return link.created == _stamp(created)


def _stamp(created: datetime) -> str:
    """A time as links hold it, to the microsecond."""
    return format(int(created.timestamp()), "x") + format(created.microsecond, "05x")
