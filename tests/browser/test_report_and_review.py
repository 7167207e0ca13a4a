"""The report and the review in the admin, and a guide under review: for everybody's eyes, keys and screens."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watch
from tests.browser.servers import guides_served
from tests.browser.test_admin_partners import Looking, sign_in
from tests.frozen import frozen_settings
from tests.guides.guide_examples import SHIPPED
from tests.insight.made_up import added_up, year_of_use, years_feedback
from tests.proof.editions import change
from widget.guides.loading import load_library
from widget.partners.model import Partner
from widget.stores import Stores

pytestmark = pytest.mark.browser

LEDIG = "hvis-du-bliver-ledig"
FIRST = date(2026, 1, 1)


@pytest.fixture
def reviewed(tmp_path: Path) -> Path:
    """A version under review: one item reworded, one for fewer people, one new, one gone, a question reworded."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "review"))
    file = f"{LEDIG}/guide.yaml"
    change(folder, file, "when: {a-kasse: nej, alder: [under-25, 25-29]}", "when: {a-kasse: nej, alder: under-25}")
    change(folder, file, "Log på med MitID.", "Log ind på Jobnet med MitID.")
    change(folder, file, "label: Hvor gammel er du?", "label: Hvad er din alder?")
    change(folder, file, "- id: meld-dig-ledig\n", "- id: meld-dig-som-ledig\n")
    return folder


@pytest.fixture
def served(tmp_path: Path, reviewed: Path) -> Iterator[str]:
    """A server with a year of use, and a version under review."""
    settings = frozen_settings({"DATA_DIR": str(tmp_path)})
    library = load_library(settings.content_folder)
    stores = Stores(settings, library, lambda: datetime(2026, 11, 22, tzinfo=UTC))
    stores.registry.create(Partner("partner-000", "Prøvernes Kommune"), "test")
    stores.registry.publish("partner-000", "test")
    stores.usage.add(added_up(year_of_use(library, 5, FIRST)))
    for number, said in enumerate(years_feedback(library, 5, FIRST)):
        stores.feedback.add(said, str(number))
    stores.engine.dispose()
    with guides_served(ADMIN="on", DATA_DIR=str(tmp_path), REVIEW_DIR=str(reviewed)) as origin:
        yield origin.replace("127.0.0.1", "localhost")


def test_the_report_is_asked_for_and_opens_beside_the_admin(
    browser: Browser, page_without_scripts: Page, watch: Watch, served: str, tmp_path: Path
) -> None:
    page, looking = page_without_scripts, Looking(browser)
    sign_in(page, tmp_path, served)
    page.get_by_role("link", name="Rapport").click()
    page.wait_for_url("**/admin/report")
    looking.look(page)
    page.get_by_label("Fra").fill("2026-01-01")
    page.get_by_label("Til").fill("2026-06-30")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Vis rapporten").click()
    report = opened.value
    report.wait_for_load_state()
    looking.look(report)
    assert report.locator("svg").count() >= 2
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent den som regneark").click()
    assert download.value.suggested_filename == "report-2026-01-01-2026-06-30.csv"
    page.get_by_label("Til").fill("2025-06-30")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Vis rapporten").click()
    opened.value.locator("#error-to").wait_for()
    looking.look(opened.value)
    page.goto(f"{served}/admin/partners/partner-000/report")
    looking.look(page)
    watch.forgive("422")
    assert watch.errors == []
    looking.context.close()


def test_a_version_under_review_is_looked_at_and_sent_to_others(
    browser: Browser, page_without_scripts: Page, watch: Watch, served: str, reviewed: Path, tmp_path: Path
) -> None:
    page, looking = page_without_scripts, Looking(browser)
    sign_in(page, tmp_path, served)
    page.get_by_role("link", name="Gennemsyn").click()
    page.wait_for_url("**/admin/review")
    page.get_by_label("Som de ser ud denne dag").fill("2027-01-01")
    page.get_by_role("button", name="Vis forskellene").click()
    page.wait_for_url("**date=2027-01-01")
    looking.look(page)
    link = page.locator(f"a[href*='/review/'][href$='{LEDIG}']").get_attribute("href") or ""
    stranger = browser.new_context(java_script_enabled=False)
    watch.over(stranger)
    guide = stranger.new_page()
    for surface in ("guide", "print", "sources"):
        guide.goto(link.replace("/guide/", f"/{surface}/"))
        assert "den 1. januar 2027" in guide.get_by_role("region", name="Udkast til gennemsyn").inner_text()
        looking.look(guide)
    guide.goto(link)
    assert guide.locator(".mark").first.is_visible()
    looks = "element => getComputedStyle(element).textDecorationLine"
    assert guide.locator(".review del").first.evaluate(looks) == "line-through"
    changed = guide.locator("details.mark", has=guide.locator("ins")).first
    changed.locator("summary").click()
    expect(changed.locator("ins").first).to_be_visible()
    change(reviewed, f"{LEDIG}/guide.yaml", "\nquestions:\n", "\nquestionnaire:\n")
    page.reload()
    page.get_by_role("heading", name="der er fejl i filerne").wait_for()
    looking.look(page)
    guide.reload()
    assert "Prøv igen senere" in guide.locator("main").inner_text()
    looking.look(guide)
    watch.forgive("503")
    assert watch.errors == []
    stranger.close()
    looking.context.close()
