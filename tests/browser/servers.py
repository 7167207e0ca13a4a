"""The two servers that a browser test needs: the guides as the command serves them, and a host's website."""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any

from tests.frozen import CONTENT

_TIMEOUT = 30
_POLL = 0.05
_GUARD = '{ "$@"; kill -9 0; } & read -r _; kill -9 0'
"""Ends the server with all its workers when its input is closed, as it is even when the tests are killed."""


@contextmanager
def guides_served(**environment: str) -> Iterator[str]:
    """`guide-widget serve` in a process of its own; gives the origin, and ends the server with all its workers.

    It has the frozen guides, in Danish; with `CONTENT_DIR=""` it has those that are shipped, in their languages.
    """
    port = _free_port()
    frozen = {} if "CONTENT_DIR" in environment else {"CONTENT_DIR": str(CONTENT), "LANGUAGES": "da"}
    command = shutil.which("guide-widget", path=str(Path(sys.executable).parent)) or "guide-widget"
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            ["sh", "-c", _GUARD, "sh", command, "serve", "--port", str(port), "--workers", "1"],
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **frozen, **environment},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            origin = f"http://127.0.0.1:{port}"
            _wait_for(f"{origin}/healthz", process, output)
            yield origin
        finally:
            process.communicate(timeout=10)  # closes its input, which is the sign to end


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(address: str, process: "subprocess.Popen[bytes]", output: IO[bytes]) -> None:
    give_up = time.monotonic() + _TIMEOUT
    while time.monotonic() < give_up:
        if process.poll() is not None:
            output.seek(0)
            raise RuntimeError(f"guide-widget serve has ended: {output.read().decode()}")
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 (our own server)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(_POLL)
    raise RuntimeError(f"{address} did not answer within {_TIMEOUT} seconds.")


@dataclass(frozen=True)
class Served:
    """A page of the host site."""

    html: str
    headers: Mapping[str, str]


class HostSite:
    """A host's website at `localhost`: for a browser another site than 127.0.0.1, where the guides are."""

    def __init__(self) -> None:
        self._pages: dict[str, Served] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.origin = f"http://localhost:{self._server.server_address[1]}"

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on; before it runs."""
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.origin = self.origin.replace("http://", "https://")

    def show(self, html: str, headers: Mapping[str, str] | None = None) -> str:
        """Publish a page; gives its address."""
        path = f"/{len(self._pages) + 1}"
        self._pages[path] = Served(html, headers or {})
        return self.origin + path

    @contextmanager
    def running(self) -> Iterator["HostSite"]:
        """Serve the pages in a thread, and end it."""
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": _POLL})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        pages = self._pages

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = pages.get(self.path.partition("?")[0])
                body = page.html.encode() if page else b""
                self.send_response(200 if page else 204)
                for name, value in (page.headers if page else {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler
