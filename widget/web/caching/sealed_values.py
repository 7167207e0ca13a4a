"""Seals what is put into a shared cache: only what a server with our key has put there, under that name, is read.

A program that can write into the cache can neither make up an entry nor move one to another name. Knows no page.
"""

import hashlib
import hmac
from collections.abc import Callable
from functools import cache

_SEAL_SIZE = hashlib.sha256().digest_size


class Seal:
    """`secret` gives the server's secret. It is asked for when it is first needed, and may raise `OSError`."""

    def __init__(self, secret: Callable[[], bytes]) -> None:
        self._secret = cache(lambda: hashlib.sha256(b"shared cache " + secret()).digest())

    def close(self, name: str, content: bytes) -> bytes:
        """The bytes to keep under `name`: the seal, then the content as it is."""
        return self._mac(name, content) + content

    def unseal(self, name: str, entry: bytes) -> bytes | None:
        """The content of an entry; None where it was not sealed by us, or under another name."""
        seal, content = entry[:_SEAL_SIZE], entry[_SEAL_SIZE:]
        return content if hmac.compare_digest(seal, self._mac(name, content)) else None

    def _mac(self, name: str, content: bytes) -> bytes:
        # The length parts the name from the content: no two pairs give the same text.
        label = name.encode()
        return hmac.digest(self._secret(), len(label).to_bytes(4, "big") + label + content, "sha256")


class PlainBytes:
    """The `serializer` of a cache of cachelib for values that are bytes already: nothing is ever unpickled."""

    def dumps(self, value: bytes) -> bytes:
        """The bytes to keep."""
        return value

    def loads(self, kept: bytes | None) -> bytes | None:
        """What was kept."""
        return kept
