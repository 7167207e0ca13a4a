"""What the server tells the application of a body that it did not read whole. Knows WSGI; no form and no page."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from werkzeug.exceptions import RequestEntityTooLarge, RequestTimeout

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_KEY = "widget.incomplete_body"


def mark_incomplete(environ: "WSGIEnvironment", status: HTTPStatus) -> None:
    """Say that the body in `environ` is not all that was sent, and why: 413 too long, 408 too slow."""
    environ[_KEY] = status


def require_complete(environ: "WSGIEnvironment") -> None:
    """Raise `RequestEntityTooLarge` or `RequestTimeout` where the server did not read the whole body."""
    status = environ.get(_KEY)
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        raise RequestEntityTooLarge
    if status is not None:
        raise RequestTimeout
