"""Feedback in the admin: partners read and handle their own, operators all, and a sender's formula stays text."""

import pytest

from tests.conftest import TODAY
from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.conformance import strict_html5
from tests.web.pages.feedback_posting import GUIDE
from widget.accounts.model import Role
from widget.database.errors import DatabaseUnavailable
from widget.insight.feedback import FeedbackFilter, Verdict, feedback_of
from widget.insight.feedback_store import FeedbackStore
from widget.web.admin.feedback import PAGE


@pytest.fixture
def feedback_store(admin: Admin) -> FeedbackStore:
    """One for Aarhus, one for Odense, one for no partner."""
    store: FeedbackStore = admin.app.stores.feedback
    for partner in ("aarhus", "odense", ""):
        add(store, partner, f"=Sagt hos {partner or 'ingen'} <b>")
    return store


def add(store: FeedbackStore, partner: str, text: str) -> None:
    said = feedback_of(
        day=TODAY, guide=GUIDE, partner=partner, language="da", version=TODAY, verdict=Verdict.NO, text=text
    )
    store.add(said, partner + text)


def of_aarhus(admin: Admin) -> AdminBrowser:
    return admin.signed_in("a@aarhus.example", Role.PARTNER, "aarhus")


def test_a_partner_reads_its_own_alone(admin: Admin, feedback_store: FeedbackStore) -> None:
    browser = of_aarhus(admin)
    html = browser.open("/admin/partners/aarhus/feedback").text
    strict_html5(html)
    assert "Sagt hos aarhus &lt;b&gt;" in html
    assert "odense" not in html
    assert "ingen &lt;b&gt;" not in html
    for address in ("/admin/feedback", "/admin/feedback.csv", "/admin/partners/odense/feedback"):
        assert browser.open(address).status_code == 403
    assert browser.open("/admin/partners/odense/feedback.csv").status_code == 403


def test_an_operator_reads_all(admin: Admin, feedback_store: FeedbackStore) -> None:
    html = admin.signed_in().open("/admin/feedback").text
    assert all(f"Sagt hos {name}" in html for name in ("aarhus", "odense", "ingen"))


def test_what_is_handled_leaves_the_list_and_can_come_back(admin: Admin, feedback_store: FeedbackStore) -> None:
    browser = of_aarhus(admin)
    browser.open("/admin/partners/aarhus/feedback")
    address, values = browser.filled()
    browser.post(address, values | {"number": browser.value("number"), "handled": "yes"})
    assert browser.text("main .lead") == "Her er ingenting."
    assert feedback_store.count(FeedbackFilter("aarhus", handled=True)) == 1
    assert feedback_store.count(FeedbackFilter(handled=True)) == 1
    browser.open("/admin/partners/aarhus/feedback?show=all")
    address, values = browser.filled()
    browser.post(address, values | {"number": browser.value("number"), "handled": "no"})
    assert feedback_store.count(FeedbackFilter(handled=True)) == 0


def test_no_partner_handles_what_is_not_theirs(admin: Admin, feedback_store: FeedbackStore) -> None:
    browser = of_aarhus(admin)
    browser.open("/admin/partners/aarhus/feedback")
    address, values = browser.filled()
    (other,) = feedback_store.read(FeedbackFilter("odense"))
    browser.post(address, values | {"number": str(other.number)})
    assert feedback_store.count(FeedbackFilter(handled=True)) == 0
    for nonsense in ("x", "-1", "9" * 30, "١"):
        browser.post(address, values | {"number": nonsense})
        assert browser.response.status_code == 200


def test_the_spreadsheet_has_no_formula_and_is_kept_by_no_cache(admin: Admin, feedback_store: FeedbackStore) -> None:
    response = of_aarhus(admin).open("/admin/partners/aarhus/feedback.csv")
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert ";'=Sagt hos aarhus <b>;" in response.text
    assert "odense" not in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_there_are_pages(admin: Admin, feedback_store: FeedbackStore) -> None:
    for number in range(PAGE):
        add(feedback_store, "aarhus", str(number))
    browser = of_aarhus(admin)
    assert "Side 1 af 2" in browser.open("/admin/partners/aarhus/feedback").text
    html = browser.open("/admin/partners/aarhus/feedback?page=2").text
    assert "Sagt hos aarhus" in html
    assert browser.open("/admin/partners/aarhus/feedback?page=x").status_code == 200


def test_while_the_database_of_feedback_is_away_the_admin_says_so(
    admin: Admin, feedback_store: FeedbackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("away")

    browser = admin.signed_in()
    monkeypatch.setattr(FeedbackStore, "read", away)
    for address in ("/admin/feedback", "/admin/feedback.csv"):
        assert browser.open(address).status_code == 503
        assert "Intet er gået tabt" in browser.response.text
