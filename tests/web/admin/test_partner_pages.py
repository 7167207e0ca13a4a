"""The admin around the forms: list, overview, preview, history, accounts; others' work, outages, ended sessions."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.partners.pictures import png
from tests.partners.samples import full_partner, origin
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.conformance import strict_html5
from widget.accounts.model import Account, Role
from widget.database.errors import DatabaseUnavailable
from widget.partners.logo import Logo, read_logo
from widget.partners.model import Partner, Term
from widget.partners.registry import Registry
from widget.web.admin.cookies import SESSION_COOKIE

HOME = "/admin/partners/aarhus"


@pytest.fixture
def admin(tmp_path: Path, database_url: str) -> Iterator[Admin]:
    """The admin on a fresh database of each kind."""
    made = admin_in(tmp_path, DATABASE_URL=database_url, SECRET_KEY="k" * 64)
    yield made
    made.people.accounts.store._database.engine.dispose()


@pytest.fixture
def browser(admin: Admin, registry: Registry) -> AdminBrowser:
    """An operator, and the draft of Aarhus."""
    found = admin.signed_in()
    registry.create(replace(full_partner(), guides=()), "bo@kommune.example")
    return found


def working(registry: Registry) -> Partner:
    entry = registry.entry("aarhus")
    assert entry
    assert entry.working
    return entry.working


# The first page


def test_operators_search_all_partners(browser: AdminBrowser, registry: Registry) -> None:
    for number in range(60):
        registry.create(Partner(f"p{number:02}", f"Prøve {number:02}"), "test")
    registry.publish("p07", "test")
    registry.pause("p07", "Vent.", "test")
    page = browser.open("/admin/")
    assert "61 partnere, side 1 af 2" in browser.text("main")
    assert page.text.count('<th scope="row">') == 50
    browser.open("/admin/?page=2")
    assert browser.response.text.count('<th scope="row">') == 11
    browser.open("/admin/?q=p07")
    assert "på pause" in browser.text("table")
    assert browser.text("table a") == "Prøve 07"
    browser.open("/admin/?q=%3Cb%3E&page=x")
    assert "Ingen partner passer" in browser.text("main")
    strict_html5(browser.response.text)


def test_a_partners_administrator_comes_to_the_own_partner(admin: Admin, browser: AdminBrowser) -> None:
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    anna.open("/admin/")
    assert anna.address == HOME
    assert anna.text("h1") == "Aarhus Kommune"


# Publishing and what can be done


def test_a_draft_is_published_changed_discarded_paused_and_resumed(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(HOME)
    browser.fill(f"{HOME}/publish")
    assert "Det er udgivet" in browser.text(".done")
    assert "Version 1, udgivet 22. november 2026 kl. 13.00 af anne@kommune.example" in browser.text("main")
    assert "/share/aarhus" in browser.response.text
    assert "Sæt det på jeres hjemmeside" in browser.text(".done"), "the way on"
    assert "Borgerne ser intet af det før" not in browser.text(".steps")
    changed = replace(working(registry), name="Aarhus", origins=(origin("https://www.aarhus.dk"),))
    registry.save_draft(changed, "bo@kommune.example")
    browser.open(HOME)
    assert [row[0] for row in listed_changes(browser)] == ["Navn", "Hjemmesider"]
    browser.fill(f"{HOME}/discard")
    assert working(registry).name == "Aarhus Kommune"
    browser.fill(f"{HOME}/pause", {"message": "Vi er tilbage mandag."})
    assert "Vi er tilbage mandag." in browser.text("main")
    browser.fill(f"{HOME}/resume")
    assert "Pausen er slut" in browser.text(".done")
    strict_html5(browser.response.text)


def test_a_draft_that_a_command_saved_says_so_in_words(browser: AdminBrowser, registry: Registry) -> None:
    registry.save_draft(replace(working(registry), name="Aarhus"), "command line")
    browser.open(HOME)
    assert "af dem, der driver serveren" in browser.text("#draft")


def test_going_on_to_publishing_leads_to_the_button(browser: AdminBrowser) -> None:
    browser.open(f"{HOME}/offer")
    browser.fill(f"{HOME}/offer", {"next": "publish"})
    assert browser.response.request.path == HOME
    assert "Gemt i kladden" in browser.text(".done")


def test_before_the_first_publishing_what_is_ones_own_is_told_beside_the_common_guides(
    browser: AdminBrowser, registry: Registry
) -> None:
    aarhus = working(registry)
    look = replace(aarhus.theme, radius=9)
    own = replace(aarhus, origins=(origin("https://aarhus.dk"),), theme=look)
    assert registry.save_draft(own, "bo@kommune.example") is None
    browser.open(HOME)
    strict_html5(browser.response.text)
    heads = [head.text() for head in LexborHTMLParser(browser.response.text).css("#draft th[scope=col]")]
    assert heads == ["Felt", "I de fælles guider", "I jeres guider"]
    changes = listed_changes(browser)
    assert ("Navn", "(tomt)", "Aarhus Kommune") in changes
    assert ("Hjemmesider", "(tomt)", "https://aarhus.dk") in changes
    assert ("Runde hjørner", "3 pixel", "9 pixel") in changes
    assert browser.response.text.count(f'action="{HOME}/publish"') == 1


@pytest.mark.parametrize("page", ["offer", "words", "websites", "appearance"])
def test_what_was_saved_says_where_it_is_seen(browser: AdminBrowser, page: str) -> None:
    browser.open(f"{HOME}/{page}")
    browser.fill(f"{HOME}/{page}")
    links = [link.attributes["href"] for link in LexborHTMLParser(browser.response.text).css(".done a")]
    assert links == [f"{HOME}/preview", f"{HOME}#draft"]
    browser.open(f"{HOME}/preview")
    assert browser.response.status_code == 200


def test_the_draft_is_told_value_by_value_as_people_read_them(browser: AdminBrowser, registry: Registry) -> None:
    registry.publish("aarhus", "test")
    before = working(registry)
    other = read_logo(png(20, 20))
    assert isinstance(other, Logo)
    look = replace(before.theme, font="serif", radius=0, logo=other.data_uri)
    after = replace(
        before,
        name="Aarhus",
        origins=(origin("https://ærø.dk"),),
        theme=look,
        contact=replace(before.contact, phone=""),
        terms={"jobcenter": Term("Job <b>", "Job og Ydelse")},
        guides=("naar-du-faar-nyt-job",),
        default_answers={"hvis-du-bliver-ledig": {"a-kasse": "nej"}},
        notes=(replace(before.notes[0], source="Ring først."),),
    )
    assert registry.save_draft(after, "bo@kommune.example") is None
    browser.open(HOME)
    strict_html5(browser.response.text)
    assert listed_changes(browser) == [
        ("Navn", "Aarhus Kommune", "Aarhus"),
        ("Hjemmesider", "https://www.aarhus.dk\nhttps://*.aarhus.dk", "https://ærø.dk"),
        ("Runde hjørner", "8 pixel", "0 pixel"),
        ("Skrift", "Enhedens egen", "Med fødder (Charter, Cambria)"),
        ("Logo", "(et billede)", "(et andet billede)"),
        ("Telefon", "89 40 20 00", "(tomt)"),
        ("jobcenter, som overskrift", "Jobcenter Aarhus", "Job <b>"),
        ("jobcenter, i en sætning", "Jobcenter Aarhus", "Job og Ydelse"),
        ("Hvis du bliver ledig", "Ja", "Nej"),
        ("Hvis du bliver ledig: Er du medlem af en a-kasse?", "Ja", "Nej"),
        ("Note: Meld dig ledig på Jobnet", before.notes[0].source, "Ring først."),
    ]


def listed_changes(browser: AdminBrowser) -> list[tuple[str, str, str]]:
    """What the overview says of the draft: the field, what citizens see, what they will see."""
    rows = LexborHTMLParser(browser.response.text).css("#draft table tr:not(:first-child)")
    cells = [[cell.text().strip() for cell in row.css("th, td")] for row in rows]
    return [(field, before, after) for field, before, after in cells]


def test_a_pause_needs_words_and_keeps_them_when_they_are_too_many(browser: AdminBrowser) -> None:
    browser.open(HOME)
    browser.fill(f"{HOME}/publish")
    assert browser.fill(f"{HOME}/pause", {"message": "  "}).status_code == 422
    assert browser.problem("message") == "Skriv, hvad borgerne skal læse imens."
    assert browser.fill(f"{HOME}/pause", {"message": "x" * 2001}).status_code == 422
    assert browser.problem("message") == "Teksten er på 2001 tegn. Skriv højst 2000."
    assert browser.value("message") == "x" * 2001
    assert browser.fill(f"{HOME}/pause", {"message": "Vi\u202eholder"}).status_code == 422
    assert browser.problem("message") == "Der er tegn i det, som ikke kan vises. Skriv det forfra."


@pytest.mark.parametrize("button", ["publish", "discard"])
def test_only_the_draft_that_was_seen_is_published_or_discarded(
    browser: AdminBrowser, registry: Registry, button: str
) -> None:
    browser.open(HOME)
    registry.save_draft(replace(working(registry), name="Nyt navn"), "bo@kommune.example")
    assert browser.fill(f"{HOME}/{button}").status_code == 409
    assert "En anden har rettet kladden imens" in browser.text(".alert")
    entry = registry.entry("aarhus")
    assert entry
    assert entry.draft
    assert entry.published is None


def test_who_administers_a_partner_cannot_make_it_vanish(
    admin: Admin, browser: AdminBrowser, registry: Registry
) -> None:
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    anna.open(HOME)
    assert f"{HOME}/discard" not in anna.response.text
    action, values = anna.filled()
    assert anna.post(action.replace("publish", "discard"), values).status_code == 403
    assert registry.entry("aarhus")


def test_a_partner_with_accounts_does_not_vanish_from_under_them(
    admin: Admin, browser: AdminBrowser, registry: Registry
) -> None:
    admin.people.accounts.invite("anna@aarhus.example", Role.PARTNER, "aarhus")
    browser.open(HOME)
    assert browser.fill(f"{HOME}/discard").status_code == 403
    assert "Luk dem først" in browser.text("main")
    admin.people.accounts.remove("anna@aarhus.example")
    browser.open(HOME)
    browser.fill(f"{HOME}/discard")
    assert registry.entry("aarhus") is None
    assert browser.address == "/admin/"


# Others' work in between


def test_what_another_administrator_saved_is_shown_beside_ones_own(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/websites")
    registry.save_draft(replace(working(registry), origins=(origin("https://theirs.dk"),)), "bo@kommune.example")
    response = browser.fill(f"{HOME}/websites", {"origins": "https://mine.dk"})
    assert response.status_code == 409
    assert browser.value("origins") == "https://mine.dk"
    assert "https://theirs.dk" in browser.text("table")
    assert working(registry).frame_ancestors == "https://theirs.dk"
    strict_html5(response.text)
    browser.fill(f"{HOME}/websites")
    assert working(registry).frame_ancestors == "https://mine.dk", "saving again means it"


def test_what_another_administrator_chose_is_told_as_people_read_it(
    browser: AdminBrowser, registry: Registry
) -> None:
    browser.open(f"{HOME}/appearance")
    mine = browser.filled(0, font="serif")
    registry.save_draft(replace(working(registry), theme=replace(working(registry).theme, font="wide")), "bo")
    browser.post(*mine)
    assert browser.response.status_code == 409
    cells = [cell.text() for cell in LexborHTMLParser(browser.response.text).css(".alert td")]
    assert cells == ["Med fødder (Charter, Cambria)", "Bred (Verdana)"]


@pytest.mark.parametrize("published", [False, True])
def test_who_types_while_another_ends_the_draft_is_told_so(
    browser: AdminBrowser, registry: Registry, *, published: bool
) -> None:
    registry.publish("aarhus", "bo@kommune.example")
    registry.save_draft(replace(working(registry), origins=(origin("https://theirs.dk"),)), "bo@kommune.example")
    browser.open(f"{HOME}/websites")
    seen_now = "https://new.dk" if published else full_partner().frame_ancestors.split()[0]
    if published:
        registry.save_draft(replace(working(registry), origins=(origin(seen_now),)), "bo@kommune.example")
        registry.publish("aarhus", "bo@kommune.example")
    else:
        registry.discard_draft("aarhus", "bo@kommune.example")
    response = browser.fill(f"{HOME}/websites", {"origins": "https://mine.dk"})
    assert response.status_code == 409
    strict_html5(response.text)
    assert browser.text(".alert h2") == "Kladden er der ikke længere"
    assert browser.text(".alert p") == (
        "En anden har udgivet eller kasseret den. Intet af dit er tabt: det står i formularen nedenfor. "
        "Vælg, hvad der skal gælde."
    )
    heads = [node.text() for node in LexborHTMLParser(response.text).css(".alert th[scope=col]")]
    assert heads[-2:] == ["Dit", "Det, borgerne ser nu"]
    assert seen_now in browser.text(".alert table")
    assert "behold det, borgerne ser, og drop mit" in browser.text(".alert")
    browser.fill(f"{HOME}/websites")
    assert working(registry).frame_ancestors == "https://mine.dk"


def test_two_logos_are_told_apart_without_their_bytes(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/logo")
    other = replace(working(registry).theme, logo="", logo_alt="")
    registry.save_draft(replace(working(registry), theme=other), "bo@kommune.example")
    assert browser.fill(f"{HOME}/logo", {"logo-alt": "Mit"}).status_code == 409
    assert "(et billede)" in browser.text("table")
    assert "data:" not in browser.text("table")
    browser.fill(f"{HOME}/logo")
    assert working(registry).theme.logo_alt == "Mit"
    assert working(registry).theme.logo


def test_what_another_administrator_saved_on_another_page_is_kept_with_ones_own(
    browser: AdminBrowser, registry: Registry
) -> None:
    browser.open(f"{HOME}/websites")
    registry.save_draft(replace(working(registry), languages=("da",)), "bo@kommune.example")
    browser.fill(f"{HOME}/websites", {"origins": "https://mine.dk"})
    assert working(registry).frame_ancestors == "https://mine.dk"
    assert working(registry).languages == ("da",)


def test_what_another_administrator_saved_in_the_same_moment_is_kept(
    browser: AdminBrowser, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Registry.save_draft
    raced: list[int] = []

    def racing(self: Registry, partner: Partner, who: str, *, onto: Partner | None = None) -> object:
        if not raced:
            raced.append(1)
            real(registry, replace(working(registry), languages=("da",)), "bo@kommune.example")
        return real(self, partner, who, onto=onto)

    browser.open(f"{HOME}/websites")
    monkeypatch.setattr(Registry, "save_draft", racing)
    browser.fill(f"{HOME}/websites", {"origins": "https://mine.dk"})
    assert (working(registry).frame_ancestors, working(registry).languages) == ("https://mine.dk", ("da",))


# Nothing typed is lost


def away(*_: object, **__: object) -> None:
    raise DatabaseUnavailable("gone")


def accounts_away(*_: object, **__: object) -> None:
    raise DatabaseUnavailable("gone")


TYPED = "https://mine.dk\r\n<b>\r\n"


@pytest.mark.parametrize("whole", [False, True])
def test_nothing_is_lost_while_the_database_is_away(
    browser: AdminBrowser, admin: Admin, registry: Registry, monkeypatch: pytest.MonkeyPatch, *, whole: bool
) -> None:
    browser.open(f"{HOME}/websites")
    with monkeypatch.context() as outage:
        outage.setattr(Registry, "entry", away)
        if whole:
            outage.setattr(admin.people.accounts.sessions, "find", accounts_away)
        response = browser.fill(f"{HOME}/websites", {"origins": "https://mine.dk"})
        assert response.status_code == 503
        assert "Databasen svarer ikke" in browser.text(".lead")
        assert browser.text("dl dd") == "https://mine.dk"
        strict_html5(response.text)
        assert browser.fill(f"{HOME}/websites").status_code == 503
    browser.fill(f"{HOME}/websites")
    assert working(registry).frame_ancestors == "https://mine.dk"


def test_reading_while_the_database_is_away_says_so(browser: AdminBrowser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Registry, "entry", away)
    assert browser.open(HOME).status_code == 503


def test_nothing_is_lost_when_an_operator_has_removed_the_partner(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/websites")
    registry.discard_draft("aarhus", "bo@kommune.example")
    assert browser.fill(f"{HOME}/websites", {"origins": "https://mine.dk"}).status_code == 404
    assert browser.text("dl dd") == "https://mine.dk"


def reader_of_aarhus(admin: Admin) -> None:
    account = admin.people.accounts.store.by_email("karen@aarhus.example")
    assert account
    admin.people.accounts.grant(account, Role.READER, "aarhus", by="anne@kommune.example")


def test_nothing_is_lost_when_the_right_to_save_is_taken_away(
    browser: AdminBrowser, admin: Admin, registry: Registry
) -> None:
    karen = admin.signed_in("karen@aarhus.example", Role.PARTNER, "aarhus")
    karen.open(f"{HOME}/words")
    before = working(registry)
    reader_of_aarhus(admin)
    response = karen.fill(f"{HOME}/words", {"contact-address": "Rådhuspladsen 2", "contact-phone": "8940 2000"})
    assert response.status_code == 403
    assert karen.text("h1") == "Du har ikke adgang til dette"
    assert karen.text(".lead") == (
        "Du har ikke længere adgang til at gemme dette, eller du er logget ind med en anden konto. Intet er ændret. "
        "Det, du skrev, står her, så du kan tage det med."
    )
    assert {"Rådhuspladsen 2", "8940 2000"} <= {node.text() for node in LexborHTMLParser(response.text).css("dl dd")}
    strict_html5(response.text)
    assert working(registry) == before
    assert karen.fill(f"{HOME}/words").status_code == 403
    assert "Rådhuspladsen 2" in karen.text("dl"), "also when it is sent once more"


def test_nothing_is_lost_when_another_account_is_signed_in(browser: AdminBrowser, admin: Admin) -> None:
    karen = admin.signed_in("karen@aarhus.example", Role.PARTNER, "aarhus")
    karen.open(f"{HOME}/words")
    address, values = karen.filled()
    other = admin.signed_in("ida@odense.example", Role.PARTNER, "odense")
    assert other.post(address, values | {"contact-address": "Rådhuspladsen 2"}).status_code == 403
    assert other.text("h1") == "Send det en gang til"
    assert other.fill(f"{HOME}/words").status_code == 403
    assert other.text("h1") == "Du har ikke adgang til dette"
    assert "Rådhuspladsen 2" in other.text("dl")


def test_a_refused_form_with_nothing_typed_is_not_said_to_be_kept(browser: AdminBrowser, admin: Admin) -> None:
    karen = admin.signed_in("karen@aarhus.example", Role.PARTNER, "aarhus")
    karen.open(HOME)
    reader_of_aarhus(admin)
    assert karen.fill(f"{HOME}/publish").status_code == 403
    assert "Det, du skrev" not in karen.response.text


def test_a_code_is_never_given_back(browser: AdminBrowser, admin: Admin) -> None:
    karen = admin.signed_in("karen@aarhus.example", Role.PARTNER, "aarhus")
    karen.open(f"{HOME}/accounts")
    _, values = karen.filled()
    reader_of_aarhus(admin)
    typed = {"csrf": values["csrf"], "action": "invite", "email": "ny@aarhus.example", "confirm-code": "731946"}
    assert karen.post(f"{HOME}/accounts", typed).status_code == 403
    assert "ny@aarhus.example" in karen.text("dl")
    assert "731946" not in karen.response.text


def test_nothing_is_lost_when_the_session_has_ended(browser: AdminBrowser, admin: Admin, registry: Registry) -> None:
    browser.open(f"{HOME}/websites")
    form = browser.filled(origins=TYPED)
    old = browser.client.get_cookie(SESSION_COOKIE, "guides.example")
    assert old
    browser.client.delete_cookie(SESSION_COOKIE, domain="guides.example")
    assert browser.post(*form).status_code == 403
    assert browser.text("h1") == "Du er logget ud"
    assert browser.value("origins") == TYPED
    again = admin.signed_in("ny@kommune.example").client.get_cookie(SESSION_COOKIE, "guides.example")
    assert again
    browser.client.set_cookie(SESSION_COOKIE, again.value, domain="guides.example", secure=True)
    browser.fill(f"{HOME}/websites")
    assert browser.text("h1") == "Send det en gang til", "the token was of no session"
    browser.fill(f"{HOME}/websites")
    assert "<b>" in browser.problem("origins")
    browser.fill(f"{HOME}/websites", {"origins": "https://mine.dk"})
    assert working(registry).frame_ancestors == "https://mine.dk"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}])
def test_a_form_of_another_site_is_never_given_back(
    browser: AdminBrowser, admin: Admin, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    for visitor in (browser, admin.browser()):
        response = visitor.client.post(
            f"{HOME}/websites", data={"origins": "https://evil.example"}, headers=headers, base_url=BASE_URL
        )
        assert "https://evil.example" not in response.text
    monkeypatch.setattr(admin.people.accounts.sessions, "find", accounts_away)
    response = browser.client.post(
        f"{HOME}/websites", data={"origins": "https://evil.example"}, headers=headers, base_url=BASE_URL
    )
    assert "https://evil.example" not in response.text


def test_passwords_are_never_given_back(browser: AdminBrowser) -> None:
    browser.open("/admin/password")
    form = browser.filled(old="gammelt kodeord", password="x" * 20, again="x" * 20)
    browser.client.delete_cookie(SESSION_COOKIE, domain="guides.example")
    browser.post(*form)
    assert "gammelt kodeord" not in browser.response.text


# Preview


def test_the_preview_shows_the_draft_in_frames_and_gives_a_link(browser: AdminBrowser, admin: Admin) -> None:
    response = browser.open(f"{HOME}/preview?scheme=dark&guide=naar-du-faar-nyt-job")
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]
    frames = re.findall(r'<iframe class="draft" src="([^"]+)" title="[^"]+" width="(\d+)"', response.text)
    assert [width for _, width in frames] == ["320", "768"]
    for address, _ in frames:
        framed = admin.app.test_client().get(address, base_url=BASE_URL)
        assert framed.status_code == 200
        assert "color-scheme:dark" in framed.text
        assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
    link = re.findall(r'href="(https://guides.example/draft/[^"]+)"', response.text)[0]
    assert "6. december 2026" in browser.text("main")
    outsider = admin.app.test_client()
    assert "Aarhus Kommune" in outsider.get(link.removeprefix(BASE_URL), base_url=BASE_URL).text
    admin.people.clock.pass_by(14 * 86400 + 60)
    assert "Aarhus Kommune" not in outsider.get(link.removeprefix(BASE_URL), base_url=BASE_URL).text
    strict_html5(response.text)


# History


def test_an_old_version_is_brought_back_by_one_click(browser: AdminBrowser, registry: Registry) -> None:
    registry.publish("aarhus", "bo@kommune.example")
    registry.save_draft(replace(working(registry), name="Nyt navn"), "bo@kommune.example")
    registry.publish("aarhus", "bo@kommune.example")
    browser.open(f"{HOME}/history")
    strict_html5(browser.response.text)
    assert f'action="{HOME}/back"' not in browser.response.text, "nothing is published that was not looked at"
    browser.open(f"{HOME}/history/1")
    strict_html5(browser.response.text)
    browser.fill(f"{HOME}/back")
    assert browser.address == HOME
    assert browser.text("h1") == "Aarhus Kommune"
    browser.open(f"{HOME}/history")
    assert "Gik tilbage: version 1 → 3" in browser.text("main")
    assert "bo@kommune.example" in browser.text("main")
    assert "Rettede kladden: navn" in browser.text("main")
    browser.open(f"{HOME}/history/1")
    assert f'action="{HOME}/back"' not in browser.response.text, "citizens see the same"
    browser.open(f"{HOME}/history/2")
    _, values = browser.filled()
    for number in ("9", "x", "", "-1", "9" * 40):
        assert browser.post(f"{HOME}/back", {**values, "version": number}).status_code == 409
    for number in ("9", "x", "0", "-1", "9" * 40):
        assert browser.open(f"{HOME}/history/{number}").status_code == 404


def test_an_old_version_is_seen_and_compared_before_it_is_brought_back(
    browser: AdminBrowser, admin: Admin, registry: Registry
) -> None:
    registry.publish("aarhus", "bo@kommune.example")
    registry.save_draft(replace(working(registry), name="Nyt navn"), "bo@kommune.example")
    registry.publish("aarhus", "bo@kommune.example")
    page = browser.open(f"{HOME}/history/1")
    cells = [cell.text() for cell in LexborHTMLParser(page.text).css("table td, table th[scope=row]")]
    assert cells == ["Navn", "Nyt navn", "Aarhus Kommune"]
    shown = re.findall(r'<iframe class="draft" src="([^"]+)" title="([^"]+)"', page.text)
    assert [title for _, title in shown] == ["Version 1", "Det, borgerne ser nu"]
    framed = [admin.app.test_client().get(address, base_url=BASE_URL).text for address, _ in shown]
    assert "Aarhus Kommune" in framed[0]
    assert "Nyt navn" not in framed[0]
    assert "Nyt navn" in framed[1]
    form = browser.filled()
    registry.save_draft(replace(working(registry), name="Endnu nyere"), "bo@kommune.example")
    registry.publish("aarhus", "bo@kommune.example")
    assert browser.post(*form).status_code == 409
    assert "Borgerne ser nu en anden version" in browser.text("main")
    assert len(registry.versions("aarhus")) == 3


def test_the_log_of_all_partners_goes_on_from_page_to_page(browser: AdminBrowser, registry: Registry) -> None:
    for number in range(55):
        registry.create(Partner(f"p{number}", "P"), "bo@kommune.example")
    browser.open("/admin/changes")
    assert browser.response.text.count('<tr role="row"><td') == 50
    browser.open("/admin/changes" + re.findall(r'href="(\?before=\d+)"', browser.response.text)[0])
    assert browser.response.text.count('<tr role="row"><td') == 6
    for wrong in ("x", "-1", "9" * 50):
        assert browser.open(f"/admin/changes?before={wrong}").status_code == 200


# Accounts


def rights(account: Account) -> list[tuple[Role, str]]:
    """The roles of an account."""
    return [(one.role, one.partner) for one in account.memberships]


def test_an_invitation_is_a_link_that_works(browser: AdminBrowser, admin: Admin) -> None:
    browser.open("/admin/accounts")
    browser.fill("/admin/accounts", {"email": "anna@aarhus.example", "role": "partner", "partner": "aarhus"})
    link = browser.text(".link code")
    assert link.startswith(f"{BASE_URL}/admin/set-password?token=")
    assert admin.browser().open(link.removeprefix(BASE_URL)).status_code == 200
    account = admin.people.accounts.store.by_email("anna@aarhus.example")
    assert account
    assert rights(account) == [(Role.PARTNER, "aarhus")]
    assert link not in browser.open("/admin/accounts").text
    strict_html5(browser.response.text)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "no-address", "role": "operator"}, "email"),
        ({"email": "ny@kommune.example", "role": "partner", "partner": "odense"}, "partner"),
        ({"email": "ny@kommune.example", "role": "partner", "partner": ""}, "partner"),
    ],
)
def test_an_invitation_that_will_not_do_is_refused(browser: AdminBrowser, typed: dict[str, str], field: str) -> None:
    browser.open("/admin/accounts")
    assert browser.fill("/admin/accounts", typed).status_code == 422
    assert browser.problem(field)
    assert browser.value("email") == typed["email"]


def test_accounts_are_reset_and_closed(browser: AdminBrowser, admin: Admin) -> None:
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    browser.open("/admin/accounts")
    _, values = browser.filled()
    base = {"csrf": values["csrf"], "email": "anna@aarhus.example"}
    browser.post("/admin/accounts", {**base, "action": "reset"})
    assert "token=" in browser.text(".link code")
    assert anna.open(HOME).request.path == "/admin/sign-in"
    browser.post("/admin/accounts", {**base, "action": "close"})
    assert admin.people.accounts.store.by_email("anna@aarhus.example") is None
    assert browser.post("/admin/accounts", {**base, "action": "close"}).status_code == 409
    own = {**base, "email": "anne@kommune.example", "action": "close"}
    assert browser.post("/admin/accounts", own).status_code == 409
    assert admin.people.accounts.store.by_email("anne@kommune.example")


def test_a_partners_administrator_manages_the_accounts_of_that_partner_alone(
    browser: AdminBrowser, admin: Admin
) -> None:
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    admin.people.accounts.invite("odd@odense.example", Role.PARTNER, "odense")
    anna.open(f"{HOME}/accounts")
    assert "odense" not in anna.response.text
    assert "anne@" not in anna.text("main")
    _, values = anna.filled()
    typed = {**values, "email": "bo@aarhus.example", "role": "partner", "partner": "odense"}
    anna.post(f"{HOME}/accounts", {**typed, "role": "operator"})
    assert admin.people.accounts.store.by_email("bo@aarhus.example") is None
    anna.post(f"{HOME}/accounts", typed)
    made = admin.people.accounts.store.by_email("bo@aarhus.example")
    assert made
    assert rights(made) == [(Role.PARTNER, "aarhus")]
    for email in ("odd@odense.example", "anne@kommune.example"):
        for action in ("reset", "close"):
            before = admin.people.accounts.store.by_email(email)
            anna.post(f"{HOME}/accounts", {**values, "email": email, "action": action})
            assert admin.people.accounts.store.by_email(email) == before


def test_the_page_says_what_is_required_and_what_publishing_does(browser: AdminBrowser) -> None:
    browser.open("/admin/partners/aarhus")
    assert "Kun trinnet “Hjemmesider” er nødvendigt" in browser.text("main")
    assert "alle, der har dem, kan straks åbne guiderne" in browser.text("#draft")
