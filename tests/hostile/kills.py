"""Kills parts of an installation while citizens read: `python -m tests.hostile.kills [MINUTES] [--every SECONDS]`.

Two servers behind nginx with PostgreSQL and Redis, by the files in the docs. In turn a worker, a main process, Redis,
PostgreSQL and a whole machine are killed with SIGKILL, and started again as a supervisor would. The statuses of
citizens' pages are printed by what was killed last; the run ends with 1 if one of them was not 200.
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
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path
from random import Random

import redis

from tests.servers.operating import Machines, ask, machines, stores_of, until
from widget.demo.example_partners import publish_examples

REST = 2.0
"""Seconds for which what was killed stays away."""

PAUSE = 0.05
"""Seconds between two pages of one citizen."""

CITIZENS = 4


@dataclass
class Reading:
    """Citizens who ask for one page after another, each on a new connection, and what they got."""

    origin: str
    killed: str = "nothing"
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)
    stop: threading.Event = field(default_factory=threading.Event)

    def read(self, seed: int) -> None:
        """Ask until it is told to stop."""
        random = Random(seed)  # noqa: S311 (no secret)
        while not self.stop.wait(PAUSE):
            killed = self.killed
            try:
                status = str(ask(self.origin + page(random)).status)
            except OSError as error:
                status = type(error).__name__
            self.statuses[killed, status] += 1

    def failed(self) -> int:
        """How many pages were not shown."""
        return sum(number for (_, status), number in self.statuses.items() if status != "200")


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
    numbers: "count[int]" = field(default_factory=count)

    def kills(self) -> dict[str, Callable[[], None]]:
        """What can be killed, by its name."""
        return {
            "a worker": self.worker,
            "a main process": self.main_process,
            "Redis": self.redis,
            "PostgreSQL": self.postgresql,
            "a machine": self.machine,
        }

    def worker(self) -> None:
        server = self.machines.servers[next(self.numbers) % 2]
        spawned = server.log.count("Spawning worker-")
        with suppress(ProcessLookupError):
            os.kill(server.worker_processes()[0], signal.SIGKILL)
        until(lambda: server.log.count("Spawning worker-") > spawned, "another worker")

    def main_process(self) -> None:
        server = self.machines.servers[next(self.numbers) % 2]
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
        server = self.machines.servers[next(self.numbers) % 2]
        server.kill()
        time.sleep(REST)
        server.start()


def answers(client: redis.Redis) -> bool:
    """Whether Redis is there."""
    with suppress(redis.ConnectionError):
        return bool(client.ping())
    return False


def run(minutes: float, every: float) -> Reading:
    """Kill something `every` so many seconds while citizens read, for so many minutes."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder, machines(Path(folder), workers=2) as both:
        stores = stores_of(both.settings)
        publish_examples(stores.registry)
        stores.engine.dispose()
        reading, killer = Reading(both.origin), Killer(both, Path(folder))
        threads = [threading.Thread(target=reading.read, args=(seed,)) for seed in range(CITIZENS)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + minutes * 60
        for name, kill in cycle(killer.kills().items()):
            if time.monotonic() > end:
                break
            reading.killed = name
            kill()
            time.sleep(every)
            print(f"{name}: {sum(reading.statuses.values())} pages, {reading.failed()} failed", flush=True)
        reading.stop.set()
        for thread in threads:
            thread.join()
        redis.Redis.from_url(both.settings["CACHE_URL"]).shutdown(nosave=True)
        return reading


def main() -> None:
    """Run, and print what citizens got."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=60)
    parser.add_argument("--every", type=float, default=60, help="seconds between two kills")
    arguments = parser.parse_args()
    reading = run(arguments.minutes, arguments.every)
    for (killed, status), number in sorted(reading.statuses.items()):
        print(f"after {killed}: {number} × {status}")
    sys.exit(1 if reading.failed() else 0)


if __name__ == "__main__":
    main()
