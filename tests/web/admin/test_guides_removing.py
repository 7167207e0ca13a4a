"""An item is removed on a page that was opened before a colleague changed it."""

from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.admin.desk import (
    FROM_DATABASE,
    JOBLOG,
    LEDIG,
    begun,
    entry,
    figures,
    file_in,
    send,
    written,
)
from tests.web.conformance import strict_html5

SETTINGS = FROM_DATABASE


def test_what_a_colleague_wrote_is_told_of_before_it_goes(admin: Admin, anna: AdminBrowser, bo: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(entry(at, JOBLOG))
    written(bo, JOBLOG, {"f.title": "Bos titel"})(at)
    send(anna, {"remove": "yes"})
    assert anna.response.status_code == 422
    strict_html5(anna.response.text)
    assert anna.problem("f.title") == (
        "En anden har rettet det, siden du åbnede siden. Nu står der: “Bos titel”. "
        "Tryk Fjern igen, hvis det alligevel skal væk."
    )
    assert anna.value("f.title") == "Bos titel", "what Anna left alone is Bo's, also if she saves now"
    assert "Bos titel" in file_in(admin, at, f"{LEDIG}/guide.yaml")
    send(anna, {"remove": "yes"})
    assert "Gemt i denne ændring" in anna.response.text
    assert "Bos titel" not in file_in(admin, at, f"{LEDIG}/guide.yaml")


def test_a_value_that_a_colleague_added_below_it_is_told_of(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    at = begun(anna)
    anna.open(entry(at, "facts.yaml/dagpenge-max"))
    figures(bo, at)
    figures(bo, at, {"value.dagpenge-max": "22.500"})
    send(anna, {"remove": "yes"})
    assert anna.response.status_code == 422
    assert "Tryk Fjern igen" in anna.text(".alert")
    assert "Værdier" in anna.text(".alert")
    assert "value: 22500" in file_in(admin, at, "facts.yaml")
