"""The page *Del guiden*: what a webmaster does on it, without scripting and without a mouse, on every screen."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.driving import NO_SIDEWAYS_SCROLLING, UNFOLD, tab_to, until
from tests.browser.states import GUIDES, library
from widget.web.pages.embedding_systems import SYSTEMS

pytestmark = pytest.mark.browser

FIRST, OTHER = GUIDES
WRONG = {"guide": FIRST, "height": "9", library().guides[FIRST].questions[0].id: "måske-ikke"}
STATES = {
    "default": {},
    "error": WRONG,
    "filled in": {"guide": OTHER, "height": "1200", "heading": "3"},
    "of a system": {"guide": OTHER, "height": "1200", "heading": "3", "system": "wordpress-author"},
    "looked for a partner": {"find": "ingen"},
}
TEXTS = (
    "frame",
    "frame_plain",
    "frame_links",
    "address",
    "card",
    "ssi",
    "esi",
    "supplier",
    "privacy",
    "accessibility",
)
TIMEOUT = 30


def share(guides: str, **choices: str) -> str:
    return f"{guides}/share?{urlencode(choices)}"


def previews(page: Page) -> list[Frame]:
    """The documents in the frames, scrolled to so that they are loaded."""
    found = []
    for element in page.locator("iframe").all():
        element.scroll_into_view_if_needed()
        handle = element.element_handle()
        assert handle is not None
        frame = handle.content_frame()
        assert frame is not None
        frame.locator("main").wait_for(timeout=TIMEOUT * 1000)
        found.append(frame)
    return found


def test_the_other_guide_is_chosen_and_its_code_made_by_keyboard_alone(
    page_without_scripts: Page, guides: str
) -> None:
    page = page_without_scripts
    page.goto(share(guides))
    tab_to(page, page.locator("[name=guide]:checked"))
    while not page.locator(f"[type=radio][name=guide][value='{OTHER}']").is_checked():
        page.keyboard.press("ArrowDown")
    more = page.locator("#adjust > summary")
    tab_to(page, more)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#height"))
    page.keyboard.press("Control+A")
    page.keyboard.type("1234")
    tab_to(page, page.locator("#heading"))
    page.keyboard.press("3")
    question = library().guides[FIRST].questions[0]
    tab_to(page, page.locator(f"#q-{question.id}"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("button", name="Opdater kode og eksempel"))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**guide={OTHER}**")

    expect(page.locator("#code")).to_be_focused()
    assert urlsplit(page.url).fragment == "code"
    expect(page.locator(f"[type=radio][name=guide][value='{OTHER}']")).to_be_checked()
    code = page.locator("#code-frame").input_value()
    assert f'src="{guides}/embed/{OTHER}?' in code
    assert 'height="1234"' in code
    assert "heading=3" in code
    assert f"{question.id}={question.choices[0].id}" in code
    frame = previews(page)[0]
    expect(frame.get_by_role("heading", level=3, name=library().guides[OTHER].title)).to_be_visible()


def test_another_guide_comes_with_the_usual_height(page_without_scripts: Page, guides: str) -> None:
    page = page_without_scripts
    page.goto(share(guides, guide=FIRST))
    page.locator(f"[type=radio][name=guide][value='{OTHER}']").check()
    page.get_by_role("button", name="Vis koden").press("Enter")
    page.wait_for_url(f"**guide={OTHER}**")
    assert 'height="650"' in page.locator("#code-frame").input_value()


def test_a_wrong_height_is_explained_and_the_rest_is_kept(page_without_scripts: Page, guides: str) -> None:
    page = page_without_scripts
    question = library().guides[OTHER].questions[0]
    page.goto(share(guides, guide=OTHER, **{question.id: question.choices[1].id, "heading": "4"}))
    tab_to(page, page.locator("#height"))
    page.keyboard.press("Control+A")
    page.keyboard.type("høj")
    page.keyboard.press("Enter")
    page.wait_for_url("**height=**")

    field = page.locator("#height")
    assert page.title().startswith("Se dine svar efter")
    expect(field).to_be_visible()
    expect(field).to_have_value("høj")
    expect(page.locator("#error-height")).to_contain_text("høj")
    assert "error-height" in str(field.get_attribute("aria-describedby")).split()
    expect(page.locator(f"#q-{question.id}")).to_have_value(question.choices[1].id)
    expect(page.locator("#heading")).to_have_value("4")
    code = page.locator("#code-frame").input_value()
    assert parse_qs(urlsplit(code.split('src="')[1].split('"')[0]).query.replace("&amp;", "&")) == {
        question.id: [question.choices[1].id],
        "heading": ["4"],
        "ui": ["fit"],
    }
    tab_to(page, page.get_by_role("link", name="Rammens højde"))
    page.keyboard.press("Enter")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()


@pytest.mark.parametrize("guide", GUIDES)
def test_the_previews_show_the_guide_as_wide_as_they_say(page_without_scripts: Page, guides: str, guide: str) -> None:
    page = page_without_scripts
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(share(guides, guide=guide))
    shown = previews(page)
    assert [frame.evaluate("innerWidth") for frame in shown] == [360, 768]
    for frame in shown:
        expect(frame.get_by_role("heading", name=library().guides[guide].title)).to_be_visible()
        expect(frame.get_by_role("group").first).to_be_visible()
    boxes = [figure.bounding_box() for figure in page.locator("figure").all()]
    assert boxes[0]["y"] == boxes[1]["y"], "beside each other"  # type: ignore[index]  # both are on the page
    for window in page.locator(".window").all():
        window.scroll_into_view_if_needed()
        assert len(window.screenshot()) > 10_000, "a picture with something in it"


def test_a_preview_is_scrolled_by_keyboard(page_without_scripts: Page, guides: str) -> None:
    page = page_without_scripts
    page.goto(share(guides, height="1200"))
    window = page.locator(".window").first
    tab_to(page, window)
    page.keyboard.press("PageDown")
    until(page, lambda: window.evaluate("window => window.scrollTop > 100"), "the preview scrolled", TIMEOUT)


def test_every_text_is_selected_whole_by_keyboard_and_cannot_be_lost(page_without_scripts: Page, guides: str) -> None:
    page = page_without_scripts
    page.goto(share(guides, guide=FIRST))
    assert page.locator("textarea").count() == len(TEXTS)
    tab_to(page, page.locator("#other > summary"))
    page.keyboard.press("Enter")
    for kind in TEXTS:
        field = page.locator(f"#code-{kind}")
        text = field.input_value()
        assert len(text) > 20
        tab_to(page, field)
        page.keyboard.press("Control+A")
        assert field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)") == text
        page.keyboard.press("Delete")
        assert field.input_value() == text


def test_code_is_seen_whole_without_scrolling_in_its_field(page_without_scripts: Page, guides: str) -> None:
    page = page_without_scripts
    page.goto(share(guides))
    page.evaluate(UNFOLD)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        parse_placeholders = "fields => fields.filter(f => f.scrollHeight > f.clientHeight + 1).map(f => f.id)"
        hidden = page.locator("textarea").evaluate_all(parse_placeholders)
        assert hidden == [] or width == 320, hidden
        assert set(hidden) <= {"code-card"}, "only the longest on a phone"


@pytest.mark.parametrize("system", SYSTEMS)
def test_on_a_phone_the_code_of_every_system_begins_within_the_first_screen(
    page_without_scripts: Page, guides: str, system: str
) -> None:
    page = page_without_scripts
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(share(guides, guide=FIRST, system=system, heading="3", height="900"))
    expect(page.locator("#code textarea")).to_be_in_viewport()


@pytest.mark.parametrize("state", STATES)
def test_nothing_scrolls_sideways_and_fields_are_large_enough_to_hit(
    page_without_scripts: Page, guides: str, state: str
) -> None:
    page = page_without_scripts
    page.goto(share(guides, **STATES[state]))
    page.evaluate(UNFOLD)
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        outside_of_windows = NO_SIDEWAYS_SCROLLING.replace("e.checkVisibility()", "!e.closest('.window')")
        assert page.evaluate(outside_of_windows) == [], width
        for field in page.locator("select, #height, #find, button").all():
            box = field.bounding_box()
            assert box is not None
            assert box["height"] >= 44, field
            assert width > 320 or field.evaluate("f => f.matches('button')") or box["width"] >= 280, field
