"""Local texts: what a partner says itself, in a small Markdown, made safe once. Knows Markdown and HTML; no guide.

Paragraphs, lists, emphasis and links. Unlike the texts of guides they have no gaps and know no register: an address
is typed, and looked at here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from urllib.parse import urlsplit

import bleach
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from widget.partners.origins import Origin, parse_origin

LONGEST = 600
"""How many characters a local text may have."""

_TAGS = ("p", "ul", "ol", "li", "em", "strong", "a", "span", "br")
_ATTRIBUTES = {"a": ["href", "target", "rel"], "span": ["class"]}
_PROTOCOLS = ("https", "mailto", "tel")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters, and those that turn the direction of what follows."""
_MAIL = re.compile(r"mailto:[A-Za-z0-9._%+-]{1,64}@([^@?&#/:*\s]+)")
_TELEPHONE = re.compile(r"tel:\+?[0-9-]{3,20}")


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text of a partner: what was typed, and its HTML, ready to show. `links` are the addresses in it."""

    source: str
    html: Markup
    links: tuple[str, ...] = ()


class TextFault(Enum):
    """What is wrong with a local text."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    CHARACTERS = "characters"
    """Characters that cannot be seen and are not typed on purpose."""
    LINK = "link"
    """An address that is not https, mailto or tel, or not an address at all."""
    LINK_WITHOUT_WORDS = "link-without-words"
    """A link that no reader could see or hear."""


@dataclass(frozen=True, slots=True)
class TextProblem:
    """One thing to mend in a local text. `found` is the address or the number of characters, as text."""

    fault: TextFault
    found: str = ""


def clean_local_text(source: str, *, new_window: str = "nyt vindue") -> LocalText | tuple[TextProblem, ...]:
    """Make HTML of what a partner typed, or say all that is wrong with it.

    `new_window` is said after each link to a website to those who do not see its arrow.
    """
    text = source.replace("\r\n", "\n").strip()
    if problems := tuple(_faults_of_characters(text)):
        return problems
    tokens = _parser().parse(text)
    if problems := tuple(problem for line in tokens for problem in _faults_of_links(line.children or ())):
        return problems
    links: list[str] = []
    for token in tokens:
        token.children = list(_with_new_windows(token.children or (), links, new_window))
    html = _parser().renderer.render(tokens, _parser().options, {})
    clean = Markup(bleach.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True).strip())  # noqa: S704 (clean)
    if not clean.striptags().strip():
        return (TextProblem(TextFault.EMPTY),)
    return LocalText(text, clean, tuple(links))


def _faults_of_characters(text: str) -> Iterator[TextProblem]:
    if not text:
        yield TextProblem(TextFault.EMPTY)
    if len(text) > LONGEST:
        yield TextProblem(TextFault.TOO_LONG, str(len(text)))
    if _UNSEEN.search(text):
        yield TextProblem(TextFault.CHARACTERS)


def _faults_of_links(children: Sequence[Token]) -> Iterator[TextProblem]:
    """The links of a line that lead nowhere good, or have no words."""
    for position, token in enumerate(children):
        if token.type == "link_open":
            target = str(token.attrGet("href") or "")
            if not _is_sound(target):
                yield TextProblem(TextFault.LINK, target)
            if not _words_of_link(children[position + 1 :]):
                yield TextProblem(TextFault.LINK_WITHOUT_WORDS, target)


def _words_of_link(children: Sequence[Token]) -> str:
    """What stands between the beginning of a link and its end."""
    end = next(position for position, token in enumerate(children) if token.type == "link_close")
    return "".join(token.content for token in children[:end]).strip()


def _is_sound(target: str) -> bool:
    """Whether an address is one that may be linked to: a website, a mailbox, a telephone."""
    if mail := _MAIL.fullmatch(target):
        return isinstance(parse_origin(f"https://{mail[1]}"), Origin)
    if _TELEPHONE.fullmatch(target):
        return True
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    origin = parse_origin(f"{parts.scheme}://{parts.netloc}")
    return isinstance(origin, Origin) and origin.scheme == "https" and not origin.wildcard


def _with_new_windows(children: Sequence[Token], links: list[str], new_window: str) -> Iterator[Token]:
    """The parts of a line; links to websites open a window of their own, and say so."""
    leaving = False
    for token in children:
        if token.type == "link_open":
            links.append(target := str(token.attrGet("href")))
            if leaving := target.lower().startswith("https:"):
                token.attrSet("target", "_blank")
                token.attrSet("rel", "noopener")
        if token.type == "link_close" and leaving:
            yield Token("html_inline", "", 0, content=f'<span class="vh"> ({escape(new_window)})</span>')
        yield token


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero").enable(["list", "emphasis", "link", "entity", "escape", "newline"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # here a bad address is told, not left as text
    return parser
