"""Every address that a page links to: built from known parts, in one canonical order. Knows paths; no request."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from widget.guides.answers import Answers
from widget.web.languages import DEFAULT_LANGUAGE

DEFAULT_HEADINGS = {"embed": 2, "guide": 1}
"""The level of a guide's heading: a host page has its own first heading."""

LINKS_ONLY = "links"
"""The value of `ui` for the variant without forms."""


@dataclass(frozen=True, slots=True)
class View:
    """How a guide is looked at: where, for whom, in which language, with which headings, with or without forms."""

    surface: str
    guide: str
    partner: str | None = None
    language: str = DEFAULT_LANGUAGE
    heading: int = 2
    links_only: bool = False

    @property
    def path(self) -> str:
        """The path of the address."""
        return "/".join(("", self.surface, *((self.partner,) if self.partner else ()), self.guide))

    def parameters(self) -> Iterator[tuple[str, str]]:
        """What differs from the usual view, as parameters."""
        if self.language != DEFAULT_LANGUAGE:
            yield "lang", self.language
        if self.heading != DEFAULT_HEADINGS.get(self.surface, 2):
            yield "heading", str(self.heading)
        if self.links_only:
            yield "ui", LINKS_ONLY

    def address(self, answers: Answers, anchor: str = "") -> str:
        """The address of the guide with these answers, and the place in it."""
        query = urlencode((*answers.parameters(), *self.parameters()), safe=",")
        return self.path + (f"?{query}" if query else "") + (f"#{anchor}" if anchor else "")

    def on(self, surface: str) -> "View":
        """The same guide on another surface."""
        return replace(self, surface=surface, heading=DEFAULT_HEADINGS.get(surface, 2), links_only=False)

    def of(self, guide: str) -> "View":
        """Another guide in the same view."""
        return replace(self, guide=guide)
