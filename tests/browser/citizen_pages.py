"""Every kind of page that a citizen or webmaster can meet, in every state, and a server that has them all.

A new guide is covered at once; a new surface or message is added to `KINDS`.
"""

import shutil
import ssl
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Frame, Page

from tests.browser.driving import open_framed
from tests.browser.hosts import host_page, snippet
from tests.browser.servers import HostSite
from tests.browser.states import GUIDES, STATES, library, query
from tests.frozen import CONTENT, frozen_settings
from tests.web.live import live_guides
from tests.web.partner_site import NOON
from widget.demo.example_partners import example_partners, publish_examples
from widget.partners.model import Partner
from widget.partners.origins import Origin, parse_origin
from widget.partners.registry import Registry
from widget.stores import Stores

_UNFOLD = """whole => {
  const roots = [document, ...[...document.querySelectorAll('section')].map(e => e.shadowRoot).filter(Boolean)];
  const parts = roots.flatMap(root => [...root.querySelectorAll('details')]);
  const kind = part => part.parentElement.className + part.className;
  parts.forEach((part, i) => { part.open = whole || parts.findIndex(other => kind(other) === kind(part)) === i; });
}"""
"""All parts, in the shadow root of a fragment too, or the first of each kind: the others look alike."""

_AS_LIGHT_AS_THE_VISITOR = ":root{color-scheme:light dark}body{margin:0;color:CanvasText;background:Canvas}"

COMMON = ""
"""The edition of no partner."""

PARTNERS = tuple(partner.id for partner in example_partners())
LANGUAGES = ("da", "en", "de", "ar")
RETIRED = "naar-du-faar-kat"
_PAUSED, _CHOOSY = "paa-pause", "udvalgt"

FRAME, FRAGMENT = "frame", "fragment"
"""How a page stands in its host's; the others stand alone."""


def _in_place(surface: str, state: str = "empty") -> Callable[[str, str], str]:
    return lambda partner, guide: f"/{surface}{_slash(partner)}/{guide}{query(guide, state)}"


def _fixed(path: str) -> Callable[[str, str], str]:
    return lambda partner, guide: path.format(partner=_slash(partner), guide=guide)


def _slash(partner: str) -> str:
    return f"/{partner}" if partner else ""


def _wrongly_shared(partner: str, guide: str) -> str:
    return f"/share{_slash(partner)}?guide={guide}&height=9&{library().guides[guide].questions[0].id}=måske-ikke"


@dataclass(frozen=True)
class Kind:
    """A kind of page in a state. `sent` is what is typed into its form and sent before it is looked at."""

    name: str
    path: Callable[[str, str], str]
    """Of a partner and a guide."""
    editions: tuple[str, ...] = (COMMON, *PARTNERS)
    languages: tuple[str, ...] = LANGUAGES
    host: str = ""
    sent: tuple[str, ...] | None = None
    """The answer to the first question by its label, and the text."""

    def __str__(self) -> str:
        return self.name


def _kinds() -> Iterator[Kind]:
    for state in STATES:
        yield Kind(f"frame, {state}", _in_place("embed", state), host=FRAME)
        yield Kind(f"guide, {state}", _in_place("guide", state))
    for state in ("empty", "fully answered", "wrong answers"):
        yield Kind(f"fragment, {state}", _in_place("fragment", state), host=FRAGMENT)
        yield Kind(f"print, {state}", _in_place("print", state))
    yield Kind("sources", _in_place("sources"))
    yield Kind("share", _fixed("/share{partner}?guide={guide}"))
    yield Kind(
        "share, for a system", _fixed("/share{partner}?guide={guide}&system=wordpress-author&heading=3&height=900")
    )
    yield Kind("share, wrong answers", _wrongly_shared)
    yield Kind("check", _fixed("/check{partner}?guide={guide}&page=https://www.town.example/job&column=500"))
    yield Kind("check, wrong answers", _fixed("/check{partner}?guide={guide}&page=town&column=9&system=tinymce"))
    yield Kind("share, a search that finds no partner", _fixed("/share?find=ingen"))
    yield Kind("feedback", _fixed("/feedback{partner}/{guide}"))
    yield Kind("feedback without a verdict", _fixed("/feedback{partner}/{guide}"), sent=("", "Tak"))
    yield Kind("feedback that is too long", _fixed("/feedback{partner}/{guide}"), sent=("ja", "x" * 2001))
    yield Kind("feedback sent too soon", _fixed("/feedback{partner}/{guide}"), sent=("ja", ""))
    yield Kind("thanks", _fixed("/feedback{partner}/{guide}?sent=1"))
    yield Kind("feedback by links", _fixed("/feedback{partner}/{guide}?ui=links"))
    yield Kind("accessibility", _fixed("/accessibility"), (COMMON,))
    yield Kind("privacy", _fixed("/privacy"), (COMMON,))
    yield Kind("index", _fixed("/"), (COMMON,))
    yield Kind("no such page", _fixed("/no/such/page/at/all"), (COMMON,))
    yield Kind("no such guide", _fixed("/guide/no-such-guide"), (COMMON,))
    yield Kind("no such partner", _fixed("/guide/no-such-partner/{guide}"), (COMMON,))
    yield Kind("guide that is no more", _fixed(f"/guide/{RETIRED}"), (COMMON,))
    yield Kind("calendar without a day", _fixed("/calendar{partner}/{guide}.ics"), (COMMON,))
    yield Kind("draft that is over", _fixed("/draft/over/guide/{guide}"), (COMMON,), ("da",))
    yield Kind("partner on a pause", _fixed(f"/guide{{partner}}-{_PAUSED}/{{guide}}"), PARTNERS)
    yield Kind("guide that a partner does not show", _fixed(f"/guide{{partner}}-{_CHOOSY}/{GUIDES[-1]}"), PARTNERS)


