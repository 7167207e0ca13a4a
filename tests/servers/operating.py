"""What an operator has: the server as the command runs it, and what stands around it, by the files in the docs."""

import http.client
import json
import math
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.database.servers import Server, postgresql
from tests.frozen import CONTENT
from tests.servers.hosts import free_port, program, running
from widget.database.sqlite_file import ensure_sqlite_file
from widget.guides.loading import load_library
from widget.settings import read_settings
from widget.stores import Stores

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "operations.md"
TIMEOUT = 60.0
"""Seconds after which a test gives up."""
GUIDE = "hvis-du-bliver-ledig"
PAGE = f"/embed/{GUIDE}"
_BARE = {
    "PATH": os.environ["PATH"],
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""On a full disk Python leaves half a compiled module behind, and cannot start from it again: as in the unit."""
MEMORY = "/dev/shm"  # noqa: S108 (where the docs have nginx's pages)
MACHINES = ("first", "second")
SECRET_KEY = "0123456789abcdef" * 4


def block(language: str, holds: str = "") -> str:
    """The file in the docs that is written in `language`, or the one of them that holds a text."""
    found = re.findall(rf"^```{language}\n(.*?)^```", DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    (text,) = [str(text) for text in found if holds in text]
    return text


def until(holds: Callable[[], Any], what: str, patience: float = TIMEOUT) -> Any:
    """Ask until the answer is true."""
    give_up = time.monotonic() + patience
    while not (found := holds()):
        assert time.monotonic() < give_up, f"Not within {patience} seconds: {what}"
        time.sleep(0.02)
    return found


_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""A person's program: what programs that name themselves ask for is not counted."""


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(address: str, patience: float = 20.0, **headers: str) -> Answer:
    """A request on a connection of its own."""
    given = {"User-Agent": _BROWSER} | {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=given)  # noqa: S310 (ours)
    try:
        with urllib.request.urlopen(request, timeout=patience, context=_unverified()) as response:  # noqa: S310 (an address of our own servers)
            return Answer(response.status, response.read(), dict(response.headers))
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read(), dict(error.headers))
    except OSError:
        return Answer(0)


def _unverified() -> Any:
    return ssl._create_unverified_context()  # noqa: S323 (a certificate of our own)


@dataclass
class Guides:
    """`guide-widget serve`. `folder` holds its data, its content and its log."""

    folder: Path
    workers: int = 2
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The log as machines read it."""
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    def get(self, path: str = PAGE, patience: float = 20.0, **headers: str) -> Answer:
        return ask(self.origin + path, patience, **headers)

    def start(self, *options: str) -> None:
        self.folder.mkdir(exist_ok=True)
        if not self.content.exists():
            shutil.copytree(CONTENT, self.content)
        command = [str(Path(sys.executable).with_name("guide-widget")), "serve", "--port", str(self.port)]
        own = {"CONTENT_DIR": str(self.content), "DATA_DIR": str(self.folder / "data")}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self.workers), *options],
                env={**_BARE, **own, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
            )
        until(lambda: self._healthz() and self.get("/healthz").status == 200, "the server answers")

    def reload(self) -> None:
        """Ask for it, and wait until it is done or refused."""
        assert self.process
        refused, placed = self.log.count("Reload refused"), self._placed()
        self.process.send_signal(signal.SIGHUP)
        until(
            lambda: self.log.count("Reload refused") > refused or self._placed() >= placed + self.workers,
            "the reload is done",
        )

    def _placed(self) -> int:
        """How many workers have been given something new so far, by either way."""
        return self.log.count("is in place in this worker") + self.log.count("Stopped old worker-")

    def worker_processes(self) -> list[int]:
        """The numbers of the workers that the log has last seen starting."""
        found = dict(re.findall(r"Spawning worker-(\d+) with PID: (\d+)", self.log))
        return [int(number) for number in found.values()]

    def children(self) -> list[int]:
        """The numbers of its workers, which are all the children that it has, as the system knows them."""
        assert self.process
        found: list[int] = []
        for thread in Path(f"/proc/{self.process.pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):  # it has ended
                found += map(int, (thread / "children").read_text().split())
        return found

    def stop(self) -> int:
        """End it as systemd does; gives what the process says."""
        assert self.process
        self.process.terminate()
        return self.process.wait(30)

    def kill(self) -> None:
        """End it and all that belongs to it as a power cut does."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
            self.process = None

    def _healthz(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self.log
        return True


@contextmanager
def guides(folder: Path, workers: int = 2, **environment: str) -> Iterator[Guides]:
    """A running server; processes of it that are left at the end are killed."""
    server = Guides(folder, workers, environment)
    try:
        server.start()
        yield server
    finally:
        server.kill()


@contextmanager
def front(folder: Path, servers: list[Guides], port: int) -> Iterator[str]:
    """nginx by the file in the docs before these servers; gives its origin."""
    folder.mkdir(exist_ok=True)
    config = folder / "nginx.conf"
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=guides.example",
            ),
            *("-keyout", str(folder / "guides.key"), "-out", str(folder / "guides.pem")),
        ],
        check=True,
        capture_output=True,
    )
    in_memory = TemporaryDirectory(prefix="guides-", dir=MEMORY)
    text = block("nginx").replace(MEMORY, in_memory.name).replace("listen 443", f"listen 127.0.0.1:{port}")
    for number, server in enumerate(servers, 11):
        text = text.replace(f"10.0.0.{number}:8000", f"127.0.0.1:{server.port}")
    assert "10.0.0.1" not in text, "the docs have another number of machines"
    for path in ("/etc/ssl/", "/var/log/nginx/"):
        text = text.replace(path, f"{folder}/")
    user = "user root;" if os.getuid() == 0 else ""
    paths = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    command = [program("nginx", "nginx"), "-e", "stderr", "-p", str(folder), "-c", str(config)]
    with in_memory:
        config.write_text(
            f"daemon off; pid {folder}/pid; error_log stderr; {user} worker_processes 1;\n"
            f"events {{ worker_connections 4096; }}\nhttp {{ {paths}\n{text}\n}}\n",
            encoding="utf-8",
        )
        with running(command, folder, port):
            yield f"https://127.0.0.1:{port}"


