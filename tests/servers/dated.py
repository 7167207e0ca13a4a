"""A real server whose day stands in a file: `python -m tests.servers.dated PORT FILE`, with the guides of tests.

The day is a parameter of the application, so no clock has to be moved.
"""

import logging
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.frozen import frozen_settings
from widget.app import create_app
from widget.server.serving import granian

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

WORKERS = 2
_FILE = "DAY_FILE"


def application() -> "WSGIApplication":
    """What a worker runs: the application on the day that the file names at this moment."""
    file = Path(os.environ[_FILE])
    app = create_app(frozen_settings(os.environ), today=lambda: date.fromisoformat(file.read_text(encoding="utf-8")))
    app.logger.setLevel(logging.ERROR)
    return app


def main(port: int, file: str) -> None:
    """Serve until told to stop."""
    os.environ[_FILE] = file
    granian("tests.servers.dated:application", "127.0.0.1", port, WORKERS).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
