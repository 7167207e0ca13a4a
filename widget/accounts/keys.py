"""Keys of their own for each purpose, from the server's one secret."""

import hashlib
import hmac


def derive_key(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, so that what is made for one is worth nothing for another."""
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()
