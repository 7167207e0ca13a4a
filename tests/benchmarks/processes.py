"""What a server costs: processor time and memory of its processes, as the kernel counts them."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

_TIMEOUT = 60.0


def tree(root: int) -> list[int]:
    """The numbers of a process and of all that it has started."""
    found = [root]
    for number in found:
        for task in Path(f"/proc/{number}/task").glob("*/children"):
            with suppress(OSError):
                found.extend(int(child) for child in task.read_text().split())
    return found


def processor_seconds(processes: Sequence[int]) -> float:
    """Seconds of processor that the threads of these processes, which still live, have used."""
    total = 0
    for number in processes:
        for file in Path(f"/proc/{number}/task").glob("*/schedstat"):
            with suppress(OSError):
                total += int(file.read_text().split()[0])
    return total / 1e9


def memory(processes: Sequence[int]) -> float:
    """Megabytes: what they have for themselves, and their part of what they share."""
    total = 0
    for number in processes:
        with suppress(OSError):
            text = Path(f"/proc/{number}/smaps_rollup").read_text()
            total += int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:")))
    return total / 1024


def free_port() -> int:
    """A port without a listener."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def pinned(command: Sequence[str], core: int, port: int, log: Path, **environment: str) -> Iterator[int]:
    """A server on one core, from when it listens; gives the number of its first process."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["taskset", "-c", str(core), *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
        )
    try:
        give_up = time.monotonic() + _TIMEOUT
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > give_up:
                raise SystemExit(f"{command} does not listen: {log.read_text()}")
            time.sleep(0.05)
        yield process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return False
    return True
