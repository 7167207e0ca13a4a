"""What the dates of a task say on a day: worked out by hand from a calendar of the end of 2026.

31 December 2026 is a Thursday. Danish banks are closed on it, and from 24 December, a Thursday, to the 27th.
"""

from dataclasses import replace
from datetime import date

import pytest

from widget.guides.conditions import Is
from widget.guides.deadlines import Deadline, DeadlineKind, parse_deadline
from widget.guides.task_dates import DateRules, TaskDates


def rule(text: str) -> Deadline:
    found = parse_deadline(text)
    assert found is not None
    return found


CARD = DateRules(
    act=rule("by end of month -3 days"),
    opens=rule("from end of month -7 days"),
    happens_on=rule("on last bank day of month"),
    lost_after=rule("by end of month +1 month +10 days"),
    monthly=True,
)


def test_the_dates_of_a_task_before_any_of_them_has_come() -> None:
    assert CARD.on(date(2026, 12, 1), date(2026, 11, 28)) == TaskDates(
        day=date(2026, 12, 28),
        kind=DeadlineKind.BY,
        opens=date(2026, 12, 24),
        act_by=date(2026, 12, 28),
        happens_on=date(2026, 12, 30),
        lost_after=date(2027, 2, 10),
        closed=None,
        passed=False,
        lost=False,
    )


@pytest.mark.parametrize(
    ("today", "act_by"),
    [
        (date(2026, 12, 31), date(2026, 12, 28)),
        (date(2027, 1, 1), date(2027, 1, 28)),
        (date(2027, 2, 28), date(2027, 2, 25)),
        (date(2026, 11, 30), date(2026, 12, 28)),
    ],
)
def test_what_comes_back_every_month_has_the_dates_of_the_month_of_today(today: date, act_by: date) -> None:
    assert CARD.on(date(2026, 12, 15), today).act_by == act_by


def test_what_comes_once_stays_where_it_is() -> None:
    once = DateRules(act=rule("by +14 days"))
    assert once.on(date(2026, 12, 15), date(2027, 3, 1)).act_by == date(2026, 12, 29)


def test_a_month_that_has_begun_is_counted_from_its_first_day() -> None:
    pay = DateRules(act=rule("on +5 days"), monthly=True)
    assert pay.on(date(2026, 11, 20), date(2026, 12, 31)).act_by == date(2026, 12, 6)
    assert pay.on(date(2026, 12, 20), date(2026, 12, 31)).act_by == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("today", "passed", "lost"),
    [
        (date(2026, 12, 15), False, False),
        (date(2026, 12, 16), True, False),
        (date(2026, 12, 20), True, False),
        (date(2026, 12, 21), True, True),
    ],
)
def test_a_day_is_over_the_day_after_it(today: date, passed: bool, lost: bool) -> None:
    rules = DateRules(act=rule("by +14 days"), lost_after=rule("by +19 days"))
    found = rules.on(date(2026, 12, 1), today)
    assert (found.passed, found.lost) == (passed, lost)


def test_the_first_day_for_a_task_is_never_over() -> None:
    found = DateRules(opens=rule("from day 0")).on(date(2026, 12, 1), date(2026, 12, 10))
    assert (found.day, found.opens, found.passed, found.lost) == (date(2026, 12, 1), date(2026, 12, 1), False, False)


def test_what_others_do_is_over_the_day_after_it() -> None:
    rules = DateRules(happens_on=rule("on +3 days"))
    assert not rules.on(date(2026, 12, 1), date(2026, 12, 4)).passed
    assert rules.on(date(2026, 12, 1), date(2026, 12, 5)).passed


def test_a_first_day_is_told_only_before_the_day_to_act() -> None:
    rules = DateRules(act=rule("on +3 days"), opens=rule("from +2 days"))
    assert rules.on(date(2026, 12, 1), date(2026, 12, 1)).opens == date(2026, 12, 3)
    rules = DateRules(act=rule("on +3 days"), opens=rule("from +3 days"))
    assert rules.on(date(2026, 12, 1), date(2026, 12, 1)).opens is None


