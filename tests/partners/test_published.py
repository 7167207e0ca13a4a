"""What citizens' pages see: every change at once, and the last known partners while the database is away."""

import signal
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from os import kill
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, event, inspect, text, update

from tests.database.servers import Server, open_new, postgresql
from tests.partners.samples import full_partner
from tests.partners.test_registry import NAMED, TOWN, published, try_respond
from widget.circuit_breaker import RETRY_AFTER
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.database.errors import DatabaseUnavailable
from widget.partners import published as module
from widget.partners import published_reader as reading
from widget.partners.asking import QueryThread
from widget.partners.model import Partner
from widget.partners.published import PublishedPartners
from widget.partners.records import PublishedPartner
from widget.partners.registry import Registry
from widget.partners.tables import PARTNER_VERSION

pytestmark = pytest.mark.usefixtures("patience")


class Seconds:
    """A monotonic clock that stands still until the test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a busy machine time: no reader is to give up but where that is the test."""
    monkeypatch.setattr(module, "TIMEOUT", 30.0)
    monkeypatch.setattr(module, "FIRST_TIMEOUT", 30.0)
    monkeypatch.setattr(reading, "LIMIT", 30_000)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def worker(
    another_worker: Callable[[], Registry], seconds: Seconds, patience: None
) -> Iterator[Callable[..., PublishedPartners]]:
    """Starts what a worker of the server has, on the same database."""
    started: list[PublishedPartners] = []

    def start(**options: int) -> PublishedPartners:
        started.append(PublishedPartners(another_worker(), seconds, **options))
        return started[-1]

    yield start
    for one in started:
        one.close()


def partner(shown: PublishedPartner | None) -> Partner:
    assert shown
    return shown.partner


def count_statements(engine: Engine) -> list[str]:
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *arguments: said.append(arguments[2]))
    return said


# --- While all is well ---


def test_a_published_partner_is_shown_whole(registry: Registry, worker: Callable[..., PublishedPartners]) -> None:
    published(registry, full_partner())
    assert partner(worker().get("aarhus")) == full_partner()


@pytest.mark.parametrize("unknown", ["nowhere", "", "Town", "a/b", "\x00", "\ud800", "a" * 100_000])
def test_who_is_not_published_is_not_shown(
    registry: Registry, worker: Callable[..., PublishedPartners], unknown: str
) -> None:
    registry.create(TOWN, "anna")
    partners = worker()
    assert partners.get("town") is None
    assert partners.get(unknown) is None
    assert partners.degraded == ""


def test_every_change_is_seen_at_once_by_every_worker(
    registry: Registry, worker: Callable[..., PublishedPartners]
) -> None:
    workers = [worker() for _ in range(3)]
    steps: list[tuple[Callable[[], object], Partner]] = [
        (lambda: registry.publish("town", "anna"), NAMED[0]),
        (lambda: registry.save_draft(NAMED[1], "anna"), NAMED[0]),
        (lambda: registry.publish("town", "anna"), NAMED[1]),
        (lambda: registry.pause("town", "Vi flytter.", "anna"), replace(NAMED[1], pause_message="Vi flytter.")),
        (lambda: registry.restore_version("town", 1, "anna"), replace(NAMED[0], pause_message="Vi flytter.")),
        (lambda: registry.resume("town", "anna"), NAMED[0]),
    ]
    registry.create(NAMED[0], "anna")
    assert [one.get("town") for one in workers] == [None] * 3
    digests: list[tuple[Partner, set[str]]] = []
    for do, seen in steps:
        do()
        shown = [one.get("town") for one in workers]
        assert [partner(one) for one in shown] == [seen] * 3
        digests.append((seen, {one.digest for one in shown if one}))
    assert all(len(found) == 1 for _, found in digests), "the same on every worker"
    for seen, digest in digests:
        for other, another in digests:
            assert (digest == another) is (seen == other), "the same for the same, another one for anything else"


