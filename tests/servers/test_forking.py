"""`wsgi.py` under a server that makes the application once and then forks, as uWSGI does and Gunicorn can."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copytree

import pytest

from tests.database.servers import copy_migrated_file
from tests.guides.guide_examples import MINIMAL
from tests.servers.hosts import free_port
from tests.servers.operating import ROOT, ask, command, until
from widget.database.sqlite_file import DATABASE_FILE

pytestmark = pytest.mark.servers

SERVER = """
import os, socket, sys
from werkzeug.serving import make_server
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=64)
from wsgi import app
for _ in range(2):
    if os.fork() == 0:
        make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True, fd=listening.fileno()).serve_forever()
print("forked", flush=True)
os.wait()
"""
"""It forks as soon as the application is there, so in the midst of all that may run beside it."""

GUIDE, PAGE = "eksempel/guide.yaml", "/guide/eksempel"
PAGES = ("/embed/eksempel", PAGE)
"""What is made ready before the first request where a server has time for it."""


@contextmanager
def forking_server(folder: Path, settings: dict[str, str]) -> Iterator[str]:
    """Two processes of one application; gives their origin."""
    port = free_port()
    own = {**os.environ, "BASE_URL": f"http://127.0.0.1:{port}", "PYTHONPATH": str(ROOT), **settings}
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(port)],
            cwd=ROOT,
            env=own,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        until(lambda: "forked" in log.read_text() or process.poll() is not None, "the server has started")
        yield f"http://127.0.0.1:{port}"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def showings(folder: Path) -> int:
    """How many are counted in the database."""
    with closing(sqlite3.connect(folder / DATABASE_FILE)) as connection:
        (counted,) = connection.execute("SELECT coalesce(sum(count), 0) FROM usage_page").fetchone()
    return int(counted)


def test_each_process_shows_pages_counts_them_and_follows_what_is_published(tmp_path: Path) -> None:
    copy_migrated_file(tmp_path / DATABASE_FILE)
    content = copytree(MINIMAL, tmp_path / "content")
    settings = {"DATA_DIR": str(tmp_path), "CONTENT_DIR": str(content), "CONTENT_SOURCE": "database"}
    with forking_server(tmp_path, settings) as origin:
        for _ in range(16):
            for page in PAGES:
                assert ask(origin + page, Accept_Encoding="gzip, br").status == 200
        file = content / GUIDE
        file.write_text(file.read_text().replace("title: Eksempel", "title: En ny udgave", 1))
        command(settings, "content", "import", str(content))
        until(lambda: all("En ny udgave" in ask(origin + PAGE).text for _ in range(8)), "both show the edition")
        until(lambda: showings(tmp_path) >= 40, "what both have shown is counted")
