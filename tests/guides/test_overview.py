"""What a citizen should do now: worked out by hand for a guide of four phases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.frozen import frozen_settings
from tests.guides.guide_examples import SHIPPED
from widget.guides.answers import Answers
from widget.guides.loading import load_library
from widget.guides.model import Guide
from widget.guides.overview import Overview, overview
from widget.guides.personalise import PersonalItem, personalise

DAY_0 = date(2026, 12, 1)
MEMBER = {"a-kasse": "ja", "aarsag": "opsagt", "alder": "30-59", "uddannelse": "erhverv", "husstand": "ingen"}


@pytest.fixture(scope="module")
def guide() -> Guide:
    return load_library(frozen_settings({}).content_folder).guides["hvis-du-bliver-ledig"]


def seen(
    guide: Guide, today: date, values: dict[str, str] | None = None, day_0: date | None = DAY_0, done: str = ""
) -> Overview:
    """The overview of a member who was dismissed, on a day."""
    answers = Answers(MEMBER if values is None else values, day_0, tuple(done.split()))
    return overview(personalise(guide, answers, today))


def ids(shown: tuple[PersonalItem, ...]) -> list[str]:
    return [item.item.id for item in shown]


def current(found: Overview) -> str:
    assert found.current is not None
    return found.current.shown.part.id


PHASES = [
    (-20, "foer-sidste-dag"),
    (-1, "foer-sidste-dag"),
    (0, "foerste-dag"),
    (1, "foerste-to-uger"),
    (14, "foerste-to-uger"),
    (22, "foerste-to-uger"),
    (23, "slutningen-af-maaneden"),
    (71, "slutningen-af-maaneden"),
    (72, "de-naeste-maaneder"),
]
"""Days after the first day without work, and where the citizen is.

