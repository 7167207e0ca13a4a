"""What themes and tools of websites do to a pasted frame: nothing is covered, and the way out is in sight."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.driving import until
from tests.browser.hosts import host_page
from tests.browser.pasting import Webmaster
from tests.browser.servers import HostSite, guides_served
from tests.browser.states import GUIDES

pytestmark = pytest.mark.browser

GUIDE = GUIDES[0]
SIZES = ((360, 740), (1000, 800))
FILLS = "position:absolute;top:0;left:0;width:100%;height:100%"

_BEFORE = "::before{display:block;padding-top:56.25%;content:''}"

WRAPPERS = {
    "Bootstrap 5": (
        '<div class="ratio ratio-16x9">{}</div>',
        f".ratio{{position:relative;width:100%}}.ratio{_BEFORE}.ratio>*{{{FILLS}}}",
    ),
    "Bootstrap 4": (
        '<div class="er">{}</div>',
        f".er{{position:relative;width:100%;padding:0;overflow:hidden}}.er{_BEFORE}.er iframe{{{FILLS}}}",
    ),
    "FluidVids": (
        '<div class="fluidvids">{}</div>',
        f".fluidvids{{position:relative;width:100%;padding-top:56.25%}}.fluidvids iframe{{{FILLS}}}",
    ),
    "Wagtail": (
        '<div class="responsive-object" style="padding-bottom:108.33%">{}</div>',
        f".responsive-object{{position:relative}}.responsive-object iframe{{{FILLS}}}",
    ),
    "WordPress": (
        '<figure class="wide"><div class="wrapper">{}</div></figure>',
        f"figure{{margin:0}}.wrapper{{position:relative}}.wrapper{_BEFORE}.wide iframe{{{FILLS}}}",
    ),
    "aspect-ratio": ("<div>{}</div>", "div{aspect-ratio:16/9}iframe{width:100%;height:100%}"),
}

THEMES = {
    "height:auto": "iframe{height:auto}",
    "fluid media": "iframe,img,video,object{max-width:100%;height:auto}",
    "important": "iframe{max-width:100%!important;height:auto!important}",
}

WITHHELD = {
    "a consent tool takes its address": (' src="', ' data-src="', {}),
    "a consent tool empties it": (r' src="[^"]*"', ' src="about:blank"', {}),
    "the site's policy refuses it": ("", "", {"Content-Security-Policy": "frame-src 'none'"}),
}


@pytest.fixture(scope="module")
def browser(whole_chromium: Browser) -> Browser:
    """How high a frame becomes and which is refused, the browser decides."""
    return whole_chromium


@pytest.fixture(scope="module")
def webmaster(guides: str, host_site: HostSite) -> Webmaster:
    return Webmaster(guides, host_site)


def frame_of(snippet: str, before: str, after: str) -> str:
    """The snippet with a change to its frame."""
    link, frame = snippet.split("<iframe", 1)
    return f"{link}<iframe{re.sub(before, after, frame, count=1) if before else frame}"


def wrapped(snippet: str, wrapper: str) -> str:
    """The snippet with a wrapper around its frame alone."""
    link, frame = snippet.split("<iframe", 1)
    return link + wrapper.format(f"<iframe{frame}")


def measure(page: Page) -> tuple[float, float, float]:
    """The height of the frame, its end, and where what follows on the host's page begins."""
    height, end, follows = page.evaluate(
        """() => {
          const box = document.querySelector('iframe').getBoundingClientRect();
          return [box.height, box.bottom, document.getElementById('after').getBoundingClientRect().top];
        }"""
    )
    return height, end, follows


def visit(page: Page, address: str, size: tuple[int, int]) -> None:
    """Go to a host's page, until the guide in it is loaded."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(address)
    page.wait_for_load_state("load")


@pytest.mark.each_value
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["frame", "frame_plain", "frame_links"])
@pytest.mark.parametrize("theme", WRAPPERS)
def test_nothing_is_covered_in_a_box_for_videos_as_that_of(
    page: Page, webmaster: Webmaster, theme: str, kind: str, size: tuple[int, int]
) -> None:
    wrapper, style = WRAPPERS[theme]
    snippet = webmaster.copy(page, kind, guide=GUIDE)
    visit(page, webmaster.site.show(host_page(wrapped(snippet, wrapper), style)), size)
    if kind == "frame":
        until(page, lambda: measure(page)[0] >= min(650, 0.85 * size[1]) - 1, "a frame of at least about a screen")
    height, end, follows = measure(page)
    assert follows >= end - 1, f"{end - follows:.0f} pixels of the host are covered"
    assert height >= 150


@pytest.mark.parametrize("theme", THEMES)
def test_a_frame_with_style_keeps_its_height_in_a_theme_with(page: Page, webmaster: Webmaster, theme: str) -> None:
    snippet = webmaster.copy(page, "frame", guide=GUIDE)
    visit(page, webmaster.site.show(host_page(snippet, THEMES[theme])), (1000, 800))
    until(page, lambda: measure(page)[0] >= 649, "a frame of at least 650 pixels")


@pytest.mark.each_value
@pytest.mark.parametrize("kind", ["frame_plain", "frame_links"])
@pytest.mark.parametrize("theme", THEMES)
def test_a_frame_without_style_is_low_there_until_the_theme_has_the_line_that_we_give(
    page: Page, webmaster: Webmaster, theme: str, kind: str
) -> None:
    snippet = webmaster.copy(page, kind, guide=GUIDE)
    system = {"frame_plain": "sharepoint", "frame_links": "tinymce"}[kind]
    page.goto(f"{webmaster.guides}/check?guide={GUIDE}&system={system}")
    line = page.locator("#code-theme").input_value()
    for style, wanted in ((THEMES[theme], range(150, 156)), (THEMES[theme] + line, range(650, 656))):
        visit(page, webmaster.site.show(host_page(snippet, style)), (1000, 800))
        assert round(measure(page)[0]) in wanted


@pytest.mark.each_value
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["frame", "frame_plain", "frame_links"])
@pytest.mark.parametrize("how", WITHHELD)
def test_the_way_to_the_guide_is_in_sight_when(
    page: Page, webmaster: Webmaster, how: str, kind: str, size: tuple[int, int]
) -> None:
    before, after, headers = WITHHELD[how]
    snippet = webmaster.copy(page, kind, guide=GUIDE)
    host = webmaster.site.show(host_page(frame_of(snippet, before, after), "body{margin:0}"), headers)
    visit(page, host, size)
    _leads_to_the_guide(page, webmaster.guides, size)


@pytest.mark.parametrize("size", SIZES)
def test_the_way_to_the_guide_is_in_sight_on_a_site_that_may_not_frame_it(
    page: Page, host_site: HostSite, size: tuple[int, int]
) -> None:
    with guides_served(FRAME_ANCESTORS="https://www.town.example") as guides:
        snippet = Webmaster(guides, host_site).copy(page, "frame", guide=GUIDE)
        visit(page, host_site.show(host_page(snippet)), size)
        until(page, lambda: page.frames[1].url.startswith("chrome-error:"), "the frame refused by the browser")
        _leads_to_the_guide(page, guides, size)


def _leads_to_the_guide(page: Page, guides: str, size: tuple[int, int]) -> None:
    link = page.locator(f"a[href^='{guides}/guide/']")
    box = link.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < box["y"] + box["height"] <= size[1]
    link.click()
    page.get_by_role("heading", level=1, name="Hvis du bliver ledig").wait_for()
