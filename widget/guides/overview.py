"""What a citizen should do now, what comes after, and what is left: chosen from a personal guide. Knows days only."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from widget.guides.deadlines import Deadline, DeadlineKind
from widget.guides.model import DATE, DateQuestion, Obligation, Part, Question
from widget.guides.personalise import PersonalGuide, PersonalItem, PersonalPart

_MOST_NOW = 3
"""Tasks that are told in full: as many as people read at once."""

_LEAST_NOW = 2
"""Tasks besides those whose day is past."""

_MOST_OVERDUE = 3
_MOST_UPCOMING = 4


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """How far a citizen is with a phase: how many of its `tasks` are `done`, and whether its days have `passed`.

    `is_on` is the phase in which the citizen is. Without the citizen's date neither is known of any phase.
    """

    shown: PersonalPart
    tasks: int
    done: int
    passed: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class Refinement:
    """A question that is not answered for good, or the one for the date, and what its answer would settle."""

    id: str
    question: Question | DateQuestion
    settles: tuple[PersonalItem, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A personal guide at a glance.

    `overdue` are tasks whose day is past and which are not ticked; `now` are the next ones, `also` the others that
    must be done in the `current` phase, `maybe` how many more there may be once more is answered. `left` are those
    without a day of phases that are over, which may still have to be done. `upcoming` are the next days, `ideas` what
    is good to do but need not be done. An item stands in one of `overdue`, `now`, `also` and `left`.
    """

    overdue: tuple[PersonalItem, ...]
    now: tuple[PersonalItem, ...]
    also: tuple[PersonalItem, ...]
    maybe: int
    left: tuple[PersonalItem, ...]
    upcoming: tuple[PersonalItem, ...]
    current: PhaseProgress | None
    phases: tuple[PhaseProgress, ...]
    ideas: tuple[PersonalItem, ...]
    refinements: tuple[Refinement, ...]


def overview(personal: PersonalGuide) -> Overview:
    """The overview of a personal guide, as of its day."""
    musts = [phase.of(Obligation.MUST) for phase in personal.phases]
    left_to_do = [[task for task in tasks if task.settled and not task.done] for tasks in musts]
    place = _current_phase(personal, left_to_do)
    current = musts[place] if musts else ()
    certain = [task for task in current if task.settled]
    deadlines = personal.deadlines
    overdue = _overdue(personal, deadlines)
    first = _steps_to_find_out(personal, left_to_do)
    open_now = _open_now(personal, (task for index, tasks in enumerate(musts) if index != place for task in tasks))
    left = tuple(_left_over(personal, left_to_do[:place]))
    not_over = _on_days_of_others(personal, left)
    waiting = _without([task for task in (*not_over, *certain, *open_now) if not task.done], (*overdue, *first))
    room = max(_MOST_NOW - len(overdue), _LEAST_NOW) - len(first)
    following = _soonest_first(waiting, personal.today) or next(filter(None, left_to_do[place + 1 :]), [])
    now = (*first, *following[: max(room, 1)])
    upcoming = _upcoming(personal, deadlines, now)
    phases = tuple(_phases(personal, place))
    return Overview(
        overdue=overdue[:_MOST_OVERDUE],
        now=now,
        also=_without(certain, (*now, *overdue[:_MOST_OVERDUE], *upcoming)),
        left=_without(left, now),
        maybe=len(current) - len(certain),
        upcoming=upcoming,
        current=phases[place] if phases else None,
        phases=phases,
        ideas=good_ideas(personal),
        refinements=tuple(_refinements(personal)),
    )


def _without(tasks: Iterable[PersonalItem], others: Iterable[PersonalItem]) -> tuple[PersonalItem, ...]:
    """The `tasks` that are not among the `others`."""
    told = {task.item.id for task in others}
    return tuple([task for task in tasks if task.item.id not in told])


def good_ideas(personal: PersonalGuide) -> tuple[PersonalItem, ...]:
    """What is good to do but need not be done, phase by phase."""
    return tuple(task for phase in personal.phases for task in phase.of(Obligation.GOOD_IDEA))


def _steps_to_find_out(personal: PersonalGuide, left_to_do: Iterable[list[PersonalItem]]) -> list[PersonalItem]:
    """What must be done by those alone whose answer leaves their question open: before all that hangs on it.

    It is over on no day: until the citizen knows, nothing else is certain.
    """
    given = [(asked.question.id, asked.answer) for asked in personal.questions if asked.answer]
    definite = {question: answer.id for question, answer in given if answer.definite}
    if len(definite) == len(given):
        return []
    return [task for tasks in left_to_do for task in tasks if task.item.when.value(definite) is None]


def _open_now(personal: PersonalGuide, elsewhere: Iterable[PersonalItem]) -> list[PersonalItem]:
    """What must be done by a day that is near, and can be done already, `elsewhere` than in the current phase.

    The card of a month is sent before it ends, whichever phase a citizen is in by then.
    """
    dated = ((task, task.dates) for task in elsewhere if task.settled and task.dates)
    return [task for task, dates in dated if (dates.opens or dates.day) <= personal.today <= dates.day]


