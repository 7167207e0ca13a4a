"""Faults made for real, under a running server: citizens' pages go on, and come back by themselves."""

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests.database.servers import Server, postgresql
from tests.servers.operating import (
    PAGE,
    SECRET_KEY,
    Guides,
    Visitors,
    ask,
    block,
    command,
    guides,
    stores_of,
    until,
    varnish_front,
)
from widget.database.errors import DatabaseUnavailable
from widget.demo.example_partners import example_partners, publish_examples
from widget.partners.model import Partner

pytestmark = pytest.mark.servers

PARTNER = "storstad"
PARTNER_PAGE = f"/guide/{PARTNER}/hvis-du-bliver-ledig"
NAME = "Storstad"
EXAMPLES = Path(__file__).parents[2] / "widget" / "demo" / "examples"
_numbers = count(1)
BOUND = 10.0
"""Seconds that a page may take while something hangs. It takes one at most; a busy machine takes its time too."""


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    with postgresql() as server:
        yield server


@pytest.fixture(scope="module")
def settings(database: Server) -> dict[str, str]:
    return {"DATABASE_URL": database.new_database(), "SECRET_KEY": SECRET_KEY}


@pytest.fixture(scope="module")
def server(settings: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guides]:
    """Two workers that have both seen the partner."""
    stores = stores_of(settings)
    publish_examples(stores.registry)
    stores.engine.dispose()
    with guides(tmp_path_factory.mktemp("faults") / "guides", 2, **settings) as running:
        see_the_partner(running)
        yield running


def see_the_partner(server: Guides) -> None:
    """Let both workers know it."""
    with Visitors(server.origin + PARTNER_PAGE, number=8).asking() as visitors:
        until(lambda: len(visitors.answers) > 100, "both workers have seen the partner")
    assert set(visitors.answers) == {200}


def the_example() -> Partner:
    return next(partner for partner in example_partners() if partner.id == PARTNER)


def publish(settings: dict[str, str], name: str) -> None:
    stores = stores_of(settings)
    try:
        stores.registry.save_draft(replace(the_example(), name=name), "anne")
        assert isinstance(stores.registry.publish(PARTNER, "anne"), int)
    finally:
        stores.engine.dispose()


def is_degraded(server: Guides) -> bool:
    answer = server.get("/readyz")
    assert answer.status == 200, "guides can be shown"
    return '"database"' in answer.text


def pages_go_on(server: Guides) -> None:
    """All pages, the partner's with its own look."""
    for _ in range(6):
        assert server.get(PAGE, BOUND).status == 200
        partners = server.get(PARTNER_PAGE, BOUND)
        assert partners.status == 200
        assert NAME in partners.text


@contextmanager
def hanging(database: Server) -> Iterator[None]:
    """A server whose every process stands still: it takes connections, and never answers."""
    main = database.main_process
    children = [int(line) for line in subprocess.check_output(["pgrep", "-P", str(main)], text=True).split()]
    for process in (main, *children):
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in (*children, main):
            os.kill(process, signal.SIGCONT)


def comes_back(server: Guides, settings: dict[str, str]) -> None:
    """Without an operator's help, and with what is published from now on."""
    until(lambda: not is_degraded(server), "the database is noticed")
    name = f"{NAME} Ny Kommune {next(_numbers)}"
    publish(settings, name)
    # A worker that has just given up rests for two seconds before it asks again.
    until(lambda: all(name in server.get(PARTNER_PAGE).text for _ in range(6)), "all show it")


def test_a_database_that_is_killed(server: Guides, settings: dict[str, str], database: Server) -> None:
    database.stop()
    try:
        pages_go_on(server)
        until(lambda: is_degraded(server), "it is said")
        assert [worker for worker in server.worker_processes() if Path(f"/proc/{worker}").exists()]
    finally:
        database.start()
    comes_back(server, settings)


def test_a_database_that_hangs(server: Guides, settings: dict[str, str], database: Server) -> None:
    with hanging(database):
        pages_go_on(server)
        until(lambda: is_degraded(server), "it is said")
    comes_back(server, settings)


@contextmanager
def read_only(address: str) -> Iterator[None]:
    """The database refuses every write, as a standby or a full volume does; sessions of before are ended."""
    name = address.partition("@/")[2].partition("?")[0]
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        )
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')


def test_a_database_that_can_only_be_read(server: Guides, settings: dict[str, str]) -> None:
    with read_only(settings["DATABASE_URL"]):
        with pytest.raises(DatabaseUnavailable):
            publish(settings, "Ingen")
        pages_go_on(server)
        until(lambda: is_degraded(server), "it is said that nothing can be kept")
    comes_back(server, settings)


def test_a_database_that_falls_while_it_is_written_to(
    server: Guides, settings: dict[str, str], database: Server
) -> None:
    """What an editor was told is there afterwards, and half of nothing is."""
    confirmed, stores, main = "", stores_of(settings), database.main_process
    with Visitors(server.origin + PARTNER_PAGE, number=2).asking() as visitors:
        for number in range(40):
            name = f"{NAME} {number} Kommune"
            if number == 20:
                os.kill(main, signal.SIGQUIT)  # at once, in the middle of its work
            try:
                stores.registry.save_draft(replace(the_example(), name=name), "anne")
                stores.registry.publish(PARTNER, "anne")
                confirmed = name
            except DatabaseUnavailable:
                break
    assert confirmed
    assert set(visitors.answers) == {200}
    pages_go_on(server)
    until(lambda: not Path(f"/proc/{main}").exists(), "it has ended")
    database.start()
    entry = stores.registry.entry(PARTNER)
    assert entry is not None
    published = stores.registry.versions(PARTNER)[0]
    kept = stores.registry.version(PARTNER, published.number)
    assert kept is not None
    assert int(kept.name.split()[1]) >= int(confirmed.split()[1])
    stores.engine.dispose()
    comes_back(server, settings)


