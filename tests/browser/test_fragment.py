"""A guide as part of a host's page, in a browser: neither changes how the other looks or works."""

from collections.abc import Iterator
from importlib.resources import files
from itertools import cycle
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hosts import host_page
from tests.browser.servers import HostSite
from tests.browser.states import GUIDES, library
from tests.servers.hosts import Host, nginx
from tests.servers.recipes import shared_line

pytestmark = [pytest.mark.browser, pytest.mark.servers]

GUIDE = "hvis-du-bliver-ledig"
PLAIN = "body{margin:0}"
AGGRESSIVE = (
    "*{color:red!important;font-size:22px!important;letter-spacing:2px!important}"
    "label,legend,summary{display:none!important}p{background:pink!important}"
)
UNKIND = {
    "loud": AGGRESSIVE,
    "with small rems": "html{font-size:62.5%}",
    "with a reset": "*{all:unset!important}",
    "with variables called like ours": "*,.root{--text:red!important;--background:pink;--space:3rem;--font:cursive}",
    "with classes called like ours": ".root,.main,.part,.lead,.send{display:none!important}#answers{color:red}",
    "in capitals": "body *{text-transform:uppercase;text-align:center;line-height:3;direction:ltr;float:left}",
}

SITUATIONS = list(zip(GUIDES, cycle(["", "?a-kasse=ja&dato=2026-12-01&alder=forkert"]), strict=False))
"""Each guide once, with and without answers in turn."""

LOOK_OF_THE_GUIDE = """section => [...section.shadowRoot.querySelectorAll('*')]
  .filter(e => e.localName !== 'style')
  .map(e => {
    const style = getComputedStyle(e);
    const look = ['color', 'font-size', 'font-family', 'letter-spacing', 'line-height', 'text-transform',
      'text-align', 'display', 'visibility', 'background-color', 'float', 'padding', 'margin', 'border', 'cursor',
      'white-space'];
    return [e.localName, e.className, ...look.map(name => `${name}: ${style.getPropertyValue(name)}`)].join('; ');
  })"""

LOOK_OF_THE_HOST = """() => [document.documentElement, document.body,
    ...document.querySelectorAll('main, h1, p:has(#before), #before, p:has(#after), #after')].map(e => {
  const style = getComputedStyle(e);
  const depends = /height|^block-size|origin|^(inset|top|bottom)/;  // on how much stands in the page
  return [e.localName, ...[...style].filter(name => !depends.test(name))
    .map(name => `${name}: ${style.getPropertyValue(name)}`)].join('; ');
})"""

TOO_WIDE = """section => {
  section.shadowRoot.querySelectorAll('details').forEach(part => { part.open = true; });
  const root = document.documentElement;
  const wide = [...section.shadowRoot.querySelectorAll('*')].filter(e => {
    const box = e.getBoundingClientRect();
    return e.checkVisibility() && box.width > 1 && box.right > root.clientWidth + 1;
  });
  return [...wide.map(e => e.outerHTML.slice(0, 120)),
    ...(root.scrollWidth > root.clientWidth ? [`the page is ${root.scrollWidth} wide`] : [])];
}"""

AXE = """async section => {
  const report = await axe.run({include: [[section]]}, {resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
  return {seen: report.passes.length, violations: report.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.flat().join(' > ')}: ${node.failureSummary}`))};
}"""


