"""Partners as TOML files: text that can be kept under version control and carried to another server."""

import tomllib
from pathlib import Path

import tomli_w

from widget.partners.documents import partner_document, read_partner
from widget.partners.model import Partner
from widget.partners.records import DocumentProblem


def partner_toml(partner: Partner) -> str:
    """The file of a partner, with everything in it."""
    document = partner_document(partner)
    # A text over several lines is easier to edit, but cannot hold the other kind of line break.
    return tomli_w.dumps(document, multiline_strings="\r" not in _texts(document))


def _texts(value: object) -> str:
    if isinstance(value, dict):
        return "".join(_texts(inside) for inside in value.values())
    return "".join(_texts(inside) for inside in value) if isinstance(value, list) else str(value)


def parse_partner(text: str) -> tuple[Partner | None, tuple[DocumentProblem, ...]]:
    """The partner of a file's text, or None and every problem."""
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (DocumentProblem("", f"this is not TOML: {error}"),)
    return read_partner(document)


def write_partner_file(folder: Path, partner: Partner) -> Path:
    """Write `<id>.toml` into `folder`, which is made if need be; the file's path."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{partner.id}.toml"
    file.write_text(partner_toml(partner), encoding="utf-8", newline="\n")
    return file


def read_partner_file(file: Path) -> tuple[Partner | None, tuple[DocumentProblem, ...]]:
    """The partner of a file, or None and every problem; a file that cannot be read is one."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        return None, (DocumentProblem("", f"this cannot be read: {error}"),)
    return parse_partner(text)
