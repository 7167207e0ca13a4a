"""The report: its figures are those counted by hand, it gives no citizen away, and it needs nothing but itself."""

import csv
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import TODAY
from tests.database.servers import open_new
from tests.insight.made_up import added_up, year_of_use, years_feedback
from tests.web.conformance import strict_html5
from widget.app import build_site
from widget.cli.main import main
from widget.database.database import Database
from widget.database.sqlite_file import ensure_sqlite_file
from widget.guides.library import Library
from widget.insight.feedback import FeedbackFilter, Verdict, feedback_of
from widget.insight.feedback_store import FeedbackStore
from widget.insight.figures_store import FigureStore
from widget.insight.report.access_log import count_log
from widget.insight.report.ageing import ageing
from widget.insight.report.building import build_report
from widget.insight.report.charts import bars
from widget.insight.report.figures import AnswerTotal, Figures, ItemTotal, Month, PageTotal, Period
from widget.insight.report.report import Report
from widget.insight.spreadsheet import spreadsheet
from widget.insight.usage import AnswerKey, ItemKey, PageKey
from widget.insight.usage_store import UsageStore
from widget.settings import Settings
from widget.web.reports.report_page import ReportPage, report_csv, report_html
from widget.web.reports.report_words import ReportWords

PERIOD = Period(date(2026, 6, 1), date(2026, 11, 30))
LEDIG, JOB = "hvis-du-bliver-ledig", "naar-du-faar-nyt-job"
JUNE, JULY = Month(2026, 6), Month(2026, 7)


def figures(*pages: tuple[Month, str, str, str, int], answers: Sequence[AnswerTotal] = ()) -> Figures:
    return Figures(
        PERIOD, tuple(PageTotal(m, guide, partner, s, "da", n) for m, guide, partner, s, n in pages), tuple(answers)
    )


NOTHING = Figures(PERIOD.before, ())


@pytest.fixture(scope="session")
def make_page(settings: Settings) -> Callable[[Report], ReportPage]:
    site = build_site(settings)

    def make(report: Report, *, plain: bool = False) -> ReportPage:
        words = ReportWords(report, site.library, site.language, {"aarhus": "Aarhus <Kommune>"}, plain=plain)
        return ReportPage(report, words, TODAY, site.language, site.styles["report"])

    return make


@pytest.fixture(scope="session")
def render(settings: Settings, make_page: Callable[[Report], ReportPage]) -> Callable[[Report], str]:
    templates = build_site(settings).templates
    return lambda report: report_html(make_page(report), templates)


def test_the_period_before_has_as_many_months() -> None:
    assert PERIOD.before == Period(date(2025, 12, 1), date(2026, 5, 31))
    assert PERIOD.months[0] == JUNE
    assert len(PERIOD.months) == 6
    assert Period(date(2026, 1, 1), date(2026, 2, 28)).before == Period(date(2025, 11, 1), date(2025, 12, 31))
    odd = Period(date(2026, 6, 11), date(2026, 6, 20))
    assert odd.before == Period(date(2026, 6, 1), date(2026, 6, 10))


