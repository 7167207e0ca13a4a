"""What all commands do alike at the terminal: read the settings and days, or stop and say why."""

import os
import sys
from datetime import date, datetime
from typing import Any, NoReturn

import click

from widget.settings import Settings, SettingsError, read_settings

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2200, 12, 31)
"""Beyond them a deadline or a comparison with the year before may be a day that no calendar has."""


class _Day(click.DateTime):
    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        found: datetime = super().convert(value, param, ctx)
        if not _FIRST_DAY <= found.date() <= _LAST_DAY:
            self.fail(f"{found.date()} is too far away; write a day from {_FIRST_DAY} to {_LAST_DAY}.", param, ctx)
        return found


DAY = _Day()
"""An option that is a day."""


def settings_or_stop() -> Settings:
    """The settings from the environment; ends the command with 2, and every wrong one named, where it has some."""
    try:
        return read_settings(os.environ)
    except SettingsError as error:
        stop(str(error), status=2)


def stop(text: str, *, status: int = 1) -> NoReturn:
    """Say why the command cannot go on, and end it with `status`."""
    click.echo(text, err=True)
    sys.exit(status)
