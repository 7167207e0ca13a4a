"""Whether sources are fit to stand behind a rule: no advertising, no front pages, opened. Opens no page itself."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from widget.guides.library import Library
from widget.guides.model import Guide
from widget.guides.problems import Place, Problem, Severity
from widget.guides.registers import Link

ADVERTISING = frozenset(
    {
        "a-kasser.dk",
        "akasse.com",
        "akassefinder.dk",
        "akassetips.dk",
        "ama.dk",
        "fagforeninger.net",
        "fce.dk",
        "find-a-kasse-priser.dk",
        "kapitalisme.dk",
        "powerplan.io",
        "samlino.dk",
        "skift-a-kasse.dk",
        "usd.dk",
    }
)
"""Hosts that earn money by the links or offers on their pages, so an authority cannot lead citizens there.

Read on 2026-11-28: each says so itself (“reklamefinansieret”, “ad link”) or compares prices with links to sign up.
"""


def check_sources(library: Library) -> Iterator[Problem]:
    """Everything that is wrong with the sources and links of a library."""
    yield from no_advertising(library)
    yield from sources_are_about_the_thing(library)
    yield from pages_were_opened(library)


def items_have_sources(guide: Guide) -> Iterator[Problem]:
    """Every item says where it is known from, or that it is not confirmed."""
    for item in guide.items():
        if not item.sources and not item.unconfirmed:
            advice = "Tilføj “sources: [...]”, eller skriv “unconfirmed: yes”, hvis der ingen er."
            yield Problem(item.place, f"“{item.id}” har ingen kilde.", advice, "source")


def no_advertising(library: Library) -> Iterator[Problem]:
    """No link or source earns money by sending citizens on."""
    for link in library.registers.links.values():
        if is_advertising(link.url):
            advice = "Find siden hos den, der bestemmer reglen, eller skriv “unconfirmed: yes” ved punktet."
            yield Problem(link.place, f"“{link.id}” fører til en side, der lever af reklame.", advice, "advertising")


def sources_are_about_the_thing(library: Library) -> Iterator[Problem]:
    """Each item and figure has a source about that very thing, or the item says that it has none."""
    for guide in library.guides.values():
        for item in guide.items():
            yield from _front_pages(f"“{item.id}”", item.sources, item.place, excused=item.unconfirmed)
    for fact in library.registers.facts.values():
        for value in fact.values:
            yield from _front_pages(f"Tallet “{fact.id}”", value.sources, value.place, excused=False)


def pages_were_opened(library: Library) -> Iterator[Problem]:
    """One warning for all pages of which only a stored copy was read."""
    unopened = [link for link in library.registers.links.values() if not link.opened]
    if unopened:
        message = (
            f"{len(unopened)} sider er kun læst som gemte kopier. Borgerne får at vide, at de ikke er bekræftet."
        )
        advice = "Åbn en side på nettet, og skriv dagens dato under “checked” i stedet for “copy_read”."
        yield Problem(unopened[0].place, message, advice, "unopened", Severity.WARNING)


def is_advertising(url: str) -> bool:
    """Whether an address stands on one of the advertising hosts, or below one."""
    labels = (urlsplit(url).hostname or "").split(".")
    return any(".".join(labels[start:]) in ADVERTISING for start in range(len(labels)))


def is_front_page(url: str) -> bool:
    """Whether an address names a whole website and no page of it."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _front_pages(what: str, sources: Iterable[Link], place: Place, *, excused: bool) -> Iterator[Problem]:
    """A warning where a front page stands behind something, unless citizens are told that no better one is known."""
    fronts = [source for source in sources if is_front_page(source.url)]
    if not fronts or excused:
        return
    message = f"{what} har en forside som kilde: {', '.join(source.id for source in fronts)}."
    advice = "Find den side, der handler om netop det. Findes den ikke, så skriv “unconfirmed: yes” ved punktet."
    yield Problem(place, message, advice, "front-page", Severity.WARNING)
