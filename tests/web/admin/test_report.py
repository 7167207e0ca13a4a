"""The report in the admin: operators see all, partners their own numbers, and what was typed is never lost."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.conformance import strict_html5
from tests.web.pages.feedback_posting import GUIDE
from widget.accounts.model import Role
from widget.database.errors import DatabaseUnavailable
from widget.insight.feedback import Verdict, feedback_of
from widget.insight.figures_store import FigureStore
from widget.insight.report.figures import Period
from widget.insight.usage import PageKey
from widget.partners.model import Partner
from widget.partners.registry import Registry
from widget.stores import Stores
from widget.web.admin.reports import last_half_year

IN_MAY = date(2026, 5, 4)
ASKED = "?from=2026-01-01&to=2026-06-30"
AARHUS, ODENSE = "/admin/partners/aarhus/report", "/admin/partners/odense/report"


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Admin]:
    """Aarhus was used 1,234 times in May and Odense 8,765 times; each got feedback."""
    made = admin_in(tmp_path)
    stores: Stores = made.app.stores
    for partner in (Partner("aarhus", "Aarhus <Kommune>"), Partner("odense", "Odense Kommune")):
        stores.registry.create(partner, "test")
        stores.registry.publish(partner.id, "test")
    for id, times in (("aarhus", 1234), ("odense", 8765)):
        stores.usage.add({PageKey(IN_MAY, GUIDE, id, "embed", "da"): times})
        said = feedback_of(
            day=IN_MAY,
            guide=GUIDE,
            partner=id,
            language="da",
            version=IN_MAY,
            verdict=Verdict.NO,
            text=f"=Sagt hos {id} <b>",
        )
        stores.feedback.add(said, id)
    yield made
    made.people.accounts.store._database.engine.dispose()
    stores.engine.dispose()


def of_aarhus(admin: Admin) -> AdminBrowser:
    return admin.signed_in("a@aarhus.example", Role.PARTNER, "aarhus")


def test_an_operator_comes_from_the_bar_to_the_report_on_the_last_half_year(admin: Admin) -> None:
    browser = admin.signed_in()
    assert 'href="/admin/report"' in browser.open("/admin/").text
    strict_html5(browser.open("/admin/report").text)
    assert (browser.value("from"), browser.value("to")) == ("2026-01-01", "2026-06-30")
    address, values = browser.filled()
    html = browser.open(f"{address}?from={values['from']}&to={values['to']}").text
    strict_html5(html)
    assert "9.999" in html
    assert "Aarhus &lt;Kommune&gt;" in html
    assert "Sagt hos odense &lt;b&gt;" in html


def test_a_partner_reads_its_own_numbers_alone(admin: Admin) -> None:
    browser = of_aarhus(admin)
    assert f'href="{AARHUS}"' in browser.open("/admin/partners/aarhus").text
    strict_html5(browser.open(AARHUS).text)
    for address in (f"{AARHUS}/page{ASKED}", f"{AARHUS}.csv{ASKED}"):
        text = browser.open(address).text
        assert browser.response.status_code == 200
        assert "1.234" in text or "1234" in text
        assert "Sagt hos aarhus" in text
        for foreign in (";8765", "8.765", ";9999", "9.999", "dense"):
            assert foreign not in text
    for address in (ODENSE, f"{ODENSE}/page{ASKED}", f"{ODENSE}.csv{ASKED}"):
        assert browser.open(address).status_code == 403
    for address in ("/admin/report", f"/admin/report/page{ASKED}", f"/admin/report.csv{ASKED}"):
        assert browser.open(address).status_code == 403


def test_the_page_is_let_through_by_its_own_policy_and_kept_by_no_cache(admin: Admin) -> None:
    headers = admin.signed_in().open(f"/admin/report/page{ASKED}").headers
    policy = headers["Content-Security-Policy"]
    style = admin.app.site.styles["report"]
    assert f"style-src {style.csp_source}" in policy
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"


def test_the_spreadsheet_is_a_download_without_formulas(admin: Admin) -> None:
    response = admin.signed_in().open(f"/admin/report.csv{ASKED}")
    assert response.data.startswith(b"\xef\xbb\xbf")
    assert "'=Sagt hos aarhus <b>" in response.text
    assert response.headers["Content-Disposition"] == 'attachment; filename="report-2026-01-01-2026-06-30.csv"'
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("kind", ["/page", ".csv"])
def test_what_cannot_be_read_is_said_beside_its_field_and_the_rest_is_kept(admin: Admin, kind: str) -> None:
    browser = admin.signed_in()
    response = browser.open(f"/admin/report{kind}?from=<b>i går&to=30.6.2026")
    assert response.status_code == 422
    strict_html5(response.text)
    assert "&lt;b&gt;i går" in response.text
    assert browser.problem("from")
    assert not browser.problem("to")
    assert browser.value("to") == "2026-06-30"
    browser.open(f"/admin/report{kind}?from=2026-06-30&to=2026-01-01")
    assert "før den første" in browser.problem("to")
    assert (browser.value("from"), browser.value("to")) == ("2026-06-30", "2026-01-01")
    browser.open(f"/admin/report{kind}")
    assert browser.problem("from")
    assert browser.problem("to")


@pytest.mark.parametrize(
    "query",
    [
        "?from=0001-01-01&to=0001-01-02",
        "?from=9999-12-31&to=9999-12-31",
        "?from=%00&to=%ff",
        f"?from={'9' * 5000}&to=1",
    ],
)
def test_rubbish_is_answered_in_words(admin: Admin, query: str) -> None:
    browser = admin.signed_in()
    for kind in ("", "/page", ".csv"):
        assert browser.open(f"/admin/report{kind}{query}").status_code in {200, 422}


def test_a_century_is_a_report_too(admin: Admin) -> None:
    response = admin.signed_in().open("/admin/report/page?from=2000-01-01&to=2099-12-31")
    assert response.status_code == 200
    assert "9.999" in response.text


def test_there_is_no_report_on_a_partner_who_is_not_there(admin: Admin) -> None:
    browser = admin.signed_in()
    for kind in ("", f"/page{ASKED}", f".csv{ASKED}"):
        assert browser.open(f"/admin/partners/no-such-one/report{kind}").status_code == 404


def raising(error: Exception) -> Callable[..., None]:
    def away(*_: object, **__: object) -> None:
        raise error

    return away


@pytest.mark.parametrize(
    ("owner", "method", "error"),
    [
        (FigureStore, "read", DatabaseUnavailable("away")),
        (Registry, "search", DatabaseUnavailable("away")),
        (Registry, "entry", DatabaseUnavailable("away")),
    ],
)
@pytest.mark.parametrize("kind", ["/page", ".csv"])
def test_while_the_database_is_away_it_says_so_and_keeps_the_days(
    admin: Admin, monkeypatch: pytest.MonkeyPatch, owner: type, method: str, error: Exception, kind: str
) -> None:
    browser = admin.signed_in()
    place = AARHUS if method == "entry" else "/admin/report"
    monkeypatch.setattr(owner, method, raising(error))
    response = browser.open(f"{place}{kind}?from=2025-02-03&to=2025-04-05")
    assert response.status_code == 503
    strict_html5(response.text)
    assert "Databasen svarer ikke" in response.text
    assert (browser.value("from"), browser.value("to")) == ("2025-02-03", "2025-04-05")


def test_while_the_database_is_away_the_address_keeps_the_days(admin: Admin, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = admin.signed_in()
    engine = admin.people.accounts.store._database.engine
    monkeypatch.setattr(engine, "connect", raising(OperationalError("", {}, Exception("away"))))
    monkeypatch.setattr(engine, "begin", raising(OperationalError("", {}, Exception("away"))))
    assert browser.open(f"/admin/report/page{ASKED}").status_code == 503
    monkeypatch.undo()
    assert browser.open(f"/admin/report/page{ASKED}").status_code == 200


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 22), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2025, 7, 1), date(2025, 12, 31)),
        (date(2027, 1, 1), date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_the_last_finished_half_year(today: date, first: date, last: date) -> None:
    assert last_half_year(today) == Period(first, last)
