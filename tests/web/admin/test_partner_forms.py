"""The forms about a partner: each keeps what was typed, says what is wrong beside the field, and saves the draft."""

import base64
from dataclasses import replace
from io import BytesIO

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.partners.pictures import png
from tests.web.admin.browser import AdminBrowser
from tests.web.conformance import strict_html5
from widget.partners.model import LocalNote, Partner
from widget.partners.registry import Registry
from widget.partners.theme import theme_values

HOME = "/admin/partners/aarhus"
GUIDE = "hvis-du-bliver-ledig"


def draft(registry: Registry) -> Partner:
    entry = registry.entry("aarhus")
    assert entry
    assert entry.working
    return entry.working


def filled(browser: AdminBrowser, part: str, **typed: str) -> int:
    """Open a form and send it; `_` stands for `-`."""
    browser.open(f"{HOME}/{part}")
    response = browser.fill(f"{HOME}/{part}", {name.replace("_", "-"): value for name, value in typed.items()})
    strict_html5(response.text)
    return response.status_code


# New partners


def test_a_new_kommune_has_the_right_name_and_code_and_a_proposed_id(
    browser: AdminBrowser, registry: Registry
) -> None:
    browser.open("/admin/partners/new")
    browser.fill("/admin/partners/new", {"kommune": "0461"})
    assert browser.value("id") == "odense"
    browser.fill("/admin/partners/new")
    assert browser.address == "/admin/partners/odense/appearance", "the first step with something left to do"
    assert "Partneren er oprettet" in browser.text(".done")
    entry = registry.entry("odense")
    assert entry
    assert entry.draft
    assert (entry.draft.name, entry.draft.kommune_code) == ("Odense Kommune", "0461")


def test_a_kommunes_website_is_offered_and_can_be_left_out(browser: AdminBrowser, registry: Registry) -> None:
    for code, left_out, expected in (
        ("0461", False, "https://www.odense.dk https://odense.dk"),
        ("0101", True, "'none'"),
        ("0540", False, "'none'"),
    ):
        browser.open("/admin/partners/new")
        browser.fill("/admin/partners/new", {"kommune": code})
        known = 'name="sites"' in browser.response.text
        assert known == (code != "0540"), "the lists do not agree on Sønderborg's"
        strict_html5(browser.response.text)
        browser.fill("/admin/partners/new", {"sites": ""} if left_out else {})
        entry = registry.entry(browser.address.split("/")[3])
        assert entry
        assert entry.draft
        assert entry.draft.frame_ancestors == expected
        assert browser.address.rpartition("/")[2] == ("websites" if expected == "'none'" else "appearance")


def test_an_a_kasse_has_its_own_name(browser: AdminBrowser, registry: Registry) -> None:
    browser.open("/admin/partners/new")
    browser.fill("/admin/partners/new", {"kind": "a-kasse", "name": "  Magistrenes  A-kasse "})
    assert browser.value("id") == "magistrenes-a-kasse"
    browser.fill("/admin/partners/new", {"id": "ma"})
    entry = registry.entry("ma")
    assert entry
    assert entry.draft
    assert (entry.draft.name, entry.draft.kind.value) == ("Magistrenes A-kasse", "a-kasse")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("aarhus", "En anden partner har allerede det navn"),
        (GUIDE, "En af guiderne har det navn"),
        ("new", "Navnet bruges af vores egne sider"),
        ("Ærø!", "Brug bogstaverne a–z"),
        ("-a", "Brug bogstaverne a–z"),
        ("a" * 65, "Brug bogstaverne a–z"),
    ],
)
def test_an_id_that_is_refused_stands_in_its_field_with_the_reason(
    browser: AdminBrowser, name: str, words: str
) -> None:
    browser.open("/admin/partners/new")
    browser.fill("/admin/partners/new", {"kommune": "0461"})
    assert browser.fill("/admin/partners/new", {"id": name}).status_code == 422
    assert words in browser.problem("id")
    assert browser.value("id") == name
    browser.fill("/admin/partners/new", {"id": "odense"})
    assert browser.address == "/admin/partners/odense/appearance"


