"""A real small disk, filled to its last byte under a running server: pages go on, and what is typed is not lost."""

import http.client
import json
import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.servers.disks import MountRefusedError, fill
from tests.servers.disks import disk as small_disk
from tests.servers.hosts import free_port
from tests.servers.operating import GUIDE, PAGE, Answer, Guides, ask, front, guides, stores_of, until
from widget.demo.example_partners import publish_examples

pytestmark = pytest.mark.servers

PARTNER_PAGE = f"/guide/storstad/{GUIDE}"
FEEDBACK = f"/feedback/{GUIDE}"
TYPED = "Jeg fandt ikke ud af, hvornår jeg skal ringe."


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    folder = tmp_path / "disk"
    with ExitStack() as stack:
        try:
            stack.enter_context(small_disk(folder, megabytes=4))
        except MountRefusedError as refused:
            pytest.skip(f"no disk may be mounted here: {refused}")
        yield folder


def token(server: Guides) -> str:
    field = LexborHTMLParser(server.get(FEEDBACK).text).css_first("input[name=token]")
    assert field is not None
    return str(field.attributes["value"])


def send(server: Guides, token: str, text: str) -> Answer:
    """Feedback by a form that was opened before."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with closing(connection):
        form = urlencode({"verdict": "nej", "text": text, "token": token})
        connection.request("POST", FEEDBACK, form, {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        return Answer(response.status, response.read(), dict(response.headers))


def test_a_disk_without_a_byte_left(disk: Path, tmp_path: Path) -> None:
    stores = stores_of({"DATA_DIR": str(disk)})
    publish_examples(stores.registry)
    stores.engine.dispose()
    with guides(tmp_path / "guides", 1, DATA_DIR=str(disk)) as server:
        form = token(server)
        until(lambda: send(server, form, "Tak.").status == 303, "the form is old enough, and is taken")
        with closing(sqlite3.connect(disk / "guides.sqlite3")) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ballast = fill(disk)
        refused = send(server, form, TYPED)
        assert refused.status == 503
        assert "Vi kunne ikke gemme dit svar lige nu." in refused.text
        assert TYPED in refused.text, "the sender need not write it again"
        said = json.loads(server.get("/readyz").text)
        assert said["status"] == "degraded"
        assert "full" in said["degraded"]["database"]
        for number in range(30):
            assert server.get(f"{PAGE}?utm_source={number}").status == 200
            assert "Storstad" in server.get(PARTNER_PAGE).text
        until(lambda: "The totals of use wait in memory" in server.log, "what could not be written is said")
        ballast.unlink()
        until(lambda: send(server, form, TYPED).status == 303, "it is taken when there is room")
        assert server.stop() == 0
    with closing(sqlite3.connect(disk / "guides.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM feedback WHERE text = ?", (TYPED,)).fetchone() == (1,)
        (shown,) = connection.execute("SELECT sum(count) FROM usage_page WHERE partner = ''").fetchone()
        assert shown >= 30, "and so is what was counted while the disk was full"


def test_a_worker_that_dies_on_a_full_disk_is_replaced(disk: Path) -> None:
    with guides(disk / "guides", 1) as server:
        log, numbers = disk / "guides" / "log", count()

        def said() -> int:
            """The length of the log after a request that it has a line for."""
            assert server.get(f"/findes-ikke/{next(numbers)}").status == 404
            return log.stat().st_size

        ballast = fill(disk)
        until(lambda: said() == said() == said(), "no line fits into the log")
        (worker,) = server.children()
        os.kill(worker, signal.SIGKILL)
        until(lambda: set(server.children()) - {worker}, "there is another worker")
        assert server.get().status == 200
        size = said()
        ballast.unlink()
        until(lambda: said() > size, "the log goes on when there is room")
        assert server.stop() == 0
    assert json.loads(server.log.splitlines()[-1]), "what stands in it then is whole"


def test_a_disk_of_nginx_without_a_byte_left(disk: Path, tmp_path: Path) -> None:
    with guides(tmp_path / "guides", 1) as server, front(disk / "nginx", [server, server], free_port()) as origin:
        fill(disk)
        for number in range(30):
            answer = ask(f"{origin}{PAGE}?a-kasse=ja&dato=2027-01-{number + 1:02}")
            assert answer.status == 200
            assert "</html>" in answer.text
        logs = [file.read_text() for file in (disk / "nginx").glob("*log")]
    assert logs
    assert not any("a-kasse" in log for log in logs), "what could not be written is said of no address"
