"""Whether a browser keeps the cookies of the administration on this connection. Reads no request."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_LOCAL = re.compile(r"(localhost|[a-z0-9.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Connection:
    """How a request came: by `scheme`, for `host`; `forwarded` says that a proxy is in front, which may end TLS.

    `public` is the public address of the server, or empty where none is set.
    """

    scheme: str
    host: str
    forwarded: bool
    public: str

    @property
    def is_secure(self) -> bool:
        """Whether cookies are marked as secure: everywhere but on this machine by itself, without TLS."""
        return self.scheme == "https" or self.forwarded or self.public.startswith("https://") or not self._is_local

    @property
    def is_usable(self) -> bool:
        """Whether a browser keeps those cookies: over TLS, or on the machine itself."""
        if self.scheme == "https" or self.forwarded or self._is_local:
            return True
        public = urlsplit(self.public)
        return public.scheme == "https" and public.netloc == self.host

    @property
    def _is_local(self) -> bool:
        return bool(_LOCAL.fullmatch(self.host))
