"""The server as the command runs it: reloads, ends and limits, while people ask for pages."""

import http.client
import os
import resource
import shutil
import signal
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.servers.hosts import free_port
from tests.servers.operating import GUIDE, PAGE, ROOT, TIMEOUT, Guides, Regulars, Visitors, ask, guides, until

pytestmark = pytest.mark.servers

TITLE = "title: Hvis du bliver ledig"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guides]:
    with guides(tmp_path_factory.mktemp("serving") / "guides", METRICS_PORT=str(free_port())) as running:
        yield running


def write_title(server: Guides, title: str) -> None:
    file = server.content / GUIDE / "guide.yaml"
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("title:"))
    file.write_text(text.replace(line, title, 1), encoding="utf-8")


def test_new_content_comes_without_one_failed_request(server: Guides) -> None:
    before = set(server.worker_processes())
    write_title(server, "title: Hvis du mister dit arbejde")
    with Visitors(server.origin + PAGE).asking() as visitors:
        server.reload()
    assert visitors.answers
    assert set(visitors.answers) == {200}
    assert "Hvis du mister dit arbejde" in server.get().text
    assert before == set(server.worker_processes()), "no worker had to be ended for it"


def test_new_code_comes_without_one_failed_request(tmp_path: Path) -> None:
    """Not even on connections that are kept, to workers that go."""
    for name in ("widget", "embed_templates", "static"):
        shutil.copytree(ROOT / name, tmp_path / "code" / name)
    with guides(tmp_path / "guides", PYTHONPATH=str(tmp_path / "code")) as server:
        before = set(server.worker_processes())
        page = tmp_path / "code" / "widget" / "web" / "guide" / "message_pages.py"
        page.write_text(page.read_text(encoding="utf-8").replace("404", "410"), encoding="utf-8")
        with Regulars(server.port, pauses=(0.02, 0.02, 0.03, 0.1, 0.5, 2, 5, 8)).asking() as regulars:
            server.reload()
            assert server.get("/embed/no-such-guide").status == 410, "the code is new"
            until(lambda: len(regulars.answers) > 1000, "people come")
        assert set(regulars.answers) == {200}
        assert not before & set(server.worker_processes())


def test_who_keeps_a_connection_is_let_go_before_the_end(server: Guides) -> None:
    """So that what stands before the server finds it closed, and never a connection that breaks."""
    try:
        visitors = Regulars(server.port, pauses=(0.005, 0.005, 0.01, 0.1, 0.2), silent_for=0.5, unheard_for=1.0)
        with visitors.asking() as regulars:
            until(lambda: len(regulars.answers) > 100, "people come")
            assert server.stop() == 0
        assert set(regulars.answers) == {200}
    finally:  # the tests after this one need it
        server.start()


def test_broken_content_changes_nothing_even_for_a_worker_that_dies_then(server: Guides) -> None:
    page, file = server.get().body, server.content / "links.yaml"
    sound = file.read_text(encoding="utf-8")
    file.write_text(f"{sound}\nbroken: [", encoding="utf-8")
    with Visitors(server.origin + PAGE).asking() as visitors:
        server.reload()
        (refusal,) = [line for line in server.lines if line["message"].startswith("Reload refused")]
        assert refusal["why"].startswith("links.yaml:")
        workers, spawned = server.worker_processes(), server.log.count("Spawning worker-")
        os.kill(workers[0], signal.SIGKILL)
        until(lambda: server.log.count("Spawning worker-") > spawned, "the worker comes back")
        until(lambda: server.log.count("Started worker-") > spawned, "it takes connections")
    file.write_text(sound, encoding="utf-8")
    assert visitors.answers.count(200) >= len(visitors.answers) - visitors.number, "what the dead one had is lost"
    assert server.get().body == page
    assert server.process
    assert server.process.poll() is None


def test_what_was_counted_last_is_written_at_the_end(tmp_path: Path) -> None:
    with guides(tmp_path / "guides", workers=1) as server:
        for _ in range(7):
            server.get("/embed/naar-du-faar-nyt-job?alder=25-29")
        assert server.stop() == 0
        with closing(sqlite3.connect(server.folder / "data" / "guides.sqlite3")) as connection:
            sums = connection.execute("SELECT sum(count) FROM usage_page WHERE guide = 'naar-du-faar-nyt-job'")
            assert sums.fetchone() == (7,)


