"""Del guiden asks which system a site runs on: each gets the one snippet that works there, byte for byte."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import html5lib
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.web.conformance import strict_html5
from tests.web.page_reading import one, words
from tests.web.partner_site import PartnerSite, partner_site
from widget.web.pages.embedding_systems import SYSTEMS

Get = Callable[[str], str]

OWN_PAGE = "https://guides.example/guide/hvis-du-bliver-ledig"
LINK = f'<p><a href="{OWN_PAGE}">Åbn guiden ”Hvis du bliver ledig” på sin egen side</a></p>\n'
FULL_FRAME = LINK + (
    '<iframe src="https://guides.example/embed/hvis-du-bliver-ledig?ui=fit" title="Guide: Hvis du bliver ledig"\n'
    '  height="650" referrerpolicy="no-referrer"\n'
    '  style="width:100%;position:static!important;height:auto;min-height:min(650px,85vh);border:0;'
    'color-scheme:light;frame-sizing:content-height"\n'
    '  sandbox="allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads '
    'allow-top-navigation-by-user-activation"></iframe>'
)
PLAIN_FRAME = LINK + (
    '<iframe src="https://guides.example/embed/hvis-du-bliver-ledig?ui=fit" title="Guide: Hvis du bliver ledig"\n'
    '  width="100%" height="650" frameborder="0" referrerpolicy="no-referrer"></iframe>'
)
FRAME_BY_LINKS = LINK + (
    '<iframe src="https://guides.example/embed/hvis-du-bliver-ledig?ui=links" title="Guide: Hvis du bliver ledig"\n'
    '  width="100%" height="650" frameborder="0" referrerpolicy="no-referrer"></iframe>'
)
SSI = (
    f'<!--# block name="guide" --><p><a href="{OWN_PAGE}">Hvis du bliver ledig</a></p><!--# endblock -->\n'
    '<!--# include virtual="/_guide/hvis-du-bliver-ledig?$args" stub="guide" -->'
)
ESI = (
    '<esi:include src="/_guide/hvis-du-bliver-ledig"/>\n'
    f'<esi:remove><p><a href="{OWN_PAGE}">Hvis du bliver ledig</a></p></esi:remove>'
)

SNIPPETS = {
    "wordpress-editor": FULL_FRAME,
    "wordpress-author": OWN_PAGE,
    "drupal": FULL_FRAME,
    "tinymce": FRAME_BY_LINKS,
    "sharepoint": PLAIN_FRAME,
    "html": FULL_FRAME,
    "strict-policy": PLAIN_FRAME,
    "consent": FULL_FRAME,
    "nginx": SSI,
    "varnish": ESI,
    "other": FULL_FRAME,
}
"""What each system gets without other choices. The card for systems without frames holds texts of the guide."""

PARAGRAPHS = {
    "wordpress-editor": ("Tilpasset HTML", "WordPress som forfatter"),
    "wordpress-author": ("linje for sig selv", "hvert svar er et link"),
    "drupal": ("Full HTML",),
    "tinymce": ("kildekoden", "hvert svar er et link"),
    "sharepoint": ("Integrer", "https://guides.example"),
    "html": ("hvor guiden skal stå",),
    "strict-policy": ("https://guides.example", "frame-src", "Content-Security-Policy"),
    "consent": ("ingen cookie", "”nødvendig”", "https://guides.example"),
    "nginx": ("nginx", "docs/embedding.md"),
    "varnish": ("Varnish", "docs/embedding.md"),
    "no-frames": ("kortet",),
    "other": ("Andre måder", "adressen alene"),
}
CHOICES = {"alder": "under-25", "lang": "en", "heading": "3", "height": "900"}
HEIGHT_UNUSED, HEADING_UNUSED = "Dit valg af højde bruges ikke her", "Dit valg af overskrift bruges ikke her"


@pytest.fixture
def partners(tmp_path: Path) -> Iterator[PartnerSite]:
    """The made-up partners; English is offered."""
    with closing(partner_site(tmp_path, LANGUAGES="en")) as site:
        yield site


def share(**parameters: str) -> str:
    """The address of the share page with these choices."""
    return f"/share?{urlencode({'guide': 'hvis-du-bliver-ledig', **parameters})}"


def recommended(html: str) -> LexborNode:
    """The one field with code that is shown first."""
    return one(html, "#code textarea")


def paragraph(html: str) -> str:
    """What stands with the code."""
    described = recommended(html).attributes["aria-describedby"]
    return words(one(html, f"#{described}"))


@pytest.mark.parametrize("system", SNIPPETS)
def test_each_system_gets_the_one_snippet_that_works_there(get: Get, system: str) -> None:
    html = get(share(system=system))
    strict_html5(html)
    assert recommended(html).text() == SNIPPETS[system]
    assert one(html, "#system option[selected]").attributes["value"] == system


def test_a_system_without_frames_gets_a_card_of_links(get: Get) -> None:
    code = recommended(get(share(system="no-frames"))).text()
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(code)
    card = LexborHTMLParser(code)
    assert one(card, "h2").text() == "Hvis du bliver ledig"
    assert all(str(link.attributes["href"]).startswith(OWN_PAGE) for link in card.css("a"))
    assert not card.css("iframe, form, [style]")


@pytest.mark.parametrize("system", SYSTEMS)
def test_each_system_has_the_paragraph_that_it_needs(get: Get, system: str) -> None:
    text = paragraph(get(share(system=system)))
    for part in PARAGRAPHS[system]:
        assert part in text
    assert HEIGHT_UNUSED not in text
    assert HEADING_UNUSED not in text


def test_every_other_snippet_stands_behind_other_ways_and_none_twice(get: Get) -> None:
    kinds = {"frame", "frame_plain", "frame_links", "address", "card", "ssi", "esi"}
    for system in SYSTEMS:
        html = get(share(system=system))
        others = [str(field.attributes["id"]) for field in LexborHTMLParser(html).css("details#other textarea")]
        found = [*others, str(recommended(html).attributes["id"])]
        assert sorted(found) == sorted(f"code-{kind}" for kind in kinds)
        assert not LexborHTMLParser(html).css("details#other[open]")


@pytest.mark.parametrize("system", ["", "findes-ikke", "DRUPAL", "<b>x</b>", '"><b>'])
def test_a_system_that_there_is_not_is_another_one(get: Get, system: str) -> None:
    assert get(share(system=system)) == get(share()) == get(share(system="other"))


CARRIED = {
    "frame": (
        'src="https://guides.example/embed/storstad/hvis-du-bliver-ledig?alder=under-25&amp;lang=en&amp;heading=3&amp;ui=fit"',
        'height="900"',
        "min-height:min(900px,85vh)",
    ),
    "frame_plain": (
        'src="https://guides.example/embed/storstad/hvis-du-bliver-ledig?alder=under-25&amp;lang=en&amp;heading=3&amp;ui=fit"',
        'height="900"',
    ),
    "frame_links": (
        'src="https://guides.example/embed/storstad/hvis-du-bliver-ledig?alder=under-25&amp;lang=en&amp;heading=3&amp;ui=links"',
        'height="900"',
    ),
    "address": ("https://guides.example/guide/storstad/hvis-du-bliver-ledig?alder=under-25&lang=en",),
    "card": (
        'href="https://guides.example/guide/storstad/hvis-du-bliver-ledig?alder=under-25&amp;lang=en&amp;open=',
        "<h3>",
    ),
    "ssi": ('virtual="/_guide/storstad/hvis-du-bliver-ledig?alder=under-25&lang=en&heading=3&$args"',),
    "esi": ('src="/_guide/storstad/hvis-du-bliver-ledig?alder=under-25&lang=en&heading=3"',),
}


@pytest.mark.parametrize("kind", CARRIED)
def test_answers_language_partner_heading_and_height_reach_every_kind_that_can_carry_them(
    partners: PartnerSite, kind: str
) -> None:
    query = urlencode({"guide": "hvis-du-bliver-ledig", **CHOICES})
    code = one(partners.page(f"/share/storstad?{query}"), f"#code-{kind}").text()
    for part in CARRIED[kind]:
        assert part in code
    if kind == "address":
        assert code == CARRIED[kind][0]


@pytest.mark.parametrize(
    ("kind", "sentences"),
    [
        ("frame", ()),
        ("frame_plain", ()),
        ("frame_links", ()),
        ("address", (HEADING_UNUSED, HEIGHT_UNUSED)),
        ("card", (HEIGHT_UNUSED,)),
        ("ssi", (HEIGHT_UNUSED,)),
        ("esi", (HEIGHT_UNUSED,)),
    ],
)
def test_what_a_snippet_cannot_carry_is_said_with_it(get: Get, kind: str, sentences: tuple[str, ...]) -> None:
    for system in ("other", *(system for system, gets in SYSTEMS.items() if gets == kind)):
        said = words(one(get(share(system=system, heading="3", height="900")), f"#when-{kind}"))
        assert {text for text in (HEADING_UNUSED, HEIGHT_UNUSED) if text in said} == set(sentences)


@pytest.mark.parametrize(
    ("system", "address", "height"),
    [
        ("html", "/embed/hvis-du-bliver-ledig?alder=under-25&heading=3&ui=fit", "900"),
        ("strict-policy", "/embed/hvis-du-bliver-ledig?alder=under-25&heading=3&ui=fit", "900"),
        ("tinymce", "/embed/hvis-du-bliver-ledig?alder=under-25&heading=3&ui=links", "900"),
        ("wordpress-author", "/embed/hvis-du-bliver-ledig?alder=under-25&ui=links", "650"),
        ("nginx", "/embed/hvis-du-bliver-ledig?alder=under-25&heading=3&ui=fit", "650"),
    ],
)
def test_the_preview_shows_no_choice_that_the_code_drops(get: Get, system: str, address: str, height: str) -> None:
    html = get(share(system=system, alder="under-25", heading="3", height="900"))
    for frame in LexborHTMLParser(html).css("iframe"):
        assert frame.attributes["src"] == address
        assert frame.attributes["height"] == height


def test_the_system_is_kept_when_language_or_partner_is_chosen(partners: PartnerSite) -> None:
    page = LexborHTMLParser(partners.page(share(system="tinymce", find="stor")))
    assert "system=tinymce" in str(one(page, 'a[hreflang="en"]').attributes["href"])
    found = str(one(page, 'form[role="search"] li a').attributes["href"])
    assert found == "/share/storstad?guide=hvis-du-bliver-ledig&system=tinymce"
    assert "ui=links" in recommended(partners.page(found)).text()


def test_the_privacy_text_tells_what_is_counted_and_what_inclusion_puts_into_addresses(get: Get) -> None:
    framed = get(share(system="html"))
    assert "Der tælles kun samlede tal" in one(framed, "#code-privacy").text()
    assert "vores egen servers log" not in one(framed, "#code-privacy").text()
    assert "Med SSI og ESI" in words(one(framed, "#when-privacy"))
    for system in ("nginx", "varnish"):
        assert "vores egen servers log" in one(get(share(system=system)), "#code-privacy").text()
