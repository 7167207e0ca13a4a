"""Nothing leaves the browser and nothing stays in it: no request to others, no cookie, no storage, no script."""

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Embedding, Watch
from tests.browser.driving import UNFOLD, open_framed
from tests.browser.states import GUIDES, STATES, SURFACES, address

pytestmark = pytest.mark.browser

PLANTED = """
<base href="https://evil.example/">
<script>document.documentElement.dataset.ran = 'script';</script>
<script src="data:text/javascript,document.documentElement.dataset.ran='source'"></script>
<img src="data:," alt="" onerror="document.documentElement.dataset.ran = 'handler'">
<img src="https://evil.example/pixel" alt=""><link rel="stylesheet" href="https://evil.example/style">
<style>body { --planted: yes; }</style><p id="styled" style="color: rgb(1, 2, 3)"></p>
<iframe src="https://evil.example/frame" title="planted"></iframe>
"""


SCRIPTS = """() => [...document.querySelectorAll('*')].filter(e =>
  e.matches('script, object, embed, iframe, base, [style], meta[http-equiv]')
  || e.matches('link:not([rel=canonical], [rel=alternate], [rel=icon][href^="data:"])')
  || [...e.attributes].some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))
).map(e => e.outerHTML.slice(0, 150))"""
"""What runs, or brings in what runs."""


@pytest.fixture(scope="module")
def browser(whole_chromium: Browser) -> Browser:
    """What is sent and kept, the browser decides."""
    return whole_chromium


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("surface", SURFACES)
def test_a_page_is_one_request_holds_no_script_and_leaves_nothing_behind(
    page_without_scripts: Page, watch: Watch, guides: str, guide: str, surface: str
) -> None:
    page = page_without_scripts
    for state in STATES:
        watch.requests.clear()
        page.goto(address(guides, surface, guide, state))
        page.evaluate(UNFOLD)
        assert watch.requests == [page.url], state
        assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
        assert page.context.cookies() == []
        assert page.context.storage_state() == {"cookies": [], "origins": []}
        assert page.evaluate("indexedDB.databases()") == []
        assert page.evaluate(SCRIPTS) == [], state


@pytest.mark.parametrize("guide", GUIDES)
def test_a_frame_is_one_request_to_us(
    page_without_scripts: Page, watch: Watch, embedded: Embedding, guide: str
) -> None:
    for state in STATES:
        watch.requests.clear()
        frame = open_framed(page_without_scripts, embedded(guide, state))
        assert watch.requests == [page_without_scripts.url, frame.url], state
        assert page_without_scripts.context.cookies() == []


def _visit_planted(browser: Browser, address: str, *, keep_headers: bool) -> tuple[dict[str, str], list[str]]:
    """What planted code did in a page of ours, with scripting on: marks on the document, and requests to others."""
    context = browser.new_context()
    asked: list[str] = []

    def plant(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace("<head>", f"<head>{PLANTED}")
        assert PLANTED in body
        if keep_headers:
            route.fulfill(response=answer, body=body)
        else:
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

    def others(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    context.route("**/*", others)
    context.route("http://127.0.0.1:*/**", plant)
    page = context.new_page()
    page.goto(address)
    marks: dict[str, str] = page.evaluate(
        """() => ({
          ran: document.documentElement.dataset.ran || '',
          style: getComputedStyle(document.body).getPropertyValue('--planted').trim(),
          colour: getComputedStyle(document.getElementById('styled')).color,
          base: document.baseURI.startsWith('https://evil.example') ? 'moved' : '',
        })"""
    )
    page.evaluate("() => { location.href = \"javascript:document.documentElement.dataset.ran='address';void 0\"; }")
    page.evaluate("() => new Promise(done => setTimeout(done))")
    marks["after"] = page.evaluate("document.documentElement.dataset.ran || ''")
    context.close()
    return marks, asked


@pytest.mark.parametrize("surface", SURFACES)
def test_planted_code_does_nothing_under_our_headers(browser: Browser, guides: str, surface: str) -> None:
    marks, asked = _visit_planted(browser, f"{guides}/{surface}/{GUIDES[0]}", keep_headers=True)
    assert marks.pop("colour") != "rgb(1, 2, 3)"
    assert marks == {"ran": "", "style": "", "base": "", "after": ""}
    assert asked == []


def test_planted_code_would_run_without_our_headers(browser: Browser, guides: str) -> None:
    marks, asked = _visit_planted(browser, f"{guides}/guide/{GUIDES[0]}", keep_headers=False)
    assert marks["ran"]
    assert marks == {
        "ran": marks["ran"],
        "style": "yes",
        "colour": "rgb(1, 2, 3)",
        "base": "moved",
        "after": "address",
    }
    assert {"https://evil.example/pixel", "https://evil.example/style", "https://evil.example/frame"} <= set(asked)
