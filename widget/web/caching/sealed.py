"""What is put into a shared cache, sealed: only what a server with our key has put there is read. Knows no page.

Flask-Caching keeps pickles, and reading a pickle that somebody else has made runs what they like.
"""

import hashlib
import hmac
import pickle
from collections.abc import Callable
from functools import cache

_SEAL_SIZE = hashlib.sha256().digest_size


class SealedPickles:
    """The `serializer` of a cache of cachelib: pickles with a seal before them.

    `key` is the server's secret. It is asked for when it is needed, and may raise `OSError`.
    """

    def __init__(self, key: Callable[[], bytes]) -> None:
        self._key = cache(lambda: hashlib.sha256(b"shared cache " + key()).digest())

    def dumps(self, value: object) -> bytes:
        """The bytes to keep."""
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        return self._seal(pickled) + pickled

    def loads(self, kept: bytes | None) -> object:
        """What was kept; None where there is nothing, or nothing of ours."""
        seal, pickled = (kept or b"")[:_SEAL_SIZE], (kept or b"")[_SEAL_SIZE:]
        if not hmac.compare_digest(seal, self._seal(pickled)):
            return None
        value: object = pickle.loads(pickled)  # noqa: S301  # the seal says that it is ours
        return value

    def _seal(self, pickled: bytes) -> bytes:
        return hmac.digest(self._key(), pickled, "sha256")