def test_a_page_of_an_old_version_is_never_served_after_publishing(
    registry: Registry, worker: Callable[..., PublishedPartners]
) -> None:
    """Readers run all the time while versions are published; a request after publishing sees that version."""
    published(registry, replace(TOWN, name="0"))
    done = threading.Event()
    newest = 0
    wrong: list[str] = []

    def read(partners: PublishedPartners) -> None:
        while not done.is_set():
            least = newest
            if int(partner(partners.get("town")).name) < least:
                wrong.append(f"saw less than {least}")

    readers = [threading.Thread(target=read, args=(worker(),)) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(1, 20):
        published(registry, replace(TOWN, name=str(number)))
        newest = number
    done.set()
    for reader in readers:
        reader.join()
    assert not wrong


def test_a_partner_that_did_not_change_costs_one_small_question(
    registry: Registry, seconds: Seconds, engine: Engine
) -> None:
    published(registry, TOWN)
    partners = PublishedPartners(registry, seconds)
    first = partners.get("town")
    said = count_statements(engine)
    assert all(partners.get("town") is first for _ in range(3))
    partners.close()
    assert len(said) == 3
    assert all("document" not in statement for statement in said)


def test_a_worker_keeps_so_many_partners_and_no_more(
    registry: Registry, worker: Callable[..., PublishedPartners]
) -> None:
    partners = worker(most_kept=3)
    for number in range(5):
        published(registry, Partner(f"town-{number}", "Town"))
    first = partners.get("town-0")
    for number in (1, 2, 0, 3):
        partners.get(f"town-{number}")
    assert partners.get("town-0") is first
    assert len(partners._cache) == 3


def test_many_threads_of_one_worker_may_ask_at_once(
    registry: Registry, worker: Callable[..., PublishedPartners]
) -> None:
    towns = [Partner(f"town-{number}", f"Town {number}") for number in range(6)]
    published(registry, *towns)
    partners = worker(most_kept=4)

    def ask(seed: int) -> bool:
        draw = Random(seed)  # noqa: S311  # no secret
        return all(partner(partners.get(town.id)) == town for town in draw.choices(towns, k=50))

    assert try_respond(*(lambda seed=seed: ask(seed) for seed in range(8))) == [True] * 8


def test_a_version_that_no_longer_reads_never_takes_a_partner_down(
    registry: Registry,
    engine: Engine,
    worker: Callable[..., PublishedPartners],
    caplog: pytest.LogCaptureFixture,
) -> None:
    published(registry, *NAMED)
    with engine.begin() as connection:
        newest = PARTNER_VERSION.c.number == 3
        connection.execute(update(PARTNER_VERSION).where(newest).values(document="{}"))
    partners = worker()
    assert partner(partners.get("town")) == NAMED[1]
    assert "town" in caplog.text
    assert "name: this must be filled in" in caplog.text
    caplog.clear()
    partners.get("town")
    assert not caplog.records


# --- While the database is away ---


def fail_database(engine: Engine) -> Callable[[], None]:
    """Let every question to the database fail, as if it were away, until `restore` is called."""
    shut = True

    def refuse(connection: Any, _: Any, statement: str, *__: Any) -> None:
        if shut:
            raise ConnectionResetError("the database is away")

    event.listen(engine, "before_cursor_execute", refuse)

    def restore() -> None:
        nonlocal shut
        shut = False

    return restore


def test_the_last_known_partners_are_shown_while_the_database_is_away(
    registry: Registry, engine: Engine, seconds: Seconds
) -> None:
    published(registry, NAMED[0], Partner("other", "Other"))
    partners = PublishedPartners(registry, seconds)
    partners.get("town")
    restore = fail_database(engine)
    said = count_statements(engine)
    assert partner(partners.get("town")) == NAMED[0]
    assert "away" in partners.degraded
    assert partners.get("other") is None
    assert partners.degraded
    tried = len(said)
    seconds.now += RETRY_AFTER - 0.1
    assert partner(partners.get("town")) == NAMED[0]
    assert len(said) == tried
    restore()
    assert partner(partners.get("town")) == NAMED[0]
    assert partners.degraded
    published(registry, NAMED[1])
    seconds.now += 0.2
    assert partner(partners.get("town")) == NAMED[1]
    assert partners.degraded == ""
    partners.close()


def test_a_probe_finds_out_without_waiting_for_a_page(registry: Registry, engine: Engine, seconds: Seconds) -> None:
    registry.prepare()
    partners = PublishedPartners(registry, seconds)
    assert partners.probe() == ""
    restore = fail_database(engine)
    assert "away" in partners.probe()
    restore()
    assert partners.probe() == ""
    partners.close()


def test_a_worker_that_starts_without_the_database_finds_it_later(
    registry: Registry, engine: Engine, seconds: Seconds
) -> None:
    restore = fail_database(engine)
    with pytest.raises(DatabaseUnavailable):
        registry.prepare()
    with pytest.raises(DatabaseUnavailable):
        registry.search()
    partners = PublishedPartners(registry, seconds)
    assert partners.get("town") is None
    assert partners.degraded
    restore()
    published(registry, TOWN)
    seconds.now += RETRY_AFTER
    assert partner(partners.get("town")) == TOWN
    partners.close()


def test_a_connection_that_was_lost_is_replaced_without_a_failed_request(
    server: Server, tmp_path: Path, seconds: Seconds
) -> None:
    url = server.new_database()
    engine = open_engine(url, tmp_path)
    registry = Registry(Database(engine), _noon)
    published(registry, TOWN)
    partners = PublishedPartners(registry, seconds)
    partners.get("town")
    other = open_engine(url, tmp_path)
    with other.begin() as connection:
        others = "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity {others}"))  # noqa: S608 (values of the tests alone)
    assert partner(partners.get("town")) == TOWN
    assert partners.degraded == ""
    assert registry.search().total == 1
    partners.close()
    engine.dispose()
    other.dispose()
    server.drop(url)