def test_the_figures_add_up_over_the_workers(server: Guides) -> None:
    metrics = f"http://127.0.0.1:{server.environment['METRICS_PORT']}/metrics"
    sample = 'guide_widget_requests_total{method="GET",status="404",surface="print"}'

    def counted() -> float:
        found = [line for line in ask(metrics).text.splitlines() if line.startswith(sample)]
        return float(found[0].rpartition(" ")[2]) if found else 0.0

    before = counted()
    for _ in range(20):
        server.get("/print/no-such-guide")
    assert counted() == before + 20
    assert server.get("/metrics").status == 404, "the public port has no figures"


def test_the_log_is_for_machines_and_has_nothing_of_the_visitor(server: Guides) -> None:
    # A wrong answer is not kept, and so it is logged: what can be kept is only counted.
    server.get("/print/naar-du-faar-nyt-job?a-kasse=hemmelig&alder=60-plus&x=hemmelig", User_Agent="Hemmelig/1.0")
    texts = [line for line in server.log.splitlines() if "/print/" in line]
    assert texts
    assert not [text for text in texts if "60-plus" in text or "emmelig" in text or "127.0.0.1" in text]
    assert {"time", "level", "message", "id", "method", "path", "status", "ms"} <= set(server.lines[-1])
    assert {datetime.fromisoformat(line["time"]).utcoffset() for line in server.lines} == {timedelta(0)}


def talk(server: Guides, said: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=TIMEOUT)
    connection.sendall(said)
    return connection


def status_of(connection: socket.socket) -> bytes:
    """The status that comes, or nothing where the connection is closed without one."""
    with connection:
        return status_on(connection)


def status_on(connection: socket.socket) -> bytes:
    """The same on a connection that stays open."""
    return connection.recv(100).partition(b" ")[2][:3]


def test_a_head_that_is_too_long_is_refused(server: Guides) -> None:
    assert status_of(talk(server, b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 100_000)) == b"431"


def test_who_sends_a_head_slowly_is_let_go(server: Guides) -> None:
    assert status_of(talk(server, b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: de")) in {b"", b"408"}


def test_who_sends_bodies_slowly_holds_no_visitor_up(server: Guides) -> None:
    half = b"POST /feedback/embed/x HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc"
    connections = [talk(server, half) for _ in range(20)]
    for _ in range(20):
        assert server.get(patience=TIMEOUT).status == 200
    answers = {status_on(connection) for connection in connections}
    assert answers == {b"408", b"503"}
    for _ in range(20):
        assert server.get().status == 200, "though they have their answer and do not go"
    for connection in connections:
        connection.close()
    whole = b"POST /feedback/embed/x HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
    until(lambda: status_of(talk(server, whole)) == b"404", "those who come after them are listened to")


def test_ten_thousand_connections_leave_room_for_one_more(server: Guides) -> None:
    """As many as this process may have, where that is fewer."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    connections: list[socket.socket] = []
    try:
        for _ in range(min(10_000, most - 500)):
            connections.append(talk(server, b"GET /healthz HTTP/1.1\r\n"))
        assert server.get().status == 200
        answered = 0
        for connection in connections[:500]:
            connection.sendall(b"Host: x\r\n\r\n")
        for connection in connections[:500]:
            answered += connection.recv(100).startswith(b"HTTP/1.1 200")
        assert answered == 500
    finally:
        for connection in connections:
            connection.close()


def memory_of(process: int) -> int:
    """Bytes that a process has for itself."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))) * 1024


def test_a_flood_of_addresses_does_not_grow_memory_without_end(server: Guides) -> None:
    """Three times as many bytes as are kept of spellings, from four who ask at once."""
    number = 4000

    def flood(part: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=TIMEOUT)
        for index in range(part, number, 4):
            connection.request("GET", f"{PAGE}?utm_source={index}{'x' * 1500}", headers={"Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
            assert response.status == 200
        connection.close()

    def round_of_all() -> int:
        threads = [threading.Thread(target=flood, args=(part,)) for part in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(memory_of(process) for process in server.worker_processes())

    first = round_of_all()
    assert round_of_all() < first + 64 * 1024 * 1024
