"""Websites of municipalities: nginx with its own pages, and Varnish before a server with pages."""

import os
import shutil
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.servers import HostSite
from tests.servers.recipes import recipe

_TIMEOUT = 180
_POLL = 0.02

_NGINX = """
daemon off;
pid {folder}/pid;
error_log stderr;
worker_processes 1;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; }}
    charset utf-8;
    gzip on;
    gzip_min_length 1;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/pages;
        location /form/ {{
            ssi on;
            proxy_pass {forms}/;
        }}
        {recipe}
    }}
}}
"""

_VARNISH = """vcl 4.1;
backend default {{ .host = "127.0.0.1"; .port = "{port}"; }}
{recipe}
"""


class Host(ABC):
    """A website that can show pages with a guide in them. `kind` is the line of `/share` that it understands."""

    kind: str

    def __init__(self, origin: str) -> None:
        self.origin = origin
        """At `localhost`: another site than the guides for a browser."""

    @abstractmethod
    def show(self, html: str) -> str:
        """Publish a page; gives its address."""


class NginxHost(Host):
    """Pages are files."""

    kind = "ssi"

    def __init__(self, origin: str, pages: Path) -> None:
        super().__init__(origin)
        self._pages = pages
        self._numbers = count(1)

    def show(self, html: str) -> str:
        """Publish a page; gives its address."""
        name = f"{next(self._numbers)}.html"
        (self._pages / name).write_text(html, encoding="utf-8")
        return f"{self.origin}/{name}"


class VarnishHost(Host):
    """Pages are on a server behind the cache."""

    kind = "esi"

    def __init__(self, origin: str, behind: HostSite) -> None:
        super().__init__(origin)
        self._behind = behind

    def show(self, html: str) -> str:
        """Publish a page; gives its address."""
        return self.origin + urlsplit(self._behind.show(html)).path


@contextmanager
def nginx(guides: str, folder: Path, forms: str = "http://127.0.0.1:9") -> Iterator[Host]:
    """A website on nginx, by the recipe in the docs; below `/form/` is another program with forms."""
    pages = folder / "pages"
    pages.mkdir()
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    config = folder / "nginx.conf"
    values = {"folder": folder, "port": port, "user": user, "forms": forms, "recipe": recipe("nginx", guides)}
    config.write_text(_NGINX.format(**values), encoding="utf-8")
    command = [program("nginx", "nginx"), "-e", "stderr", "-p", str(folder), "-c", str(config)]
    with running(command, folder, port):
        yield NginxHost(f"http://localhost:{port}", pages)


@contextmanager
def varnish(guides: str, folder: Path) -> Iterator[Host]:
    """A website behind Varnish, by the recipe in the docs."""
    port = free_port()
    vcl = folder / "default.vcl"
    with HostSite().running() as behind:
        values = {"port": urlsplit(behind.origin).port, "recipe": recipe("vcl", guides)}
        vcl.write_text(_VARNISH.format(**values), encoding="utf-8")
        command = [program("varnishd", "varnish"), "-F", "-j", "none", "-n", str(folder / "work"), "-f", str(vcl)]
        with running([*command, "-a", f"127.0.0.1:{port}", "-s", "malloc,16m"], folder, port):
            yield VarnishHost(f"http://localhost:{port}", behind)


def program(name: str, package: str) -> str:
    """Where a program is."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    assert found, f"These tests need the program {name}, in Debian's package {package}; tests/run installs it."
    return found


def free_port() -> int:
    """A port of loopback without a listener."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """The program while it serves the port; ends it with all its children."""
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _wait_for(port, process, log)
            yield
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # any child that is left
            process.wait(timeout=30)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    give_up = time.monotonic() + _TIMEOUT
    while time.monotonic() < give_up:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args!r} ended with {process.returncode}: {log.read_text()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            time.sleep(_POLL)
        else:
            return
    raise RuntimeError(f"Nothing at port {port} within {_TIMEOUT} seconds: {log.read_text()}")
