"""How the server writes its log: JSON, a line each, to standard output. Data for `logging`; knows no request."""

from typing import Any

_NAMES = {"levelname": "level", "name": "from"}


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
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}},
        "root": {"handlers": ["out"], "level": "INFO"},
        "loggers": {
            "_granian": {"level": "INFO"},
            "granian.access": {"level": "WARNING"},
            "alembic": {"level": "WARNING"},
        },
    }
