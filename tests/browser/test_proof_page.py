"""The editors' proof as a page: for everybody's eyes and ears, in the light, in the dark, and on paper."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from tests.browser import axe
from tests.frozen import CONTENT
from widget.cli.main import main

pytestmark = pytest.mark.browser

GUIDE = "hvis-du-bliver-ledig/guide.yaml"


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A proof with everything in it: words, rules, figures, questions, a guide that is gone."""
    folder = tmp_path_factory.mktemp("proof")
    after = Path(shutil.copytree(CONTENT, folder / "after"))
    shutil.rmtree(after / "naar-du-flytter")
    text = (after / GUIDE).read_text(encoding="utf-8")
    for old, new in (
        ("when: {a-kasse: nej, alder: [under-25, 25-29]}", "when: {a-kasse: nej, alder: under-25}"),
        ("Log på med MitID.", "Log ind på Jobnet med MitID."),
        ("label: Hvor gammel er du?", "label: Hvad er din alder?"),
        ("due: by +14 days", "due: by +3 weeks"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    (after / GUIDE).write_text(text, encoding="utf-8")
    facts = (after / "facts.yaml").read_text(encoding="utf-8")
    (after / "facts.yaml").write_text(facts.replace("value: 22041", "value: 22042"), encoding="utf-8")
    page = folder / "proof.html"
    words = ["diff", str(CONTENT), str(after), "--date", "2026-11-22", "--html", str(page)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return page.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_proof_has_no_barrier(browser: Browser, proof: str, scheme: str, width: int) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 800}
    )
    page = context.new_page()
    page.goto(proof)
    axe.inject(page)
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_what_is_new_and_gone_is_told_by_more_than_colour(browser: Browser, proof: str) -> None:
    page = browser.new_page()
    page.goto(proof)
    lines = {
        tag: page.locator(tag).first.evaluate("element => getComputedStyle(element).textDecorationLine")
        for tag in ("ins", "del")
    }
    assert lines == {"ins": "underline", "del": "line-through"}
    page.emulate_media(media="print")
    assert (
        page.locator("del").first.evaluate("element => getComputedStyle(element).textDecorationLine")
        == "line-through"
    )
    page.close()
