"""Workers that die, and workers whose main process is killed: what a real server does then."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.servers.operating import Guides, guides, until

pytestmark = pytest.mark.servers


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Guides]:
    """A server of its own for each test: all of them end it, or part of it."""
    with guides(tmp_path / "guides", workers=2) as running:
        yield running


def is_running(process: int) -> bool:
    """Whether the process works; one that has ended and is not yet waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def has_spawned_again(server: Guides, times: int) -> bool:
    """Whether the first worker has been started more often than so many times."""
    return server.log.count("Spawning worker-1 ") > times


def is_free(port: int) -> bool:
    """Whether nothing listens at the port of loopback."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
        return False
    return True


def test_the_workers_end_when_the_main_process_is_killed(server: Guides) -> None:
    assert server.process
    workers = server.worker_processes()
    assert len(workers) == 2
    assert all(is_running(worker) for worker in workers)
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait(30)
    until(lambda: not any(is_running(worker) for worker in workers), "the workers end")
    until(lambda: is_free(server.port), "the port is free")
    server.start()
    assert server.get().status == 200


def test_a_worker_replaced_before_ends_with_the_main_process_too(server: Guides) -> None:
    """A worker that is started later holds copies of what the earlier ones wait for."""
    assert server.process
    first, started = server.worker_processes()[0], server.log.count("Started worker-")
    os.kill(first, signal.SIGKILL)
    until(lambda: server.log.count("Started worker-") > started, "the worker comes back")
    until(lambda: first not in server.worker_processes(), "the worker that was killed is gone")
    workers = server.worker_processes()
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.wait(30)
    until(lambda: not any(is_running(worker) for worker in workers), "the workers end")


def test_a_second_server_does_not_start_beside_the_first(server: Guides) -> None:
    command = [str(Path(sys.executable).with_name("guide-widget")), "serve", "--port", str(server.port)]
    second = subprocess.run(command, capture_output=True, text=True, check=False, cwd=server.folder)
    assert second.returncode == 1
    assert f"Another program listens at port {server.port}." in second.stderr
    assert "Traceback" not in second.stderr
    assert server.get().status == 200


def test_a_worker_that_dies_again_and_again_rests_and_leaves_the_others_alone(server: Guides) -> None:
    _, healthy = server.worker_processes()
    for death in range(1, 4):
        spawned = server.log.count("Spawning worker-1 ")
        os.kill(server.worker_processes()[0], signal.SIGKILL)
        assert server.get().status == 200
        until(partial(has_spawned_again, server, spawned), f"it starts after {death} deaths")
    messages = [line["message"] for line in server.lines]
    assert [message for message in messages if message.startswith("worker-1 has died")] == [
        "worker-1 has died 2 times in a row; it rests for 1 seconds. The other workers go on.",
        "worker-1 has died 3 times in a row; it rests for 2 seconds. The other workers go on.",
    ]
    assert is_running(healthy)
    assert server.worker_processes()[1] == healthy
    assert server.get().status == 200
    assert server.stop() == 0
