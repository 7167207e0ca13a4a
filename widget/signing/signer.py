"""Values in a text that only we can have made. Knows signing; not what the values mean."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from itsdangerous import BadData, URLSafeSerializer


def sha256(data: bytes = b"") -> "hashlib._Hash":
    """The digest for new kinds of texts."""
    return hashlib.sha256(data)


class Signer:
    """Makes and reads signed texts. `salt` parts the kinds of texts that one key signs.

    `digest` None is itsdangerous' own, SHA-1 within an HMAC.
    """

    def __init__(self, key: bytes, salt: str, digest: Callable[..., "hashlib._Hash"] | None = sha256) -> None:
        options = {"digest_method": digest} if digest else {}
        self._serializer = URLSafeSerializer(key, salt=salt, signer_kwargs=options)

    def sign(self, values: Sequence[object]) -> str:
        """The text, which can stand in an address."""
        text = self._serializer.dumps(list(values))
        return text if isinstance(text, str) else text.decode()

    def read(self, text: str, count: int) -> list[Any] | None:
        """The values of a text, if it is ours and holds so many."""
        try:
            values = self._serializer.loads(text)
        except (BadData, ValueError, TypeError):
            return None
        return values if isinstance(values, list) and len(values) == count else None
