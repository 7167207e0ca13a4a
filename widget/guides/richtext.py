"""Texts of guides: a Markdown subset, turned into safe HTML once, with gaps for what is known only later.

The gaps are figures (right for the day), names of actors (a partner may have its own) and addresses of other guides
(different on each surface). Knows Markdown and HTML; not guides.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Protocol

import bleach
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from widget.guides.prose import CLOSING_MARKS, OPENING_MARKS, Quoting, Untranslated

_TAGS = ("p", "ul", "ol", "li", "em", "strong", "a", "span", "br")
_ATTRIBUTES = {"a": ["href", "target", "rel"], "span": ["class"]}
_PROTOCOLS = ("https", "guide")
_GAP = re.compile(
    r"\{(fact|actor):([a-z0-9-]+)\}"
    r"|(?<=href=\")(guide):([a-z0-9-]+)(?=\")"
    r"|(?<=href=\")(#)([a-z0-9-]+)(?=\")"
)


NEW_WINDOW = "nyt vindue"
"""Said after a link that leaves the guide, in the guides' own language."""

FOREIGN = 'lang="da" dir="ltr"'
"""The attributes of an element with a text in Danish on a page in another language."""


def marked(text: str) -> str:
    """A text for a page; what of it is in the guides' own language stands within an element that says so."""
    if isinstance(text, Quoting):
        return _with_marked_words(escape(str(text)), text.words)
    return Markup(f"<span {FOREIGN}>{{}}</span>").format(str(text)) if isinstance(text, Untranslated) else text  # noqa: S704 (ours)


def marked_block(html: Markup) -> Markup:
    """Paragraphs in the guides' own language, for a page in another."""
    return Markup(f"<div {FOREIGN}>{{}}</div>").format(html)  # noqa: S704 (ours)


def _with_marked_words(html: Markup, words: frozenset[str]) -> Markup:
    """HTML with the `words` marked where they stand in quotation marks or brackets."""
    for escaped in map(escape, sorted(words)):
        within = re.compile(f"(?<=[{OPENING_MARKS}(]){re.escape(escaped)}(?=[{CLOSING_MARKS})])")
        html = Markup(within.sub(f"<span {FOREIGN}>{escaped}</span>", html))  # noqa: S704 (both are escaped)
    return html


def pointers(source: str) -> frozenset[str]:
    """What a text points to: its gaps and the targets of its links. A translation has to have the same."""
    tokens = (child for token in _parser().parse(source) for child in token.children or ())
    targets = {str(token.attrGet("href")) for token in tokens if token.type == "link_open"}
    return frozenset(targets | set(re.findall(r"\{[^}]*\}?|\}", source)))


class LinkLike(Protocol):
    """What a text needs to know of a link."""

    @property
    def url(self) -> str:
        """Where it leads; empty for a page of this service, which stands beside texts and never in them."""


@dataclass(frozen=True, slots=True)
class TextPlaceholder:
    """A place in a text filled when a page is made; `kind` is fact, actor, guide, or # for a place in the guide."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the gaps: figures and actors in words, addresses of other guides and of places in this one.

    `original` is the same in the guides' own language, for texts that stand in it on a page in another.
    """

    facts: Mapping[str, str]
    actors: Mapping[str, str]
    guide_address: Callable[[str], str]
    place: Callable[[str], str]
    original: "Filling | None" = None

    def fill(self, gap: TextPlaceholder) -> str:
        """The words or the address for `gap`."""
        if gap.kind == "guide":
            return self.guide_address(gap.id)
        if gap.kind == "#":
            return self.place(gap.id)
        return marked((self.facts if gap.kind == "fact" else self.actors)[gap.id])


@dataclass(frozen=True, slots=True)
class RichText:
    """A text ready to show, but for its gaps. `links` and `anchors` are what it points to, for the checks."""

    segments: tuple[Markup | TextPlaceholder, ...] = ()
    links: frozenset[str] = frozenset()
    anchors: frozenset[str] = frozenset()
    untranslated: bool = False

    def html(self, filling: Filling) -> Markup:
        """The text as HTML."""
        if self.untranslated and filling.original:
            filling = filling.original
        if len(self.segments) == 1 and isinstance(self.segments[0], Markup):
            return self.segments[0]
        return Markup("").join(
            filling.fill(segment) if isinstance(segment, TextPlaceholder) else segment for segment in self.segments
        )

    def plain(self, filling: Filling) -> str:
        """The text without markup."""
        return self.html(filling).striptags()

    @property
    def placeholders(self) -> tuple[TextPlaceholder, ...]:
        """The gaps, in the order of the text."""
        return tuple(segment for segment in self.segments if isinstance(segment, TextPlaceholder))

    def __bool__(self) -> bool:
        return bool(self.segments)


