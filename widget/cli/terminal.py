"""What all commands do alike at the terminal: read the settings, or stop and say why."""

import os
import sys
from typing import NoReturn

import click

from widget.settings import Settings, SettingsError, read_settings


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
