"""Puts a published edition in place on a running server: listens to the process that watches the database."""

import logging
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import IO

_FIRST_ANSWER = 20.0
"""Seconds for the first line: the libraries have to be loaded."""
_PAUSE = 2.0
"""Seconds until a process that has ended is started again."""

_log = logging.getLogger(__name__)


class EditionFollower:
    """A process that says which edition is published, started by `start` and again whenever it ends."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._output: IO[str] | None = None

    def start(self) -> Path | None:
        """Start it, and give the folder of the edition that is published now; None where there is none."""
        reading, writing = os.pipe()
        program = f"from widget.server.edition_watcher import main; main({writing})"
        self._process = subprocess.Popen(  # noqa: S603 (our own program)
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            pass_fds=[writing],
            start_new_session=True,  # Ctrl+C in the terminal is for the main process, which ends this one
        )
        os.close(writing)
        self._output = os.fdopen(reading, encoding="utf-8")
        ready, _, _ = select.select([self._output], [], [], _FIRST_ANSWER)
        line = self._output.readline().strip() if ready else ""
        return Path(line) if line else None

    def follow(self, show: Callable[[Path], None]) -> None:
        """From now on, call `show` with the folder of each edition that is published."""
        threading.Thread(target=self._follow, args=[show], name="editions", daemon=True).start()

    def _follow(self, show: Callable[[Path], None]) -> None:
        while True:
            for line in self._output or ():
                if line.strip():
                    show(Path(line.strip()))
            if self._output:
                self._output.close()
            sleep(_PAUSE)
            _log.warning("The process that watches for editions has ended; it is started again.")
            if folder := self.start():
                show(folder)

    def stop(self) -> None:
        """End it."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
