"""Del guiden with many partners: they are found by name, and lines for servers are of partner and language."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.web.conformance import strict_html5
from tests.web.page_reading import one
from tests.web.partner_site import PartnerSite, partner_site
from widget.database.errors import DatabaseUnavailable
from widget.partners.model import Partner
from widget.partners.registry import Registry
from widget.web.pages.share import MAX_FOUND

LEDIG = "hvis-du-bliver-ledig"


@pytest.fixture
def partners(tmp_path: Path) -> Iterator[PartnerSite]:
    """The made-up partners, and two workers; English is offered."""
    with closing(partner_site(tmp_path, LANGUAGES="en")) as site:
        yield site


def found(site: PartnerSite, query: str) -> list[tuple[str, str]]:
    """The names and addresses that a search gives."""
    page = LexborHTMLParser(site.page(f"/share?{query}"))
    return [(link.text(), str(link.attributes["href"])) for link in page.css('form[role="search"] li a')]


def test_a_partner_is_found_by_the_first_letters_of_its_name(partners: PartnerSite) -> None:
    assert found(partners, "find=stor") == [("Storstad Kommune", "/share/storstad")]
    assert found(partners, "find=LILLEØ") == [("Lilleø Kommune", "/share/lilleoe")]
    assert found(partners, "find=kommune") == [
        ("Lilleø Kommune", "/share/lilleoe"),
        ("Storstad Kommune", "/share/storstad"),
    ]
    assert found(partners, "find=stor&lang=en") == [("Storstad Kommune", "/share/storstad?lang=en")]
    assert "Storstad Kommune" in partners.page("/share/storstad")


def test_choosing_a_partner_keeps_what_is_chosen(partners: PartnerSite) -> None:
    chosen = "guide=hvis-du-bliver-ledig&a-kasse=ja&lang=en&heading=3&height=900"
    page = LexborHTMLParser(partners.page(f"/share?{chosen}"))
    form = one(page, 'form[role="search"]')
    hidden = [(field.attributes["name"], field.attributes["value"]) for field in form.css("input[type=hidden]")]
    assert sorted(hidden) == sorted(pair for pair in parse_qsl(chosen))
    [(_, address)] = found(partners, f"{chosen}&find=stor")
    path, _, query = address.partition("?")
    assert path == "/share/storstad"
    assert sorted(parse_qsl(query)) == sorted(parse_qsl(chosen))
    shown = partners.page(address)
    code = one(LexborHTMLParser(shown), "#code-frame").text()
    assert "/embed/storstad/hvis-du-bliver-ledig?a-kasse=ja&amp;lang=en&amp;heading=3" in code
    assert "min-height:min(900px,85vh)" in code
    another = one(LexborHTMLParser(shown), 'a[href*="find="]').attributes["href"] or ""
    assert sorted(parse_qsl(another.partition("?")[2].partition("#")[0])) == sorted(parse_qsl(chosen))


def test_without_a_search_no_partner_is_listed_and_the_form_is_there(partners: PartnerSite) -> None:
    assert found(partners, "") == []
    html = partners.page("/share")
    strict_html5(html)
    assert one(LexborHTMLParser(html), 'form[role="search"] input[name="find"]')
    assert "ingen af det navn" not in html


def test_who_is_not_found_is_told_so_and_what_was_typed_stays(partners: PartnerSite) -> None:
    html = partners.page('/share?find="><b>ingen')
    strict_html5(html)
    assert "Vi fandt ingen af det navn" in html
    assert one(LexborHTMLParser(html), "#find").attributes["value"] == '"><b>ingen'


def test_many_partners_are_not_all_listed(partners: PartnerSite) -> None:
    for number in range(MAX_FOUND):
        partners.registry.create(Partner(f"by-{number}", f"By {number}"), "test")
        partners.registry.publish(f"by-{number}", "test")
    assert len(found(partners, "find=")) == MAX_FOUND
    assert "Der er flere" in partners.page("/share?find=")


def test_what_is_not_published_is_not_told(partners: PartnerSite) -> None:
    partners.registry.create(Partner("hemmelig", "Hemmelig Kommune"), "test")
    entry = partners.registry.entry("storstad")
    assert entry
    assert entry.published
    partners.registry.save_draft(replace(entry.published, name="Storstad Nye Kommune"), "test")
    assert found(partners, "find=hemmelig") == []
    assert found(partners, "find=storstad") == [("Storstad Kommune", "/share/storstad")]


def test_while_the_database_is_away_the_page_is_there(partners: PartnerSite, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise DatabaseUnavailable("away")

    monkeypatch.setattr(Registry, "published_ids", away)
    assert "Vi kan ikke søge lige nu" in partners.page("/share?find=stor")


def test_the_lines_for_servers_are_of_the_partner_and_the_language(partners: PartnerSite) -> None:
    page = LexborHTMLParser(partners.page(f"/share/storstad?guide={LEDIG}&lang=en&heading=3"))
    ssi, esi = (one(page, f"#code-{kind}").text() for kind in ("ssi", "esi"))
    assert f'virtual="/_guide/storstad/{LEDIG}?lang=en&heading=3&$args"' in ssi
    assert f'src="/_guide/storstad/{LEDIG}?lang=en&heading=3"' in esi
    fragment = partners.page(f"/fragment/storstad/{LEDIG}?lang=en&heading=3&&alder=under-25")
    assert 'lang="en"' in fragment
    assert "<h3" in fragment
