"""The register of outbound addresses: who owns and uses each, and what websites say when they are asked."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from widget.cli.link_checking import LinkCheck, LinkState, check_addresses
from widget.cli.main import main
from widget.guides.library import Library
from widget.guides.link_use import link_uses

MINIMAL = Path(__file__).parents[1] / "guides" / "minimal"


class Website(BaseHTTPRequestHandler):
    """Pages that are there, elsewhere, gone, and ill; and one that never answers."""

    never = threading.Event()

    def do_GET(self) -> None:
        if self.path == "/silent":
            self.never.wait()
            return
        status = {"/there": 200, "/moved": 301, "/for-now": 302, "/gone": 404, "/closed": 410, "/ill": 503}[self.path]
        self.send_response(status)
        if status in {301, 302}:
            self.send_header("Location", "/there")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def website() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Website)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    Website.never.set()
    server.shutdown()
    server.server_close()


def test_each_address_is_asked_and_told_in_order(website: str) -> None:
    pages = ["there", "moved", "for-now", "gone", "closed", "ill"]
    found = dict(check_addresses([f"{website}/{page}" for page in pages]))
    assert list(found.values()) == [
        LinkCheck(LinkState.THERE),
        LinkCheck(LinkState.MOVED, f"{website}/there"),
        LinkCheck(LinkState.THERE),
        LinkCheck(LinkState.GONE, "404"),
        LinkCheck(LinkState.GONE, "410"),
        LinkCheck(LinkState.UNCLEAR, "503"),
    ]


def test_who_does_not_answer_is_silent(website: str) -> None:
    closed_port = "http://127.0.0.1:9/"
    found = dict(check_addresses([f"{website}/silent", closed_port], patience=0.2))
    assert {finding.state for finding in found.values()} == {LinkState.SILENT}


def test_every_use_of_a_link_is_found(library: Library) -> None:
    uses = {use.link.id: use.places for use in link_uses(library)}
    assert list(uses) == list(library.registers.links)
    for guide in library.guides.values():
        for item in guide.items():
            for name in {*(link.id for link in (*item.links, *item.sources)), *item.text.links, *item.why.links}:
                assert f"{guide.id}/{item.id}" in uses[name]


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["links", *arguments])
    return result.exit_code, result.output


def test_the_register_is_listed_by_owner_with_its_use() -> None:
    status, output = run("--offline", str(MINIMAL))
    assert status == 0
    assert "not asked" in output
    for line in (MINIMAL / "links.yaml").read_text(encoding="utf-8").splitlines():
        if "url:" in line:
            assert line.split("url:")[1].strip() in output


def all_say(monkeypatch: pytest.MonkeyPatch, finding: LinkCheck) -> None:
    """The result of the check, for any address asked."""
    monkeypatch.setattr("widget.cli.links.check_addresses", lambda asked: [(one, finding) for one in asked])


def test_a_page_that_is_gone_ends_the_command_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    all_say(monkeypatch, LinkCheck(LinkState.GONE, "404"))
    status, output = run(str(MINIMAL))
    assert status == 1
    assert "gone: 404" in output


def test_a_page_that_moved_is_told_with_its_new_address(monkeypatch: pytest.MonkeyPatch) -> None:
    all_say(monkeypatch, LinkCheck(LinkState.MOVED, "https://new.example/"))
    status, output = run(str(MINIMAL))
    assert status == 0
    assert "moved: https://new.example/" in output


def test_without_a_network_the_register_is_listed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    all_say(monkeypatch, LinkCheck(LinkState.SILENT))
    status, output = run(str(MINIMAL))
    assert status == 0
    assert "no network" in output
    assert "not asked" in output
