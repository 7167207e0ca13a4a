"""Reads the dates of an item: one rule such as `by +14 days`, or several by name. Opens no file."""

from widget.guides.condition_parsing import ConditionReader
from widget.guides.deadlines import Deadline, DeadlineKind, parse_deadline
from widget.guides.schema import Fields
from widget.guides.task_dates import DateRules

_ADVICE = (
    "Skriv for eksempel “on day 0”, “by +14 days”, “by end of month +10 days” eller “by 3rd last bank day of month”."
)
_NAMED_ADVICE = "Skriv for eksempel “day 0”, “+14 days”, “end of month -7 days” eller “last bank day of month”."
_MONTHLY = "monthly"
_KEY = "due"


def read_dates(fields: Fields, conditions: ConditionReader, *, automatic: bool) -> DateRules | None:
    """The rules in `due`; None where there are none, or where they cannot be read.

    What is `automatic` is done by others: its day is one on which something happens. `conditions` reads for whom
    the dates do not hold.
    """
    child = fields.mapping(_KEY)
    if child is not None:
        return _named(child, conditions)
    text = fields.text(_KEY, required=False)
    if not text:
        return None
    rule = parse_deadline(text)
    if rule is None:
        fields.problems.add(fields.place_of(_KEY), f"“{text}” er ikke en frist.", _ADVICE)
        return None
    if rule.kind is DeadlineKind.FROM:
        return DateRules(opens=rule)
    return DateRules(happens_on=rule) if automatic else DateRules(act=rule)


def _named(fields: Fields, conditions: ConditionReader) -> DateRules | None:
    by, on = _rule(fields, "act_by", DeadlineKind.BY), _rule(fields, "act_on", DeadlineKind.ON)
    if by and on:
        message = "Her står både “act_by” og “act_on”."
        fields.problems.add(fields.place, message, "Behold den ene: en opgave har én dag.", rule="deadline")
    happens_on = _rule(fields, "happens_on", DeadlineKind.ON)
    unless = fields.node("unless")
    rules = DateRules(
        act=by or on,
        opens=_rule(fields, "opens", DeadlineKind.FROM),
        happens_on=happens_on,
        lost_after=_rule(fields, "lost_after", DeadlineKind.BY),
        happens=fields.prose("happens", required=False),
        lost=fields.prose("lost", required=False),
        monthly=fields.known("repeats", (_MONTHLY,), required=False) == _MONTHLY,
        office=fields.yes_or_no("office", usual=False),
        unless=conditions.condition(unless) if unless else None,
        otherwise=fields.prose("otherwise", required=False),
    )
    fields.finish()
    if rules.happens_on and rules.act and not rules.happens:
        advice = "Tilføj for eksempel “happens: Pengene er på din konto”."
        fields.problems.add(fields.place, "“happens_on” siger ikke, hvad der sker den dag.", advice, rule="deadline")
    if not (rules.act or rules.happens_on or rules.opens):
        advice = "Tilføj “act_by:” med den dag, hvor intet bliver forsinket. Den sidste frist er ikke opgavens dag."
        fields.problems.add(fields.place, "Opgaven har ingen dag at gøre det på.", advice, rule="deadline")
        return None
    return rules


def _rule(fields: Fields, key: str, kind: DeadlineKind) -> Deadline | None:
    text = fields.text(key, required=False)
    rule = parse_deadline(text, kind)
    if text and rule is None:
        fields.problems.add(fields.place_of(key), f"“{text}” er ikke en dag, der kan regnes ud.", _NAMED_ADVICE)
    return rule
