"""The SQLite file is deleted under a running server: each worker says so, whenever it was started."""

import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.servers.operating import GUIDE, Guides, guides, stores_of, until
from widget.demo.example_partners import publish_examples

pytestmark = pytest.mark.servers

PARTNER_PAGE = f"/guide/storstad/{GUIDE}"


def stands_still(process: int) -> bool:
    """Whether every thread of it has stopped: until one of them takes the signal, the others go on."""
    try:
        stats = [stat.read_text() for stat in Path(f"/proc/{process}/task").glob("*/stat")]
    except (FileNotFoundError, ProcessLookupError):  # a thread has ended
        return False
    return {stat.rpartition(")")[2].split()[0] for stat in stats} == {"T"}


@contextmanager
def asking_only(server: Guides, worker: int) -> Iterator[None]:
    """All other workers stand still, so that this one answers."""
    others = set(server.children()) - {worker}
    for other in others:
        os.kill(other, signal.SIGSTOP)
    until(lambda: all(stands_still(other) for other in others), "the others stand still")
    try:
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def check_loss_is_said(server: Guides, worker: int) -> None:
    """Pages are shown, and `/readyz` says what is lost as soon as it looks again."""
    with asking_only(server, worker):
        until(
            lambda: "is missing: stop the server and restore a backup" in server.get("/readyz").text,
            "the loss is said",
        )
        assert server.get(PARTNER_PAGE).status == 200
        assert not is_ready(server)


def is_ready(server: Guides) -> bool:
    return bool(json.loads(server.get("/readyz").text)["status"] == "ready")


def test_the_start_makes_the_database_and_no_worker_puts_another_in_its_place(tmp_path: Path) -> None:
    data, backup = tmp_path / "guides" / "data", tmp_path / "backup.sqlite3"
    with guides(tmp_path / "guides", workers=2) as server:
        told = [line["message"] for line in server.lines if "no database" in line["message"]]
        assert told == [f"There was no database at {data}/guides.sqlite3: a new one is begun."]
        stores = stores_of({"DATA_DIR": str(data)})
        publish_examples(stores.registry)
        stores.close()
        used, unused = server.children()
        with asking_only(server, used):
            until(lambda: is_ready(server), "the tables are there")
            until(lambda: "Storstad" in server.get(PARTNER_PAGE).text, "the partner is known")
        with closing(sqlite3.connect(data / "guides.sqlite3")) as live, closing(sqlite3.connect(backup)) as copy:
            live.backup(copy)
        for file in data.glob("guides.sqlite3*"):
            file.unlink()
        for worker in (unused, used):
            check_loss_is_said(server, worker)
        os.kill(used, signal.SIGKILL)
        until(lambda: len(set(server.children()) - {used}) == 2, "another worker is started")
        (new,) = set(server.children()) - {used, unused}
        check_loss_is_said(server, new)
        assert not list(data.glob("guides.sqlite3*"))
        shutil.copy(backup, data / "guides.sqlite3")
        for worker in (unused, new):
            with asking_only(server, worker):
                until(lambda: is_ready(server), "the backup is used")
                until(lambda: "Storstad" in server.get(PARTNER_PAGE).text, "and so are the partners in it")