@pytest.fixture(scope="module")
def town(guides: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A website on nginx, which puts the guides into its pages."""
    with nginx(guides, tmp_path_factory.mktemp("town")) as host:
        yield host


def page_with(host: Host, guides: str, *names: str, style: str = PLAIN, head: str = "") -> str:
    """A page of the town with guides in it; gives its address."""
    lines = "".join(shared_line(guides, host.kind, guide) for guide in names or (GUIDE,))
    return host.show(host_page(lines, style).replace("<style>", f"{head}<style>", 1))


def section(guide: str = GUIDE) -> str:
    """How to find a guide in the page."""
    return f"section#guide-{guide}"


def look(page: Page, address: str) -> list[str]:
    """The computed style of everything in the guide at the address."""
    page.goto(address)
    found: list[str] = page.locator(section()).evaluate(LOOK_OF_THE_GUIDE)
    return found


def accessible(page: Page) -> list[tuple[str, str]]:
    """Role and name of everything in the accessibility tree."""
    session = page.context.new_cdp_session(page)
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node.get("ignored")
    ]


@pytest.mark.parametrize("answers", ["", "?a-kasse=ja&dato=2026-12-01"], ids=["without answers", "with answers"])
@pytest.mark.parametrize("style", list(UNKIND.values()), ids=list(UNKIND))
def test_the_guide_looks_the_same_in_every_host(
    measured_page: Page, town: Host, guides: str, style: str, answers: str
) -> None:
    expected = look(measured_page, page_with(town, guides) + answers)
    for tag in ("label", "fieldset", "summary", "p") if not answers else ("label", "summary", "p"):
        parts = [entry for entry in expected if entry.startswith(f"{tag};")]
        assert parts, f"a guide with {tag}"
        assert not [entry for entry in parts if "display: none" in entry or "rgb(255, 0, 0)" in entry]
    assert look(measured_page, page_with(town, guides, style=style) + answers) == expected


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("", ("h2", ".choices label", "fieldset", ".send button", ".privacy")),
        ("?open=alt", (".lead", ".checklist label", "summary", ".jumps a")),
    ],
    ids=["the first question", "the whole guide"],
)
def test_the_guide_looks_as_in_a_frame(
    measured_page: Page, town: Host, guides: str, query: str, parts: tuple[str, ...]
) -> None:
    properties = "s => [s.color, s.fontSize, s.fontWeight, s.fontFamily, s.display, s.backgroundColor, s.padding]"

    def looks() -> list[object]:
        found = (measured_page.locator(part).and_(measured_page.locator(".main *, main *")).first for part in parts)
        return [part.evaluate(f"e => ({properties})(getComputedStyle(e))") for part in found]

    measured_page.goto(f"{guides}/embed/{GUIDE}{query}")
    expected = looks()
    measured_page.goto(page_with(town, guides))
    assert looks() == expected


def test_a_host_looks_the_same_with_and_without_the_guide(measured_page: Page, town: Host, guides: str) -> None:
    for style in (PLAIN, AGGRESSIVE, "body{margin:1rem;font-family:serif}"):
        measured_page.goto(town.show(host_page("", style)))
        without = measured_page.evaluate(LOOK_OF_THE_HOST)
        measured_page.goto(page_with(town, guides, *GUIDES, style=style))
        assert measured_page.evaluate(LOOK_OF_THE_HOST) == without
        assert len(without) == 8


@pytest.mark.parametrize(("head", "background"), [("", "rgb(255, 255, 255)"), ("light dark", "rgb(26, 26, 26)")])
def test_the_guide_is_dark_only_where_the_host_is(
    measured_page: Page, town: Host, guides: str, head: str, background: str
) -> None:
    measured_page.emulate_media(color_scheme="dark")
    meta = f'<meta name="color-scheme" content="{head}">' if head else ""
    measured_page.goto(page_with(town, guides, head=meta))
    assert measured_page.locator(".root").evaluate("e => getComputedStyle(e).backgroundColor") == background


def test_an_answer_goes_to_the_page_of_the_guide(page_without_scripts: Page, town: Host, guides: str) -> None:
    page = page_without_scripts
    page.goto(f"{page_with(town, guides)}?id=7")
    first, second = library().guides[GUIDE].first_questions[:2]
    choice = library().guides[GUIDE].questions_by_id[first].choices[0]
    page.get_by_role("radio", name=choice.label, exact=True).check()
    page.get_by_role("button", name="Næste").click()
    page.wait_for_url(f"{guides}/guide/{GUIDE}?*")
    assert parse_qs(urlsplit(page.url).query) == {first: [choice.id], "open": [second]}
    expect(page.get_by_role("radio").first).to_be_visible()


def test_answers_are_changed_on_the_page_of_the_guide(page_without_scripts: Page, town: Host, guides: str) -> None:
    page = page_without_scripts
    page.goto(f"{page_with(town, guides)}?id=7&uddannelse=videregaaende")
    page.locator("#answers a").click()
    page.wait_for_url(f"{guides}/guide/{GUIDE}?*")
    page.locator("input[name='a-kasse'][value='ja']").check()
    page.locator("form").first.get_by_role("button").click()
    page.wait_for_url("**a-kasse=ja**")
    given = parse_qs(urlsplit(page.url).query)
    assert (given["a-kasse"], given["uddannelse"]) == (["ja"], ["videregaaende"])
    assert "id" not in given
    expect(page.locator("#answers")).to_contain_text("A-kasse: Ja")


def test_a_date_and_ticks_go_to_the_page_of_the_guide(page_without_scripts: Page, town: Host, guides: str) -> None:
    page = page_without_scripts
    page.goto(f"{page_with(town, guides)}?a-kasse=ja&dato=2026-12-01")
    task = page.locator("input[name=done]").first
    value = task.get_attribute("value")
    task.check()
    page.get_by_role("button", name="Gem").last.click()
    page.wait_for_url(f"{guides}/guide/{GUIDE}?*")
    given = parse_qs(urlsplit(page.url).query)
    assert (given["a-kasse"], given["dato"], given["done"]) == (["ja"], ["2026-12-01"], [value])


def test_a_jump_leads_to_the_place_on_the_page_of_the_guide(
    page_without_scripts: Page, town: Host, guides: str
) -> None:
    page = page_without_scripts
    page.goto(f"{page_with(town, guides)}?a-kasse=ja")
    jumps = page.locator(".jumps a")
    addresses = [jump.get_attribute("href") or "" for jump in jumps.all()]
    assert addresses
    for address in addresses:
        assert address.startswith(f"{guides}/guide/{GUIDE}?a-kasse=ja"), address
    jumps.first.click()
    page.wait_for_url(addresses[0])
    expect(page.locator(f"#{urlsplit(addresses[0]).fragment}")).to_be_in_viewport()


def test_two_guides_on_one_page_keep_apart(page_without_scripts: Page, town: Host, guides: str) -> None:
    page = page_without_scripts
    page.goto(page_with(town, guides, *GUIDES))
    for guide in GUIDES:
        inside = page.locator(section(guide))
        expect(inside.get_by_role("heading", name=library().guides[guide].title).first).to_be_visible()
        inside.locator("input[type=radio]").first.check()
    checked = [page.locator(section(guide)).locator("input[type=radio]").first.is_checked() for guide in GUIDES]
    assert checked == [True, True], "a choice in one does not undo the same question in the other"
    page.locator(section(GUIDES[-1])).get_by_role("button", name="Næste").click()
    page.wait_for_url(f"{guides}/guide/{GUIDES[-1]}?*")


@pytest.mark.parametrize("guide", GUIDES)
def test_everything_has_its_name_for_screen_readers(
    page_without_scripts: Page, town: Host, guides: str, guide: str
) -> None:
    page = page_without_scripts
    page.goto(page_with(town, guides, guide))
    tree = accessible(page)
    shown = library().guides[guide]
    assert any(role == "region" and shown.title in name for role, name in tree)
    question = shown.questions_by_id[shown.first_questions[0]]
    assert ("group", f"{question.label} 1 af {len(shown.first_questions)}") in tree
    for choice in question.choices:
        assert ("radio", choice.label) in tree
    controls = {"radio", "checkbox", "button", "link", "textbox", "Date", "group", "region"}
    unnamed = [role for role, name in tree if role in controls - {"group"} and not name]
    assert not unnamed
    assert [role for role, _ in tree if role in {"main", "banner", "contentinfo"}] == ["main"], "the host's own"


@pytest.mark.parametrize(("guide", "answers"), SITUATIONS)
def test_axe_finds_nothing_in_a_guide(measured_page: Page, town: Host, guides: str, guide: str, answers: str) -> None:
    measured_page.goto(page_with(town, guides, guide) + answers)
    source = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    measured_page.evaluate(f"{source}; undefined")
    measured_page.locator(section(guide)).evaluate(
        "e => e.shadowRoot.querySelectorAll('details').forEach(part => { part.open = true; })"
    )
    report = measured_page.evaluate(AXE, section(guide))
    assert report["violations"] == []
    assert report["seen"] > 10


def test_a_browser_without_shadow_roots_in_html_shows_the_link(
    page_without_scripts: Page, town: Host, host_site: HostSite, guides: str
) -> None:
    page = page_without_scripts
    address = page_with(town, guides)
    link = page.locator(f"{section()} > p > a")
    page.goto(f"{address}?a-kasse=ja")
    expect(page.locator("input[type=checkbox]").first).to_be_visible()
    expect(link).not_to_be_visible()
    with urlopen(f"{address}?a-kasse=ja", timeout=10) as response:  # noqa: S310 (our own server)
        old = response.read().decode().replace("shadowrootmode", "data-unknown")
    page.goto(host_site.show(old))
    expect(link).to_be_visible()
    expect(page.locator("input")).to_have_count(0)
    link.click()
    page.wait_for_url(f"{guides}/guide/{GUIDE}?a-kasse=ja")


@pytest.mark.parametrize(("guide", "answers"), SITUATIONS)
def test_a_narrow_phone_never_scrolls_sideways(
    measured_page: Page, town: Host, guides: str, guide: str, answers: str
) -> None:
    measured_page.set_viewport_size({"width": 320, "height": 700})
    meta = '<meta name="viewport" content="width=device-width,initial-scale=1">'
    measured_page.goto(page_with(town, guides, guide, style="body{margin:8px}", head=meta) + answers)
    assert measured_page.locator(section(guide)).evaluate(TOO_WIDE) == []


def test_a_host_with_a_policy_shows_the_guide_with_our_hash(measured_page: Page, town: Host, guides: str) -> None:
    with urlopen(f"{guides}/fragment/{GUIDE}", timeout=10) as response:  # noqa: S310 (our own server)
        directives = response.headers["Content-Security-Policy"].split("; ")
    (ours,) = (value.removeprefix("style-src ") for value in directives if value.startswith("style-src "))
    complaints: list[str] = []
    measured_page.on("console", lambda message: complaints.append(message.text))

    def styled(policy: str) -> list[str]:
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        lines = shared_line(guides, town.kind, GUIDE)
        address = town.show(host_page(lines, "").replace("<title>", f"{meta}<title>", 1))
        return look(measured_page, address)

    free = look(measured_page, town.show(host_page(shared_line(guides, town.kind, GUIDE), "")))
    assert styled(f"default-src 'none'; form-action {guides}; style-src 'self' {ours}") == free
    assert complaints == []
    measured_page.locator("button", has_text="Næste").click()
    measured_page.wait_for_url(f"{guides}/guide/{GUIDE}?*")
    assert styled("default-src 'none'; style-src 'self'") != free, "without the hash there is no style"
