"""Databases to test on: a file, and a PostgreSQL server of our own that forgets everything."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from shutil import chown, rmtree
from tempfile import mkdtemp

import psycopg
from psycopg.sql import SQL, Identifier

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

    def new_database(self) -> str:
        """The address of an empty database."""
        name = f"guides_{next(self._numbers)}"
        self._say("CREATE DATABASE {} TEMPLATE template0", name)
        return self.url(name)

    def drop(self, url: str) -> None:
        self._say("DROP DATABASE {} WITH (FORCE)", url.partition("@/")[2].partition("?")[0])

    def start(self) -> None:
        settings = " ".join(f"-c {name}={value!r}" for name, value in _SETTINGS.items())
        self._control("start", "-l", str(self.folder / "log"), "-o", f"-k {self.folder} {settings}")

    def stop(self) -> None:
        """End it at once, as if its machine had lost power."""
        self._control("stop", "-m", "immediate")

    @property
    def main_process(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def _control(self, *arguments: str) -> None:
        program = str(self.programs / "pg_ctl")
        run_as_owner(program, "-D", str(self.folder / "data"), "-w", "-s", *arguments)

    def _say(self, command: str, name: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(SQL(command).format(Identifier(name)))


def run_as_owner(*command: str) -> None:
    """Run a program that refuses to be run by root."""
    prefix = ("runuser", "-u", _USER, "--") if os.getuid() == 0 else ()
    done = subprocess.run((*prefix, *command), capture_output=True, text=True, cwd="/", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def postgresql() -> Iterator[Server]:
    """A server with Danish sorting, which is what trips up those who trust the order of text."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "Install PostgreSQL (on Debian: apt-get install postgresql)."
    server = Server(Path(mkdtemp(prefix="guides-")), found[-1].parent)
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
