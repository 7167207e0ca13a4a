"""Del guiden: what a webmaster chooses stands in the preview and in every snippet, and nothing typed does harm."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.web.conformance import check_page, parameters_in, strict_html5
from tests.web.naughty_strings import NAUGHTY
from tests.web.page_reading import one
from tests.web.samples import GUIDES
from widget.app import create_app
from widget.guides.library import Library
from widget.web.pages.embedding_systems import SYSTEMS
from widget.web.pages.snippets import HEIGHTS

LEDIG, NYT_JOB = GUIDES
ANSWERS = {"a-kasse": "ja", "alder": "under-25"}
KINDS = ("frame", "frame_plain", "frame_links", "address", "card", "ssi", "esi")
TEXTS = ("supplier", "privacy", "accessibility")
FIELDS = ("guide", "system", "height", "heading", "scheme", "a-kasse", "aarsag", "alder", "uddannelse", "husstand")
WRONG_HEIGHTS = {
    "a word": "abc",
    "nothing high": "0",
    "too low": str(HEIGHTS[0] - 1),
    "too high": str(HEIGHTS[-1] + 1),
    "far too high": "99999",
    "below nothing": "-900",
    "with a unit": "900px",
    "with a fraction": "900.5",
    "other digits": "٣",
    "other digits of a height": "٩٠٠",
    "a power": "9²",
    "very long": "9" * 5000,
    "markup": "<b>x</b>",
    "an attribute": '"><b>x',
}

Get = Callable[[str], str]


def share(parameters: dict[str, str]) -> str:
    """The address of the share page with these choices."""
    return f"/share?{urlencode(parameters)}"


def tree(get: Get, parameters: dict[str, str]) -> LexborHTMLParser:
    return LexborHTMLParser(get(share(parameters)))


def snippet(page: LexborHTMLParser, kind: str) -> str:
    """The text in the field for a kind of snippet."""
    return one(page, f"#code-{kind}").text()


def chosen(page: LexborHTMLParser) -> dict[str, str]:
    """What the form would send as it stands."""
    values = {"guide": one(page, "input[name=guide][checked]").attributes["value"] or ""}
    for field in page.css("input[form=choices]"):
        values[str(field.attributes["name"])] = field.attributes.get("value") or ""
    for select in page.css("form#choices select, select[form=choices]"):
        picked = select.css("option[selected]") or select.css("option")[:1]
        (option,) = picked
        value = option.attributes["value"] if "value" in option.attributes else option.text()
        values[str(select.attributes["name"])] = value or ""
    return values


def check_share(html: str) -> None:
    """Every promise about a page; the frames of the preview are tried by themselves."""
    strict_html5(html)
    frames = LexborHTMLParser(html).css("iframe")
    assert not any("loading" in frame.attributes for frame in frames), "the snippets have none"
    titles = [frame.attributes["title"] for frame in frames]
    assert all(titles)
    assert len(set(titles)) == len(titles), "two frames with one name"
    check_page(re.sub(r"<iframe[^>]*></iframe>", "", html), heading_level=1)


def test_without_choices_the_first_guide_is_shared_with_nothing_filled_in(get: Get, library: Library) -> None:
    page = tree(get, {})
    first = next(iter(library.guides))
    form = chosen(page)
    assert form.pop("guide") == first
    assert form.pop("heading") == "2"
    assert form.pop("system") == "other"
    assert form.pop("scheme") == "light"
    assert not any(form.values())
    assert {frame.attributes["src"] for frame in page.css("iframe")} == {f"/embed/{first}?ui=fit"}
    assert not page.css("details[open]")


@pytest.mark.parametrize("language", ["da", "en", "de"])
def test_what_editors_change_in_the_guide_can_be_followed(language: str, tmp_path: Path) -> None:
    texts = {
        "da": "Følg, hvad redaktørerne ændrer i guiden, som feed (Atom)",
        "en": "Follow what editors change in the guide, as a feed (Atom, in Danish)",
        "de": "Verfolgen Sie Änderungen am Ratgeber als Feed (Atom, auf Dänisch)",
    }
    environment = {"CONTENT_SOURCE": "database", "DATA_DIR": str(tmp_path), "LANGUAGES": "en,de"}
    client = create_app(frozen_settings(environment), today=lambda: TODAY).test_client()
    for guide in GUIDES:
        page = LexborHTMLParser(client.get(share({"guide": guide, "lang": language})).text)
        link = one(page, "#code a[href$='.atom']")
        assert link.text() == texts[language]
        answer = client.get(str(link.attributes["href"]))
        assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
        assert f"/changes/{guide}.atom" in answer.text


def test_there_is_no_feed_where_no_editions_are_kept(get: Get) -> None:
    assert not tree(get, {}).css("a[href$='.atom']")


def test_every_guide_can_be_chosen(get: Get, library: Library) -> None:
    offered = {field.attributes["value"] for field in tree(get, {}).css("input[name=guide]")}
    assert offered == set(library.guides)


@pytest.mark.parametrize("guide", GUIDES)
def test_every_answer_to_every_question_can_be_filled_in(get: Get, library: Library, guide: str) -> None:
    page = tree(get, {"guide": guide})
    for question in library.guides[guide].questions:
        offered = {option.attributes["value"] for option in page.css(f"select[name={question.id}] option")}
        assert offered == {"", *question.by_id}


def test_all_choices_stay_in_the_form(get: Get) -> None:
    choices = {**ANSWERS, "aarsag": "opsagt", "uddannelse": "ingen", "husstand": "begge"}
    sent = {"guide": LEDIG, "system": "drupal", "height": "1234", "heading": "3", "scheme": "dark", **choices}
    assert chosen(tree(get, sent)) == sent


def test_choices_made_stand_open_so_that_they_are_seen(get: Get) -> None:
    assert tree(get, {"guide": LEDIG, **ANSWERS}).css("details#adjust[open]")


def test_the_preview_shows_the_choices_in_real_frames_of_this_server(client: FlaskClient, get: Get) -> None:
    page = tree(get, {"guide": LEDIG, "heading": "3", "height": "1234", **ANSWERS})
    frames = page.css("iframe")
    assert {frame.attributes["width"] for frame in frames} == {"360", "768"}
    for frame in frames:
        address = str(frame.attributes["src"])
        assert address.startswith(f"/embed/{LEDIG}?")
        assert dict(parameters_in(address)) == {**ANSWERS, "heading": "3", "ui": "fit"}
        assert frame.attributes["height"] == "1234"
        assert client.get(address).status_code == 200


def test_every_snippet_carries_the_choices(get: Get) -> None:
    page = tree(get, {"guide": LEDIG, "heading": "3", "height": "1234", **ANSWERS})
    query = urlencode(ANSWERS)
    for kind in ("frame", "frame_plain"):
        text = snippet(page, kind)
        assert f'src="{BASE_URL}/embed/{LEDIG}?{query}&heading=3&ui=fit"'.replace("&", "&amp;") in text
        assert 'height="1234"' in text
    assert "min-height:min(1234px,85vh)" in snippet(page, "frame")
    for kind in ("frame", "frame_plain", "frame_links", "card", "ssi", "esi"):
        assert f'"{BASE_URL}/guide/{LEDIG}?{query}'.replace("&", "&amp;") in snippet(page, kind)
    assert snippet(page, "address") == f"{BASE_URL}/guide/{LEDIG}?{query}"


def test_the_texts_to_pass_on_name_this_server_and_nothing_of_the_choices(get: Get) -> None:
    page = tree(get, {"guide": LEDIG, **ANSWERS})
    for text in TEXTS:
        assert BASE_URL in snippet(page, text)
        assert "under-25" not in snippet(page, text)


def test_a_copied_snippet_is_what_the_field_holds_not_changeable_and_named(get: Get) -> None:
    page = tree(get, {})
    fields = page.css("textarea")
    assert {field.attributes["id"] for field in fields} == {f"code-{kind}" for kind in (*KINDS, *TEXTS)}
    for field in fields:
        assert "readonly" in field.attributes
        assert "name" not in field.attributes, "what is copied is not sent"


@pytest.mark.parametrize("height", WRONG_HEIGHTS.values(), ids=WRONG_HEIGHTS)
def test_a_wrong_height_is_said_beside_the_field_and_everything_else_is_kept(get: Get, height: str) -> None:
    page = tree(get, {"guide": LEDIG, "height": height, "heading": "3", **ANSWERS})
    field = one(page, "#height")
    typed = field.attributes["value"] or ""
    assert typed
    assert height.startswith(typed)
    assert typed == height or len(height) > 20
    assert field.attributes["aria-invalid"] == "true"
    assert (field.attributes["aria-describedby"] or "").split() == ["error-height", "help-height"]
    error = one(page, "#error-height")
    assert typed in error.text()
    assert str(HEIGHTS[0]) in error.text()
    assert str(HEIGHTS[-1]) in error.text()
    assert error.parent is not None
    assert field.parent is not None
    assert error.parent.mem_id == field.parent.mem_id, "the sentence stands elsewhere"
    assert chosen(page) == {
        **dict.fromkeys(FIELDS, ""),
        "guide": LEDIG,
        "system": "other",
        "height": typed,
        "heading": "3",
        "scheme": "light",
        **ANSWERS,
    }
    assert one(page, "title").text().startswith("Se dine svar efter")
    assert page.css("details#adjust[open]"), "the wrong field is hidden"
    usual = tree(get, {"guide": LEDIG, "heading": "3", **ANSWERS})
    assert [snippet(page, kind) for kind in KINDS] == [snippet(usual, kind) for kind in KINDS]
    check_share(get(share({"height": height})))


@pytest.mark.parametrize("height", [str(HEIGHTS[0]), str(HEIGHTS[-1]), " 900 ", "0900"])
def test_a_height_that_can_be_used_is_not_complained_of(get: Get, height: str) -> None:
    page = tree(get, {"height": height})
    assert not page.css(".error, [aria-invalid]")
    assert f'height="{int(height)}"' in snippet(page, "frame")


def test_an_empty_height_is_the_usual_one(get: Get) -> None:
    page = tree(get, {"guide": LEDIG, "height": " "})
    assert not page.css("[aria-invalid]")
    assert 'height="650"' in snippet(page, "frame")


@pytest.mark.parametrize("answer", ["findes-ikke", "UNDER-26", "under-25 ja", "<b>x</b>", '"><b>x', "٣"])
def test_a_wrong_answer_is_said_beside_its_field_and_everything_else_is_kept(get: Get, answer: str) -> None:
    page = tree(get, {"guide": LEDIG, "a-kasse": "ja", "alder": answer, "height": "1234"})
    field = one(page, "#q-alder")
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["aria-describedby"] == "error-alder"
    error = one(page, "#error-alder")
    assert answer in error.text()
    assert error.parent is not None
    assert field.parent is not None
    assert error.parent.mem_id == field.parent.mem_id
    assert chosen(page) == {
        **dict.fromkeys(FIELDS, ""),
        "guide": LEDIG,
        "system": "other",
        "a-kasse": "ja",
        "height": "1234",
        "heading": "2",
        "scheme": "light",
    }
    assert one(page, "title").text().startswith("Se dine svar efter")
    assert page.css("details#adjust[open]")
    assert "alder" not in snippet(page, "frame")
    assert len(page.css("[aria-invalid]")) == 1
    check_share(get(share({"guide": LEDIG, "alder": answer})))


def test_several_wrong_fields_are_all_said_and_led_to(get: Get) -> None:
    html = get(share({"guide": LEDIG, "a-kasse": "x", "alder": "y", "height": "z"}))
    page = LexborHTMLParser(html)
    assert {field.attributes["id"] for field in page.css("[aria-invalid]")} == {"height", "q-a-kasse", "q-alder"}
    assert {"#height", "#q-a-kasse", "#q-alder"} <= {link.attributes["href"] for link in page.css("#code a")}
    check_share(html)


@pytest.mark.parametrize("name", ["dato", "done", "ui", "lang", "utm_source"])
def test_what_no_snippet_should_carry_is_dropped_without_a_word(get: Get, name: str) -> None:
    for value in ("2026-12-01", "links", "varsel", "<b>x", "da"):
        assert get(share({"guide": LEDIG, name: value})) == get(share({"guide": LEDIG}))


@pytest.mark.parametrize("heading", ["0", "5", "x", "٣", "2.0", '"><b>'])
def test_a_heading_that_there_is_not_is_the_usual_one(get: Get, heading: str) -> None:
    assert get(share({"heading": heading})) == get(share({}))


@pytest.mark.parametrize("guide", ["findes-ikke", "", "<b>x</b>", "../guide", "HVIS-DU-BLIVER-LEDIG"])
def test_a_guide_that_there_is_not_is_the_first_one(get: Get, guide: str) -> None:
    assert get(share({"guide": guide})) == get("/share")


def test_answers_of_another_guide_are_dropped(get: Get) -> None:
    answers = {"guide": NYT_JOB, "aarsag": "opsagt", "uddannelse": "ingen"}
    assert get(share(answers)) == get(share({"guide": NYT_JOB}))


@pytest.mark.parametrize("path", ["/share/findes-ikke", "/share/%3Cb%3E", f"/share/{LEDIG}", "/share/..%2f"])
def test_a_partner_we_do_not_know_leads_to_the_common_page_with_the_same_guide(
    client: FlaskClient, library: Library, path: str
) -> None:
    response = client.get(f"{path}?guide={NYT_JOB}&height=abc&x=%3Cb%3E")
    assert response.status_code == 404
    assert "<b>" not in response.text
    check_page(response.text, heading_level=1)
    strict_html5(response.text)
    if "%2f" not in path:
        way = one(LexborHTMLParser(response.text), ".ways a")
        assert way.attributes["href"] == f"/share?guide={NYT_JOB}"
        assert library.guides[NYT_JOB].title in client.get(str(way.attributes["href"])).text


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"guide": NYT_JOB},
        {"guide": LEDIG, **ANSWERS, "heading": "4"},
        *({"system": system, "heading": "3", "height": "900"} for system in SYSTEMS),
    ],
)
def test_the_page_conforms(get: Get, parameters: dict[str, str]) -> None:
    check_share(get(share(parameters)))


def test_no_site_may_frame_the_page_and_it_frames_only_this_server(client: FlaskClient) -> None:
    for address in ("/share", share({"height": "abc", **ANSWERS})):
        policy = client.get(address).headers["Content-Security-Policy"].split("; ")
        assert "frame-ancestors 'none'" in policy
        assert "frame-src 'self'" in policy
        assert "script-src 'none'" in policy
        assert "default-src 'none'" in policy


def test_the_operators_choice_of_who_may_frame_guides_does_not_open_this_page() -> None:
    client = create_app(
        frozen_settings({"FRAME_ANCESTORS": "https://town.example"}), today=lambda: TODAY
    ).test_client()
    assert "frame-ancestors 'none'" in client.get("/share").headers["Content-Security-Policy"]


def test_without_a_public_address_the_snippets_lead_to_where_the_webmaster_is() -> None:
    client = create_app(frozen_settings({}), today=lambda: TODAY).test_client()
    page = LexborHTMLParser(client.get("/share", base_url="https://internal.example:8443").text)
    assert 'src="https://internal.example:8443/embed/' in snippet(page, "frame")


MARK = "x5y7"
TYPED = st.one_of(st.sampled_from(NAUGHTY), st.text(max_size=80), st.sampled_from([*HEIGHTS[:3], "3", LEDIG, "ja"]))


@settings(max_examples=150)
@given(values=st.dictionaries(st.sampled_from([*FIELDS, "partner", "dato", "done", "lang"]), TYPED, max_size=6))
def test_nothing_typed_is_markup_and_nothing_typed_fails(client: FlaskClient, values: dict[str, object]) -> None:
    sent = {name: f"{value}<{MARK} a='{MARK}' b=\"{MARK}\">" for name, value in values.items()}
    for parameters in (values, sent):
        response = client.get(f"/share?{urlencode(parameters, errors='replace')}")
        assert response.status_code == 200
        page = LexborHTMLParser(response.text)
        assert not page.css(MARK), "what was typed became an element"
        for node in page.css("*"):
            assert MARK not in node.attributes, "what was typed became an attribute"
        for kind in (*KINDS, *TEXTS):
            assert MARK not in snippet(page, kind), "what was typed went into a snippet"
        assert not page.css("script, base, object, embed, [style], [onclick], [onerror], [autofocus]")
        assert all(str(frame.attributes["src"]).startswith("/embed/") for frame in page.css("iframe"))


@settings(max_examples=100)
@given(query=st.binary(max_size=200))
def test_no_query_fails_with_any_bytes(client: FlaskClient, query: bytes) -> None:
    text = "".join(f"%{byte:02x}" if byte % 3 else chr(byte) for byte in query if byte > 32)
    response = client.get("/share", query_string=text)
    assert response.status_code == 200