KINDS = tuple(_kinds())
WIDTHS = (320, 1280)


@dataclass(frozen=True)
class Look:
    """How a kind of page is looked at."""

    kind: Kind
    edition: str = COMMON
    language: str = "da"
    guide: str = GUIDES[0]
    width: int = WIDTHS[-1]

    def __str__(self) -> str:
        return f"{self.kind} {self.edition} {self.language} {self.guide} {self.width}"


def looks(kind: Kind) -> Iterator[Look]:
    """Every theme and every language once, or more often where there are fewer of the other.

    From one kind to the next they are turned against each other, so that over all kinds every pair comes up.
    """
    turn = KINDS.index(kind)
    for i in range(max(len(kind.editions), len(kind.languages))):
        yield Look(
            kind,
            kind.editions[i % len(kind.editions)],
            kind.languages[(i + turn) % len(kind.languages)],
            GUIDES[(i + turn // len(LANGUAGES)) % len(GUIDES)],
            WIDTHS[(i // 2 + turn) % len(WIDTHS)],
        )


def a_look(kind: Kind) -> Look:
    """One of them: another theme and language for each kind in turn."""
    choice = tuple(looks(kind))
    return choice[KINDS.index(kind) % len(choice)]


def named(name: str) -> Kind:
    """The kind of page with a name."""
    (kind,) = (kind for kind in KINDS if kind.name == name)
    return kind


@dataclass(frozen=True)
class CitizenPages:
    """Opens pages on a server that has every kind of them, and on a host's."""

    origin: str
    site: HostSite

    def open(self, page: Page, look: Look, *, whole: bool = True) -> Frame:
        """Visit a page, and unfold the `whole` of it or one part of each sort; gives its document."""
        kind, path = look.kind, look.kind.path(look.edition, look.guide)
        if look.language != "da":
            path += f"{'&' if '?' in path else '?'}lang={look.language}"
        if kind.host:
            document = open_framed(page, self._host(path)) if kind.host == FRAME else self._go(page, self._host(path))
        else:
            document = self._go(page, self.origin + path)
        if kind.sent is not None:
            self._send(page, *kind.sent)
        page.evaluate("() => document.querySelectorAll('.window iframe').forEach(frame => frame.remove())")
        unfold(document, whole=whole)
        return document

    def _go(self, page: Page, address: str) -> Frame:
        page.goto(address)
        return page.main_frame

    def _host(self, path: str) -> str:
        """A page of a host that is as light or dark as its visitor wants, and so is the frame in it."""
        content = snippet(self.origin + path, sandbox=None).replace("color-scheme:light;", "")
        if path.startswith("/fragment"):
            with urllib.request.urlopen(self.origin + path, timeout=10) as answer:  # noqa: S310 (ours)
                content = answer.read().decode()
        return self.site.show(host_page(content, _AS_LIGHT_AS_THE_VISITOR))

    def _send(self, page: Page, verdict: str, text: str) -> None:
        if verdict:
            page.locator(f"[name=verdict][value={verdict}]").check()
        page.locator("textarea").fill(text)
        page.locator("form button").click()
        page.get_by_role("alert").wait_for()


def unfold(document: Frame, *, whole: bool) -> None:
    """Unfold the `whole` of a page, or one part of each sort and no other."""
    document.evaluate(_UNFOLD, whole)


@contextmanager
def citizen_pages(
    folder: Path, site: HostSite, tls: ssl.SSLContext | None = None, content_folder: Path = CONTENT
) -> Iterator[CitizenPages]:
    """A server with all that `KINDS` names, in all languages; `site` may frame its partners' guides.

    With `tls` it speaks HTTPS. It has the frozen guides, or those in another `content_folder`.
    """
    content = shutil.copytree(content_folder, folder / "content")
    (content / "retired.yaml").write_text(
        f"{RETIRED}:\n  title: Når du får kat\n  text: Reglerne er afskaffet.\n", encoding="utf-8"
    )
    settings = frozen_settings({"DATA_DIR": str(folder / "data")})
    stores = Stores(settings, library(), lambda: NOON)
    origin = parse_origin(site.origin)
    assert isinstance(origin, Origin)
    publish_examples(stores.registry, [origin])
    for partner in example_partners():
        _publish(stores.registry, replace(partner, id=f"{partner.id}-{_PAUSED}", origins=(origin,)))
        stores.registry.pause(f"{partner.id}-{_PAUSED}", "Vi er snart tilbage.", "test")
        _publish(stores.registry, replace(partner, id=f"{partner.id}-{_CHOOSY}", guides=GUIDES[:1]))
    stores.close()
    with live_guides(
        tls=tls,
        now=lambda: NOON,
        data_folder=settings.data_folder,
        content_folder=content,
        languages=("en", "de"),
        draft_languages=("ar",),
    ) as served:
        yield CitizenPages(served, site)


def _publish(registry: Registry, partner: Partner) -> None:
    registry.create(partner, "test")
    registry.publish(partner.id, "test")