def test_a_question_for_citizens_may_take_a_quarter_of_a_second_and_no_more(engine: Engine) -> None:
    connection = Database(engine).connect_with_timeout(250)
    asked = {"sqlite": "PRAGMA busy_timeout", "postgresql": "SHOW statement_timeout"}[engine.dialect.name]
    assert connection.exec_driver_sql(asked).scalar() in {250, "250ms"}
    connection.invalidate()
    connection.close()


def test_a_database_that_comes_back_empty_gets_its_tables_again(registry: Registry, engine: Engine) -> None:
    published(registry, TOWN)
    with engine.begin() as connection:
        tables = [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name]
        for table in reversed(tables):
            connection.execute(text(f"DROP TABLE {table}"))
    with pytest.raises(DatabaseUnavailable):
        registry.search()
    assert registry.search().total == 0
    published(registry, TOWN)


def test_a_locked_file_is_waited_for_shortly(
    tmp_path: Path, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIMIT", 250)
    engine = open_new(tmp_path)
    registry = Registry(Database(engine), _noon)
    published(registry, TOWN)
    partners = PublishedPartners(registry, seconds)
    partners.get("town")
    other = open_new(tmp_path)
    partners.close()
    with other.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("PRAGMA locking_mode = EXCLUSIVE")
        engine.dispose()
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        connection.exec_driver_sql("UPDATE registry_state SET revision = revision")
        assert partner(partners.get("town")) == TOWN
        assert "locked" in partners.degraded
        connection.exec_driver_sql("COMMIT")
        connection.invalidate()
    seconds.now += RETRY_AFTER
    assert partner(partners.get("town")) == TOWN
    assert partners.degraded == ""
    partners.close()
    engine.dispose()
    other.dispose()


def test_a_locked_table_is_waited_for_shortly(
    server: Server, tmp_path: Path, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.new_database()
    engine, other = open_engine(url, tmp_path), open_engine(url, tmp_path)
    registry = Registry(Database(engine), _noon)
    published(registry, TOWN)
    partners = PublishedPartners(registry, seconds)
    monkeypatch.setattr(reading, "LIMIT", 1000)
    partners.get("town")
    monkeypatch.setattr(reading, "LIMIT", 30_000)
    with other.begin() as connection:
        connection.execute(text("LOCK TABLE registry_state"))
        assert partner(partners.get("town")) == TOWN
        assert "timeout" in partners.degraded
    seconds.now += RETRY_AFTER
    assert partner(partners.get("town")) == TOWN
    assert partners.degraded == ""
    partners.close()
    engine.dispose()
    other.dispose()
    server.drop(url)


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A PostgreSQL server that may be broken."""
    with postgresql() as running:
        yield running


def test_a_server_that_dies_and_comes_back_is_not_noticed_by_citizens(
    own_server: Server, tmp_path: Path, seconds: Seconds
) -> None:
    engine = open_engine(own_server.new_database(), tmp_path)
    registry = Registry(Database(engine), _noon)
    published(registry, TOWN)
    partners = PublishedPartners(registry, seconds)
    partners.get("town")
    own_server.stop()
    assert partner(partners.get("town")) == TOWN
    assert partners.degraded
    with pytest.raises(DatabaseUnavailable):
        registry.search()
    own_server.start()
    seconds.now += RETRY_AFTER
    assert partner(partners.get("town")) == TOWN
    assert partners.degraded == ""
    assert registry.search().total == 1
    partners.close()
    engine.dispose()


def test_a_server_that_says_nothing_keeps_only_the_first_reader_waiting(
    own_server: Server, tmp_path: Path, seconds: Seconds, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(own_server.new_database(), tmp_path)
    registry = Registry(Database(engine), _noon)
    published(registry, TOWN)
    partners = PublishedPartners(registry, seconds)
    partners.get("town")
    asked = processes_of(own_server)
    for process in asked:
        kill(process, signal.SIGSTOP)
    try:
        monkeypatch.setattr(module, "TIMEOUT", 0.05)
        while not partners._asking.is_stuck:
            assert partner(partners.get("town")) == TOWN
            seconds.now += RETRY_AFTER
        assert "0.05" in partners.degraded
        monkeypatch.setattr(module, "TIMEOUT", 3600.0)
        seconds.now += 100 * RETRY_AFTER
        assert partner(partners.get("town")) == TOWN
        assert partners.probe()
    finally:
        for process in asked:
            kill(process, signal.SIGCONT)
    partners._asking.ask(int, 30)
    assert partners.probe() == ""
    partners.close()
    engine.dispose()


def processes_of(server: Server) -> list[int]:
    """The server and all its parts."""
    main = server.main_process
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    return [main, *map(int, children)]


def _noon() -> datetime:
    return datetime(2026, 11, 22, 12, tzinfo=UTC)


# --- The thread that asks ---


def test_a_question_that_hangs_keeps_only_who_asked_it_waiting() -> None:
    asking, begun, gate = QueryThread(), threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        gate.wait()

    while not begun.is_set():
        with pytest.raises(TimeoutError):
            asking.ask(wait, 0.001)
    assert asking.is_stuck
    with pytest.raises(TimeoutError):
        asking.ask(pytest.fail, 0.001)
    gate.set()
    assert asking.ask(lambda: "answer", 30) == "answer"
    assert not asking.is_stuck
    asking.stop()


def test_a_question_that_fails_fails_for_who_asked_it() -> None:
    asking = QueryThread()
    with pytest.raises(ZeroDivisionError):
        asking.ask(lambda: 1 / 0, 30)
    assert asking.ask(lambda: 1, 30) == 1
    asking.stop()
    asking.stop()
    assert asking.ask(lambda: 2, 30) == 2
    asking.stop()


def test_within_its_lease_a_worker_asks_nothing_and_after_it_sees_every_change(
    registry: Registry, engine: Engine, seconds: Seconds
) -> None:
    published(registry, TOWN)
    partners = PublishedPartners(registry, seconds, lease=0.1)
    before = partners.get("town")
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    assert partners.get("town") is before
    assert asked == []
    published(registry, replace(TOWN, name="New Town"))
    seconds.now += 0.1
    shown = partners.get("town")
    assert shown is not None
    assert shown.partner.name == "New Town"
    partners.close()


def test_a_lease_begins_before_the_look_however_long_that_takes(
    registry: Registry, engine: Engine, seconds: Seconds
) -> None:
    published(registry, TOWN)
    partners = PublishedPartners(registry, seconds, lease=0.1)
    begun = seconds.now

    def take_long(*_statement: object) -> None:
        seconds.now += 0.05

    event.listen(engine, "after_cursor_execute", take_long)
    partners.get("town")
    event.remove(engine, "after_cursor_execute", take_long)
    assert seconds.now > begun
    published(registry, replace(TOWN, name="New Town"))
    seconds.now = begun + 0.1
    assert partner(partners.get("town")).name == "New Town"
    partners.close()


def test_a_change_is_told_when_every_lease_is_over(engine: Engine, seconds: Seconds) -> None:
    def settle() -> None:
        seconds.now += 0.1

    registry = Registry(Database(engine), _noon, settle=settle)
    partners = PublishedPartners(registry, seconds, lease=0.1)
    published(registry, TOWN)
    for change in (
        lambda: published(registry, replace(TOWN, name="New Town")),
        lambda: registry.pause("town", "Back soon", "anne"),
        lambda: registry.resume("town", "anne"),
        lambda: registry.restore_version("town", 1, "anne"),
    ):
        before = partners.get("town")
        change()
        assert partners.get("town") != before
    partners.close()
