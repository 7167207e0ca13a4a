"""The dates of an item as editors write them: what they become, and what is said of those that cannot be read."""

import pytest
import yaml

from widget.guides.condition_parsing import ConditionReader
from widget.guides.conditions import Is
from widget.guides.deadline_parsing import read_dates
from widget.guides.deadlines import Anchor, Deadline, DeadlineKind
from widget.guides.model import Choice, Question
from widget.guides.problems import Place, Problem, Problems
from widget.guides.schema import Fields
from widget.guides.task_dates import DateRules

FILE = "eksempel/guide.yaml"
FUND = Question("a-kasse", "", "", "", (Choice("ja", "Ja", ""),), {}, Place(FILE, 1))
ON, BY, FROM = DeadlineKind
DAY_0 = Anchor()
AFTER_14 = Deadline(BY, DAY_0, ((14, "day"),))
PAY_DAY = Deadline(ON, Anchor(1, "bank day"))
RULE_ADVICE = (
    "Skriv for eksempel “on day 0”, “by +14 days”, “by end of month +10 days” eller “by 3rd last bank day of month”."
)
DAY_ADVICE = "Skriv for eksempel “day 0”, “+14 days”, “end of month -7 days” eller “last bank day of month”."


def read(text: str, *, automatic: bool = False) -> tuple[DateRules | None, list[Problem]]:
    """What `due` becomes in an item that begins in the first line."""
    problems = Problems()
    node = yaml.compose(f"id: opgave\n{text}")
    assert node is not None
    conditions = ConditionReader({"a-kasse": FUND}, FILE, problems)
    return read_dates(Fields(node, FILE, problems), conditions, automatic=automatic), problems.found


@pytest.mark.parametrize(
    ("rule", "dates"),
    [
        ("by +14 days", DateRules(act=AFTER_14)),
        ("on day 0", DateRules(act=Deadline(ON, DAY_0))),
        ("from +14 days", DateRules(opens=Deadline(FROM, DAY_0, ((14, "day"),)))),
    ],
)
def test_one_rule(rule: str, dates: DateRules) -> None:
    assert read(f"due: {rule}") == (dates, [])


def test_what_is_done_by_others_happens_on_its_day() -> None:
    assert read("due: on last bank day of month", automatic=True) == (DateRules(happens_on=PAY_DAY), [])
    from_14 = Deadline(FROM, DAY_0, ((14, "day"),))
    assert read("due: from +14 days", automatic=True) == (DateRules(opens=from_14), [])


@pytest.mark.parametrize("text", ["", "due:", 'due: ""'])
def test_no_rule_is_no_date(text: str) -> None:
    assert read(text) == (None, [])


@pytest.mark.parametrize("rule", ["snart", "+14 days", "by hver fredag"])
def test_what_is_no_rule_is_reported(rule: str) -> None:
    problem = Problem(Place(FILE, 2), f"“{rule}” er ikke en frist.", RULE_ADVICE)
    assert read(f"due: {rule}") == (None, [problem])


def test_all_rules_by_name() -> None:
    dates, problems = read(
        "due:\n"
        "  opens: -7 days\n"
        "  act_by: +14 days\n"
        "  happens_on: last bank day of month\n"
        "  happens: Pengene er på din konto\n"
        "  lost_after: +1 month\n"
        "  lost: du mister en dag\n"
        "  repeats: monthly\n"
        "  office: yes\n"
        "  unless: {a-kasse: ja}\n"
        "  otherwise: Spørg din a-kasse"
    )
    assert problems == []
    assert dates == DateRules(
        act=AFTER_14,
        opens=Deadline(FROM, DAY_0, ((-7, "day"),)),
        happens_on=PAY_DAY,
        lost_after=Deadline(BY, DAY_0, ((1, "month"),)),
        happens="Pengene er på din konto",
        lost="du mister en dag",
        monthly=True,
        office=True,
        unless=Is("a-kasse", frozenset({"ja"}), frozenset()),
        otherwise="Spørg din a-kasse",
    )


@pytest.mark.parametrize(
    ("rules", "dates"),
    [
        ("act_on: day 0", DateRules(act=Deadline(ON, DAY_0))),
        ("act_by: +14 days", DateRules(act=AFTER_14)),
        ("opens: day 0", DateRules(opens=Deadline(FROM, DAY_0))),
        ("happens_on: last bank day of month", DateRules(happens_on=PAY_DAY)),
        ("{opens: day 0, happens_on: day 0}", DateRules(opens=Deadline(FROM, DAY_0), happens_on=Deadline(ON, DAY_0))),
    ],
)
def test_one_rule_by_name_is_enough_and_the_rest_is_as_usual(rules: str, dates: DateRules) -> None:
    assert read(f"due:\n  {rules}") == (dates, [])


def test_two_days_for_one_task_are_reported_and_the_limit_is_kept() -> None:
    dates, problems = read("due:\n  act_by: +14 days\n  act_on: day 0")
    assert dates == DateRules(act=AFTER_14)
    message = "Her står både “act_by” og “act_on”."
    assert problems == [Problem(Place(FILE, 3), message, "Behold den ene: en opgave har én dag.", "deadline")]


def test_what_happens_besides_the_task_needs_words() -> None:
    dates, problems = read("due:\n  act_by: +14 days\n  happens_on: last bank day of month")
    assert dates == DateRules(act=AFTER_14, happens_on=PAY_DAY)
    message = "“happens_on” siger ikke, hvad der sker den dag."
    advice = "Tilføj for eksempel “happens: Pengene er på din konto”."
    assert problems == [Problem(Place(FILE, 3), message, advice, "deadline")]


def test_a_limit_alone_is_no_day_for_the_task() -> None:
    dates, problems = read("due:\n  lost_after: +14 days")
    assert dates is None
    advice = "Tilføj “act_by:” med den dag, hvor intet bliver forsinket. Den sidste frist er ikke opgavens dag."
    assert problems == [Problem(Place(FILE, 3), "Opgaven har ingen dag at gøre det på.", advice, "deadline")]


@pytest.mark.parametrize("key", ["act_by", "act_on", "opens", "happens_on", "lost_after"])
def test_a_day_that_cannot_be_worked_out_is_reported_where_it_stands(key: str) -> None:
    other = "act_by" if key == "opens" else "opens"
    dates, problems = read(f"due:\n  {other}: day 0\n  {key}: snart")
    assert dates is not None
    message = "“snart” er ikke en dag, der kan regnes ud."
    assert problems == [Problem(Place(FILE, 4), message, DAY_ADVICE)]


def test_what_cannot_be_said_of_dates_is_reported() -> None:
    _, problems = read("due:\n  act_by: +14 days\n  repeats: weekly\n  office: måske\n  farve: blå")
    assert [(problem.place.line, problem.rule) for problem in problems] == [
        (4, "unknown-id"),
        (5, "format"),
        (6, "format"),
    ]
