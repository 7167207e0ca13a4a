"""What is drafted, published, paused and taken back, on SQLite and on PostgreSQL."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text, update

from tests.partners.conftest import GUIDE
from tests.partners.samples import full_partner
from widget.partners.documents import LONGEST_TEXT
from widget.partners.model import Partner, PartnerKind
from widget.partners.records import PartnerAction, Refusal, RefusalReason
from widget.partners.registry import Registry
from widget.partners.tables import PARTNER, PARTNER_VERSION

TOWN = Partner("town", "Town")
NAMED = [replace(TOWN, name=name) for name in ("First", "Second", "Third")]


def reason(answer: object) -> RefusalReason:
    assert isinstance(answer, Refusal), answer
    assert str(answer)
    return answer.reason


def published(registry: Registry, *partners: Partner) -> None:
    """Publish each, one after another."""
    for partner in partners:
        write = registry.save_draft if registry.entry(partner.id) else registry.create
        assert write(partner, "anna") is None
        assert isinstance(registry.publish(partner.id, "anna"), int)


# --- Drafts ---


def test_a_new_partner_is_a_draft_with_everything_in_it(registry: Registry) -> None:
    assert registry.create(full_partner(), "anna") is None
    entry = registry.entry("aarhus")
    assert entry
    assert entry.draft == entry.working == full_partner()
    assert (entry.draft_by, entry.published, entry.published_version) == ("anna", None, None)
    assert entry.draft_at
    assert entry.draft_at.tzinfo == UTC
    assert entry.created == entry.draft_at
    assert datetime(2026, 11, 22, 12, tzinfo=UTC) < entry.created < datetime(2026, 11, 22, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("bad", ["", "Town", "a b", "å", "-a", "a-", "a" * 65, "a/b", "a\x00", "\ud800"])
def test_an_id_that_cannot_stand_in_an_address_is_refused(registry: Registry, bad: str) -> None:
    assert reason(registry.create(replace(TOWN, id=bad), "anna")) is RefusalReason.BAD_ID
    assert registry.entry(bad) is None
    assert registry.versions(bad) == ()
    assert registry.version(bad, 1) is None
    assert registry.changes(bad) == ()
    assert reason(registry.publish(bad, "anna")) is RefusalReason.UNKNOWN


def test_a_partner_cannot_bear_a_guides_id(registry: Registry) -> None:
    assert reason(registry.create(replace(TOWN, id=GUIDE), "anna")) is RefusalReason.GUIDE_ID


def test_an_id_is_given_once(registry: Registry) -> None:
    assert registry.create(TOWN, "anna") is None
    assert reason(registry.create(TOWN, "bent")) is RefusalReason.IN_USE
    assert [change.who for change in registry.changes()] == ["anna"]


def test_what_could_not_be_read_again_is_not_kept(registry: Registry) -> None:
    broken = replace(TOWN, name="two\nlines")
    assert reason(registry.create(broken, "anna")) is RefusalReason.UNREADABLE
    assert registry.create(TOWN, "anna") is None
    refusal = registry.save_draft(broken, "anna")
    assert isinstance(refusal, Refusal)
    assert [problem.key for problem in refusal.problems] == ["name"]


def test_a_draft_changes_nothing_for_citizens(registry: Registry) -> None:
    published(registry, NAMED[0])
    assert registry.save_draft(NAMED[1], "bent") is None
    entry = registry.entry("town")
    assert entry
    assert entry.draft == NAMED[1]
    assert entry.published == NAMED[0]
    assert entry.published_version == 1


def test_a_draft_that_is_as_what_is_published_is_none(registry: Registry) -> None:
    published(registry, NAMED[0])
    registry.save_draft(NAMED[1], "bent")
    registry.save_draft(NAMED[0], "bent")
    entry = registry.entry("town")
    assert entry
    assert entry.draft is None
    assert entry.draft_by == ""
    assert entry.draft_at is None


def test_a_discarded_draft_leaves_what_is_published(registry: Registry) -> None:
    published(registry, NAMED[0])
    registry.save_draft(NAMED[1], "bent")
    assert registry.discard_draft("town", "bent") is None
    entry = registry.entry("town")
    assert entry
    assert (entry.draft, entry.published) == (None, NAMED[0])
    assert [row.name for row in registry.search("first").rows] == ["First"]
    assert reason(registry.discard_draft("town", "bent")) is RefusalReason.NO_DRAFT


def test_a_discarded_partner_that_was_never_published_frees_its_id(registry: Registry) -> None:
    registry.create(TOWN, "anna")
    assert registry.discard_draft("town", "anna") is None
    assert registry.entry("town") is None
    assert registry.search("town").total == 0
    assert registry.create(NAMED[1], "bent") is None
    assert [change.what for change in registry.changes("town")] == [
        PartnerAction.CREATED,
        PartnerAction.DISCARDED,
        PartnerAction.CREATED,
    ]


# --- Versions ---


def test_every_published_version_is_kept(registry: Registry) -> None:
    published(registry, *NAMED)
    versions = registry.versions("town")
    assert [(version.number, version.live) for version in versions] == [(3, True), (2, False), (1, False)]
    assert [registry.version("town", version.number) for version in versions] == NAMED[::-1]
    assert versions[0].by == "anna"
    assert versions[0].at > versions[1].at > versions[2].at
    assert versions[0].at.tzinfo == UTC


def test_publishing_without_a_draft_is_refused(registry: Registry) -> None:
    published(registry, TOWN)
    assert reason(registry.publish("town", "anna")) is RefusalReason.NO_DRAFT
    assert reason(registry.publish("nowhere", "anna")) is RefusalReason.UNKNOWN
    assert len(registry.versions("town")) == 1


def test_going_back_publishes_the_old_version_again_and_keeps_the_draft(registry: Registry) -> None:
    published(registry, *NAMED[:2])
    registry.save_draft(NAMED[2], "anna")
    assert registry.restore_version("town", 1, "bent") == 3
    entry = registry.entry("town")
    assert entry
    assert (entry.published, entry.published_version, entry.draft) == (NAMED[0], 3, NAMED[2])
    assert [version.number for version in registry.versions("town")] == [3, 2, 1]
    assert [row.name for row in registry.search().rows] == ["Third"]


def test_going_back_without_a_draft_shows_the_old_name_in_the_list(registry: Registry) -> None:
    published(registry, *NAMED[:2])
    registry.restore_version("town", 1, "bent")
    assert [row.name for row in registry.search("first").rows] == ["First"]
    assert registry.search("second").total == 0


@pytest.mark.parametrize("number", [0, -1, 2, 2**31, 2**63, 10**30])
def test_there_is_no_way_back_to_a_version_that_never_was(registry: Registry, number: int) -> None:
    published(registry, TOWN)
    assert reason(registry.restore_version("town", number, "bent")) is RefusalReason.NO_SUCH_VERSION
    assert registry.version("town", number) is None
    assert reason(registry.restore_version("nowhere", 1, "bent")) is RefusalReason.UNKNOWN


def test_a_version_that_no_longer_reads_leaves_the_last_good_one_and_says_so(
    registry: Registry, engine: Engine
) -> None:
    published(registry, *NAMED)
    with engine.begin() as connection:
        broken = PARTNER_VERSION.c.number > 1
        connection.execute(update(PARTNER_VERSION).where(broken).values(document='{"id": "town"}'))
    entry = registry.entry("town")
    assert entry
    assert entry.published == NAMED[0]
    assert {problem.key for problem in entry.problems} == {"name", "kind"}
    assert reason(registry.restore_version("town", 2, "anna")) is RefusalReason.UNREADABLE
    assert registry.version("town", 2) is None
    assert registry.restore_version("town", 1, "anna") == 4


def test_a_draft_that_no_longer_reads_is_not_published(registry: Registry, engine: Engine) -> None:
    registry.create(TOWN, "anna")
    with engine.begin() as connection:
        connection.execute(update(PARTNER).values(draft="not JSON"))
    assert reason(registry.publish("town", "anna")) is RefusalReason.UNREADABLE
    entry = registry.entry("town")
    assert entry
    assert entry.working is None
    assert entry.problems
    assert registry.save_draft(TOWN, "anna") is None
    assert registry.publish("town", "anna") == 1


# --- Pause ---


def test_a_pause_shows_its_message_at_once_and_is_no_version(registry: Registry) -> None:
    published(registry, TOWN)
    assert registry.pause("town", "Vi flytter.\nPrøv på mandag.", "anna") is None
    entry = registry.entry("town")
    assert entry
    assert entry.published == replace(TOWN, pause_message="Vi flytter.\nPrøv på mandag.")
    assert registry.search().rows[0].paused
    assert len(registry.versions("town")) == 1
    assert registry.resume("town", "anna") is None
    entry = registry.entry("town")
    assert entry
    assert entry.published == TOWN


def test_a_pause_lasts_while_new_versions_are_published_and_is_in_none_of_them(registry: Registry) -> None:
    published(registry, NAMED[0])
    registry.pause("town", "Vi flytter.", "anna")
    published(registry, replace(NAMED[1], pause_message="Vi flytter."))
    entry = registry.entry("town")
    assert entry
    assert entry.published == replace(NAMED[1], pause_message="Vi flytter.")
    registry.resume("town", "anna")
    assert registry.version("town", 2) == NAMED[1]


def test_a_pause_needs_a_message_that_can_be_shown(registry: Registry) -> None:
    published(registry, TOWN)
    assert reason(registry.pause("town", " \n", "anna")) is RefusalReason.NO_MESSAGE
    assert reason(registry.pause("town", "a\x00", "anna")) is RefusalReason.UNREADABLE
    assert reason(registry.pause("town", "a" * (LONGEST_TEXT + 1), "anna")) is RefusalReason.UNREADABLE
    assert reason(registry.pause("nowhere", "Vi flytter.", "anna")) is RefusalReason.UNKNOWN
    registry.create(replace(TOWN, id="fresh"), "anna")
    assert reason(registry.pause("fresh", "Vi flytter.", "anna")) is RefusalReason.NOT_PUBLISHED


# --- The log ---


def test_the_log_tells_who_did_what_and_when(registry: Registry) -> None:
    published(registry, NAMED[0])
    registry.save_draft(replace(NAMED[1], kind=PartnerKind.A_KASSE, guides=("a",)), "bent")
    registry.publish("town", "carl")
    registry.pause("town", "Vi flytter.", "dora")
    registry.pause("town", "Vi flytter.", "dora")
    registry.resume("town", "dora")
    registry.restore_version("town", 1, "erik")
    changes = registry.changes("town")
    assert [(change.who, change.what, change.detail) for change in changes[::-1]] == [
        ("anna", PartnerAction.CREATED, ""),
        ("anna", PartnerAction.PUBLISHED, "1"),
        ("bent", PartnerAction.DRAFTED, "guides, kind, name"),
        ("carl", PartnerAction.PUBLISHED, "2"),
        ("dora", PartnerAction.PAUSED, "Vi flytter."),
        ("dora", PartnerAction.RESUMED, ""),
        ("erik", PartnerAction.RESTORED, "1 → 3"),
    ]
    assert [change.at for change in changes] == sorted((change.at for change in changes), reverse=True)


def test_the_log_comes_in_pages_of_one_partner_or_of_all(registry: Registry) -> None:
    for number in range(7):
        registry.create(Partner(f"town-{number % 2}{number}", "Town"), "anna")
    first = registry.changes(limit=3)
    assert [change.partner_id for change in first] == ["town-06", "town-15", "town-04"]
    assert [change.partner_id for change in registry.changes(limit=3, before=first[-1].id)] == [
        *("town-13", "town-02", "town-11")
    ]
    assert [change.partner_id for change in registry.changes("town-02")] == ["town-02"]
    assert registry.changes(limit=-1) == ()
    assert len(registry.changes(before=10**30)) == 7


def test_a_name_that_no_database_can_hold_does_not_stop_the_log(registry: Registry) -> None:
    assert registry.create(TOWN, "an\x00na \ud800") is None
    assert registry.changes()[0].who == "an\ufffdna \ufffd"


# --- Search ---


def test_partners_are_found_by_the_beginnings_of_words(registry: Registry) -> None:
    registry.create(full_partner(), "anna")
    registry.create(Partner("hoeje-taastrup", "Høje-Taastrup Kommune", kommune_code="0169"), "anna")
    registry.create(Partner("fagforbund", "3F’s A-kasse", kind=PartnerKind.A_KASSE), "anna")

    def found(typed: str) -> list[str]:
        return [row.id for row in registry.search(typed).rows]

    assert found("århus") == found("AARH") == found("0751") == found("komm aar") == ["aarhus"]
    assert found("høje") == found("hoej") == found("taastrup") == found("tåstrup") == ["hoeje-taastrup"]
    assert found("kommune") == ["hoeje-taastrup", "aarhus"]
    assert found("3f") == found("fag") == found("kasse") == ["fagforbund"]
    assert found("") == found("  ") == ["fagforbund", "hoeje-taastrup", "aarhus"]
    for nothing in ("rhus", "aarhus odense", "%", "_", "'; --", "\x00", "\ud800", "\U0010ffff", "a" * 10_000):
        assert found(nothing) == []


def test_the_list_tells_how_each_partner_stands(registry: Registry) -> None:
    registry.create(full_partner(), "anna")
    (row,) = registry.search().rows
    assert (row.id, row.name, row.kind, row.kommune_code) == ("aarhus", "Aarhus Kommune", PartnerKind.KOMMUNE, "0751")
    assert (row.published_version, row.has_draft, row.paused) == (None, True, False)
    registry.publish("aarhus", "anna")
    (row,) = registry.search().rows
    assert (row.published_version, row.has_draft, row.paused) == (1, False, False)


def test_the_list_comes_in_pages_in_the_danish_alphabet(registry: Registry) -> None:
    names = ["Aabenraa", "Ørsted", "Albertslund", "Ærø", "Zoo", "bo", "Bo"]
    for number, name in enumerate(names):
        registry.create(Partner(f"town-{number}", name), "anna")
    pages = [registry.search(page=page, size=3) for page in (1, 2, 3, 4)]
    assert [page.total for page in pages] == [7] * 4
    assert [row.name for page in pages for row in page.rows] == [
        *("Albertslund", "bo", "Bo", "Zoo", "Ærø", "Ørsted", "Aabenraa")
    ]
    assert registry.search(page=-5, size=3) == pages[0]
    assert registry.search(page=10**30, size=10**30).rows == ()
    assert registry.search(size=0).rows == ()


def test_citizens_find_what_is_published_alone(registry: Registry) -> None:
    published(registry, full_partner(), Partner("odense", "Odense Kommune"))
    registry.create(Partner("hemmelig", "Hemmelig Kommune"), "anna")
    assert registry.published_ids("kommune", 10) == ("odense", "aarhus")
    assert registry.published_ids("", 1) == ("odense",)
    assert registry.published_ids("hemm", 10) == registry.published_ids("%", 10) == ()


def test_a_search_uses_indexes(registry: Registry, engine: Engine) -> None:
    registry.prepare()
    query = "SELECT partner_id FROM partner_word WHERE word >= 'aar' AND word < 'aarz'"
    ordered = "SELECT id FROM partner ORDER BY sort_key, id LIMIT 50"
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            for asked, index in ((query, "sqlite_autoindex_partner_word_1"), (ordered, "ix_partner_sort_key")):
                assert index in str(connection.execute(text(f"EXPLAIN QUERY PLAN {asked}")).all())
        else:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_sort = off"))
            for asked, index in ((query, "pk_partner_word"), (ordered, "ix_partner_sort_key")):
                assert index in str(connection.execute(text(f"EXPLAIN {asked}")).all())


# --- Several at once ---


def try_respond(*tasks: Callable[[], object]) -> list[object]:
    """What they answer when all begin at the same moment."""
    answers: list[object] = []
    gate = threading.Barrier(len(tasks))

    def run(task: Callable[[], object]) -> None:
        gate.wait()
        answers.append(task())

    threads = [threading.Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_several_who_create_the_same_partner_one_does(
    registry: Registry, another_worker: Callable[[], Registry]
) -> None:
    registry.prepare()
    workers = [another_worker() for _ in range(4)]
    answers = try_respond(*(lambda worker=worker: worker.create(TOWN, "anna") for worker in workers))
    assert sorted(str(answer) for answer in answers if answer) == [RefusalReason.IN_USE.value] * 3
    assert answers.count(None) == 1
    assert len(registry.changes()) == 1


def test_of_several_who_publish_the_same_draft_one_does(
    registry: Registry, another_worker: Callable[[], Registry]
) -> None:
    registry.create(TOWN, "anna")
    workers = [another_worker() for _ in range(4)]
    answers = try_respond(*(lambda worker=worker: worker.publish("town", "anna") for worker in workers))
    assert answers.count(1) == 1
    assert [version.number for version in registry.versions("town")] == [1]


def test_versions_published_at_once_all_get_their_own_number(
    registry: Registry, another_worker: Callable[[], Registry]
) -> None:
    published(registry, *NAMED)
    workers = [another_worker() for _ in range(4)]
    tasks = [lambda worker=worker: worker.restore_version("town", 1, "anna") for worker in workers]
    answers = try_respond(*tasks, *tasks)
    assert sorted(str(answer) for answer in answers) == sorted(str(number) for number in range(4, 12))
    assert [version.number for version in registry.versions("town")] == list(range(11, 0, -1))
    assert len(registry.changes("town", limit=100)) == 14


def test_a_draft_saved_while_the_one_before_is_published_is_not_lost(
    registry: Registry, another_worker: Callable[[], Registry]
) -> None:
    other = another_worker()
    for number in range(10):
        old, new = replace(TOWN, name=f"Old {number}"), replace(TOWN, name=f"New {number}")
        (registry.save_draft if number else registry.create)(old, "anna")
        try_respond(lambda: registry.publish("town", "anna"), lambda new=new: other.save_draft(new, "bent"))  # type: ignore[misc]  # no type is found for a lambda with defaults
        entry = registry.entry("town")
        assert entry
        assert entry.working
        assert entry.working.name == new.name
