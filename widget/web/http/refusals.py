"""Refusals in plain text, for what stands before Flask. Knows WSGI; not why a request is refused."""

from collections.abc import Callable
from typing import Any

from widget.web.http.security_headers import DEFAULT_HEADERS


def refuse(start_response: Callable[..., Any], status: str, text: str, *headers: tuple[str, str]) -> list[bytes]:
    """Answer with a `status` line, such as `400 BAD REQUEST`, and one line of `text`; `headers` come besides ours."""
    body = f"{text}\n".encode()
    ours = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        *DEFAULT_HEADERS.items(),
    ]
    start_response(status, [*ours, *headers])
    return [body]
