"""On paper: the reminder list with every task on A4, nothing cut, nothing left empty; the guide unfolded."""

import re
import subprocess
from html import escape
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.driving import until
from tests.browser.hosts import host_page
from tests.browser.servers import HostSite
from tests.browser.states import DAY_0, GUIDES, SURFACES, address, full_answers, library, query
from widget.guides.answers import Answers, parse_answers, parse_query
from widget.guides.personalise import personalise
from widget.guides.richtext import RichText, TextPlaceholder

pytestmark = pytest.mark.browser

STATES = ("empty", "partly answered", "fully answered")
A4_POINTS = (595.28, 841.89)
FORM_FEED = "\f"

WORDS_SHOWN = """() => {
  const words = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() && node.parentElement.checkVisibility()) words.push(node.data);
  }
  return words.join(' ');
}"""
"""All the words that are shown."""


@pytest.fixture(scope="module")
def browser(whole_chromium: Browser) -> Browser:
    """Frames are printed by the whole browser alone."""
    return whole_chromium


def squeezed(text: str) -> str:
    """Letters and digits alone: lines and pages break anywhere, and hyphens come and go."""
    return re.sub(r"[\W_]+", "", text).casefold()


def fixed_words(text: RichText) -> list[str]:
    """The parts of a text between figures and names that are filled in."""
    return [squeezed(part.striptags()) for part in text.segments if not isinstance(part, TextPlaceholder)]


def answers_of(guide: str, state: str) -> Answers:
    return parse_answers(library().guides[guide], parse_query(query(guide, state).lstrip("?").encode()))[0]


def printed(page: Page, address: str, file: Path) -> tuple[str, list[str]]:
    """The words of the page as shown for paper, and the text of each printed sheet."""
    page.goto(address)
    page.emulate_media(media="print")
    words = str(page.evaluate(WORDS_SHOWN))
    page.pdf(path=file, prefer_css_page_size=True)
    page.emulate_media(media="null")
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, encoding="utf-8")
    return words, done.stdout.rstrip(FORM_FEED).split(FORM_FEED)


def sizes(file: Path) -> set[tuple[float, float]]:
    done = subprocess.run(["pdfinfo", "-l", "-1", str(file)], capture_output=True, check=True, encoding="utf-8")
    return {
        (float(width), float(height)) for width, height in re.findall(r"size:\s+([\d.]+) x ([\d.]+)", done.stdout)
    }


def about_a4(size: tuple[float, float]) -> bool:
    return all(abs(side - wanted) < 2 for side, wanted in zip(size, A4_POINTS, strict=True))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_list_is_printed_whole_on_a4(page: Page, guides: str, tmp_path: Path, guide: str, state: str) -> None:
    file = tmp_path / "list.pdf"
    words, sheets = printed(page, address(guides, "print", guide, state), file)
    assert all(about_a4(size) for size in sizes(file))
    assert all(len(squeezed(sheet)) > 100 for sheet in sheets), "a sheet with next to nothing on it"
    paper = squeezed("".join(sheets))
    tasks = personalise(library().guides[guide], answers_of(guide, state), DAY_0).tasks
    assert len(tasks) > 5
    assert [task.item.id for task in tasks if not all(part in paper for part in fixed_words(task.item.title))] == []
    lost = [word for word in words.split() if squeezed(word) not in paper]
    assert lost == [], "shown, and not on paper"
    assert len(paper) >= len(squeezed(words)), "no text cut"


def test_a_ticked_task_is_marked_as_done_on_paper(page: Page, guides: str, tmp_path: Path) -> None:
    guide = GUIDES[0]
    assert full_answers(guide).done
    _, sheets = printed(page, address(guides, "print", guide, "fully answered"), tmp_path / "list.pdf")
    assert "".join(sheets).count("✓") == len(full_answers(guide).done)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_on_paper_everything_is_unfolded(page_without_scripts: Page, guides: str, guide: str, surface: str) -> None:
    page = page_without_scripts
    unseen = """() => [...document.querySelectorAll('.body *')].filter(e => e.textContent.trim()
      && !e.closest('a, button, .links') && !e.querySelector('button')
      && !(e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().height > 0)
    ).map(e => e.outerHTML.slice(0, 120))"""
    for state in (*STATES, "links only", "links only, answered"):
        page.emulate_media(media="screen")
        page.goto(address(guides, surface, guide, state, part="alt"))
        if state == "empty":
            assert page.evaluate(unseen), "on the screen parts are folded"
        page.emulate_media(media="print")
        until(page, lambda: page.evaluate("matchMedia('print').matches"), "the style for paper")
        assert page.evaluate(unseen) == [], state
        assert page.evaluate("document.querySelectorAll('.body').length") > 3


@pytest.mark.parametrize("state", ["empty", "fully answered"])
@pytest.mark.parametrize("height", [650, 20_000])
def test_a_hosts_page_on_paper_says_where_the_rest_of_the_frame_is(
    page: Page, guides: str, host_site: HostSite, tmp_path: Path, state: str, height: int
) -> None:
    """A frame is cut where it ends, in every browser. In one that is high enough nothing is hidden by the note."""
    framed = address(guides, "embed", GUIDES[0], state)
    content = host_page(f'<iframe src="{escape(framed)}" width="100%" height="{height}"></iframe><p>Egen tekst</p>')
    page.goto(host_site.show(content))
    page.pdf(path=tmp_path / "host.pdf", format="A4")
    command = ["pdftotext", "-raw", str(tmp_path / "host.pdf"), "-"]
    text = squeezed(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    assert squeezed(unquote(address(guides, "print", GUIDES[0], state))) in text
    assert squeezed("Det, der ikke er plads til her, står på huskelisten") in text
    assert squeezed("Egen tekst") in text


def test_the_note_for_paper_is_not_on_the_screen(page: Page, guides: str) -> None:
    page.goto(address(guides, "embed", GUIDES[0], "empty"))
    assert not page.locator(".cut").is_visible()
