"""New values of figures as two editors write them at the same time: each is told, sees both, and decides."""

from selectolax.lexbor import LexborHTMLParser

from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.admin.desk import (
    FROM_DATABASE,
    begun,
    change_set_of,
    entry,
    figures,
    file_in,
    send,
)
from tests.web.conformance import strict_html5

SETTINGS = FROM_DATABASE


def begun_with_figures_open(anna: AdminBrowser, bo: AdminBrowser) -> str:
    """A change set whose figures both have open."""
    at = begun(anna)
    figures(anna, at)
    figures(bo, at)
    return at


def test_a_value_that_a_colleague_wrote_is_told_of_and_the_second_save_decides(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    at = begun_with_figures_open(anna, bo)
    figures(anna, at, {"value.dagpenge-max": "22.500"})
    figures(bo, at, {"value.dagpenge-max": "21.999"})
    assert bo.response.status_code == 422
    strict_html5(bo.response.text)
    assert bo.problem("value.dagpenge-max") == (
        "En anden har rettet tallet, siden du åbnede siden. Nu står der: "
        "22.500 kr. (1. januar 2027 – 31. december 2027). Gem igen, hvis det skal være det, du har skrevet."
    )
    assert bo.value("value.dagpenge-max") == "21.999"
    assert "value: 22500" in file_in(admin, at, "facts.yaml")

    figures(bo, at, {})
    assert "Gemt i denne ændring" in bo.response.text
    assert "value: 21999" in file_in(admin, at, "facts.yaml")
    assert "value: 22500" not in file_in(admin, at, "facts.yaml")


def test_figures_that_only_one_of_them_wrote_are_both_kept(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    at = begun_with_figures_open(anna, bo)
    figures(anna, at, {"value.dagpenge-max": "22.500"})
    figures(bo, at, {"value.koerselsfradrag-hoej": "2,31"})
    assert "Gemt i denne ændring" in bo.response.text
    for value in ("value: 22500", "value: 2.31"):
        assert value in file_in(admin, at, "facts.yaml")


def test_two_who_write_the_same_value_are_asked_nothing(admin: Admin, anna: AdminBrowser, bo: AdminBrowser) -> None:
    at = begun_with_figures_open(anna, bo)
    for browser in (anna, bo):
        figures(browser, at, {"value.dagpenge-max": "22.500"})
        assert "Gemt i denne ændring" in browser.response.text
    assert len(admin.app.stores.change_sets.edits(change_set_of(admin, at).id)) == 1


def test_a_last_day_that_a_colleague_wrote_is_told_of(admin: Admin, anna: AdminBrowser, bo: AdminBrowser) -> None:
    at = begun(anna)
    figures(bo, at)
    anna.open(entry(at, "facts.yaml/dagpenge-max"))
    links = [str(link.attributes["href"]) for link in LexborHTMLParser(anna.response.text).css(".ways a")]
    anna.open(links[-1])
    send(anna, {"f.to": "2026-11-30"})
    figures(bo, at, {"value.dagpenge-max": "22.500"})
    assert "22.041 kr. (1. januar 2026 – 30. november 2026)" in bo.problem("value.dagpenge-max")


def test_a_page_with_a_wrong_day_forgets_nothing_of_what_was_seen(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    at = begun(anna)
    bo.open(f"{at}/figures?from=2027-01-01")
    figures(anna, at)
    figures(anna, at, {"value.dagpenge-max": "22.500"})
    figures(bo, at, {"from": "nytår", "value.dagpenge-max": "21.999"})
    assert "Nu står der: 22.500 kr." in bo.problem("value.dagpenge-max")
