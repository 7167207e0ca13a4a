"""A server that shows what editors have published in the database, as most do: with that away, and at its ends."""

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from tests.guides.guide_examples import MINIMAL
from tests.servers.operating import Guides, command, guides, until

pytestmark = pytest.mark.servers

GUIDE, PAGE = "eksempel/guide.yaml", "/guide/eksempel"
WATCHER = "widget.server.edition_watcher"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that has shown an edition called “En udgave”, and has ended."""
    folder = tmp_path_factory.mktemp("editions") / "guides"
    copytree(MINIMAL, folder / "content")
    edition = copytree(MINIMAL, folder / "edition")
    file = edition / GUIDE
    file.write_text(file.read_text().replace("title: Eksempel", "title: En udgave", 1))
    command(settings_in(folder), "content", "import", str(edition))
    with guides(folder, workers=1, **settings_in(folder)) as server:
        until(lambda: "En udgave" in server.get(PAGE).text, "the edition is unpacked on this machine")
        assert server.stop() == 0
    return folder


def settings_in(folder: Path) -> dict[str, str]:
    """Those of a server that keeps all that it has in a folder, and shows what is published."""
    return {
        "DATA_DIR": str(folder / "data"),
        "CONTENT_DIR": str(folder / "content"),
        "CONTENT_SOURCE": "database",
        "TMPDIR": str(folder),
    }


@pytest.fixture(scope="module")
def server(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guides]:
    """A server with that edition. The last test that has it takes its database away."""
    folder = copytree(before, tmp_path_factory.mktemp("followed") / "guides")
    with guides(folder, workers=1, **settings_in(folder)) as running:
        until(lambda: "En udgave" in running.get(PAGE).text, "the edition is shown")
        yield running


def by_watcher(server: Guides) -> list[str]:
    return [line["message"] for line in server.lines if line["from"] == WATCHER]


@pytest.mark.parametrize("fault", ["away", "no database", "of a newer release"])
def test_a_server_starts_with_the_last_edition_where_the_database_cannot_be_read(
    before: Path, tmp_path: Path, fault: str
) -> None:
    folder = copytree(before, tmp_path / "guides")
    settings, file = settings_in(folder), folder / "data" / "guides.sqlite3"
    if fault == "away":
        settings |= {"DATABASE_URL": "postgresql://127.0.0.1:1/guides", "SECRET_KEY": "s" * 64}
    elif fault == "no database":
        file.write_bytes(b"x" * 9000)
    else:
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE alembic_version SET version_num = 'later_0099'")
    with guides(folder, workers=1, **settings) as server:
        assert "En udgave" in server.get(PAGE).text
        assert by_watcher(server) or fault == "of a newer release"
        assert "Traceback" not in server.log


def test_what_workers_start_from_is_left_out_where_a_system_cleans_its_temporary_files(server: Guides) -> None:
    """It takes a lock on each folder that it cleans, and leaves out what it cannot lock (tmpfiles.d(5), “Age”)."""
    (folder,) = server.folder.glob("guide-widget-*")
    descriptor = os.open(folder, os.O_RDONLY)
    with pytest.raises(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(descriptor)


def test_an_edition_that_is_deleted_on_this_machine_is_unpacked_again(server: Guides) -> None:
    editions = server.folder / "data" / "editions"
    rmtree(editions)
    until(lambda: len([path for path in editions.glob("*") if path.is_dir()]) == 1, "it is there again")
    server.reload()
    assert "Reload refused" not in server.log
    assert "En udgave" in server.get(PAGE).text


def test_a_loss_of_the_database_is_logged_as_that_and_the_edition_stays(server: Guides) -> None:
    for file in (server.folder / "data").glob("guides.sqlite3*"):
        file.unlink()
    until(lambda: by_watcher(server), "the loss is said")
    (said,) = by_watcher(server)
    assert said.startswith("The published edition cannot be looked up; the last one is shown.")
    assert "cannot be put in place" not in server.log
    assert "En udgave" in server.get(PAGE).text


def test_ctrl_c_in_a_terminal_ends_it_in_order(tmp_path: Path) -> None:
    """The terminal tells every process at once."""
    with guides(tmp_path, workers=1, CONTENT_SOURCE="database", TMPDIR=str(tmp_path)) as server:
        assert server.process
        os.killpg(server.process.pid, signal.SIGINT)
        assert server.process.wait(30) == 0
        assert "Traceback" not in server.log
        assert "Unexpected exit" not in server.log
    assert not list(tmp_path.glob("guide-widget-*"))


def test_a_reload_while_it_starts_does_not_end_it(tmp_path: Path) -> None:
    server = Guides(tmp_path / "guides", workers=1)
    server.folder.mkdir()
    program = [str(Path(sys.executable).with_name("guide-widget")), "serve", "--port", str(server.port)]
    log = server.folder / "log"
    with log.open("ab") as output:
        own = {**os.environ, "DATA_DIR": str(server.folder / "data"), "CONTENT_DIR": str(MINIMAL)}
        process = subprocess.Popen(program, stdout=output, stderr=output, env=own, start_new_session=True)
    server.process = process
    try:
        until(lambda: "Guides:" in log.read_text(), "it has begun")

        def answers() -> bool:
            process.send_signal(signal.SIGHUP)
            assert process.poll() is None, "it goes on"
            return server.get("/healthz").status == 200

        until(answers, "it answers")
    finally:
        server.kill()
