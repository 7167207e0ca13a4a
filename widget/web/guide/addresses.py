"""Every address that a page links to: built from known parts, in one canonical order. Knows paths; no request."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from widget.guides.answers import Answers
from widget.guides.versions import SeenVersion
from widget.web.http.languages import DEFAULT_LANGUAGE

DEFAULT_HEADINGS = {"embed": 2, "guide": 1, "print": 1, "fragment": 2, "sources": 1, "a-kasser": 1}
"""The surfaces that are pages, with the level of the guide's heading: a host page has its own first heading."""

DEFAULT_HEADING = 2
"""The level for surfaces without a page, which never say it."""

SEEN = "v"
"""The parameter that tells the version under which a citizen kept the address."""

OPEN = "open"
"""The parameter that names a page of the guide: a part, a task, a question. Without it the overview."""

LINKS_ONLY = "links"
"""The value of `ui` for the variant without forms."""

FITTED = "fit"
"""The value of `ui` for frames whose height follows the page, as those handed out since November 2026 say."""

SCHEMES = ("light", "dark", "auto")
"""The values of `scheme`: a frame is light, dark, or as its visitor and its host's page ask for. Light is usual."""

FUNDS = "a-kasser"
"""The surface that lists the unemployment insurance funds: beside a guide, and in its frame where that is framed."""

FROM = "from"
"""The parameter by which a page beside the guide says that it stands in the guide's frame: `from=embed`."""

_IN_FRAME = ("embed", "feedback", FUNDS)
_IN_FRAME_BY_LINKS = (*_IN_FRAME, "print", "sources")
"""The surfaces that are shown in the frame itself; by links, nothing can open a window of its own."""


def usual_heading(surface: str, *, framed: bool = False) -> int:
    """The level of the first heading where an address names none; a `framed` page has that of its frame."""
    return DEFAULT_HEADINGS.get("embed" if framed else surface, DEFAULT_HEADING)


@dataclass(frozen=True, slots=True)
class View:
    """How a guide is looked at: where, for whom, in which language, with which headings, with or without forms."""

    surface: str
    guide: str
    partner: str | None = None
    language: str = DEFAULT_LANGUAGE
    heading: int = DEFAULT_HEADING
    links_only: bool = False
    fitted: bool = False
    """Whether the frame's height follows the page. Frames pasted before have fixed heights; see `room_needed`."""
    scheme: str = "light"
    """One of SCHEMES; holds in frames alone."""
    framed: bool = False
    """Whether a page beside the guide stands in the guide's frame, to which its link back leads."""
    opened: str = ""
    """The page of the guide that is shown, see `widget.web.guide.page_kind`. Other links name their own."""
    seen: SeenVersion | None = None
    """The version of the guide under which the address was kept, where it says so. Not kept in other links."""
    base: str = ""
    """Stands before the path where addresses must be whole, as on another site."""
    draft: str = ""
    """What the addresses of a draft that is looked at begin with: where drafts are, and its token."""

    @property
    def path(self) -> str:
        """The address without its query."""
        if self.draft:
            return f"{self.base}/{self.draft}/{self.surface}/{self.guide}"
        place = (self.surface, self.partner, self.guide) if self.partner else (self.surface, self.guide)
        return f"{self.base}/{'/'.join(place)}"

    def parameters(self) -> Iterator[tuple[str, str]]:
        """What differs from the usual view, as parameters."""
        if self.language != DEFAULT_LANGUAGE:
            yield "lang", self.language
        if self.heading != usual_heading(self.surface, framed=self.framed):
            yield "heading", str(self.heading)
        if self.links_only:
            yield "ui", LINKS_ONLY
        elif self.fitted:
            yield "ui", FITTED
        if self.scheme != SCHEMES[0]:
            yield "scheme", self.scheme
        if self.framed:
            yield FROM, "embed"

    def address(self, answers: Answers, anchor: str = "") -> str:
        """The address of the guide with these answers, and the place in it."""
        return self.at(answers.query, anchor)

    def at(self, query: str, anchor: str = "", *more: tuple[str, str]) -> str:
        """The same where the answers are a `query` already; `more` are parameters of this address alone."""
        own = _joined((*self.parameters(), *more))
        whole = f"{query}&{own}" if query and own else query or own
        return self.path + (f"?{whole}" if whole else "") + (f"#{anchor}" if anchor else "")

    def permalink(self, query: str, version: SeenVersion) -> str:
        """The address with the version of the guide in it, so that who comes back is told what has changed."""
        return self.at(query, "", (SEEN, str(version)))

    def on(self, surface: str, *, base: str = "") -> "View":
        """The same guide on another surface, with whole addresses where a `base` is given.

        What is about the frame comes along to pages that are shown in it, and to no other.
        """
        heading = usual_heading(surface)
        view = View(surface, self.guide, self.partner, self.language, heading, base=base, draft=self.draft)
        if self.links_only and surface in _IN_FRAME_BY_LINKS:
            view = replace(view, links_only=True, scheme=self.scheme)
        if self.in_frame and surface in _IN_FRAME:
            view = replace(view, heading=self.heading, fitted=self.fitted, scheme=self.scheme)
            view = replace(view, framed=surface == FUNDS)
        return view

    @property
    def in_frame(self) -> bool:
        """Whether the page stands in a frame of another site."""
        return self.surface == "embed" or self.framed

    @property
    def mode(self) -> str:
        """The one colour scheme that the page has; empty where it is the visitor's."""
        return self.scheme if self.in_frame and self.scheme != "auto" else ""

    @property
    def room_needed(self) -> bool:
        """Whether the page must be higher than the frames of before, for Chromium to paint more than 150 pixels.

        Snippets of November 2026 are lazy, and sandboxed without `allow-same-origin`. Chromium 156 learns the height
        of such a frame only when the page makes it higher than the snippet says, at most 2,950 pixels.
        """
        return self.in_frame and not (self.fitted or self.links_only)

    def of(self, guide: str) -> "View":
        """Another guide in the same view."""
        return replace(self, guide=guide, opened="", seen=None)


def _joined(parameters: Iterable[tuple[str, str]]) -> str:
    """A query of parameters that need no quoting: ids, dates and lists of ids, all checked when they were read."""
    return "&".join([f"{name}={value}" for name, value in parameters])
