"""Use is counted as totals: right for several workers, bounded, and never in a page's way."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from tests.database.fixtures import rows
from widget.database.database import Database
from widget.database.engine import migrate, open_engine
from widget.database.errors import DatabaseUnavailable
from widget.insight.background_writer import BackgroundWriter
from widget.insight.tables import METADATA
from widget.insight.usage import READING, AnswerKey, ItemKey, PageKey, Totals, UsageCounter
from widget.insight.usage_store import UsageStore

DAY = date(2026, 11, 22)
MONTH = date(2026, 11, 1)
GUIDE = "hvis-du-bliver-ledig"


def count(counter: UsageCounter, surface: str = "embed", partner: str = "", **answers: str | None) -> None:
    counter.count_page(DAY, surface, GUIDE, partner, "da", answers)
    if surface in READING:
        counter.count_items(DAY, GUIDE, ["melding"])


def test_a_page_is_counted_with_each_question_for_itself() -> None:
    counter = UsageCounter(lambda totals: None)
    count(counter, alder="under-25", akasse=None)
    count(counter, alder="under-25", akasse="ja")
    assert counter.waiting == {
        PageKey(DAY, GUIDE, "", "embed", "da"): 2,
        AnswerKey(MONTH, GUIDE, "", "alder", "under-25"): 2,
        AnswerKey(MONTH, GUIDE, "", "akasse", ""): 1,
        AnswerKey(MONTH, GUIDE, "", "akasse", "ja"): 1,
        ItemKey(MONTH, GUIDE, "melding"): 2,
    }


def test_the_answers_of_a_day_with_one_reader_are_not_told_from_others_in_the_month() -> None:
    counter = UsageCounter(lambda totals: None)
    for day, alder, akasse in ((3, "under-25", "ja"), (22, "25-29", "nej")):
        answers = {"alder": alder, "akasse": akasse}
        counter.count_page(DAY.replace(day=day), "embed", GUIDE, "lilleoe", "da", answers)
        counter.count_items(DAY.replace(day=day), GUIDE, ["melding"])
    fine = [key for key in counter.waiting if not isinstance(key, PageKey) and key.month != MONTH]
    assert fine == []
    assert counter.waiting[ItemKey(MONTH, GUIDE, "melding")] == 2
    assert sum(isinstance(key, PageKey) for key in counter.waiting) == 2, "pages are counted by the day"


@pytest.mark.parametrize("surface", ["print", "calendar", "data", "snippet"])
def test_what_is_taken_along_counts_no_answers_a_second_time(surface: str) -> None:
    counter = UsageCounter(lambda totals: None)
    count(counter, surface, alder="under-25")
    assert counter.waiting == {PageKey(DAY, GUIDE, "", surface, "da"): 1}


def test_an_unknown_surface_is_not_counted() -> None:
    counter = UsageCounter(lambda totals: None)
    count(counter, "made-up")
    assert counter.waiting == {}


def test_totals_are_written_once(usage: UsageStore, engine: Engine) -> None:
    counter = UsageCounter(usage.add)
    for _ in range(3):
        count(counter, alder="under-25")
    assert counter.flush()
    assert counter.flush()
    count(counter, alder="25-29")
    assert counter.flush()
    day, month = (one.isoformat() if engine.dialect.name == "sqlite" else one for one in (DAY, MONTH))
    assert rows(engine, "usage_page") == [(day, GUIDE, "", "embed", "da", 4)]
    assert rows(engine, "usage_answer") == [
        (month, GUIDE, "", "alder", "25-29", 1),
        (month, GUIDE, "", "alder", "under-25", 3),
    ]
    assert rows(engine, "usage_item") == [(month, GUIDE, "melding", 4)]


def test_workers_that_write_at_once_add_up(database_url: str, engine: Engine, tmp_path: Path) -> None:
    migrate(engine)

    def work(number: int) -> bool:
        own = open_engine(database_url, tmp_path)
        counter = UsageCounter(UsageStore(Database(own)).add)
        written = []
        for step in range(20):
            order = range(5) if number % 2 else reversed(range(5))
            for partner in order:
                count(counter, partner=f"p{partner}", alder=f"a{step % 3}")
            written.append(counter.flush())
        own.dispose()
        return all(written)

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(4)))
    assert [row[-1] for row in rows(engine, "usage_page")] == [80] * 5
    assert sum(int(str(row[-1])) for row in rows(engine, "usage_answer")) == 400


def test_threads_of_a_worker_lose_nothing_while_it_writes() -> None:
    written: list[Totals] = []
    counter = UsageCounter(written.append)
    done = threading.Event()

    def flush() -> None:
        while not done.is_set():
            counter.flush()

    flusher = threading.Thread(target=flush)
    flusher.start()

    def work(_: int) -> None:
        for _ in range(500):
            count(counter)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    done.set()
    flusher.join()
    counter.flush()
    assert sum(totals.get(PageKey(DAY, GUIDE, "", "embed", "da"), 0) for totals in written) == 2000


def test_while_the_database_is_away_totals_wait_and_are_written_later(
    nowhere: Database, usage: UsageStore, engine: Engine
) -> None:
    stores = [UsageStore(nowhere)]
    counter = UsageCounter(lambda totals: stores[-1].add(totals))
    count(counter)
    assert not counter.flush()
    count(counter)
    stores.append(usage)
    assert counter.flush()
    assert rows(engine, "usage_page")[0][-1] == 2
    assert counter.waiting == {}


def test_a_database_that_fails_half_way_has_none_of_it(
    usage: UsageStore, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = UsageCounter(usage.add)
    count(counter, alder="under-25")
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE usage_item RENAME TO elsewhere"))
    assert not counter.flush()
    assert rows(engine, "usage_page") == []
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO usage_item"))
    assert counter.flush()
    assert rows(engine, "usage_page")[0][-1] == 1


def test_memory_is_bounded_for_any_counts_and_what_is_known_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    def away(totals: Totals) -> None:
        raise DatabaseUnavailable("away")

    counter = UsageCounter(away, most_keys=10)
    for number in range(100):
        counter.count_page(DAY, "print", GUIDE, f"made-up-{number}", "da", {})
    counter.count_page(DAY, "print", GUIDE, "made-up-0", "da", {})
    counter.flush()
    assert len(counter.waiting) == 10
    assert counter.waiting[PageKey(DAY, GUIDE, "made-up-0", "print", "da")] == 2
    assert "90 countings were dropped" in caplog.text


def test_counting_does_not_wait_for_writing() -> None:
    writing, drain = threading.Event(), threading.Event()

    def slow(totals: Totals) -> None:
        writing.set()
        assert drain.wait(10)

    counter = UsageCounter(slow)
    count(counter)
    writer = threading.Thread(target=counter.flush)
    writer.start()
    assert writing.wait(10)
    count(counter)
    assert len(counter.waiting) == 2, "counted while the other batch is being written"
    drain.set()
    writer.join()


def test_batches_are_written_in_the_background_and_at_the_end() -> None:
    flushed = threading.Semaphore(0)
    batches = BackgroundWriter(flushed.release, every=0.001)
    batches.wake()
    batches.wake()
    assert flushed.acquire(timeout=10)
    assert flushed.acquire(timeout=10)
    batches.stop()
    once_more: list[bool] = []
    never = BackgroundWriter(lambda: once_more.append(True), every=3600)
    never.wake()
    never.stop()
    assert once_more == [True]


def test_a_batch_that_fails_is_not_the_last() -> None:
    tries = threading.Semaphore(0)

    def fail() -> None:
        tries.release()
        raise RuntimeError("once")

    batches = BackgroundWriter(fail, every=0.001)
    batches.wake()
    for _ in range(3):
        assert tries.acquire(timeout=10)
    batches.stop()


def test_the_migration_makes_the_tables_that_the_code_expects(engine: Engine) -> None:
    migrate(engine)
    ours: dict[str, Callable[..., bool]] = {
        "include_name": lambda name, kind, _: kind != "table" or name in METADATA.tables
    }
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={**ours, "compare_type": True})
        assert compare_metadata(context, METADATA) == []