def test_who_chooses_nothing_is_told_so(browser: AdminBrowser) -> None:
    browser.open("/admin/partners/new")
    assert browser.fill("/admin/partners/new").status_code == 422
    assert browser.problem("kommune") == "Vælg kommunen."
    assert browser.fill("/admin/partners/new", {"kind": "authority"}).status_code == 422
    assert "Skriv det navn" in browser.problem("name")


# Appearance


def test_colours_that_can_be_read_are_saved(browser: AdminBrowser, registry: Registry) -> None:
    assert filled(browser, "appearance", light_accent="#1c3f6e", radius="8", font="serif") == 200
    assert "Gemt i kladden" in browser.text(".done")
    values = theme_values(draft(registry).theme)
    assert (values["light-accent"], values["radius"], values["font"]) == ("#1c3f6e", "8", "serif")
    assert values["dark"] == "yes"


def test_a_colour_that_cannot_be_seen_is_refused_with_one_that_can(browser: AdminBrowser, registry: Registry) -> None:
    before = draft(registry)
    assert filled(browser, "appearance", light_text="#999", light_link="#004400", radius="12") == 422
    problem = browser.problem("light-text")
    assert "kontrasten er 2,84:1 og skal være mindst 4,5:1" in problem
    assert (browser.value("light-text"), browser.value("light-link"), browser.value("radius")) == (
        *("#999", "#004400"),
        "12",
    )
    assert draft(registry) == before
    offered = browser.text(".suggestion button")
    colour = offered.split()[1]
    assert f'fill="{colour}"' in browser.response.text
    browser.fill(f"{HOME}/appearance", {"use": f"light-text {colour}"})
    values = theme_values(draft(registry).theme)
    assert (values["light-text"], values["light-link"], values["radius"]) == (colour, "#004400", "12")


def test_a_ratio_is_never_rounded_up_to_what_is_needed(browser: AdminBrowser) -> None:
    filled(browser, "appearance", light_text="#767676", light_background="#fefefe")
    assert "4,5:1 og skal" not in browser.problem("light-text")


def test_a_colour_that_was_picked_is_saved_and_one_that_was_typed_counts_more(
    browser: AdminBrowser, registry: Registry
) -> None:
    picked = {"pick-light-accent": "#1c3f6e", "pick-light-link": "#1c3f6e", "light-link": "#004400"}
    browser.open(f"{HOME}/appearance")
    browser.fill(f"{HOME}/appearance", picked)
    values = theme_values(draft(registry).theme)
    assert (values["light-accent"], values["light-link"]) == ("#1c3f6e", "#004400")
    assert browser.value("light-accent") == "#1c3f6e"
    assert values["light-text"] == "#1a1a1a", "the form left it as it was"


def test_the_contrast_of_each_pair_is_told_also_where_all_is_well(browser: AdminBrowser) -> None:
    # 7.00:1 is what WCAG's examples of the grey #595959 on white have.
    assert filled(browser, "appearance", light_text="#595959") == 200
    assert "✓ Teksten: 7,0:1 på baggrunden" in browser.text(".contrasts")
    assert "mindst 4,5:1" in browser.text(".contrasts")
    assert filled(browser, "appearance", light_text="#999") == 422
    assert "✗ For svag: Teksten: 2,84:1 på baggrunden" in browser.text(".contrasts .weak")


@pytest.mark.parametrize("preset", ["standard", "blue", "petrol", "red", "violet", "graphite"])
def test_ready_colours_take_the_place_of_all_and_leave_the_rest(
    browser: AdminBrowser, registry: Registry, preset: str
) -> None:
    filled(browser, "appearance", light_text="#222222", light_accent="#1c3f6e", radius="8")
    browser.open(f"{HOME}/appearance")
    assert browser.fill(f"{HOME}/appearance", {"preset": preset, "font": "serif"}).status_code == 200
    values = theme_values(draft(registry).theme)
    assert (values["radius"], values["font"], values["light-text"]) == ("8", "serif", "#1a1a1a")
    assert values["light-accent"] != "#1c3f6e"


@pytest.mark.parametrize("colour", ["#ffdd00", "#000000", "#ffffff", "#e30613", "#7fffd4"])
def test_colours_are_made_of_any_colour_of_ones_own(browser: AdminBrowser, registry: Registry, colour: str) -> None:
    browser.open(f"{HOME}/appearance")
    assert browser.fill(f"{HOME}/appearance", {"preset": "brand", "brand": colour}).status_code == 200
    assert theme_values(draft(registry).theme)["dark"] == "yes"


