"""What a webmaster does: take a snippet from the live page *Del guiden* and paste it into a page of another site."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from playwright.sync_api import Frame, Page

from tests.browser.driving import choose_by_arrows, follow, tab_to
from tests.browser.hosts import host_page
from tests.browser.servers import HostSite
from tests.browser.states import DAY_0, library

_TEXT = "<p>Brødtekst om noget helt andet, som står på værtens side og fylder lidt.</p>\n"
_SEVERAL_SCREENS = 60


@dataclass(frozen=True)
class Host:
    """How a website treats what is pasted into it; `quirk` is what the browser must log by the site's own fault."""

    style: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    quirk: str = "\0"


HOST_KINDS = ("plain", "strict policy", "isolated", "aggressive style")


def host_kind(name: str, guides: str) -> Host:
    """A website that embeds from `guides`."""
    kinds = {
        "plain": Host(),
        "strict policy": Host(
            headers={"Content-Security-Policy": f"default-src 'none'; frame-src {guides}; style-src 'none'"},
            quirk="Applying inline style violates",
        ),
        "isolated": Host(
            headers={"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}
        ),
        "aggressive style": Host(
            style=(
                "*{color:red!important;font-size:22px!important}iframe{border:9px solid red}"
                "label,legend,summary{display:none!important}"
            )
        ),
    }
    return kinds[name]


@dataclass
class Webmaster:
    """Copies from the guides and pastes into a website."""

    guides: str
    site: HostSite
    _copied: dict[tuple[str, str], str] = field(default_factory=dict)

    def copy(self, page: Page, kind: str, **choices: str) -> str:
        """A snippet from the page *Del guiden* with these choices, as its field holds it; copied once of each."""
        chosen = kind, urlencode(choices)
        if chosen not in self._copied:
            page.goto(f"{self.guides}/share?{chosen[1]}")
            self._copied[chosen] = page.locator(f"#code-{kind}").input_value()
        return self._copied[chosen]

    def paste(self, snippet: str, host: str = "plain", style: str = "") -> str:
        """A page of a website, in the midst of several screens of text, with the snippet; gives its address."""
        kind = host_kind(host, self.guides)
        text = _TEXT * _SEVERAL_SCREENS
        return self.site.show(host_page(text + snippet + text, kind.style + style), kind.headers)


def without(snippet: str, attribute: str) -> str:
    """The snippet as a system leaves it that removes an attribute of the frame."""
    stripped, times = re.subn(rf'\s{attribute}="[^"]*"', "", snippet, count=1)
    assert times == 1, f"{attribute} is in the snippet"
    return stripped


def answer_by_keyboard(page: Page, frame: Frame, guide: str) -> None:
    """On the page with all questions, answer the first with its first choice, give the date, and send."""
    question = library().guides[guide].questions[0]
    follow(page, frame, frame.get_by_role("link", name="Alle spørgsmål på én side"))
    choose_by_arrows(page, frame, question.id, question.choices[0].id)
    for label, part in (("Dag", DAY_0.day), ("Måned", DAY_0.month), ("År", DAY_0.year)):
        tab_to(page, frame.get_by_label(label, exact=True))
        page.keyboard.type(str(part))
    follow(page, frame, frame.locator("form").first.get_by_role("button"))
