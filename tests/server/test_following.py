"""Two applications of plain WSGI servers on one database, and what each shows of the editions that are published."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine import Engine as AnyEngine
from werkzeug.test import Client

from tests.database.fixtures import database_url, engine, server
from tests.guides.guide_examples import MINIMAL
from widget.app import Application, utc_now
from widget.database.database import Database
from widget.database.errors import DatabaseUnavailable
from widget.publishing.content_files import read_content
from widget.publishing.edition_store import EditionStore
from widget.server.following import EditionFollowingApplication, StartedByFirstRequest, application_for
from widget.settings import read_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

__all__ = ["database_url", "engine", "server"]

GUIDE, PAGE = "eksempel/guide.yaml", "/guide/eksempel"


@pytest.fixture
def editions(engine: Engine) -> EditionStore:
    return EditionStore(Database(engine), utc_now)


def edition(title: str) -> dict[str, bytes]:
    """The small guide under another title."""
    files = read_content(MINIMAL)
    lines = files[GUIDE].decode().splitlines(keepends=True)
    files[GUIDE] = "".join(f"title: {title}\n" if line.startswith("title: ") else line for line in lines).encode()
    return files


def environment(database_url: str, folder: Path) -> dict[str, str]:
    """The settings of one machine: its own data folder, and the database that it shares."""
    content = folder / "package"
    if not content.exists():
        copytree(MINIMAL, content)
    return {
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder),
        "CONTENT_DIR": str(content),
        "CONTENT_SOURCE": "database",
        "SECRET_KEY": "x" * 32,
    }


@pytest.fixture
def machines(
    editions: EditionStore, database_url: str, tmp_path: Path
) -> Iterator[list[EditionFollowingApplication]]:
    """Two machines that were started while the first edition was shown. Nothing looks by itself here."""
    editions.import_files(edition("Den første"), "1", "anna")
    made = [
        EditionFollowingApplication(read_settings(environment(database_url, tmp_path / name))) for name in ("a", "b")
    ]
    yield made
    for one in made:
        one.stop()


def title_of(machine: "WSGIApplication") -> str:
    text = Client(machine).get(PAGE).text
    return text.partition("<title>")[2].partition("</title>")[0]


def test_an_edition_published_elsewhere_is_shown_by_every_machine_at_its_next_look(
    machines: list[EditionFollowingApplication], editions: EditionStore
) -> None:
    assert ["Den første" in title_of(machine) for machine in machines] == [True, True]
    assert [machine.look() for machine in machines] == [False, False]
    editions.import_files(edition("Den anden"), "2", "bo")
    assert ["Den første" in title_of(machine) for machine in machines] == [True, True]
    assert [machine.look() for machine in machines] == [True, True]
    assert ["Den anden" in title_of(machine) for machine in machines] == [True, True]
    editions.restore(1, "Tilbage", "anna")
    assert [machine.look() for machine in machines] == [True, True]
    assert ["Den første" in title_of(machine) for machine in machines] == [True, True]


def test_no_page_asks_the_database_and_a_look_asks_once(machines: list[EditionFollowingApplication]) -> None:
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(AnyEngine, "before_cursor_execute", note)
    try:
        for number in range(20):
            Client(machines[0]).get(f"{PAGE}?dato=2026-12-{number + 1:02}")
        assert asked == []
        machines[0].look()
        assert [one.split()[0] for one in asked] == ["SELECT"]
    finally:
        event.remove(AnyEngine, "before_cursor_execute", note)


def test_while_the_database_is_away_the_last_edition_is_shown_and_after_a_start_too(
    machines: list[EditionFollowingApplication], database_url: str, tmp_path: Path
) -> None:
    away = environment("postgresql+psycopg://stranger@127.0.0.1:1/nothing", tmp_path / "a")
    started = EditionFollowingApplication(read_settings(away))
    assert "Den første" in title_of(started)
    with pytest.raises(DatabaseUnavailable):
        started.look()
    assert "Den første" in title_of(started)
    started.stop()


def test_a_server_with_a_folder_of_its_own_follows_nothing(database_url: str, tmp_path: Path) -> None:
    settings = environment(database_url, tmp_path) | {"CONTENT_SOURCE": "folder"}
    assert isinstance(application_for(settings).application, Application)


@pytest.mark.parametrize("source", ["folder", "database"])
def test_nothing_runs_beside_it_before_the_first_request(
    source: str, editions: EditionStore, database_url: str, tmp_path: Path
) -> None:
    """A server may fork in between, and a thread of the first process may hold a lock at that moment."""
    editions.import_files(edition("Den første"), "1", "anna")
    before = set(threading.enumerate())
    application_for(environment(database_url, tmp_path) | {"CONTENT_SOURCE": source, "BASE_URL": "https://a.example"})
    assert set(threading.enumerate()) <= before


def test_the_first_request_starts_it_once_and_waits_for_it() -> None:
    started = threading.Event()
    starts: list[str] = []

    def start() -> None:
        assert not starts, "it is started once"
        starts.append(threading.current_thread().name)
        assert started.wait(60)

    def answer(_environ: object, start_response: "StartResponse") -> list[bytes]:
        assert started.is_set(), "the start comes before the answer"
        start_response("200 OK", [])
        return [b"answer"]

    application = StartedByFirstRequest(answer, start)
    with ThreadPoolExecutor(4) as visitors:
        answers = [visitors.submit(lambda: Client(application).get("/").text) for _ in range(4)]
        started.set()
        assert [one.result(60) for one in answers] == ["answer"] * 4
    assert len(starts) == 1


def test_a_start_that_fails_keeps_no_page_back(caplog: pytest.LogCaptureFixture) -> None:
    def answer(_environ: object, start_response: "StartResponse") -> list[bytes]:
        start_response("200 OK", [])
        return [b"answer"]

    def fail() -> None:
        raise RuntimeError("can't start new thread")

    visitor = Client(StartedByFirstRequest(answer, fail))
    assert [visitor.get("/").text, visitor.get("/").text] == ["answer", "answer"]
    assert caplog.messages == ["What runs beside requests could not be begun."]


def test_the_first_request_shows_what_was_published_since_the_application_was_made(
    machines: list[EditionFollowingApplication], editions: EditionStore
) -> None:
    """A process may be forked long after that."""
    editions.import_files(edition("Den anden"), "2", "bo")
    assert "Den anden" in title_of(StartedByFirstRequest(machines[0], machines[0].start))
