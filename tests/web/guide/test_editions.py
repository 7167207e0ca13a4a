"""A partner's edition: its words, notes and contact on every surface, and no other partner's."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.partners.pictures import png
from tests.web.conformance import check_page, strict_html5
from tests.web.partner_site import NOON, PartnerSite, partner_site
from widget.demo.example_partners import example_partners
from widget.partners.logo import Logo, read_logo
from widget.partners.model import LocalNote, Partner, Term
from widget.partners.published_reader import CachedPartner
from widget.partners.registry import Registry
from widget.partners.theme import read_theme
from widget.signing.secret_key import secret_key
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.previews.draft_links import DRAFT, DraftLinks, draft_link

GUIDE = "hvis-du-bliver-ledig"
OTHER = "naar-du-faar-nyt-job"
SURFACES = ("embed", "guide", "print", "fragment", "sources")
PARTNERS = tuple(partner.id for partner in example_partners())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> PartnerSite:
    """For tests that change nothing."""
    return partner_site(tmp_path_factory.mktemp("partners"))


@pytest.fixture
def own_site(tmp_path: Path) -> PartnerSite:
    """For tests that change something."""
    return partner_site(tmp_path)


def words(html: str) -> str:
    """What is read on a page, or in a fragment."""
    body = LexborHTMLParser(html.replace("template", "div")).body
    assert body is not None
    return " ".join(body.text().split())


def addresses(html: str) -> Iterator[str]:
    for node in LexborHTMLParser(html).css("[href], [action], [src]"):
        for name in ("href", "action", "src"):
            if value := node.attributes.get(name):
                yield value


@pytest.mark.parametrize("surface", ["embed", "guide", "print", "fragment"])
def test_a_partner_speaks_for_itself(site: PartnerSite, surface: str) -> None:
    text = words(site.page(f"/{surface}/storstad/{GUIDE}?open=alt"))
    assert "Jobcenter Storstad" in text
    assert "jobcenteret" not in text
    assert "Kommunen (jobcenteret)" not in text
    assert "Fra Storstad Kommune" in text
    assert "Jobcafeen" in text
    common = words(site.page(f"/{surface}/{GUIDE}?open=alt"))
    assert "Storstad" not in common
    assert "Jobcafeen" not in common
    assert "jobcenteret" in common


@pytest.mark.parametrize("surface", ["embed", "guide", "fragment"])
def test_a_partner_can_be_reached(site: PartnerSite, surface: str) -> None:
    html = site.page(f"/{surface}/storstad/{GUIDE}")
    assert "Rådhuspladsen 1, 9999 Storstad" in words(html)
    assert 'href="tel:12345678"' in html


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("partner", PARTNERS)
def test_every_surface_of_an_edition_is_sound_html(site: PartnerSite, partner: str, surface: str) -> None:
    for query in ("", "?alder=25-29&dato=2026-12-01", "?ui=links"):
        html = site.page(f"/{surface}/{partner}/{GUIDE}{query}")
        if surface == "fragment":
            strict_html5(f"<!doctype html><html lang=da><head><title>x</title></head><body>{html}</body></html>")
        else:
            check_page(html, DEFAULT_HEADINGS[surface])


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("partner", PARTNERS)
def test_links_stay_in_the_edition(site: PartnerSite, partner: str, surface: str) -> None:
    for query in ("", "?alder=25-29&dato=2026-12-01", "?ui=links&alder=25-29"):
        for address in addresses(site.page(f"/{surface}/{partner}/{GUIDE}{query}")):
            own = address.removeprefix(BASE_URL)
            if own.startswith(("/embed", "/guide", "/print", "/sources", "/calendar", "/fragment")):
                assert own.split("/")[2] == partner, address
                assert site.get(own).status_code == 200, address


def test_the_look_is_accepted_by_the_policy_of_its_own_page(site: PartnerSite) -> None:
    policies = {site.get(f"/embed/{partner}/{GUIDE}").headers["Content-Security-Policy"] for partner in PARTNERS}
    assert len(policies) == len(PARTNERS)


def test_data_says_whose_edition_it_is(site: PartnerSite) -> None:
    data = json.loads(site.page(f"/data/storstad/{GUIDE}.json"))
    assert data["partner"]["id"] == "storstad"
    assert data["partner"]["contact"]["phone"] == "12 34 56 78"
    items = {item["id"]: item for item in data["items"]}
    assert "Jobcafeen" in items["meld-dig-ledig"]["local_note"]
    assert items["meld-dig-ledig"]["actor"]["name"] == "Jobcenter Storstad"
    assert json.loads(site.page(f"/data/{GUIDE}.json"))["partner"] is None


def test_a_partner_that_is_not_there_leads_to_the_common_guide_with_the_answers(site: PartnerSite) -> None:
    response = site.get(f"/embed/ukendt/{GUIDE}?a-kasse=ja&utm_source=x")
    assert response.status_code == 404
    assert f"/embed/{GUIDE}?a-kasse=ja" in list(addresses(response.text))


@pytest.mark.parametrize("name", ["storstad%00", "..%2fstorstad", "x" * 2000])
def test_no_name_of_a_partner_breaks_anything(site: PartnerSite, name: str) -> None:
    assert site.get(f"/embed/{name}/{GUIDE}").status_code in {404, 400}


@pytest.mark.parametrize(("name", "meant"), [("Storstad", "storstad"), ("storstad%20", "storstad"), ("ø", "oe")])
def test_a_name_as_people_write_it_leads_to_the_partner(site: PartnerSite, name: str, meant: str) -> None:
    response = site.get(f"/embed/{name}/{GUIDE}")
    assert response.status_code == 308
    assert response.headers["Location"] == f"/embed/{meant}/{GUIDE}"


class TestDefaultAnswers:
    """An a-kasse knows that its visitors are members."""

    def test_they_hold_where_the_address_says_nothing(self, site: PartnerSite) -> None:
        html = site.page(f"/embed/faglig-fremtid/{GUIDE}?open=svar")
        checked = [
            (node.attributes["name"], node.attributes["value"]) for node in LexborHTMLParser(html).css("[checked]")
        ]
        assert ("a-kasse", "ja") in checked
        assert ("alder", "") in checked
        for query in ("", "?open=svar", "?open=alt"):
            assert "har udfyldt nogle svar for dig" in words(site.page(f"/embed/faglig-fremtid/{GUIDE}{query}"))
        assert "Gælder, hvis du er medlem" not in words(site.page(f"/embed/faglig-fremtid/{GUIDE}?open=alt"))

    def test_what_is_filled_in_is_not_asked_first(self, site: PartnerSite) -> None:
        html = site.page(f"/embed/faglig-fremtid/{GUIDE}")
        assert "Hvordan sluttede dit job?" in words(html)
        assert "Er du medlem af en a-kasse?" not in words(html)
        assert "1 af 2" in words(html), "the reason and the date are left"

    def test_an_answer_in_the_address_counts_more(self, site: PartnerSite) -> None:
        data = json.loads(site.page(f"/data/faglig-fremtid/{GUIDE}.json?a-kasse=nej"))
        assert data["questions"][0]["answer"] == "nej"

    def test_they_can_be_taken_back_by_form_and_by_link(self, site: PartnerSite) -> None:
        state = f"/embed/faglig-fremtid/{GUIDE}?a-kasse=&alder=25-29"
        assert "Gælder, hvis du er medlem" in words(site.page(f"{state}&open=alt"))
        links = [address for address in addresses(site.page(f"{state}&ui=links&open=svar")) if "30-59" in address]
        assert links
        assert all("&a-kasse=&" in address for address in links)
        answered = site.page(f"/embed/faglig-fremtid/{GUIDE}?alder=25-29&open=a-kasse")
        assert any(f"{GUIDE}?alder=25-29&a-kasse=&" in address for address in addresses(answered))

    def test_an_answer_that_the_guide_no_longer_has_is_left_out(self, own_site: PartnerSite) -> None:
        own_site.publish("faglig-fremtid", default_answers={GUIDE: {"a-kasse": "måske", "hund": "ja"}, "gone": {}})
        data = json.loads(own_site.page(f"/data/faglig-fremtid/{GUIDE}.json"))
        assert data["questions"][0]["answer"] is None


class TestDarkLogo:
    """A second mark is shown where the page is dark, and the first one everywhere else."""

    @pytest.fixture
    def marked(self, own_site: PartnerSite) -> PartnerSite:
        theme, problems = read_theme({"logo": _mark(40), "logo-dark": _mark(30), "logo-alt": "Storstad"})
        assert not problems
        own_site.publish("storstad", theme=theme)
        return own_site

    def marks(self, site: PartnerSite, address: str) -> list[tuple[str | None, str | None]]:
        sender = LexborHTMLParser(site.page(address).replace("template", "div")).css(".sender img, .sender source")
        return [(one.attributes.get("media"), one.attributes["width"]) for one in sender]

    def test_a_frame_has_the_mark_of_its_mode(self, marked: PartnerSite) -> None:
        assert self.marks(marked, f"/embed/storstad/{GUIDE}") == [(None, "40")]
        assert self.marks(marked, f"/embed/storstad/{GUIDE}?scheme=dark") == [(None, "30")]

    def test_a_page_that_may_be_either_has_both(self, marked: PartnerSite) -> None:
        both = [("screen and (prefers-color-scheme:dark)", "30"), (None, "40")]
        assert self.marks(marked, f"/guide/storstad/{GUIDE}") == both
        assert self.marks(marked, f"/embed/storstad/{GUIDE}?scheme=auto") == both

    def test_paper_and_the_hosts_page_have_the_first(self, marked: PartnerSite) -> None:
        for surface in ("print", "fragment"):
            assert self.marks(marked, f"/{surface}/storstad/{GUIDE}") == [(None, "40")]

    def test_without_a_dark_mode_there_is_no_dark_mark(self, own_site: PartnerSite) -> None:
        theme, _ = read_theme({"logo": _mark(40), "logo-dark": _mark(30), "dark": "no"})
        own_site.publish("storstad", theme=theme)
        assert self.marks(own_site, f"/guide/storstad/{GUIDE}") == [(None, "40")]


def _mark(width: int) -> str:
    logo = read_logo(png(width, 20))
    assert isinstance(logo, Logo)
    return logo.data_uri


class TestPublishing:
    """What an administrator does is seen at once, on every worker, whichever the database."""

    @pytest.fixture
    def own_site(self, tmp_path: Path, database_url: str) -> Iterator[PartnerSite]:
        with closing(partner_site(tmp_path, DATABASE_URL=database_url, SECRET_KEY="0" * 32)) as site:
            yield site

    def test_a_change_is_seen_on_every_worker_and_nothing_old_is_served(self, own_site: PartnerSite) -> None:
        address = f"/embed/lilleoe/{GUIDE}?a-kasse=nej"
        for worker in (0, 1):
            assert "Ydelse og Job" in own_site.page(address, worker)
        own_site.publish("lilleoe", terms={"kommune": Term("Jobhuset", "Jobhuset")})
        for worker in (0, 1):
            assert "Jobhuset" in own_site.page(address, worker)
            assert "Ydelse og Job" not in own_site.page(address, worker)

    def test_caches_ask_each_time(self, own_site: PartnerSite) -> None:
        address = f"/embed/lilleoe/{GUIDE}?open=alt"
        etag = own_site.get(address).headers["ETag"]
        again = own_site.workers[1].get(address, headers={"If-None-Match": etag})
        assert again.status_code == 304
        own_site.publish("lilleoe", notes=())
        changed = own_site.workers[1].get(address, headers={"If-None-Match": etag})
        assert changed.status_code == 200
        assert "max-age=0" in changed.headers["Cache-Control"]

    def test_a_draft_is_seen_by_no_citizen(self, own_site: PartnerSite) -> None:
        entry = own_site.registry.entry("lilleoe")
        assert entry is not None
        assert entry.published is not None
        note = LocalNote(GUIDE, "meld-dig-ledig", "Kun i kladden")
        own_site.registry.save_draft(replace(entry.published, notes=(note,)), "test")
        assert "Kun i kladden" not in own_site.page(f"/embed/lilleoe/{GUIDE}")

    def test_going_back_brings_the_old_page_back(self, own_site: PartnerSite) -> None:
        address = f"/embed/lilleoe/{GUIDE}?open=alt"
        before = own_site.page(address)
        own_site.publish("lilleoe", notes=())
        assert own_site.page(address) != before
        own_site.registry.restore_version("lilleoe", 1, "test")
        assert own_site.page(address) == before

    def test_a_pause_says_why_in_the_frame_and_leads_on(self, own_site: PartnerSite) -> None:
        own_site.registry.pause("lilleoe", "Vi retter en fejl. <b>Prøv i morgen.</b>", "test")
        for surface in ("embed", "guide", "print", "fragment"):
            html = own_site.page(f"/{surface}/lilleoe/{GUIDE}?a-kasse=ja")
            assert "Vi retter en fejl. <b>Prøv i morgen.</b>" in words(html), "shown as it was typed"
            assert any(f"/{GUIDE}?a-kasse=ja" in address for address in addresses(html))
        assert own_site.get(f"/embed/lilleoe/{GUIDE}").headers["Cache-Control"] == "no-store"
        own_site.registry.resume("lilleoe", "test")
        assert "Vi retter en fejl" not in own_site.page(f"/embed/lilleoe/{GUIDE}")

    def test_a_guide_that_is_not_offered_leads_to_those_that_are(self, own_site: PartnerSite) -> None:
        own_site.publish("lilleoe", guides=(OTHER,))
        response = own_site.get(f"/embed/lilleoe/{GUIDE}")
        assert response.status_code == 404
        found = list(addresses(response.text))
        assert f"/embed/{GUIDE}" in found
        assert f"/guide/lilleoe/{OTHER}" in found


class TestDatabaseGone:
    """No outage of the database stops the guides."""

    def test_the_last_known_partners_are_shown(self, own_site: PartnerSite, monkeypatch: pytest.MonkeyPatch) -> None:
        address = f"/embed/storstad/{GUIDE}"
        before = own_site.page(address)
        (own_site.settings.data_folder / "guides.sqlite3").unlink()
        for left in own_site.settings.data_folder.glob("guides.sqlite3*"):
            left.unlink()
        (own_site.settings.data_folder / "guides.sqlite3").mkdir()
        assert own_site.page(address) == before

    def test_a_worker_that_never_met_the_database_shows_the_common_guide(self, tmp_path: Path) -> None:
        folder = tmp_path / "data"
        site = partner_site(folder)
        for left in folder.glob("guides.sqlite3*"):
            left.unlink()
        (folder / "guides.sqlite3").mkdir()
        response = site.get(f"/embed/storstad/{GUIDE}?a-kasse=ja")
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert "Hvis du bliver ledig" in response.text
        assert "Jobcenter Storstad" not in response.text
        assert "frame-ancestors *" in response.headers["Content-Security-Policy"]


class TestDrafts:
    """A draft is seen by who has the link, for a while."""

    @pytest.fixture
    def drafted(self, own_site: PartnerSite) -> PartnerSite:
        entry = own_site.registry.entry("lilleoe")
        assert entry is not None
        assert entry.published is not None
        theme, _ = read_theme({"dark": "yes"})
        note = LocalNote(GUIDE, "meld-dig-ledig", "Kun i kladden")
        own_site.registry.save_draft(replace(entry.published, theme=theme, notes=(note,)), "test")
        return own_site

    def link(self, site: PartnerSite, surface: str = "embed", *, scheme: str = "", version: int = DRAFT) -> str:
        links = DraftLinks(secret_key(site.settings), lambda: NOON)
        entry = site.registry.entry("lilleoe")
        assert entry
        link = draft_link("lilleoe", entry.created, scheme=scheme, version=version)
        return links.address(link, surface, GUIDE, lifetime=timedelta(days=14))

    @pytest.mark.parametrize("surface", SURFACES)
    def test_it_is_shown_on_every_surface_and_links_stay_in_it(self, drafted: PartnerSite, surface: str) -> None:
        link = self.link(drafted, surface)
        assert drafted.get(link).status_code == 200
        response = drafted.get(f"{link}{'&' if '?' in link else '?'}open=alt")
        assert response.status_code == 200
        if surface != "sources":
            assert "Kun i kladden" in response.text
            assert "ikke udgivet" in response.text
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer", "the link opens it"
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
        for address in addresses(response.text):
            own = address.removeprefix(BASE_URL)
            if own.startswith("/"):
                assert own.startswith("/draft/"), address
                assert drafted.get(own).status_code == 200

    def test_it_can_be_dark_on_a_light_device(self, drafted: PartnerSite) -> None:
        dark = drafted.page(self.link(drafted, scheme="dark"))
        assert ":root,.root{color-scheme:dark}" in dark
        assert "--background:light-dark(" in dark
        assert ":root,.root{color-scheme:dark}" not in drafted.page(self.link(drafted))

    def test_a_link_that_is_over_or_not_ours_shows_nothing(self, drafted: PartnerSite) -> None:
        links = DraftLinks(secret_key(drafted.settings), lambda: NOON - timedelta(days=15))
        over = links.address(draft_link("lilleoe", NOON), "embed", GUIDE, lifetime=timedelta(days=14))
        forged = self.link(drafted).replace("lilleoe", "storstad").replace("/draft/", "/draft/x")
        for address in (over, forged, f"/draft/x/embed/{GUIDE}"):
            response = drafted.get(address)
            assert response.status_code == 404
            assert "Kun i kladden" not in response.text
            assert "gælder ikke længere" in response.text

    def test_a_link_shows_a_version_as_it_was(self, drafted: PartnerSite) -> None:
        assert "Kun i kladden" not in drafted.page(f"{self.link(drafted, version=1)}?open=alt")
        drafted.registry.publish("lilleoe", "test")
        assert "Kun i kladden" in drafted.page(f"{self.link(drafted, version=2)}?open=alt")
        assert "Version 2, til gennemsyn." in drafted.page(self.link(drafted, version=2))
        assert "ikke udgivet" not in drafted.page(self.link(drafted, version=2))
        assert "Kun i kladden" not in drafted.page(f"{self.link(drafted, version=1)}?open=alt")
        for missing in (3, -1, 2**40):
            assert drafted.get(self.link(drafted, version=missing)).status_code == 404

    def test_a_link_never_shows_a_later_partner_of_the_same_name(self, own_site: PartnerSite) -> None:
        links, registry = DraftLinks(secret_key(own_site.settings), lambda: NOON), own_site.registry
        registry.create(Partner("nyby", "Den ene"), "test")
        first = registry.entry("nyby")
        assert first
        link = links.address(draft_link("nyby", first.created), "embed", GUIDE, lifetime=timedelta(days=14))
        assert "Den ene" in own_site.page(link)
        registry.discard_draft("nyby", "test")
        later = Registry(registry.database, lambda: NOON + timedelta(microseconds=1))
        later.create(Partner("nyby", "Den anden"), "test")
        response = own_site.get(link)
        assert response.status_code == 404
        assert "Den anden" not in response.text


class TestSharing:
    """A partner's webmaster finds the snippet of its own edition."""

    def test_the_snippets_are_of_the_edition(self, site: PartnerSite) -> None:
        html = site.page(f"/share/storstad?guide={GUIDE}")
        assert f"{BASE_URL}/embed/storstad/{GUIDE}" in html
        assert "https://www.storstad.example" in words(html)

    def test_a_partner_without_sites_is_told_so(self, own_site: PartnerSite) -> None:
        own_site.publish("storstad", origins=())
        assert "Ingen hjemmeside må vise den" in words(own_site.page("/share/storstad"))
        policy = own_site.get(f"/embed/storstad/{GUIDE}").headers["Content-Security-Policy"]
        assert policy.endswith("frame-ancestors 'self'")

    def test_oembed_knows_partners(self, site: PartnerSite) -> None:
        url = f"{BASE_URL}/guide/storstad/{GUIDE}"
        answer = json.loads(site.page(f"/oembed?url={url}"))
        assert f"/embed/storstad/{GUIDE}" in answer["html"]
        assert site.get(f"/oembed?url={BASE_URL}/guide/ukendt/{GUIDE}").status_code == 404


def test_thousands_of_partners_cost_a_page_no_more_questions(own_site: PartnerSite) -> None:
    """Within a lease the registry is asked once, whichever partners are asked for."""
    asked: list[str] = []
    partners: Any = own_site.app.stores.partners
    look = partners._reader.look

    def counted(partner: str, known: CachedPartner) -> CachedPartner:
        asked.append(partner)
        found: CachedPartner = look(partner, known)
        return found

    partners._reader.look = counted
    partners._clock = lambda: 1e9
    for _ in range(3):
        for partner in PARTNERS:
            own_site.page(f"/embed/{partner}/{GUIDE}")
    assert sorted(asked) == sorted(PARTNERS)
