"""Everything a webmaster pastes: frames, lines for servers, a card with links. Built from our own values alone."""

from dataclasses import dataclass, replace

from widget.guides.answers import Answers
from widget.guides.model import Guide
from widget.web.guide.addresses import OPEN, View
from widget.web.guide.page_addresses import MAIN
from widget.web.http.languages import Language
from widget.web.http.templating import Templates

SANDBOX = (
    "allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads "
    "allow-top-navigation-by-user-activation"
)
"""The least a frame needs for everything to work: forms, new windows that work normally, calendar files, ways out.

Nothing can run in the frame, with or without `allow-same-origin`, since there is no `allow-scripts`. Without it
Chromium 156 paints only the top 150 pixels of many pages, and WebKit refuses forms by `form-action 'self'`.
"""

USUAL_HEIGHT = 650
"""Height of a frame in CSS pixels where the browser cannot size it by its content: about a screen.

WebKit and Firefox never scroll the host's page to what happens in a frame of another site. In a frame that is no
higher than the window, what comes after a step is in sight.
"""

HEIGHTS = range(300, 5001)
"""Heights of a frame that can be asked for, in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """What the templates in `snippets/` get. `height` is in CSS pixels; `view` has whole addresses."""

    guide: Guide
    view: View
    answers: Answers
    height: int
    language: Language
    sandbox: str = SANDBOX

    @property
    def frame(self) -> str:
        """The address for the frame; never with a place in it, which would steal the focus of the host page."""
        return replace(self.view, fitted=True).address(self.answers)

    @property
    def frame_by_links(self) -> str:
        """The same for hosts that forbid forms in frames."""
        return replace(self.view, links_only=True, fitted=False).address(self.answers)

    @property
    def page(self) -> str:
        """The guide as a page of its own."""
        return self.view.on("guide", base=self.view.base).address(self.answers)

    @property
    def fragment(self) -> str:
        """The guide for server-side inclusion."""
        return self.view.on("fragment", base=self.view.base).address(self.answers)

    @property
    def included(self) -> str:
        """What comes after `/_guide/` in lines for servers: partner and guide."""
        return self.view.on("fragment").path.removeprefix("/fragment/")

    @property
    def included_choices(self) -> tuple[tuple[str, str], ...]:
        """Their parameters: answers, language and heading. The host's page can have more answers in its address."""
        view = replace(self.view.on("fragment"), heading=self.view.heading)
        return (*self.answers.parameters(), *view.parameters())

    @property
    def color_scheme(self) -> str:
        """The schemes of the frame, as its style says them."""
        return "light dark" if self.view.scheme == "auto" else self.view.scheme

    @property
    def host(self) -> str:
        """This server, as a host's policy names it."""
        return self.view.base

    def place(self, anchor: str) -> str:
        """The page of a part or task, on the guide's own page."""
        return self.view.on("guide", base=self.view.base).at(self.answers.query, MAIN, (OPEN, anchor))


class Snippets:
    """Writes snippets with the templates in `snippets/`."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates

    def text(self, kind: str, snippet: Snippet) -> str:
        """The snippet of a kind, which is the name of its template. The address alone is no markup: “&” stays “&”."""
        if kind == "address":
            return snippet.page
        return self._templates.render(f"pages/snippets/{kind}.html", snippet, snippet.language).strip()