def test_the_draft_stands_beside_the_form_and_is_as_it_was_saved(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/words")
    shown = {"shown-guide": "naar-du-faar-nyt-job", "shown-scheme": "dark"}
    response = browser.post(*_with(browser, **{"contact-phone": "87 65 43 21"}, **shown))
    assert "frame-src 'self'" in response.headers["Content-Security-Policy"]
    page = LexborHTMLParser(response.text)
    frame = page.css_first("#draft-view iframe")
    assert frame
    assert frame.attributes["title"] == "Kladden: Når du får nyt job"
    framed = browser.client.get(str(frame.attributes["src"]), base_url=BASE_URL).text
    assert "87 65 43 21" in framed
    assert "color-scheme:dark" in framed
    assert browser.fill(f"{HOME}/words", {"contact-url": "http://x"}).status_code == 422
    assert "Det, du har skrevet, vises her" in browser.text("#draft-view")


def _with(browser: AdminBrowser, **typed: str) -> tuple[str, dict[str, str]]:
    """The form, with fields that stand outside it and belong to it."""
    action, values = browser.filled()
    return action, values | typed


def test_the_steps_follow_each_other_and_lose_nothing(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/websites")
    seen = []
    typed = {"origins": "https://www.aarhus.dk"}
    for section in ("websites", "appearance", "logo", "words"):
        after = LexborHTMLParser(browser.response.text).css_first("button[name=next]")
        assert after
        browser.fill(f"{HOME}/{section}", {**typed, "next": str(after.attributes["value"])})
        seen.append(browser.address)
        typed = {}
    assert seen == [f"{HOME}/appearance", f"{HOME}/logo", f"{HOME}/words", f"{HOME}/notes"]
    assert draft(registry).frame_ancestors == "https://www.aarhus.dk"
    browser.open(f"{HOME}/offer")
    browser.fill(f"{HOME}/offer", {"next": "publish"})
    assert browser.address == HOME
    assert "Gemt i kladden" in browser.text(".done")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("light_text", "rød", "Skriv en farve som #"),
        ("dark_link", "<script>", "Skriv en farve som #"),
        ("radius", "25", "helt tal fra 0 til 24"),
        ("radius", "-1", "helt tal fra 0 til 24"),
        ("font", "comic", "Vælg en fra listen"),
    ],
)
def test_what_is_no_theme_is_refused_in_words(browser: AdminBrowser, field: str, value: str, words: str) -> None:
    assert filled(browser, "appearance", **{field: value}, light_border="#555555") == 422
    assert words in browser.problem(field.replace("_", "-"))
    assert browser.value("light-border") == "#555555"
    if field != "font":
        assert browser.value(field.replace("_", "-")) == value


