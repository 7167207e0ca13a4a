"""The application on a port of this machine, for programs that ask over the network as everybody does."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from werkzeug.serving import make_server

from tests.conftest import TODAY
from tests.frozen import frozen_settings
from widget.app import create_app, utc_now


@contextmanager
def live_guides(
    *, tls: ssl.SSLContext | None = None, now: Callable[[], datetime] = utc_now, **changes: object
) -> Iterator[str]:
    """The guides on a fixed day, served by a thread; gives the origin, which is also their public address.

    `changes` are of the settings; with `tls` it speaks HTTPS. `now` tells how fast a form was sent.
    """
    settings = replace(frozen_settings({}), **changes)  # type: ignore[arg-type]  # settings by name
    app = create_app(settings, today=lambda: TODAY, now=now)
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=tls)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
