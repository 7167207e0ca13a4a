"""Databases to test on: a file, and a PostgreSQL server of our own that forgets everything."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from shutil import chown, rmtree
from tempfile import TemporaryDirectory, mkdtemp

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine

from widget.database.engine import migrate, open_engine
from widget.database.sqlite_file import DATABASE_FILE, ensure_sqlite_file

_USER = "postgres"
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "16MB",
}


@dataclass
class Server:
    """A running PostgreSQL that is reached by a socket in `folder`, and in no other way."""

    folder: Path
    programs: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, name: str) -> str:
        return f"postgresql://{_USER}@/{name}?host={self.folder}"

    def new_database(self, *, migrated: bool = False) -> str:
        """The address of a database without tables, or with all of them and nothing in them."""
        name = f"guides_{next(self._numbers)}"
        self._say("CREATE DATABASE {} TEMPLATE {}", name, self._migrated if migrated else "template0")
        return self.url(name)

    @cached_property
    def _migrated(self) -> str:
        """The name of a database with all tables, to which nothing is connected."""
        name = "migrated"
        self._say("CREATE DATABASE {} TEMPLATE template0", name)
        _migrate(open_engine(self.url(name), self.folder))
        return name

    def drop(self, url: str) -> None:
        self._say("DROP DATABASE {} WITH (FORCE)", url.partition("@/")[2].partition("?")[0])

    def start(self) -> None:
        settings = " ".join(f"-c {name}={value!r}" for name, value in _SETTINGS.items())
        self._control("start", "-l", str(self.folder / "log"), "-o", f"-k {self.folder} {settings}")

    def stop(self) -> None:
        """End it at once, as if its machine had lost power."""
        self._control("stop", "-m", "immediate")

    @property
    def runs(self) -> bool:
        with suppress(FileNotFoundError):
            return Path(f"/proc/{self.main_process}").exists()
        return False

    @property
    def main_process(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def _control(self, *arguments: str) -> None:
        program = str(self.programs / "pg_ctl")
        run_as_owner(program, "-D", str(self.folder / "data"), "-w", "-s", *arguments)

    def _say(self, command: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(SQL(command).format(*map(Identifier, names)))


def copy_migrated_file(place: Path) -> None:
    """Put a SQLite file with all tables and nothing in them at `place`, unless a database is there.

    To make the tables takes longer than most tests.
    """
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_migrated_bytes())


@cache
def _migrated_bytes() -> bytes:
    with TemporaryDirectory(prefix="guides-") as folder:
        _migrate(open_new(Path(folder)))
        return (Path(folder) / DATABASE_FILE).read_bytes()


def open_new(folder: Path) -> Engine:
    """The SQLite database of `folder`, whose file is made where it is missing, as a server does at its start."""
    ensure_sqlite_file("", folder)
    return open_engine("", folder)


def _migrate(engine: Engine) -> None:
    migrate(engine)
    engine.dispose()


def run_as_owner(*command: str) -> None:
    """Run a program that refuses to be run by root."""
    prefix = ("runuser", "-u", _USER, "--") if os.getuid() == 0 else ()
    done = subprocess.run((*prefix, *command), capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def postgresql(folder: Path | None = None) -> Iterator[Server]:
    """A server with Danish sorting, which is what trips up those who trust the order of text.

    It has a folder of its own, or the empty one that it is given.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "Install PostgreSQL (on Debian: apt-get install postgresql)."
    server = Server(folder or Path(mkdtemp(prefix="guides-")), found[-1].parent)
    try:
        if os.getuid() == 0:
            chown(server.folder, _USER, _USER)
        danish = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=da-DK", "--encoding=UTF8")
        data = ("-D", str(server.folder / "data"))
        run_as_owner(str(found[-1]), *data, *danish, "-U", _USER, "-A", "trust", "--no-sync")
        server.start()
        yield server
        server.stop()
    finally:
        rmtree(server.folder, ignore_errors=True)