@contextmanager
def varnish_front(folder: Path, server: Guides) -> Iterator[str]:
    """Varnish by the file in the docs before a server; gives its origin."""
    folder.mkdir(exist_ok=True)
    port, vcl = free_port(), folder / "default.vcl"
    text = block("vcl").replace('.port = "8000"', f'.port = "{server.port}"')
    vcl.write_text(text, encoding="utf-8")
    command = [program("varnishd", "varnish"), "-F", "-j", "none", "-n", str(folder / "work"), "-f", str(vcl)]
    with running([*command, "-a", f"127.0.0.1:{port}", "-s", "malloc,16m"], folder, port):
        yield f"http://127.0.0.1:{port}"


@dataclass
class Visitors:
    """People who ask for a page every few milliseconds, each on new connections, until they are told to stop.

    Without a `pause`, in seconds, they would take the processor from the server that they ask.
    """

    address: str
    number: int = 4
    pause: float = 0.005
    answers: list[int] = field(default_factory=list)

    @contextmanager
    def asking(self) -> Iterator["Visitors"]:
        stop = threading.Event()

        def visit() -> None:
            while not stop.wait(self.pause):
                self.answers.append(ask(self.address).status)

        threads = [threading.Thread(target=visit) for _ in range(self.number)]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            stop.set()
            for thread in threads:
                thread.join()


@dataclass
class Regulars:
    """People who keep their connection, and ask again after as many seconds as one of the `pauses`, each their own.

    An answer is a status; 0 where a connection broke on which a visitor asked. A refused connection ends the visit.
    A visitor silent for more than `silent_for` seconds, or not listened to for `unheard_for` (a busy machine may not
    let it run, or the server), is promised nothing.
    """

    port: int
    pauses: tuple[float, ...] = (0, 0, 0.01, 0.1, 0.5, 2, 5, 8)
    silent_for: float = 10.0
    unheard_for: float = math.inf
    answers: list[int] = field(default_factory=list)

    @contextmanager
    def asking(self) -> Iterator["Regulars"]:
        stop = threading.Event()
        threads = [threading.Thread(target=self._visit, args=(pause, stop)) for pause in self.pauses]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _visit(self, pause: float, stop: threading.Event) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        answered = asked = time.monotonic()
        while not stop.is_set():
            try:
                connection.request("GET", PAGE)
                asked = time.monotonic()
                answer = connection.getresponse()
                answer.read()
                self.answers.append(answer.status)
                answered = time.monotonic()
            except ConnectionRefusedError:
                return
            except (OSError, http.client.HTTPException):
                if asked - answered < self.silent_for and time.monotonic() - asked < self.unheard_for:
                    self.answers.append(0)
                connection.close()
            stop.wait(pause)
        connection.close()


@contextmanager
def redis(folder: Path, port: int) -> Iterator[None]:
    """A Redis that keeps nothing on the disk."""
    folder.mkdir(exist_ok=True)
    command = [program("redis-server", "redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with running([*command, "--dir", str(folder)], folder, port):
        yield


@dataclass(frozen=True)
class Machines:
    """Two servers behind nginx, with a database and a cache that they share. `origin` is nginx's."""

    origin: str
    servers: list[Guides]
    database: Server
    settings: Mapping[str, str]


@contextmanager
def machines(folder: Path, workers: int = 1, database_folder: Path | None = None) -> Iterator[Machines]:
    """Everything of the chapter on two machines, on this one. What a server writes is in the folder of its name."""
    port, cache = free_port(), free_port()
    with ExitStack() as stack:
        database = stack.enter_context(postgresql(database_folder))
        stack.enter_context(redis(folder / "redis", cache))
        settings = {
            "BASE_URL": f"https://127.0.0.1:{port}",
            "DATABASE_URL": database.new_database(),
            "CACHE_URL": f"redis://127.0.0.1:{cache}/0",
            "SECRET_KEY": SECRET_KEY,
            "ADMIN": "on",
        }
        assert set(settings) == set(re.findall(r"^[A-Z_]+", block("ini"), re.MULTILINE)), "the docs say otherwise"
        folders = [folder / name for name in MACHINES]
        servers = [stack.enter_context(guides(own, workers, TMPDIR=str(own), **settings)) for own in folders]
        origin = stack.enter_context(front(folder / "nginx", servers, port))
        yield Machines(origin, servers, database, settings)


def command(settings: Mapping[str, str], *arguments: str, before: tuple[str, ...] = ()) -> str:
    """What `guide-widget` says, run by the program `before`."""
    environment = {**_BARE, **settings}
    program = str(Path(sys.executable).with_name("guide-widget"))
    run = subprocess.run([*before, program, *arguments], env=environment, capture_output=True, text=True, check=True)
    return run.stdout


def stores_of(settings: Mapping[str, str]) -> Stores:
    """The database as another process of ours sees it. An SQLite file is made where it is missing."""
    read = read_settings(settings)
    ensure_sqlite_file(read.database_url, read.data_folder)
    return Stores(read, load_library(read.content_folder), lambda: datetime.now(UTC))
