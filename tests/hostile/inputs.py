"""Hostile requests, made from a seed: the same number gives the same requests everywhere. Knows no server."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

from tests.web.naughty_strings import NAUGHTY

PLANTED = ("Plantetborger", "010190-1234", "plantet@borger.example", "+4520304050")
"""What must be found nowhere afterwards."""

MARK = "<hostile-"
"""Begins each piece of markup that a request carries: unescaped it would be an element of this name."""

GUIDES = ("hvis-du-bliver-ledig", "naar-du-faar-nyt-job")
_ANSWERS = (
    "alder=under-25",
    "a-kasse=ja",
    "a-kasse=nej",
    "dato=2026-12-01",
    "ui=links",
    "heading=3",
    "lang=en",
    "done=x",
)
_SURFACES = ("embed", "guide", "print", "fragment", "feedback", "sources", "calendar", "data")
_METHODS = ("GET",) * 16 + ("HEAD", "POST", "POST", "OPTIONS", "PUT", "DELETE", "TRACE", "PATCH", "BREW")
_HEADERS = (
    *("Accept-Encoding", "Accept-Language", "User-Agent", "Referer", "Origin", "Cookie", "If-None-Match"),
    *("If-Modified-Since", "Range", "X-Forwarded-For", "X-Forwarded-Host", "X-Request-Id", "Content-Type", "Expect"),
    *("Forwarded", "Authorization", "X-HTTP-Method-Override", "Accept"),
)
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A request as the bytes that are sent, and what to know of it to judge its answer."""

    method: str
    raw: bytes


def requests(seed: int) -> Iterator[Hostile]:
    """Hostile requests without end."""
    chance = random.Random(seed)  # noqa: S311 (the same for the same seed is what is wanted)
    while True:
        method = chance.choice(_METHODS)
        target = _target(chance)
        headers = [f"Host: {_host(chance)}".encode(), *_headers(chance)]
        body = b""
        if method in {"POST", "PUT", "PATCH"}:
            body = _body(chance)
            headers += [f"Content-Length: {_length(chance, body)}".encode()]
            headers += [f"Content-Type: {_FORM}".encode()] if chance.random() < 0.8 else []
        head = b"\r\n".join([f"{method} {target} HTTP/1.1".encode("latin-1"), *headers, b"", b""])
        yield Hostile(method, head + body)


def _text(chance: random.Random) -> str:
    kind = chance.randrange(5)
    if kind == 0:
        return f"{MARK}{chance.randrange(9)}>\"'&"
    if kind == 1:
        return chance.choice(PLANTED)
    if kind == 2:
        return "".join(
            chr(chance.choice((0, 9, 10, 13, 32, 38, 60, 127, 230, 8238, 65533, 128512))) for _ in range(9)
        )
    if kind == 3:
        return chance.choice(("x", "0", "%", "a-kasse", "Æ")) * chance.choice((1, 40, 900))
    return chance.choice(NAUGHTY)[:2000]


def _quoted(chance: random.Random, text: str) -> str:
    if chance.random() < 0.1:
        return quote_from_bytes(bytes(chance.randrange(256) for _ in range(12)))
    quoted = quote(text, safe="" if chance.random() < 0.8 else "/:@!$'()*+,;")
    return quote(quoted, safe="") if chance.random() < 0.1 else quoted


def _target(chance: random.Random) -> str:
    kind = chance.random()
    guide, surface = chance.choice(GUIDES), chance.choice(_SURFACES)
    end = {"calendar": ".ics", "data": ".json"}.get(surface, "")
    partner = chance.choice(("", "", "storstad/", "lilleoe/", "findes-ikke/", f"{_quoted(chance, _text(chance))}/"))
    path = f"/{surface}/{partner}{guide}{end}"
    if kind < 0.15:
        path = "/" + "/".join(_quoted(chance, _text(chance)) for _ in range(chance.randrange(1, 4)))
    elif kind < 0.3:
        fixed = ("/", "/share", "/share/storstad", "/oembed", "/accessibility", "/privacy", "/healthz", "/readyz")
        path = chance.choice((*fixed, "/admin/", "/admin/sign-in", "/static/x.css", f"//{guide}", f"/embed//{guide}"))
    query = "&".join(_parameter(chance) for _ in range(chance.randrange(0, 6)))
    return (f"{path}?{query}" if query else path)[:7000]


def _parameter(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(_ANSWERS)
    names = ("alder", "a-kasse", "dato", "lang", "heading", "done", "open", "ui", "url", "format", "from", "utm_x")
    name = chance.choice(names) if chance.random() < 0.8 else _quoted(chance, _text(chance))
    return f"{name}={_quoted(chance, _text(chance))}"


def _host(chance: random.Random) -> str:
    if chance.random() < 0.9:
        return "guides.example"
    return chance.choice(
        ("xn--", "evil.example", "a b", "[::1", "guides.example:99999", "", "æ.dk", "x" * 300, "a,b")
    )


def _headers(chance: random.Random) -> Iterator[bytes]:
    for _ in range(chance.randrange(0, 4)):
        text = _text(chance).encode("utf-8", "replace")
        clean = bytes(byte for byte in text if byte >= 32 and byte != 127)[:900]
        yield chance.choice(_HEADERS).encode() + b": " + clean


def _body(chance: random.Random) -> bytes:
    pairs = ((name, _text(chance)) for name in ("verdict", "text", "token", "website", "email", "password"))
    return "&".join(f"{name}={quote(text)}" for name, text in pairs).encode()[:60_000]


def _length(chance: random.Random, body: bytes) -> object:
    if chance.random() < 0.95:
        return len(body)
    return chance.choice((-1, "x", 10**9, "1e3", " ", "0x10"))
