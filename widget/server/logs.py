"""How the server writes its log: JSON, a line each, to standard output. Knows no request."""

import logging
import os
from typing import Any

_NAMES = {"levelname": "level", "name": "from"}
_STANDARD_OUTPUT = 1


class LogLines(logging.Handler):
    """Writes each record to standard output at once, and lets go of what a full disk refuses.

    A stream would keep it, and refuse to be flushed from then on, which is done before each start of a worker: none
    that dies would be replaced.
    """

    _is_torn = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write the record as a line."""
        try:
            line = f"{self.format(record)}\n".encode(errors="backslashreplace")
        except Exception:  # as of every handler: what is logged may be of any kind
            self.handleError(record)
            return
        self._write(b"\n" + line if self._is_torn else line)

    def _write(self, line: bytes) -> None:
        try:
            written = os.write(_STANDARD_OUTPUT, line)
        except OSError:
            return
        self._is_torn = written < len(line)


def log_config() -> dict[str, Any]:
    """The settings for `logging.config.dictConfig`, in this process and every worker."""
    json = {
        "()": "pythonjsonlogger.json.JsonFormatter",
        "fmt": "%(levelname)s %(name)s %(message)s",
        "timestamp": "time",  # in UTC, and says so: +00:00
        "rename_fields": _NAMES,
        "json_ensure_ascii": False,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": json},
        "handlers": {"out": {"()": LogLines, "formatter": "json"}},
        "root": {"handlers": ["out"], "level": "INFO"},
        "loggers": {
            "_granian": {"level": "INFO"},
            "granian.access": {"level": "WARNING"},
            "alembic": {"level": "WARNING"},
        },
    }
