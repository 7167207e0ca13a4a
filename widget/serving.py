"""Runs the application under Granian, and a made-up host site beside it for a demo. Knows servers; no page."""

import threading
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from werkzeug.serving import make_server

from widget.demo import create_demo_site

_KILL_AFTER = 10
"""Seconds that a worker may take to end: idle connections would keep it waiting."""


def serve(host: str, port: int, workers: int, *, demo_port: int | None) -> None:
    """Serve until told to stop. With `demo_port`, a host site that frames the guides listens there."""
    if demo_port is not None:
        _serve_demo(demo_port, f"http://{host}:{port}")
    Granian(
        "widget.app:create_served_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        websockets=False,
        log_access=False,
        workers_kill_timeout=_KILL_AFTER,
        working_dir=Path.cwd(),
    ).serve()


def _serve_demo(port: int, guides: str) -> None:
    server = make_server("127.0.0.1", port, create_demo_site(guides), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
