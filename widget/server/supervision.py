"""Supervises the workers of a server: a free port, restarts with pauses, an end with the main process. Knows no page.

Granian ends the whole server when one worker dies twice within 5.5 seconds, and leaves its workers running when the
main process is killed. Neither may happen: one bad worker must not take the others down, and workers without a
main process would keep the port for ever.
"""

import errno
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from typing import Any

from granian.server import MPServer

STABLE_AFTER = 60.0
"""Seconds after which a worker counts as running: its next death is the first one again."""
LONGEST_PAUSE = 60.0
"""Seconds between two starts of a worker that dies again and again."""
ORPHAN_ENDS_WITHIN = 2.0
"""Seconds that a worker has to end what it does when the main process is gone."""

_LAST_PORT = 65535

_log = logging.getLogger(__name__)


def listening_fault(host: str, port: int) -> str:
    """Why no server can listen at `host` and `port`, in a sentence for operators; empty if one can.

    A server would share a port with the workers of another one without any message, so each start asks here first.
    """
    if not 0 <= port <= _LAST_PORT:
        return f"There is no port {port}: ports go from 0 to {_LAST_PORT}."
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, _, _, _, address in found[:1]:
            socket.create_server(address[:2], family=family).close()
    except socket.gaierror:
        return f"This machine does not know the address {host}."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return f"Another program listens at port {port}. Choose another one, such as --port {port + 100}."
        return f"Port {port} of {host} cannot be used: {os.strerror(error.errno or 0)}."
    return ""


def end_with_parent() -> None:
    """End this worker soon after the main process is gone, however that ended. Called once in each worker."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=[parent.sentinel], name="parent", daemon=True).start()


def _end_after(sentinel: int) -> None:
    """Wait until the pipe of the main process closes; then end in order, or at once where that takes too long."""
    connection.wait([sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ORPHAN_ENDS_WITHIN)
    os._exit(1)


@dataclass(slots=True)
class _Worker:
    started: float
    deaths: int = 0
    starts_again: float | None = None


class Restarts:
    """When each worker of a server may start again. `clock` is monotonic seconds.

    The first death is followed by a start at once, those soon after it by pauses of 1, 2, 4 … seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._workers: dict[int, _Worker] = {}

    def note_start(self, index: int) -> None:
        """A worker has been started."""
        worker = self._workers.setdefault(index, _Worker(self._clock()))
        worker.started, worker.starts_again = self._clock(), None

    def note_death(self, index: int) -> float:
        """A worker has died; gives the seconds until it may start again."""
        now = self._clock()
        worker = self._workers.setdefault(index, _Worker(now))
        worker.deaths = 1 if now - worker.started >= STABLE_AFTER else worker.deaths + 1
        pause = 0.0 if worker.deaths == 1 else min(2.0 ** (worker.deaths - 2), LONGEST_PAUSE)
        worker.starts_again = now + pause
        if pause:
            _log.error(
                "worker-%d has died %d times in a row; it rests for %g seconds. The other workers go on.",
                *(index + 1, worker.deaths, pause),
            )
        return pause

    def due(self) -> list[int]:
        """The workers whose pause is over."""
        now = self._clock()
        return sorted(
            index for index, one in self._workers.items() if one.starts_again is not None and one.starts_again <= now
        )

    def wait_for(self) -> float | None:
        """Seconds until the next pause is over; None where no worker rests."""
        waiting = [one.starts_again for one in self._workers.values() if one.starts_again is not None]
        return max(min(waiting) - self._clock(), 0.0) if waiting else None


class SupervisedServer(MPServer):
    """Granian with a pause for a worker that dies again and again, where Granian would end the whole server."""

    def _spawn_workers(self, spawn_target: Any, target_loader: Any) -> None:
        self._restarts = Restarts()
        for index in range(self.workers):
            self._restarts.note_start(index)
        super()._spawn_workers(spawn_target, target_loader)  # type: ignore[no-untyped-call]  # the library has no types

    def _respawn_workers(
        self, workers: Iterable[int], spawn_target: Any, target_loader: Any, delay: float = 0
    ) -> None:
        for index in workers:
            self._restarts.note_start(index)
            super()._respawn_workers([index], spawn_target, target_loader, delay)

    def _serve_loop(self, spawn_target: Any, target_loader: Any) -> None:
        while True:
            self.main_loop_interrupt.wait(self._restarts.wait_for())
            self.main_loop_interrupt.clear()
            if self.interrupt_signal:
                break
            while self.interrupt_children:
                self._restarts.note_death(self.interrupt_children.pop())
            self._respawn_workers(self._restarts.due(), spawn_target, target_loader)
            if self.reload_signal:
                self._reload(spawn_target, target_loader)  # type: ignore[no-untyped-call]  # the library has no types
