"""Links to set a password with: signed, for two days, for one use. Knows no account's password, no database."""

from dataclasses import dataclass

from widget.signing import Signer

LIFETIME = 48 * 60 * 60


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whose password may be set. It is used once the account's epoch is another."""

    account: int
    epoch: int


class Invitations:
    """Makes and reads the tokens in the links."""

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(key, "invitation")

    def token(self, invitation: Invitation, now: int) -> str:
        """A token for two days."""
        return self._signer.sign([invitation.account, invitation.epoch, now + LIFETIME])

    def read(self, token: str, now: int) -> Invitation | None:
        """What a token says, if it is ours and its time is not over."""
        said = self._signer.read(token, 3)
        if said is None:
            return None
        account, epoch, end = said
        return Invitation(account, epoch) if now < end else None
