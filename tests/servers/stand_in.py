"""A guide server that is ill, or watches who asks it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

_POLL = 0.05
_LONGEST_SILENCE = 60


@dataclass(frozen=True)
class Asked:
    """A request that came."""

    method: str
    path: str
    headers: Message
    body: bytes


@dataclass
class StandIn:
    """Answers every request with `status` and `body`; or not at all while it is `silent`."""

    origin: str = ""
    status: int = 200
    body: str = "<p>Guiden</p>"
    silent: bool = False
    asked: list[Asked] = field(default_factory=list)
    _speak: threading.Event = field(default_factory=threading.Event)

    def recover(self) -> None:
        """Be well again, and let go of everybody who waits."""
        self._speak.set()
        self._speak = threading.Event()
        self.status, self.body, self.silent = StandIn.status, StandIn.body, StandIn.silent
        self.asked.clear()

    @contextmanager
    def running(self) -> Iterator["StandIn"]:
        """Serve in a thread, and end it."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": _POLL})
        thread.start()
        try:
            yield self
        finally:
            self.recover()
            server.shutdown()
            thread.join()
            server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stand_in.asked.append(Asked(self.command, self.path, self.headers, body))
                if stand_in.silent:
                    stand_in._speak.wait(_LONGEST_SILENCE)
                    return
                answer = stand_in.body.encode()
                self.send_response(stand_in.status)
                if 300 <= stand_in.status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(answer)))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                pass

        return Handler


@contextmanager
def closed_origin() -> Iterator[str]:
    """An origin where no server answers, and none can begin to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
