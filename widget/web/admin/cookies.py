"""The cookies of the administration: for this host alone, for no script, and over TLS where there is TLS."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response

SESSION_COOKIE = "__Host-admin"
FORM_COOKIE = "__Host-admin-form"
"""A random name for a browser without a session, so that its forms have a token too."""

DEVICE_COOKIE = "__Host-admin-device"
"""The token by which an account knows a browser: its attempts to sign in are counted by themselves."""

_HOST_PREFIX = "__Host-"


@dataclass(frozen=True, slots=True)
class CookieJar:
    """Reads and writes cookies. Without `secure`, on http://localhost, they bear names without the prefix `__Host-`.

    WebKit drops cookies with that prefix, and those marked as secure, where there is no TLS.
    """

    secure: bool = True

    def read(self, cookies: Mapping[str, str], name: str) -> str:
        """The value of a cookie; empty where the browser sent none."""
        return cookies.get(self._named(name), "")

    def write(
        self, response: Response, name: str, value: str, *, same_site: str = "Strict", seconds: int = 0
    ) -> None:
        """Set a cookie that ends with the browser, or after `seconds`."""
        age = seconds or None
        named = self._named(name)
        response.set_cookie(named, value, max_age=age, secure=self.secure, httponly=True, samesite=same_site)

    def drop(self, response: Response, name: str) -> None:
        """Have the browser forget a cookie."""
        response.delete_cookie(self._named(name), secure=self.secure, httponly=True, samesite="Strict")

    def _named(self, name: str) -> str:
        return name if self.secure else name.removeprefix(_HOST_PREFIX)
