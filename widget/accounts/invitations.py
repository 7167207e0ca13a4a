"""Links to set a password with: signed, for two days, for one use. Knows no account's password, no database."""

import hashlib
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

LIFETIME = 48 * 60 * 60


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whose password may be set. It is used once the account's epoch is another."""

    account: int
    epoch: int


class Invitations:
    """Makes and reads the tokens in the links."""

    def __init__(self, key: bytes) -> None:
        self._serializer = URLSafeSerializer(key, salt="invitation", signer_kwargs={"digest_method": _sha256})

    def token(self, invitation: Invitation, now: int) -> str:
        """A token for two days."""
        return self._text([invitation.account, invitation.epoch, now + LIFETIME])

    def read(self, token: str, now: int) -> Invitation | None:
        """What a token says, if it is ours and its time is not over."""
        try:
            account, epoch, end = self._serializer.loads(token)
        except (BadData, ValueError, TypeError):
            return None
        return Invitation(account, epoch) if now < end else None

    def _text(self, values: list[int]) -> str:
        text = self._serializer.dumps(values)
        return text if isinstance(text, str) else text.decode()


def _sha256(data: bytes = b"") -> "hashlib._Hash":
    return hashlib.sha256(data)
