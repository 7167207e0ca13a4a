"""Kills parts of an installation while citizens read: `python -m tests.hostile.kills [MINUTES] [--every SECONDS]`.

Two servers behind nginx with PostgreSQL and Redis, by the files in the docs. In turn a worker, a main process, Redis,
PostgreSQL and a whole machine are killed with SIGKILL, and started again as a supervisor would. Disks get full: a
server's, with all that it writes, once alone and once while a worker of it is killed, nginx's and the database's.
The statuses of citizens' pages are printed by what was killed last; the run ends with 1 if one of them was not 200,
or if a log tells what a citizen answered.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPException
from itertools import count, cycle
from pathlib import Path
from random import Random

import redis

from tests.hostile.full_disks import full, small_disks, written_until_full
from tests.servers.operating import Guides, Machines, ask, machines, stores_of, until
from widget.demo.example_partners import publish_examples

REST = 2.0
"""Seconds for which what was killed stays away."""

PAUSE = 0.05
"""Seconds between two pages of one citizen."""

CITIZENS = 4

ANSWERS = ("alder", "a-kasse", "dato", "25-29")
"""What stands in an address with answers, and in no log."""


@dataclass
class Reading:
    """Citizens who ask for one page after another, each on a new connection, and what they got."""

    origin: str
    killed: str = "nothing"
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    stop: threading.Event = field(default_factory=threading.Event)
    told: list[str] = field(default_factory=list)
    """The lines of the logs that told of an answer."""

    def read(self, seed: int) -> None:
        """Ask until it is told to stop."""
        random = Random(seed)  # noqa: S311 (no secret)
        while not self.stop.wait(PAUSE):
            killed = self.killed
            try:
                status = str(ask(self.origin + page(random)).status)
            except (OSError, HTTPException) as error:
                status = type(error).__name__
            self.statuses[killed, status] += 1

    def failed(self) -> int:
        """How many pages were not shown."""
        return sum(number for (_, status), number in self.statuses.items() if status != "200")

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Citizens read until the end of the block."""
        threads = [threading.Thread(target=self.read, args=(seed,)) for seed in range(CITIZENS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.stop.set()
            for thread in threads:
                thread.join()


def page(random: Random) -> str:
    """A page as citizens ask for them: common ones, a partner's, a situation, a date of one citizen's own."""
    guide = random.choice(("hvis-du-bliver-ledig", "naar-du-faar-nyt-job"))
    first_day = date(2026, 12, 1) + timedelta(days=random.randrange(400))
    query = random.choice(("", "?alder=25-29", f"?a-kasse=ja&dato={first_day}", "?open=alt", "?lang=en"))
    return f"/{random.choice(('embed', 'guide', 'embed/storstad'))}/{guide}{query}"


@dataclass
class Killer:
    """Kills one thing after the other. Redis is found by what it says of itself."""

    machines: Machines
    folder: Path
    disks: bool
    numbers: "count[int]" = field(default_factory=count)

    def kills(self) -> dict[str, Callable[[], None]]:
        """What can be killed, by its name."""
        disks = {
            "a disk": self.disk,
            "a worker on a full disk": self.worker_on_a_full_disk,
            "the disk of nginx": self.disk_of_nginx,
            "the disk of PostgreSQL": self.disk_of_postgresql,
        }
        return {
            "a worker": self.worker,
            "a main process": self.main_process,
            "Redis": self.redis,
            "PostgreSQL": self.postgresql,
            "a machine": self.machine,
        } | (disks if self.disks else {})

    def _next_server(self) -> Guides:
        return self.machines.servers[next(self.numbers) % 2]

    def worker(self) -> None:
        _kill_worker(self._next_server())

    def disk(self) -> None:
        with full(self._next_server().folder):
            time.sleep(REST)

    def worker_on_a_full_disk(self) -> None:
        server = self._next_server()
        with full(server.folder):
            _kill_worker(server)
            time.sleep(REST)

    def disk_of_nginx(self) -> None:
        with full(self.folder / "nginx"):
            time.sleep(REST)

    def disk_of_postgresql(self) -> None:
        """PostgreSQL writes until it cannot. Where it gave up for want of its log, it is started again."""
        database = self.machines.database
        with full(database.folder):
            print(f"PostgreSQL: {written_until_full(self.machines.settings['DATABASE_URL'])}", flush=True)
            time.sleep(REST)
        if not database.runs:
            database.start()

    def main_process(self) -> None:
        server = self._next_server()
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        time.sleep(REST)
        server.start()

    def redis(self) -> None:
        address = self.machines.settings["CACHE_URL"]
        client = redis.Redis.from_url(address)
        os.kill(int(client.info()["process_id"]), signal.SIGKILL)
        time.sleep(REST)
        port = address.rpartition(":")[2].partition("/")[0]
        command = ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--daemonize", "yes"]
        subprocess.run([*command, "--dir", str(self.folder)], check=True, capture_output=True)
        until(lambda: answers(client), "Redis answers")

    def postgresql(self) -> None:
        self.machines.database.stop()
        time.sleep(REST)
        self.machines.database.start()

    def machine(self) -> None:
        server = self._next_server()
        server.kill()
        time.sleep(REST)
        server.start()


def answers(client: redis.Redis) -> bool:
    """Whether Redis is there."""
    with suppress(redis.ConnectionError):
        return bool(client.ping())
    return False


def _kill_worker(server: Guides) -> None:
    """Kill one, and wait for another. Its log does not tell of it while the disk is full."""
    before = server.children()
    os.kill(before[0], signal.SIGKILL)
    until(lambda: len(set(server.children()) - {before[0]}) >= len(before), "another worker")


def told(machines: Machines, folder: Path) -> Iterator[str]:
    """The lines of the logs that tell what a citizen answered."""
    logs = [*folder.rglob("log"), *folder.rglob("*.log"), machines.database.folder / "log"]
    for log in set(logs):
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            if any(answer in line for answer in ANSWERS):
                yield f"{log.relative_to(folder)}: {line}"


def run(minutes: float, every: float) -> Reading:
    """Kill something `every` so many seconds while citizens read, for so many minutes."""
    with (
        tempfile.TemporaryDirectory(prefix="kills-") as name,
        small_disks(folder := Path(name)) as database,
        machines(folder, workers=2, database_folder=database) as both,
    ):
        stores = stores_of(both.settings)
        publish_examples(stores.registry)
        stores.engine.dispose()
        reading, killer = Reading(both.origin), Killer(both, folder, disks=database is not None)
        with reading.going_on():
            kill_in_turn(killer, reading, minutes, every)
        reading.told = list(told(both, folder))
        redis.Redis.from_url(both.settings["CACHE_URL"]).shutdown(nosave=True)
        return reading


def kill_in_turn(killer: Killer, reading: Reading, minutes: float, every: float) -> None:
    """Kill one thing after the other, and say how many pages were shown since."""
    end = time.monotonic() + minutes * 60
    for name, kill in cycle(killer.kills().items()):
        if time.monotonic() > end:
            break
        reading.killed = name
        kill()
        time.sleep(every)
        print(f"{name}: {sum(reading.statuses.values())} pages, {reading.failed()} failed", flush=True)


def main() -> None:
    """Run, and print what citizens got."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=60)
    parser.add_argument("--every", type=float, default=60, help="seconds between two kills")
    arguments = parser.parse_args()
    reading = run(arguments.minutes, arguments.every)
    for (killed, status), number in sorted(reading.statuses.items()):
        print(f"after {killed}: {number} × {status}")
    print(f"{len(reading.told)} lines of the logs tell what a citizen answered", *reading.told[:20], sep="\n")
    sys.exit(1 if reading.failed() or reading.told else 0)


if __name__ == "__main__":
    main()
