"""Two servers behind nginx with PostgreSQL and Redis, by the files in the docs: no visitor sees which one answers."""

import re
import signal
import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from urllib.parse import urljoin

import pyotp
import pytest
import requests
from selectolax.lexbor import LexborHTMLParser

from tests.servers.hosts import free_port
from tests.servers.operating import (
    PAGE,
    Guides,
    Machines,
    Visitors,
    ask,
    command,
    front,
    machines,
    stores_of,
    until,
)
from tests.web.admin.browser import fields_of
from widget.demo.example_partners import example_partners, publish_examples

pytestmark = pytest.mark.servers

EMAIL = "anne@kommune.example"
PASSWORD = "fire glade heste løber"  # noqa: S105 (of the tests alone)
WRONG = "forkert"
PARTNER = "storstad"
PARTNER_PAGE = f"/embed/{PARTNER}/hvis-du-bliver-ledig"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    with machines(tmp_path_factory.mktemp("machines")) as running:
        yield running


@dataclass
class Browser:
    """Keeps cookies and sends forms, over the network."""

    origin: str
    session: requests.Session = field(default_factory=requests.Session)
    page: str = ""
    status: int = 0

    def open(self, address: str) -> None:
        self._take(self.session.get(urljoin(self.origin, address), verify=False, timeout=30))

    def send(self, **typed: str) -> None:
        (form, *_) = LexborHTMLParser(self.page).css("main form")
        address = urljoin(self.origin, str(form.attributes["action"]))
        headers = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        values = fields_of(form) | typed
        self._take(self.session.post(address, values, headers=headers, verify=False, timeout=30))

    def text(self, selector: str) -> str:
        node = LexborHTMLParser(self.page).css_first(selector)
        assert node is not None, self.page
        return " ".join(node.text().split())

    def _take(self, response: requests.Response) -> None:
        self.page, self.status = response.text, response.status_code


def asked(both: Machines, path: str) -> list[int]:
    """How often each machine was asked for a path."""
    return [sum(line.get("path") == path for line in server.lines) for server in both.servers]


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_who_signs_in_is_signed_in_everywhere_and_tries_add_up(both: Machines) -> None:
    link = re.search(r"https://\S+", command(both.settings, "admin", "create", EMAIL))
    assert link
    browser = Browser(both.origin)
    browser.open(link[0])
    browser.send(password=PASSWORD, again=PASSWORD)
    browser.send(code=pyotp.TOTP(browser.text("figure code").replace(" ", "")).now())
    for _ in range(6):
        browser.open("/admin")
        assert browser.status == 200
        assert 'name="password"' not in browser.page
    assert min(asked(both, "/admin")) >= 2

    stranger = Browser(both.origin)
    for _ in range(10):
        stranger.open("/admin/sign-in")
        stranger.send(email=EMAIL, password=WRONG)
        assert stranger.status != 429
    stranger.send(email=EMAIL, password=WRONG)
    assert stranger.status == 429


def test_what_is_published_is_seen_on_all_at_once(both: Machines) -> None:
    stores = stores_of(both.settings)
    assert [server.get(PARTNER_PAGE).status for server in both.servers] == [404, 404]
    publish_examples(stores.registry)
    assert [server.get(PARTNER_PAGE).status for server in both.servers] == [200, 200]
    (partner,) = [partner for partner in example_partners() if partner.id == PARTNER]
    for number in range(5):
        name = f"Storstad {number} Kommune"
        stores.registry.save_draft(replace(partner, name=name), "anne")
        stores.registry.publish(PARTNER, "anne")
        pages = [server.get(f"/guide/{PARTNER}/hvis-du-bliver-ledig").text for server in both.servers]
        assert all(name in page for page in pages)
    stores.engine.dispose()


def test_a_machine_that_is_lost_or_replaced_costs_no_visitor_a_page(both: Machines) -> None:
    first, _ = both.servers
    with Visitors(f"{both.origin}{PAGE}?alder=25-29").asking() as visitors:
        until(lambda: len(visitors.answers) > 20, "people come")
        first.kill()
        so_far = len(visitors.answers)
        until(lambda: len(visitors.answers) > so_far + 50, "people go on")
        first.start()
        so_far = len(visitors.answers)
        until(lambda: len(visitors.answers) > so_far + 50, "people go on")
        assert first.stop() in {0, -signal.SIGTERM}
        first.start()
    assert set(visitors.answers) == {200}


class _LostWhileItWasAsked(socketserver.BaseRequestHandler):
    """A server that breaks the first connection after the request, as one whose worker is killed, and goes on."""

    server: "_Crashing"

    def handle(self) -> None:
        self.request.recv(65_536)
        if next(self.server.numbers) == 0:
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset
        else:
            self.request.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")


class _Crashing(socketserver.ThreadingTCPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _LostWhileItWasAsked)
        self.numbers = count()


def test_a_worker_that_is_lost_while_the_other_machine_is_away_costs_no_visitor_a_page(tmp_path: Path) -> None:
    with _Crashing() as crashing:
        threading.Thread(target=crashing.serve_forever, daemon=True).start()
        away, there = Guides(tmp_path), Guides(tmp_path, port=crashing.server_address[1])
        with front(tmp_path / "nginx", [away, there], free_port()) as origin:
            assert [ask(f"{origin}/healthz").status for _ in range(20)] == [200] * 20
        crashing.shutdown()


def test_the_address_that_people_see_is_the_one_of_nginx(both: Machines) -> None:
    answer = ask(f"{both.origin}/guide/hvis-du-bliver-ledig")
    assert f'rel="canonical" href="{both.origin}/guide/hvis-du-bliver-ledig"' in answer.text
    assert ask(f"{both.origin}/readyz").status == 200
    assert ask(f"{both.origin}/draft/a-signed-text/embed/hvis-du-bliver-ledig?a-kasse=ja").status == 404
    file = both.servers[0].folder.parent / "nginx" / "guides.log"
    until(lambda: "/draft/-/embed/hvis-du-bliver-ledig " in file.read_text(), "nginx has written its log")
    log = file.read_text()
    assert "a-signed-text" not in log
    assert "?" not in log
    assert "127.0.0.1" not in log


def test_what_nginx_says_of_a_lost_machine_tells_no_answer_and_no_visitor(both: Machines) -> None:
    first, _ = both.servers
    first.kill()
    for number in range(10):
        assert ask(f"{both.origin}{PAGE}?a-kasse=ja&dato=2027-02-{number + 1:02}").status == 200
        ask(f"{both.origin}/draft/a-signed-text{PAGE}?a-kasse=ja&dato=2027-02-{number + 1:02}")
    logs = [file.read_text() for file in (first.folder.parent / "nginx").glob("*log")]
    first.start()
    assert len(logs) > 1
    for log in logs:
        assert "a-kasse" not in log
        assert "a-signed-text" not in log
        assert "127.0.0.1, server" not in log
