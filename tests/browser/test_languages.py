"""Other languages in a real browser: text that runs from right to left, and words that are longer than ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.driving import NO_SIDEWAYS_SCROLLING, UNFOLD
from tests.browser.measuring import CLIPPED, OVERLAPPING
from tests.browser.states import STATES, SURFACES, query
from tests.frozen import frozen_settings
from tests.pseudo import write_pseudo
from tests.web.live import live_guides

pytestmark = pytest.mark.browser

GUIDE = "hvis-du-bliver-ledig"


@pytest.fixture(scope="module")
def arabic() -> Iterator[str]:
    """The guides with Arabic to be reviewed."""
    with live_guides(draft_languages=("ar",), languages=("en", "de")) as origin:
        yield origin


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The guides with a made-up language of long words in the place of German."""
    folder = tmp_path_factory.mktemp("translations")
    write_pseudo(folder, frozen_settings({}))
    with live_guides(translation_folder=Path(folder), languages=("de",)) as origin:
        yield origin


def addresses(origin: str, tag: str, states: tuple[str, ...] = STATES) -> Iterator[str]:
    """The pages of a guide in many states, in a language."""
    for surface in (*SURFACES, "print", "sources"):
        for state in states if surface in SURFACES else states[:1]:
            asked = query(GUIDE, state)
            heading = "&heading=1" if surface == "embed" else ""  # no page of a host is around it here
            yield f"{origin}/{surface}/{GUIDE}{asked}{'&' if asked else '?'}lang={tag}{heading}"
    for page in ("", "privacy", "accessibility", f"feedback/{GUIDE}", "guide/no-such"):
        yield f"{origin}/{page}?lang={tag}"


@pytest.mark.parametrize("tag", ["ar", "de", "en"])
def test_nothing_is_wider_than_a_narrow_screen(measured_page: Page, arabic: str, tag: str) -> None:
    page = measured_page
    page.set_viewport_size({"width": 320, "height": 800})
    for address in addresses(arabic, tag):
        page.goto(address)
        page.evaluate(UNFOLD)
        assert page.evaluate(NO_SIDEWAYS_SCROLLING) == [], address
        assert page.evaluate(CLIPPED) == [], address
        assert page.evaluate(OVERLAPPING) == [], address


def test_longer_words_fit_too(measured_page: Page, pseudo: str) -> None:
    page = measured_page
    page.set_viewport_size({"width": 320, "height": 800})
    for address in addresses(pseudo, "de"):
        page.goto(address)
        page.evaluate(UNFOLD)
        assert page.evaluate("document.documentElement.lang") == "de", address
        assert page.evaluate(NO_SIDEWAYS_SCROLLING) == [], address
        assert page.evaluate(CLIPPED) == [], address
        assert page.evaluate(OVERLAPPING) == [], address


SIDES = """name => {
  const box = document.querySelector(name).getBoundingClientRect();
  const whole = document.querySelector('main').getBoundingClientRect();
  return [Math.round(box.left - whole.left), Math.round(whole.right - box.right)];
}"""


@pytest.mark.parametrize(
    ("state", "part"),
    [
        *(("whole guide", part) for part in ("input[type=checkbox]", ".part > summary", ".why", "#answers")),
        *(("fully answered", part) for part in (".title > a", ".deadlines b", ".lines a")),
        ("a task", ".tick"),
        *(("all questions", part) for part in ("input[type=radio]", "input[name=dato-dag]", "legend")),
    ],
)
def test_a_page_from_right_to_left_is_mirrored(measured_page: Page, arabic: str, state: str, part: str) -> None:
    """What begins at the left edge of a Danish page begins at the right one."""
    page = measured_page
    page.set_viewport_size({"width": 600, "height": 800})
    begins = {}
    for tag in ("da", "ar"):
        page.goto(f"{arabic}/embed/{GUIDE}{query(GUIDE, state)}&lang={tag}")
        page.evaluate(UNFOLD)
        left, right = page.evaluate(SIDES, part)
        begins[tag] = right if tag == "ar" else left
    assert begins["ar"] == pytest.approx(begins["da"], abs=2)


def test_danish_within_arabic_runs_from_left_to_right(measured_page: Page, arabic: str) -> None:
    measured_page.goto(f"{arabic}/guide/{GUIDE}?lang=ar")
    runs = measured_page.evaluate(
        "() => [...document.querySelectorAll('main [lang=da][dir]')].map(e => getComputedStyle(e).direction)"
    )
    assert len(runs) > 20
    assert set(runs) == {"ltr"}