def test_a_theme_without_dark_mode_is_light_for_everybody(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/appearance")
    address, values = browser.filled()
    values.pop("dark")
    browser.post(address, values)
    assert draft(registry).theme.dark is None
    browser.open(f"{HOME}/appearance")
    browser.fill(f"{HOME}/appearance", {"dark": "yes"})
    assert draft(registry).theme.dark is not None


# Logo


def test_a_logo_is_sent_shown_and_taken_away(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/logo")
    picture = {"file": (BytesIO(png(40, 20)), "logo.png")}
    assert browser.fill(f"{HOME}/logo", {}, picture).status_code == 422
    assert "Skriv, hvad der står i logoet" in browser.problem("logo-alt")
    browser.fill(f"{HOME}/logo", {"logo-alt": "Aarhus Kommune"})
    theme = draft(registry).theme
    assert theme.logo.startswith("data:image/")
    assert (theme.logo_width, theme.logo_alt) == (40, "Aarhus Kommune")
    browser.fill(f"{HOME}/logo", {"remove": "yes"})
    assert draft(registry).theme.logo == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"GIF89a", "Vælg PNG"),
        (b"\x89PNG\r\n\x1a\nx", "bille"),
        (b"x" * 2_000_001, "for stort"),
        (b"", "Vælg en fil"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(browser: AdminBrowser, data: bytes, words: str) -> None:
    browser.open(f"{HOME}/logo")
    files = {"file": (BytesIO(data), "logo.png")}
    assert browser.fill(f"{HOME}/logo", {"logo-alt": "Ordene"}, files).status_code == 422
    assert words in browser.problem("file")
    assert browser.value("logo-alt") == "Ordene"


def test_a_second_logo_is_for_dark_mode_and_smaller(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/logo")
    assert "højst 2 MB" in browser.text(".limits"), "said before anything is sent"
    both = {"file": (BytesIO(png(40, 20)), "a.png"), "file-dark": (BytesIO(png(30, 20)), "b.png")}
    assert browser.fill(f"{HOME}/logo", {"logo-alt": "A"}, both).status_code == 200
    theme = draft(registry).theme
    assert (theme.logo_width, theme.dark_logo.width) == (40, 30)
    strict_html5(browser.response.text)
    browser.open(f"{HOME}/logo")
    assert browser.text(".on-dark figcaption") == "I mørk visning: et logo for sig"
    strict_html5(browser.response.text)
    large = png(480, 160, noise=True)
    assert browser.fill(f"{HOME}/logo", {}, {"file-dark": (BytesIO(large), "b.png")}).status_code in {200, 422}
    assert len(base64.b64decode(draft(registry).theme.dark_logo.data_uri.partition(",")[2])) <= 2560
    browser.open(f"{HOME}/logo")
    browser.fill(f"{HOME}/logo", {"remove-dark": "yes"})
    theme = draft(registry).theme
    assert (theme.dark_logo.data_uri, theme.logo_alt, bool(theme.logo)) == ("", "A", True)


def test_a_sent_file_is_in_the_answer_twice_at_most_and_in_no_page_after_it(
    browser: AdminBrowser, registry: Registry
) -> None:
    """Once for each ground: two files of 2 MB make an answer of no more than twice their size in base64."""
    one, other = png(40, 20), png(30, 20)
    echoed = [f'src="data:image/png;base64,{base64.b64encode(data).decode()}"' for data in (one, other)]

    def found(files: dict[str, tuple[BytesIO, str]], **values: str) -> list[int]:
        browser.open(f"{HOME}/logo")
        browser.fill(f"{HOME}/logo", values, files)
        return [browser.response.text.count(one) for one in echoed]

    assert found({"file": (BytesIO(one), "a.png")}, **{"logo-alt": ""}) == [2, 0], "not saved yet, and shown"
    assert found({"file": (BytesIO(one), "a.png")}, **{"logo-alt": "A"}) == [2, 0]
    both = {"file": (BytesIO(one), "a.png"), "file-dark": (BytesIO(other), "b.png")}
    assert found(both) == [1, 1]
    browser.fill(f"{HOME}/logo", {"logo-alt": "B"})
    assert draft(registry).theme.logo_alt == "B", "saved from the answer itself, and no other administrator is blamed"
    assert [browser.response.text.count(one) for one in echoed] == [0, 0]
    assert found({"file-dark": (BytesIO(other), "b.png")}) == [0, 1]
    assert found({"file": (BytesIO(one + b"GIF89a"), "a.png"), "file-dark": (BytesIO(b"GIF89a"), "b.gif")}) == [0, 0]


def test_a_wrong_logo_for_dark_mode_is_refused_beside_its_field(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/logo")
    both = {"file": (BytesIO(png(40, 20)), "a.png"), "file-dark": (BytesIO(b"GIF89a"), "b.gif")}
    assert browser.fill(f"{HOME}/logo", {"logo-alt": "A"}, both).status_code == 422
    assert "Vælg PNG" in browser.problem("file-dark")
    assert browser.value("logo").startswith("data:image/"), "what was right need not be sent again"


def test_appearance_and_logo_leave_each_other_alone(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/logo")
    browser.fill(f"{HOME}/logo", {"logo-alt": "A"}, {"file": (BytesIO(png(40, 20)), "a.png")})
    filled(browser, "appearance", radius="9")
    theme = draft(registry).theme
    assert theme.logo
    assert theme.radius == 9


# Websites


def test_websites_are_saved_and_shown_as_people_read_them(browser: AdminBrowser, registry: Registry) -> None:
    filled(browser, "websites", origins="https://www.aarhus.dk/\n\nhttps://*.ærø.dk\nhttps://www.aarhus.dk")
    assert draft(registry).frame_ancestors == "https://www.aarhus.dk https://*.xn--r-3fa9c.dk"
    assert browser.value("origins") == "https://www.aarhus.dk\r\nhttps://*.ærø.dk"
    assert "https://ærø.dk" in browser.text(".condition")


def test_each_wrong_line_is_told_and_all_lines_are_kept(browser: AdminBrowser, registry: Registry) -> None:
    typed = "https://www.aarhus.dk\nhttp://aarhus.dk\naarhus.dk/job\n*\nhttps://*.dk"
    assert filled(browser, "websites", origins=typed) == 422
    problem = browser.problem("origins")
    for words in (
        "Linje 2, ”http://aarhus.dk”",
        "Skriv https://aarhus.dk.",
        "Linje 3",
        "Linje 4",
        "alle hjemmesider",
        "Linje 5",
        "alt for mange",
    ):
        assert words in problem
    assert browser.value("origins").replace("\r\n", "\n") == typed
    assert draft(registry).origins == ()


def test_many_wrong_lines_are_not_all_told(browser: AdminBrowser) -> None:
    typed = "\n".join(["ikke en adresse"] * 5000)
    assert filled(browser, "websites", origins=typed) == 422
    assert "Linje 20," in browser.problem("origins")
    assert "4980 linjer mere er forkerte" in browser.problem("origins")
    assert len(browser.value("origins").splitlines()) == 5000


# Words and contact


def test_words_and_contact_are_saved(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/words")
    typed = {
        "contact-phone": "89 40 20 00",
        "contact-address": "Værkmestergade 5\r\n8000 Aarhus C",
        "contact-url": "https://www.aarhus.dk/job",
        "term.kommune.name": "Jobcenter Aarhus",
        "term.kommune.in_text": "Jobcenter Aarhus",
    }
    browser.fill(f"{HOME}/words", typed)
    saved = draft(registry)
    assert saved.terms["kommune"].name == "Jobcenter Aarhus"
    assert saved.contact.address == "Værkmestergade 5\n8000 Aarhus C"
    for name, value in typed.items():
        assert browser.value(name) == value


@pytest.mark.parametrize(
    ("field", "value", "wrong", "words"),
    [
        ("contact-url", "http://aarhus.dk", "contact-url", "https://"),
        ("contact-url", "javascript:alert(1)", "contact-url", "https://"),
        ("contact-phone", "1" * 301, "contact-phone", "300 er tilladt"),
        ("contact-hours", "a\x01b", "contact-hours", "kan ikke vises"),
        ("contact-phone", "12 34 \u202e56 78", "contact-phone", "kan ikke vises"),
        ("contact-hours", "10\ufeff–14", "contact-hours", "kan ikke vises"),
        ("term.kommune.name", "Kun det ene", "term.kommune.in_text", "Udfyld begge"),
    ],
)
def test_words_that_will_not_do_are_refused(
    browser: AdminBrowser, registry: Registry, field: str, value: str, wrong: str, words: str
) -> None:
    browser.open(f"{HOME}/words")
    typed = {"contact-address": "Et sted", field: value}
    assert browser.fill(f"{HOME}/words", typed).status_code == 422
    assert words.replace("kan ikke vises", "ikke kan vises") in browser.problem(wrong)
    assert browser.value("contact-address") == "Et sted"
    assert draft(registry).contact.address == ""


# What is offered


def test_guides_and_answers_from_the_start_are_chosen(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/offer")
    address, values = browser.filled()
    values.pop("guide.naar-du-faar-nyt-job")
    browser.post(address, values | {f"answer.{GUIDE}.a-kasse": "ja"})
    assert draft(registry).guides == (GUIDE,)
    assert draft(registry).default_answers == {GUIDE: {"a-kasse": "ja"}}
    browser.open(f"{HOME}/offer")
    browser.fill(f"{HOME}/offer", {"guide.naar-du-faar-nyt-job": "yes"})
    assert draft(registry).guides == (), "all, and those to come"


def test_no_guide_at_all_is_refused(browser: AdminBrowser) -> None:
    browser.open(f"{HOME}/offer")
    address, values = browser.filled()
    kept = {name: value for name, value in values.items() if not name.startswith("guide.")}
    answer = {f"answer.{GUIDE}.a-kasse": "ja"}
    assert browser.post(address, kept | answer).status_code == 422
    assert "mindst én guide" in browser.response.text
    assert browser.value(f"answer.{GUIDE}.a-kasse") == "ja"


# Notes


def test_a_note_is_written_looked_at_and_removed(browser: AdminBrowser, registry: Registry) -> None:
    browser.open(f"{HOME}/notes")
    note = f"{HOME}/notes/{GUIDE}/meld-dig-ledig"
    assert note in browser.response.text
    browser.open(note)
    browser.fill(note, {"source": "Kom til **Værkmestergade**.", "show": "yes"})
    assert browser.text(".quoted strong") == "Værkmestergade"
    assert draft(registry).notes == (), "looking is not saving"
    browser.fill(note)
    assert browser.address == f"{HOME}/notes"
    assert draft(registry).notes[0].source == "Kom til **Værkmestergade**."
    browser.open(note)
    browser.fill(note, {"remove": "yes"})
    assert draft(registry).notes == ()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("x" * 601, "600 er tilladt"),
        ("å" * 50_000, "600 er tilladt"),
        ("[her](javascript:alert(1))", "Man kan ikke linke"),
        ("[](https://a.dk)", "ingen ord"),
    ],
)
def test_a_note_that_will_not_do_is_refused(
    browser: AdminBrowser, registry: Registry, source: str, words: str
) -> None:
    note = f"{HOME}/notes/{GUIDE}/meld-dig-ledig"
    browser.open(note)
    assert browser.fill(note, {"source": source}).status_code == 422
    assert words in browser.problem("source")
    assert browser.value("source") == source
    assert draft(registry).notes == ()


def test_a_note_whose_task_is_gone_is_told_of_and_can_be_removed(browser: AdminBrowser, registry: Registry) -> None:
    registry.save_draft(replace(draft(registry), notes=(LocalNote(GUIDE, "gammel", "Ring."),)), "test")
    browser.open(f"{HOME}/notes")
    assert "Noter uden opgave" in browser.response.text
    gone = f"{HOME}/notes/{GUIDE}/gammel"
    browser.open(gone)
    assert "ikke længere i vores guider" in browser.response.text
    browser.fill(gone, {"remove": "yes"})
    assert draft(registry).notes == ()


def test_ones_own_colour_is_typed_or_picked_and_one_that_cannot_be_read_is_kept(
    browser: AdminBrowser, registry: Registry
) -> None:
    address = f"{HOME}/appearance"
    browser.open(address)
    assert browser.fill(address, {"preset": "brand", "brand": "#12345"}).status_code == 422
    assert browser.problem("brand") == "Skriv en farve som # og seks tegn, for eksempel #004d99."
    assert browser.value("brand") == "#12345"
    assert browser.fill(address, {"preset": "brand", "brand": "#8b1a2b"}).status_code == 200
    assert theme_values(draft(registry).theme)["light-accent"] == "#8b1a2b"
    assert browser.value("brand") == browser.value("pick-brand") == "#8b1a2b"
    assert browser.fill(address, {"preset": "brand", "pick-brand": "#1c3f6e"}).status_code == 200
    assert theme_values(draft(registry).theme)["light-accent"] == "#1c3f6e"


def test_ones_own_colour_is_taken_by_any_button_that_saves_and_colours_chosen_beside_it_stay(
    browser: AdminBrowser, registry: Registry
) -> None:
    address = f"{HOME}/appearance"
    browser.open(address)
    assert browser.fill(address, {"brand": "#8b1a2b", "light-link": "#1c3f6e"}).status_code == 200
    values = theme_values(draft(registry).theme)
    assert (values["light-accent"], values["light-link"]) == ("#8b1a2b", "#1c3f6e")
    assert browser.fill(address, {"radius": "8"}).status_code == 200
    assert theme_values(draft(registry).theme) == {**values, "radius": "8"}
    assert browser.fill(address, {"brand": "red wine"}).status_code == 422
    assert browser.problem("brand") == "Skriv en farve som # og seks tegn, for eksempel #004d99."
    assert browser.fill(address, {"brand": "", "pick-brand": "#0b3d91"}).status_code == 200
    assert theme_values(draft(registry).theme)["light-accent"] == "#0b3d91"