The end of the month begins on 24 December, day 23, and its last limit is 10 February, day 71.
"""


@pytest.mark.parametrize(("days", "phase"), PHASES)
def test_the_phase_follows_from_the_day_and_the_citizens_date(guide: Guide, days: int, phase: str) -> None:
    found = seen(guide, DAY_0 + timedelta(days=days))
    assert current(found) == phase
    before = [progress.shown.part.id for progress in found.phases if progress.passed]
    order = ["foer-sidste-dag", "foerste-dag", "foerste-to-uger", "slutningen-af-maaneden", "de-naeste-maaneder"]
    assert before == order[: order.index(phase)]
    assert [progress.shown.part.id for progress in found.phases if progress.is_on] == [phase]


def test_on_the_first_day_what_has_to_be_done_that_day_comes_first(guide: Guide) -> None:
    found = seen(guide, DAY_0)
    assert ids(found.overdue) == []
    assert ids(found.now) == ["meld-dig-ledig", "vaelg-dagpenge", "soeg-dagpenge"]
    assert ids(found.also) == ["joblog"]


def test_what_is_ticked_makes_room_for_the_next(guide: Guide) -> None:
    found = seen(guide, DAY_0, done="meld-dig-ledig vaelg-dagpenge")
    assert ids(found.now) == ["soeg-dagpenge", "joblog"]
    assert ids(found.also) == ["meld-dig-ledig", "vaelg-dagpenge"], "still there, as done"
    assert found.phases[1].done == 2


def test_what_is_past_and_not_ticked_is_told_first_and_leaves_room_for_what_is_next(guide: Guide) -> None:
    found = seen(guide, DAY_0 + timedelta(days=3))
    assert ids(found.overdue) == ["meld-dig-ledig", "vaelg-dagpenge"]
    assert ids(found.now) == ["foerste-moede", "laes-post"]
    assert "cv-dagpenge" in ids(found.upcoming)
    assert "cv-dagpenge" not in ids(found.also), "nothing is told twice"
    assert ids(found.left) == ["soeg-dagpenge", "joblog"], "without a day, and perhaps still to do"


def test_before_the_last_day_the_first_days_tasks_are_dates_to_come(guide: Guide) -> None:
    found = seen(guide, DAY_0 - timedelta(days=5))
    assert ids(found.now) == ["varsel"]
    assert ids(found.upcoming)[:2] == ["meld-dig-ledig", "vaelg-dagpenge"]


def test_where_nothing_is_left_in_a_phase_the_next_one_is_told(guide: Guide) -> None:
    found = seen(guide, DAY_0 - timedelta(days=5), done="varsel")
    assert ids(found.now)[0] == "meld-dig-ledig"
    assert not set(ids(found.now)) & set(ids(found.upcoming)), "nothing is told twice"


def test_without_a_date_the_first_phase_with_something_left_is_the_one(guide: Guide) -> None:
    assert current(seen(guide, DAY_0, day_0=None)) == "foer-sidste-dag"
    assert current(seen(guide, DAY_0, day_0=None, done="varsel")) == "foerste-dag"


@pytest.mark.parametrize("values", [{}, {"a-kasse": "ja"}, {"a-kasse": "nej"}, {"aarsag": "ved-ikke"}, MEMBER])
@pytest.mark.parametrize("done", ["", "varsel"])
def test_without_a_date_no_phase_is_over_and_none_is_said_to_be_on(
    guide: Guide, values: dict[str, str], done: str
) -> None:
    """A citizen who was given notice may have days at work ahead, also where more is known."""
    found = seen(guide, DAY_0, values, day_0=None, done=done)
    assert len(found.phases) == 5
    assert not [progress.shown.part.id for progress in found.phases if progress.passed or progress.is_on]


def test_nothing_uncertain_is_told_as_what_to_do(guide: Guide) -> None:
    found = seen(guide, DAY_0, {})
    assert ids(found.now) == ["meld-dig-ledig"]
    assert found.maybe == 6, "vaelg-, soeg-dagpenge, find-din-a-kasse, soeg-kontanthjaelp, nyuddannet-frist, joblog"


@pytest.mark.parametrize("days", [-5, 0, 3, 80])
def test_who_does_not_know_finds_out_first_on_whatever_day(guide: Guide, days: int) -> None:
    found = seen(guide, DAY_0 + timedelta(days=days), {**MEMBER, "a-kasse": "ved-ikke"})
    assert ids(found.now)[0] == "find-din-a-kasse"
    assert len((*found.overdue, *found.now)) > 1, "and still what to do besides"
    told = [*ids(found.overdue), *ids(found.now), *ids(found.also), *ids(found.left), *ids(found.upcoming)]
    assert len(told) == len(set(told)), "nothing is told twice"


def test_the_days_that_hang_on_what_is_not_known_are_not_told_both_ways(guide: Guide) -> None:
    unknown = seen(guide, DAY_0 - timedelta(days=5), {**MEMBER, "a-kasse": "ved-ikke"})
    assert ids(unknown.upcoming) == ["meld-dig-ledig"]
    assert ids(unknown.now) == ["find-din-a-kasse", "varsel"]
    skipped = seen(guide, DAY_0 - timedelta(days=5), {"aarsag": "opsagt"})
    both = {"vaelg-dagpenge", "soeg-kontanthjaelp"}
    assert both < set(ids(skipped.upcoming)), "who has not been asked sees the guide for everybody"


def test_what_was_found_out_is_no_longer_first(guide: Guide) -> None:
    found = seen(guide, DAY_0, {**MEMBER, "a-kasse": "ved-ikke"}, done="find-din-a-kasse")
    assert ids(found.now)[0] == "meld-dig-ledig"


@pytest.fixture(scope="module")
def shipped() -> Guide:
    return load_library(SHIPPED).guides["hvis-du-bliver-ledig"]


@pytest.mark.parametrize(
    ("happened", "first"),
    [
        ("ved-ikke", "find-ud-af-hvad-der-er-sket"),
        ("udland", "hvilket-land"),
        ("hjaelper", "spoerg-om-fuldmagt"),
        ("nyuddannet", "nyuddannet-status"),
        ("konkurs", "bliv-til-fritstilling"),
        ("noget-andet", "spoerg-hvad-der-gaelder"),
    ],
)
def test_what_has_happened_decides_what_is_first_before_the_last_day(
    shipped: Guide, happened: str, first: str
) -> None:
    found = seen(shipped, DAY_0 - timedelta(days=5), {**MEMBER, "aarsag": happened})
    assert ids(found.now)[0] == first


GRADUATE = {"aarsag": "nyuddannet", "alder": "25-29", "husstand": "ingen"}


def test_what_has_its_day_from_the_a_kasse_stays_before_what_comes_after_it(shipped: Guide) -> None:
    """For graduates the calendar does not say when the day to register is over."""
    found = seen(shipped, DAY_0 + timedelta(days=5), {**GRADUATE, "a-kasse": "nej"})
    assert current(found) == "foerste-to-uger"
    assert ids(found.overdue) == ["nyuddannet-frist"]
    assert ids(found.now) == ["meld-dig-ledig", "soeg-kontanthjaelp"]
    assert ids(found.also) == ["foerste-samtale", "cv-kontanthjaelp"]
    assert ids(found.left) == ["nyuddannet-hvornaar"]


def test_what_is_ticked_of_it_makes_room_for_what_comes_after(shipped: Guide) -> None:
    done = "nyuddannet-frist meld-dig-ledig soeg-kontanthjaelp"
    found = seen(shipped, DAY_0 + timedelta(days=5), {**GRADUATE, "a-kasse": "nej"}, done=done)
    assert ids(found.now) == ["foerste-samtale", "cv-kontanthjaelp"]


def test_who_is_abroad_or_helps_is_asked_what_has_happened_besides(shipped: Guide) -> None:
    for happened, asked in (("udland", True), ("hjaelper", True), ("opsagt", False), ("ved-ikke", False)):
        found = seen(shipped, DAY_0, {**MEMBER, "aarsag": happened})
        assert ("aarsag" in {refinement.id for refinement in found.refinements}) is asked, happened


def test_what_hangs_on_what_is_not_known_is_no_task_yet(shipped: Guide) -> None:
    found = seen(shipped, DAY_0 - timedelta(days=5), {**MEMBER, "aarsag": "ved-ikke"})
    assert not {"varsel", "slutdato", "bliv-til-fritstilling"} & {*ids(found.now), *ids(found.also)}
    assert found.maybe == 7, "fuldmagt, land, varsel, tal-med-a-kassen, slutdato, fritstilling, loen-ved-konkurs"


def test_each_open_question_says_what_it_would_settle(guide: Guide) -> None:
    found = seen(guide, DAY_0, {"a-kasse": "ja"}, day_0=None)
    settled = {refinement.id: len(refinement.settles) for refinement in found.refinements}
    assert list(settled) == ["aarsag", "alder", "uddannelse", "husstand", "dato"]
    assert all(settled.values())
    assert "a-kasse" not in settled, "it has an answer"


def test_a_guide_whose_parts_are_all_hidden_has_an_empty_overview(guide: Guide) -> None:
    personal = personalise(guide, Answers(), DAY_0)
    nothing = overview(replace(personal, phases=()))
    assert nothing.current is None
    assert (nothing.now, nothing.phases) == ((), ())


@pytest.mark.parametrize(("day", "place"), [(21, "upcoming"), (22, "now"), (23, "now"), (24, "overdue")])
def test_what_can_be_done_now_and_has_a_last_day_is_told_now_in_each_phase(
    shipped: Guide, day: int, place: str
) -> None:
    """The card of February opens on the 22nd and is sent by the 23rd; the phase of the first card is long over."""
    found = seen(shipped, date(2027, 2, day))
    assert current(found) == "de-naeste-maaneder"
    assert [name for name in ("overdue", "now", "upcoming") if "dagpengekort" in ids(getattr(found, name))] == [place]