def test_the_figures_are_those_counted_by_hand(usage: UsageStore, figures: FigureStore, library: Library) -> None:
    usage.add(
        {
            PageKey(date(2026, 6, 1), LEDIG, "", "embed", "da"): 10,
            PageKey(date(2026, 6, 30), LEDIG, "", "guide", "da"): 5,
            PageKey(date(2026, 7, 1), LEDIG, "aarhus", "embed", "da"): 20,
            PageKey(date(2026, 11, 30), JOB, "aarhus", "fragment", "en"): 7,
            PageKey(date(2026, 12, 1), JOB, "aarhus", "embed", "da"): 1000,
            PageKey(date(2026, 5, 31), LEDIG, "", "embed", "da"): 21,
            PageKey(date(2025, 11, 30), LEDIG, "", "embed", "da"): 1000,
            PageKey(date(2026, 8, 8), LEDIG, "aarhus", "print", "da"): 9,
            AnswerKey(date(2026, 6, 1), LEDIG, "", "alder", "under-25"): 6,
            AnswerKey(date(2026, 6, 1), LEDIG, "aarhus", "alder", "under-25"): 6,
            AnswerKey(date(2026, 6, 1), LEDIG, "", "alder", ""): 23,
            ItemKey(date(2026, 6, 1), LEDIG, "tjek-varsel"): 33,
            ItemKey(date(2026, 7, 1), LEDIG, "tjek-varsel"): 10,
            ItemKey(date(2026, 6, 1), LEDIG, "sjaelden"): 4,
        }
    )
    report = build_report(figures.read(PERIOD), figures.read(PERIOD.before), library=library)
    assert (report.uses, report.uses_before) == (42, 21)
    assert [use.uses for use in report.months] == [15, 20, 0, 0, 0, 7]
    assert [use.uses_before for use in report.months] == [0, 0, 0, 0, 0, 21]
    assert report.partners.rows == ("aarhus", "")
    assert report.partners.columns == (LEDIG, JOB)
    assert report.partners.grid.numbers == ((20, 7, 27), (15, 0, 15), (35, 7, 42))
    assert report.surfaces.rows == ("embed", "fragment", "guide")
    assert report.downloads.rows == ("print",)
    assert report.downloads.grid.numbers == ((9, 9), (9, 9))
    (age,) = report.questions
    counted = {answer: age.line.shown(index) for index, answer in enumerate(age.answers)}
    assert (counted["under-25"], counted[""], age.line.total) == (12, 23, 35)
    assert age.open_share == pytest.approx(23 / 35)
    assert [(item.item, item.about) for item in report.items] == [("tjek-varsel", 40)]


def test_answers_are_those_of_the_whole_months_and_the_page_says_so(
    usage: UsageStore, figures: FigureStore, library: Library, render: Callable[[Report], str]
) -> None:
    usage.add(
        {
            **{PageKey(date(2026, month, 20), LEDIG, "", "embed", "da"): 50 for month in (5, 6, 7)},
            **{AnswerKey(date(2026, month, 1), LEDIG, "", "alder", "under-25"): 10 * month for month in (5, 6, 7)},
        }
    )
    not_by_day = "er ikke gemt dag for dag"
    odd = build_report(figures.read(Period(date(2026, 6, 15), date(2026, 7, 3))), NOTHING, library=library)
    assert odd.uses == 50
    assert odd.questions[0].line.total == 130
    assert not_by_day in render(odd)
    whole = build_report(figures.read(Period(date(2026, 6, 1), date(2026, 7, 31))), NOTHING, library=library)
    assert (whole.uses, whole.questions[0].line.total) == (100, 130)
    assert not_by_day not in render(whole)


def test_a_partners_report_has_its_own_numbers_alone(
    usage: UsageStore, figures: FigureStore, library: Library
) -> None:
    usage.add(
        {
            PageKey(date(2026, 6, 1), LEDIG, "", "embed", "da"): 10,
            PageKey(date(2026, 7, 1), LEDIG, "aarhus", "embed", "da"): 20,
            AnswerKey(date(2026, 6, 1), LEDIG, "aarhus", "alder", "under-25"): 6,
            AnswerKey(date(2026, 6, 1), LEDIG, "", "alder", "under-25"): 10,
            ItemKey(date(2026, 6, 1), LEDIG, "tjek-varsel"): 33,
        }
    )
    report = build_report(
        figures.read(PERIOD, "aarhus"), figures.read(PERIOD.before, "aarhus"), library=library, partner="aarhus"
    )
    assert report.uses == 20
    assert report.questions[0].line.total == 6
    assert report.items == ()