def _current_phase(personal: PersonalGuide, left_to_do: Iterable[list[PersonalItem]]) -> int:
    """The place of the phase that has begun and is not over; without a date, of the first with something left to do.

    A phase is over once its last day is past. Where all are over, or nothing in them has a day, it is the one that
    began last. A phase whose beginning is not known begins with the one before it, and is never the one that is on.
    """
    day_0, today = personal.answers.day_0, personal.today
    begun = 0
    if day_0 is None:
        return next((place for place, tasks in enumerate(left_to_do) if tasks), begun)
    for place, phase in enumerate(personal.phases):
        deadlines = personal.guide.deadlines_of_part[phase.part.id]
        first_day = _first_day(phase.part, deadlines, day_0)
        if first_day and first_day <= today:
            begun = place
            if any(due.day(day_0) >= today for due in deadlines):
                break
    return begun


def _first_day(phase: Part, deadlines: Sequence[Deadline], day_0: date) -> date | None:
    """The day on which a phase begins: as the guide says, or else the first of its `deadlines` but for last days."""
    if phase.begins:
        return phase.begins.day(day_0)
    return min((due.day(day_0) for due in deadlines if due.kind is not DeadlineKind.BY), default=None)


def _left_over(personal: PersonalGuide, left_before: Sequence[list[PersonalItem]]) -> Iterator[PersonalItem]:
    """What has no day and is not ticked, of the first phases that began at a known day; `left_before` is their tasks.

    What stands before all of them belongs to the time before the citizen's date, and is over.
    """
    day_0 = personal.answers.day_0
    if day_0 is None:
        return
    deadlines = personal.guide.deadlines_of_part
    for phase, tasks in zip(personal.phases, left_before, strict=False):
        if _first_day(phase.part, deadlines[phase.part.id], day_0):
            yield from (task for task in tasks if task.dates is None)


def _on_days_of_others(personal: PersonalGuide, left: Iterable[PersonalItem]) -> Iterator[PersonalItem]:
    """What has a day in the guide but none that is known for this citizen, such as one that the a-kasse names.

    It may be still to come, and what the citizen does later may hang on it.
    """
    dated = {item.id for phase in personal.phases for item in phase.part.items if item.dates}
    yield from (task for task in left if task.item.dates is None and task.item.id in dated)


def _overdue(personal: PersonalGuide, deadlines: Iterable[PersonalItem]) -> tuple[PersonalItem, ...]:
    """What must be done, and whose last day is over. What can still be saved is among the first, what is lost last.

    The first ones, which are told in full, are in the order of their days: one may have to be done before the next.
    """
    late = (
        task
        for task in deadlines
        if task.item.need is Obligation.MUST and task.settled and not task.done and task.dates and task.dates.passed
    )
    ordered = sorted(late, key=_lateness)
    told = sorted(ordered[:_MOST_OVERDUE], key=lambda task: task.dates.day if task.dates else personal.today)
    return (*told, *ordered[_MOST_OVERDUE:])


def _lateness(task: PersonalItem) -> tuple[int, date]:
    """Before the legal limit by that limit; without one by the day of the task; behind it after all others."""
    if task.dates is None:
        raise ValueError("A task that is late has a date.")
    if task.dates.lost_after is None:
        return 1, task.dates.day
    return (2, task.dates.day) if task.dates.lost else (0, task.dates.lost_after)


def _soonest_first(tasks: Sequence[PersonalItem], today: date) -> list[PersonalItem]:
    """What has a day before what has none, unless the day is still to come; otherwise in the order of the guide."""
    return sorted(tasks, key=lambda task: _urgency(task, today))


def _urgency(task: PersonalItem, today: date) -> tuple[int, date]:
    if task.dates is None:
        return 1, today
    begins = task.dates.opens or task.dates.day
    return (0, task.dates.day) if begins <= today else (2, begins)


def _upcoming(
    personal: PersonalGuide, deadlines: Iterable[PersonalItem], now: Iterable[PersonalItem]
) -> tuple[PersonalItem, ...]:
    """The next days, earliest first, but for what stands above, and for what citizens are to find out about first."""
    unknown = {asked.question.id for asked in personal.questions if asked.answer and not asked.answer.definite}
    dated = (shown for shown in deadlines if shown.dates and shown.dates.day >= personal.today and not shown.done)
    known = (shown for shown in dated if shown.settled or not unknown & shown.condition.questions())
    return _without(known, now)[:_MOST_UPCOMING]


def _phases(personal: PersonalGuide, place: int) -> Iterator[PhaseProgress]:
    """All phases, where the one at `place` is current."""
    is_known = personal.answers.day_0 is not None
    for index, shown in enumerate(personal.phases):
        done = sum(task.done for task in shown.tasks)
        yield PhaseProgress(
            shown, len(shown.tasks), done, passed=is_known and index < place, is_on=is_known and index == place
        )


def _refinements(personal: PersonalGuide) -> Iterator[Refinement]:
    """The questions whose answer would settle something for this citizen, in the order of the guide.

    Among them is one with an answer that leaves open which of the others holds.
    """
    parts = (*personal.phases, *personal.sections)
    shown = [pair for part in parts for pair in zip(part.items, part.open_questions, strict=True)]
    for asked in personal.questions:
        if asked.answer is None or asked.answer.leaves_open:
            settles = tuple([item for item, questions in shown if asked.question.id in questions])
            if settles:
                yield Refinement(asked.question.id, asked.question, settles)
    date_question = personal.guide.date_question
    if date_question and personal.answers.day_0 is None:
        yield Refinement(DATE, date_question, tuple(item for item, _ in shown if item.item.due))