def test_a_server_that_starts_without_its_database(
    server: Guides, settings: dict[str, str], database: Server, tmp_path: Path
) -> None:
    database.stop()
    try:
        with guides(tmp_path / "guides", 1, **settings) as alone:
            assert alone.get(PAGE, BOUND).status == 200
            assert alone.get(PARTNER_PAGE, BOUND).status == 200, "a guide without the look is better than none"
            database.start()
            until(lambda: NAME in alone.get(PARTNER_PAGE).text, "the partner is known")
    finally:
        if not (database.folder / "data" / "postmaster.pid").exists():
            database.start()
    comes_back(server, settings)


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """A limit on the size of files is a full disk for a process that writes: for our workers, and for an editor."""
    data, own = tmp_path / "guides" / "data", {"DATA_DIR": str(tmp_path / "guides" / "data")}
    stores = stores_of(own)
    publish_examples(stores.registry)
    stores.engine.dispose()
    with guides(tmp_path / "guides") as server:
        see_the_partner(server)
        for worker in server.worker_processes():
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (4096, 4096))
        for _ in range(30):
            assert server.get(PAGE).status == 200
            assert NAME in server.get(PARTNER_PAGE).text
        file = tmp_path / f"{PARTNER}.toml"
        file.write_text(
            (EXAMPLES / file.name).read_text(encoding="utf-8").replace(NAME, "Fortrudt"), encoding="utf-8"
        )
        with pytest.raises(subprocess.CalledProcessError):
            command(own, "partners", "import", "--publish", str(file), before=("prlimit", "--fsize=4096"))
        for _ in range(6):
            assert NAME in server.get(PARTNER_PAGE).text
        assert all(Path(f"/proc/{worker}").exists() for worker in server.worker_processes())
        assert server.stop() == 0
        assert "The totals of use wait in memory" in server.log, "what could not be written is said"
    with closing(sqlite3.connect(data / "guides.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    command(own, "partners", "import", "--publish", str(file))


def test_a_worker_that_is_killed_under_load(server: Guides) -> None:
    with Visitors(server.origin + PAGE).asking() as visitors:
        victim = server.worker_processes()[0]
        os.kill(victim, signal.SIGKILL)
        until(lambda: victim not in server.worker_processes(), "there is another one")
        so_far = len(visitors.answers)
        until(lambda: len(visitors.answers) > so_far + 50, "people are served")
    failed = [status for status in visitors.answers if status != 200]
    assert len(failed) <= visitors.number, "at most what the dead one had in hand"
    assert server.process
    assert server.process.poll() is None


def test_varnish_goes_on_without_the_server(tmp_path: Path) -> None:
    with guides(tmp_path / "guides", workers=1) as server, varnish_front(tmp_path / "varnish", server) as origin:
        until(lambda: ask(origin + PAGE).status == 200, "Varnish finds the server well")
        server.kill()
        for _ in range(5):
            assert ask(origin + PAGE).status == 200


def test_a_visitor_puts_no_address_into_what_varnish_shows_to_others(tmp_path: Path) -> None:
    with (
        guides(tmp_path / "guides", workers=1, TRUSTED_PROXIES="127.0.0.1") as server,
        varnish_front(tmp_path / "varnish", server) as origin,
    ):
        until(lambda: ask(origin + PAGE).status == 200, "Varnish finds the server well")
        page = f"{origin}/guide/hvis-du-bliver-ledig"
        said = ask(page, X_Forwarded_Host="stranger.example", X_Forwarded_Proto="javascript")
        assert f'rel="canonical" href="{page}"' in said.text
        assert ask(page).text == said.text


# --- Backup and restore, by the lines in the docs ---


def shell(commands: str, **environment: str) -> None:
    run = subprocess.run(
        ["sh", "-eu", "-c", commands], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_a_backup_of_sqlite_brings_back_what_was_there(tmp_path: Path) -> None:
    data, backup = tmp_path / "guides" / "data", tmp_path / "backup"
    backup.mkdir()
    own = {"DATA_DIR": str(data)}
    stores = stores_of(own)
    publish_examples(stores.registry)
    with guides(tmp_path / "guides", workers=1) as server:
        shell(block("sh", ".backup"), DATA_DIR=str(data), BACKUP=str(backup))
        publish(own, "Fortrudt Kommune")
        assert "Fortrudt" in server.get(PARTNER_PAGE).text
        stores.engine.dispose()
    shell(block("sh", "install -m 600"), DATA_DIR=str(data), BACKUP=str(backup))
    with closing(sqlite3.connect(data / "guides.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with guides(tmp_path / "guides", workers=1) as server:
        page = server.get(PARTNER_PAGE).text
        assert NAME in page
        assert "Fortrudt" not in page


def test_a_backup_of_postgresql_brings_back_what_was_there(
    server: Guides, settings: dict[str, str], tmp_path: Path
) -> None:
    places = {"DATABASE_URL": settings["DATABASE_URL"], "BACKUP": str(tmp_path)}
    shell(block("sh", "pg_dump"), **places)
    publish(settings, "Fortrudt Kommune")
    assert "Fortrudt" in server.get(PARTNER_PAGE).text
    shell(block("sh", "pg_restore"), **places)
    until(lambda: "Fortrudt" not in server.get(PARTNER_PAGE).text, "the server sees it, without a restart")
    pages_go_on(server)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd here")
def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    unit = tmp_path / "guides.service"
    text = block("systemd")
    unit.write_text(text.replace("/opt/guides/bin/guide-widget", "/bin/true"), encoding="utf-8")
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert unit.name not in run.stderr, run.stderr