def test_a_made_up_year_of_a_hundred_partners_adds_up(
    usage: UsageStore, figures: FigureStore, library: Library
) -> None:
    made = list(year_of_use(library, 100, date(2026, 6, 1), days=5))
    for worker in range(3):
        usage.add(added_up(made[worker::3]))
    report = build_report(figures.read(PERIOD), figures.read(PERIOD.before), library=library)
    by_hand = sum(count for key, count in made if isinstance(key, PageKey) and key.surface in {"embed", "guide"})
    assert report.uses == by_hand
    for row, partner in enumerate(report.partners.rows):
        for column, guide in enumerate(report.partners.columns):
            mine = (
                count
                for key, count in made
                if isinstance(key, PageKey) and (key.partner, key.guide) == (partner, guide)
                if key.surface in {"embed", "guide"}
            )
            assert report.partners.grid.numbers[row][column] == sum(mine)


def test_a_guide_with_few_uses_is_in_no_number(library: Library) -> None:
    found = figures(
        (JUNE, LEDIG, "", "embed", 100), (JUNE, JOB, "", "embed", 4), answers=[AnswerTotal(JOB, "a-kasse", "ja", 4)]
    )
    report = build_report(found, NOTHING, library=library)
    assert report.left_out == (JOB,)
    assert report.uses == 100
    assert report.partners.columns == (LEDIG,)
    assert report.questions == ()


def test_small_numbers_stand_nowhere_on_the_page(library: Library, render: Callable[[Report], str]) -> None:
    found = figures(
        *((JUNE, LEDIG, f"p{number}", "embed", 3) for number in range(3)),
        (JULY, LEDIG, "", "embed", 4001),
        (JULY, LEDIG, "", "fragment", 2),
        answers=[
            AnswerTotal(LEDIG, "alder", answer, n) for answer, n in (("under-25", 4), ("25-29", 777), ("", 900))
        ],
    )
    report = build_report(found, NOTHING, library=library)
    cells = [cell.text() for cell in LexborHTMLParser(render(report)).css("td")]
    numbers = {int(cell.replace(".", "")) for cell in cells if cell.replace(".", "").isdigit()}
    assert not numbers & {1, 2, 3, 4}
    assert "skjult" in cells
    drawn = [text.text() for text in LexborHTMLParser(render(report)).css("svg .value")]
    assert drawn
    assert not {"1", "2", "3", "4"} & set(drawn)
    age = next(table for table in LexborHTMLParser(render(report)).css(".answers table"))
    assert age.text().count("skjult") >= 2, "one more is hidden beside the 4, since the total is shown"


def full_report(library: Library, feedback: FeedbackStore) -> Report:
    for number, one in enumerate(years_feedback(library, 100, date(2025, 12, 1))):
        feedback.add(one, str(number))
    found = figures((JUNE, LEDIG, "aarhus", "embed", 100), answers=[AnswerTotal(LEDIG, "alder", "under-25", 100)])
    items = (ItemTotal(LEDIG, next(library.guides[LEDIG].items()).id, 100),)
    return build_report(
        Figures(PERIOD, found.pages, found.answers, items),
        NOTHING,
        library=library,
        feedback=feedback.read(FeedbackFilter(first=PERIOD.first, last=PERIOD.last)),
        ageing=ageing(library, TODAY),
        translations=("de: 12 texts",),
    )


def test_the_page_is_one_file_without_scripts_or_references(
    library: Library, feedback: FeedbackStore, render: Callable[[Report], str]
) -> None:
    html = render(full_report(library, feedback))
    strict_html5(html)
    tree = LexborHTMLParser(html)
    assert len(tree.css("svg")) == 3
    assert all(svg.attributes.get("aria-label") and svg.attributes.get("role") == "img" for svg in tree.css("svg"))
    assert not tree.css("script, img, iframe, [style], [src], a[href]:not([href^='#'])")
    assert [link.attributes["href"] for link in tree.css("link")] == ["data:,"]
    assert not re.search(r"https?://", html.replace("http://www.w3.org/2000/svg", ""))
    assert not re.search(r"@import|url\(", html)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert "Aarhus &lt;Kommune&gt;" in html