def test_pay_day_is_told_only_to_those_who_can_still_be_in_time_for_it() -> None:
    # Three days before the end of December is the 28th: a job lost on the 30th leaves that day alone.
    assert CARD.on(date(2026, 12, 28), date(2026, 12, 28)).happens_on == date(2026, 12, 30)
    late = CARD.on(date(2026, 12, 30), date(2026, 12, 30))
    assert (late.act_by, late.happens_on) == (date(2026, 12, 30), None)


@pytest.mark.parametrize(
    ("written", "day_0", "act_by", "closed"),
    [
        ("by +4 days", date(2026, 12, 22), date(2026, 12, 23), date(2026, 12, 26)),
        ("on +4 days", date(2026, 12, 22), date(2026, 12, 28), date(2026, 12, 26)),
        ("by +1 day", date(2026, 12, 23), date(2026, 12, 23), date(2026, 12, 24)),
        ("by +1 day", date(2026, 12, 25), date(2026, 12, 28), date(2026, 12, 26)),
        ("by +1 day", date(2026, 12, 21), date(2026, 12, 22), None),
    ],
)
def test_where_an_office_is_needed_the_day_is_one_on_which_it_is_open(
    written: str, day_0: date, act_by: date, closed: date | None
) -> None:
    found = DateRules(act=rule(written), office=True).on(day_0, date(2026, 12, 1))
    assert (found.act_by, found.closed) == (act_by, closed)


def test_a_task_without_a_date_of_its_own_has_no_dates() -> None:
    limit_alone = DateRules(lost_after=rule("by day 0"))
    with pytest.raises(ValueError, match=r"^A task with dates has one of its own\.$"):
        limit_alone.on(date(2026, 12, 1), date(2026, 12, 1))
    with pytest.raises(ValueError, match=r"^A task with dates has one of its own\.$"):
        _ = limit_alone.main


def test_dates_are_those_of_a_task_done_once_anywhere_unless_the_rules_say_more() -> None:
    rules = DateRules(act=rule("by +4 days"))
    assert (rules.monthly, rules.office, rules.happens, rules.lost, rules.otherwise) == (False, False, "", "", "")
    # Boxing Day, on which offices are closed, and read two months later
    assert rules.on(date(2026, 12, 22), date(2027, 2, 1)).act_by == date(2026, 12, 26)


def test_dates_depend_on_the_questions_of_those_for_whom_they_are_wrong() -> None:
    act = rule("by +14 days")
    assert DateRules(act=act, unless=Is("aarsag", frozenset({"konkurs"}))).questions() == {"aarsag"}
    assert DateRules(act=act).questions() == frozenset()


def test_rules_are_compared_as_editors_write_them() -> None:
    assert str(DateRules(act=rule("by +14 days"))) == "by +14 days"
    assert str(replace(CARD, office=True)) == (
        "by end of month -3 days, opens from end of month -7 days, happens on last bank day of month, "
        "lost after by end of month +1 months +10 days, monthly, office"
    )
    assert str(DateRules(happens_on=rule("on day 0"), office=True)) == "happens on day 0, office"


def test_dates_of_one_shape_differ_in_their_days_alone() -> None:
    """A page that is kept for another day has its days put in, so what is there at all is told apart."""
    december = CARD.on(date(2026, 12, 1), date(2026, 11, 28))._replace(closed=date(2026, 12, 27))
    january = CARD.on(date(2027, 1, 1), date(2026, 11, 28))._replace(closed=date(2027, 1, 27))
    assert january != december
    assert january.shape == december.shape
    others = (
        december._replace(opens=None),
        december._replace(act_by=None),
        december._replace(happens_on=None),
        december._replace(lost_after=None),
        december._replace(closed=None),
        december._replace(passed=True),
        december._replace(lost=True),
    )
    assert len({december.shape, *(other.shape for other in others)}) == 8
