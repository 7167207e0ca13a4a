"""Reads a request to the administration: who sent it, from where, over which connection, with what typed."""

from urllib.parse import urlsplit

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from widget.accounts.model import Session
from widget.web.admin.client import client_of
from widget.web.admin.connection import Connection
from widget.web.admin.cookies import DEVICE_COOKIE, CookieJar
from widget.web.admin.pages import AdminRequest
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_ONCE_ONLY = frozenset({"code", "state"})
"""What a provider's answer has in its query: it is used once, so it is not opened a second time."""

_PASSWORDS = frozenset({"password", "again", "old"})
"""Fields that are compared exactly as they came, and stored as hashes alone."""

_FORWARDED = ("X-Forwarded-Proto", "X-Forwarded-For", "Forwarded")


def read_visit(site: Site, session: Session | None, jar: CookieJar, csrf: str) -> AdminRequest:
    """The request as the pages see it."""
    sent = request.method not in SAFE
    forwarded = request.headers.get("X-Forwarded-For", "")
    device = jar.read(request.cookies, DEVICE_COOKIE)
    agent, proxies = request.user_agent.string, site.settings.trusted_proxies
    return AdminRequest(
        session=session,
        csrf=csrf,
        query=_without_nul(request.args),
        form=_without_nul(request.form) if sent else MultiDict(),
        sent=sent,
        base_url=base_url(site),
        path=request.path,
        cookies=request.cookies,
        files={name: _content(file) for name, file in request.files.items()} if sent else {},
        client=client_of(request.remote_addr or "", forwarded, agent, device, proxies),
        jar=jar,
    )


def connection_of(site: Site) -> Connection:
    """How the request came."""
    forwarded = any(name in request.headers for name in _FORWARDED)
    return Connection(request.scheme, request.host, forwarded, site.settings.base_url)


def came_without_cookies(visit: AdminRequest) -> bool:
    """Whether a link on another site led here: the browser then keeps our cookies back (SameSite=Strict)."""
    elsewhere = request.headers.get("Sec-Fetch-Site") == "cross-site"
    return elsewhere and not (visit.sent or visit.session or visit.cookies or _ONCE_ONLY & set(visit.query))


def is_from_our_page(site: Site) -> bool:
    """Whether the browser says that one of our own pages sent the form. One that says nothing is not believed."""
    said = request.headers.get("Sec-Fetch-Site")
    if said is not None:
        return said == "same-origin"
    sender = urlsplit(request.headers.get("Origin", ""))
    return sender.netloc in {request.host, urlsplit(base_url(site)).netloc} and bool(sender.netloc)


def _without_nul(values: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was typed, without the character NUL, which no keyboard has and PostgreSQL does not keep."""
    return MultiDict(
        (name, value if name in _PASSWORDS else value.replace("\0", "")) for name, value in values.items(multi=True)
    )


def _content(file: FileStorage) -> bytes:
    data: bytes = file.read()
    file.close()
    return data