def test_the_page_says_what_is_not_counted_and_what_is_behind(
    library: Library, feedback: FeedbackStore, render: Callable[[Report], str]
) -> None:
    html = render(full_report(library, feedback))
    for words in (
        "cache",
        "Tal under 5 er skjult",
        "de: 12 texts",
        "31. dec. 2026",
        "feriepengekonto",
        "[telefonnummer]",
    ):
        assert words in html


def test_the_first_page_says_what_to_decide_and_where_it_is_told(
    library: Library, feedback: FeedbackStore, render: Callable[[Report], str]
) -> None:
    tree = LexborHTMLParser(render(full_report(library, feedback)))
    said = [link.text() for link in tree.css("ol a")]
    sent = [one.feedback for one in feedback.read(FeedbackFilter(first=PERIOD.first, last=PERIOD.last))]
    of_no_help = sum(one.verdict is not Verdict.YES and one.text != "" for one in sent)
    assert 0 < of_no_help < len(sent)
    assert f"{of_no_help} svar siger nej eller delvist til, om guiden hjalp, og er ikke behandlet." in said
    assert "1 oversættelse er bagud." in said
    assert all(tree.css_first(link.attributes["href"] or "") is not None for link in tree.css("ol a"))


def test_where_nothing_is_to_be_decided_the_report_begins_with_its_figures(
    library: Library, render: Callable[[Report], str]
) -> None:
    assert "Hvilke links der bliver fulgt, tælles ikke" in (
        html := render(build_report(NOTHING, NOTHING, library=library))
    )
    assert not LexborHTMLParser(html).css("ol")


def test_a_page_of_our_own_is_no_link_to_look_after(shipped_library: Library) -> None:
    assert {one.id for one in shipped_library.registers.links.values() if one.page} == {"a-kasser"}
    assert "a-kasser" not in {one.id for one in ageing(shipped_library, TODAY) if one.kind == "link"}


def test_drawing_leaves_pythons_imports_as_they_were() -> None:
    assert "<rect" in bars(["a"], [1], "A", str)
    assert [finder for finder in sys.meta_path if "pygal" in type(finder).__module__] == []


def test_an_empty_report_is_a_report(library: Library, render: Callable[[Report], str]) -> None:
    html = render(build_report(Figures(PERIOD, ()), NOTHING, library=library))
    strict_html5(html)
    assert "Ingen har skrevet noget" in html


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", " =1", "＝1"])
def test_no_cell_is_a_formula(text: str) -> None:
    data = spreadsheet([[text, "b;c", 'd"e', -5]])
    assert data.startswith(b"\xef\xbb\xbf")
    (row,) = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row == [f"'{text}", "b;c", 'd"e', "-5"]


def test_the_spreadsheet_has_the_same_numbers_and_what_people_wrote(
    library: Library, feedback: FeedbackStore, make_page: Callable[..., ReportPage]
) -> None:
    said = feedback_of(
        day=PERIOD.last,
        guide=LEDIG,
        partner="",
        language="da",
        version=TODAY,
        verdict=Verdict.NO,
        text="=HYPERLINK(1)",
    )
    feedback.add(said, "x")
    found = figures((JUNE, LEDIG, "", "embed", 12345), (JULY, LEDIG, "", "embed", 3))
    report = build_report(found, NOTHING, library=library, feedback=feedback.read(FeedbackFilter()))
    rows = list(csv.reader(StringIO(report_csv(make_page(report, plain=True)).decode("utf-8-sig")), delimiter=";"))
    assert ["I alt", "12348", "0"] in rows
    assert ["jul. 2026", "skjult", "0"] in rows
    assert rows[-1] == ["Hvis du bliver ledig – Den fælles guide", "2026-11-30", "Nej", "'=HYPERLINK(1)", "Nej"]


# A proxy's log

