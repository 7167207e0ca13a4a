"""The server's secret: as set, or else made once and stored in the data folder. Knows the file, not its use."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from widget.settings import Settings

KEY_FILE = "secret_key"


def secret_key(settings: Settings) -> bytes:
    """The key that every worker of this server has. Raises `OSError` where it can be neither read nor stored."""
    if settings.secret_key:
        return settings.secret_key.encode()
    file = settings.data_folder / KEY_FILE
    with suppress(FileNotFoundError):
        return file.read_bytes()
    _make(file)
    return file.read_bytes()


def _make(file: Path) -> None:
    """Write a new key for our eyes only. Where two workers do so at once, the first one's holds."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as output:
        output.write(secrets.token_hex(32).encode())
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
