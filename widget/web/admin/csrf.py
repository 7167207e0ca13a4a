"""Tokens that show that a form is of our own page and of the same browser. Knows no request."""

import hashlib
import hmac
import secrets


class CsrfTokens:
    """Makes and checks tokens. `key` is for them alone."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, name: str) -> str:
        """A form's token for the browser called `name`. Each is another, so that compression tells nothing of it."""
        salt = secrets.token_hex(16)
        return f"{salt}.{self._mac(salt, name)}"

    def is_right(self, token: str, name: str) -> bool:
        """Whether the token was made for the browser called `name`."""
        salt, _, mac = token.partition(".")
        return bool(name) and hmac.compare_digest(mac.encode(), self._mac(salt, name).encode())

    def _mac(self, salt: str, name: str) -> str:
        return hmac.new(self._key, f"{salt}.{name}".encode(), hashlib.sha256).hexdigest()