LOG = f"""\
10.0.0.1 - - [01/Jun/2026:00:00:00 +0200] "GET /embed/{LEDIG} HTTP/1.1" 200 5000
10.0.0.1 - - [31/May/2026:23:00:00 +0000] "GET /embed/{LEDIG} HTTP/1.1" 304 0 "https://host.example/" "Browser"
10.0.0.1 - - [31/May/2026:23:00:00 +0200] "GET /embed/{LEDIG} HTTP/1.1" 200 5000
10.0.0.2 - - [02/Jul/2026:10:00:00 +0200] "GET /embed/aarhus/{LEDIG}?alder=under-25 HTTP/2.0" 200 5000 "-" "-"
10.0.0.2 - - [02/Jul/2026:10:00:00 +0200] "GET /calendar/aarhus/{LEDIG}.ics HTTP/2.0" 200 5000 "-" "-"
10.0.0.2 - - [02/Jul/2026:10:00:00 +0200] "GET /embed/made-up/{LEDIG} HTTP/2.0" 404 5000 "-" "-"
10.0.0.2 - - [02/Jul/2026:10:00:00 +0200] "GET /embed/findes-ikke HTTP/2.0" 200 5000 "-" "-"
10.0.0.2 - - [02/Jul/2026:10:00:00 +0200] "POST /feedback/{LEDIG} HTTP/2.0" 303 0 "-" "-"
10.0.0.2 - - [02/Jul/2026:10:00:00 +0200] "GET /static/x.svg HTTP/2.0" 200 0 "-" "-"
10.0.0.2 - - [not a time] "GET /embed/{LEDIG} HTTP/2.0" 200 0 "-" "-"
10.0.0.2 - - [02/Jul/2026:10:00:00 +0200] "\\x16\\x03\\x01" 400 0 "-" "-"
"""


def test_showings_are_counted_from_a_log_by_danish_day() -> None:
    counted = count_log(LOG.splitlines(), PERIOD, {LEDIG, JOB})
    assert counted.pages == (
        PageTotal(JUNE, LEDIG, "", "embed", "", 2),
        PageTotal(JULY, LEDIG, "aarhus", "calendar", "", 1),
        PageTotal(JULY, LEDIG, "aarhus", "embed", "", 1),
    )
    assert counted.with_query == 1
    assert count_log(LOG.splitlines(), PERIOD, {LEDIG}, "aarhus").pages == counted.pages[1:]


# The command


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    ensure_sqlite_file("", tmp_path)

    def run(*arguments: str, code: int = 0) -> str:
        period = ["--from", "2026-06-01", "--to", "2026-11-30"]
        result = CliRunner().invoke(main, ["report", *period, *arguments])
        assert result.exit_code == code, result.output
        return result.output

    return run


def test_the_command_writes_a_page_or_a_spreadsheet(run: Callable[..., str], tmp_path: Path) -> None:
    engine = open_new(tmp_path)
    UsageStore(Database(engine)).add({PageKey(date(2026, 6, 1), LEDIG, "aarhus", "embed", "da"): 4321})
    engine.dispose()
    run("--output", str(tmp_path / "r.html"))
    assert "4.321" in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "4.321" not in run("--partner", "odense")
    assert "4.321" in run("--partner", "aarhus")
    assert "I alt;4321;0" in run("--csv")


def test_the_command_counts_a_log_and_warns_of_answers_in_it(run: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "log").write_text(LOG * 5, encoding="utf-8")
    output = run("--access-log", str(tmp_path / "log"))
    assert "5 of 55 lines hold query strings" in output
    assert "Visninger er talt i loggen" in output
    assert "under-25" not in output


def test_the_command_says_what_is_wrong(
    run: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = CliRunner().invoke(main, ["report", "--from", "2026-06-02", "--to", "2026-06-01"])
    assert result.exit_code == 2
    (tmp_path / "file").touch()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/file/x")
    assert "The database cannot be read" in run(code=1)