@dataclass(slots=True)
class TextCompiler:
    """Makes texts from sources. `links` is the register; `new_window` is said after a link that leaves the guide.

    What a text names and the register lacks is left in `unknown_links`; the caller reports and empties it.
    """

    links: Mapping[str, LinkLike]
    new_window: str
    unknown_links: list[str] = field(default_factory=list)

    def markdown(self, source: str) -> RichText:
        """A text with paragraphs, lists, emphasis and links."""
        tokens = _parser().parse(source)
        foreign = isinstance(source, Untranslated)
        new_window = NEW_WINDOW if foreign else self.new_window
        links: set[str] = set()
        anchors: set[str] = set()
        for token in tokens:
            if token.children:
                token.children = self._with_addresses(token.children, links, anchors, new_window)
        html = _parser().renderer.render(tokens, _parser().options, {})
        words = source.words if isinstance(source, Quoting) else frozenset[str]()
        return RichText(_cleaned(html, words, foreign=foreign), frozenset(links), frozenset(anchors), foreign)

    @staticmethod
    def line(source: str) -> RichText:
        """A text of one line without markup, such as a title."""
        return RichText(_segments(escape(marked(source))), untranslated=isinstance(source, Untranslated))

    def _with_addresses(
        self, children: Sequence[Token], links: set[str], anchors: set[str], new_window: str
    ) -> list[Token]:
        result: list[Token] = []
        leaving = False
        for token in children:
            if token.type == "link_open":
                leaving = self._give_address(token, links, anchors)
            if token.type == "link_close" and leaving:
                result.append(_hidden(new_window))
            result.append(token)
        return result

    def _give_address(self, token: Token, links: set[str], anchors: set[str]) -> bool:
        """Put the register's address into a link; tell whether it leaves the guide."""
        target = str(token.attrGet("href") or "")
        kind, _, name = target.partition(":")
        if target.startswith("#"):
            anchors.add(target.removeprefix("#"))
        elif kind == "link" and name in self.links and self.links[name].url:
            links.add(name)
            token.attrSet("href", self.links[name].url)
            token.attrSet("target", "_blank")
            token.attrSet("rel", "noopener")
            return True
        elif kind != "guide":
            self.unknown_links.append(target)
        return False


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("zero").enable(["list", "emphasis", "link", "entity", "escape", "newline"])


@lru_cache(maxsize=8_192)
def _cleaned(html: str, words: frozenset[str], *, foreign: bool) -> tuple[Markup | TextPlaceholder, ...]:
    """HTML with nothing in it but what texts may have, cut at its gaps.

    Kept, since a new edition has nearly all the texts of the one before it, and this takes half the time of reading.
    """
    clean = bleach.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, protocols=_PROTOCOLS, strip=True)
    block = _with_marked_words(Markup(clean.strip()), words)  # noqa: S704 (cleaned above)
    return _segments(marked_block(block) if foreign else block)


def as_html(source: str) -> str:
    """The HTML of a text with its links as they are written: to look at, not to show."""
    return str(_parser().render(source))


def _hidden(words: str) -> Token:
    return Token("html_inline", "", 0, content=f'<span class="vh"> ({escape(words)})</span>')


def _segments(html: Markup) -> tuple[Markup | TextPlaceholder, ...]:
    """Cut HTML at its gaps."""
    segments: list[Markup | TextPlaceholder] = []
    end = 0
    for match in _GAP.finditer(html):
        if before := html[end : match.start()]:
            segments.append(before)
        kind, name = (group for group in match.groups() if group)
        segments.append(TextPlaceholder(kind, name))
        end = match.end()
    if rest := html[end:]:
        segments.append(rest)
    return tuple(segments)
