"""A made-up language: every letter of a text has an accent and every text is a third longer. What shows without
accents was never given to translators; what does not fit will not fit in Finnish either."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from widget.cli.catalogues import GUIDES, MESSAGES, Folders, message_template
from widget.publishing.content_files import read_content
from widget.publishing.guide_catalogues import guide_template
from widget.settings import Settings

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZæøåÆØÅ"
ACCENTED = "áƀćđéƒǵħíĵķłḿńóṕɋŕśťúṽŵẋýžÁƁĆĐÉƑǴĦÍĴĶŁḾŃÓṔɊŔŚŤÚṼŴẊÝŽǽǿǻǼǾǺ"
_ACCENTS = str.maketrans(PLAIN, ACCENTED)
_KEPT = re.compile(r"%\(\w+\)[a-z]|\{[^}]*\}|\]\([^)]*\)")
"""What programs read: placeholders, gaps, and the targets of links."""


def pseudo(text: str) -> str:
    """A text in the made-up language."""
    end = text.rstrip()
    kept = [*_KEPT.finditer(end)]
    starts = [0, *(match.end() for match in kept)]
    ends = [*(match.start() for match in kept), len(end)]
    pieces = [end[start:stop].translate(_ACCENTS) for start, stop in zip(starts, ends, strict=True)]
    said = "".join(piece + (kept[i].group() if i < len(kept) else "") for i, piece in enumerate(pieces))
    words = [word for word in pieces[-1].split() if "*" not in word] or ["~"]
    longer = " ".join((words * (len(end) // 3))[: max(1, len(end.split()) // 3)])
    return f"{said} {longer}{text[len(end) :]}" if len(end) > 12 else said + text[len(end) :]


def write_pseudo(folder: Path, settings: Settings, tag: str = "de") -> None:
    """Catalogues of the made-up language under `tag` in a folder of translations, beside those in Danish."""
    danish = "da/LC_MESSAGES/messages.po"
    (folder / danish).parent.mkdir(parents=True)
    (folder / danish).write_bytes((settings.translation_folder / danish).read_bytes())
    folders = Folders(settings.content_folder, folder, settings.template_folder)
    _write(folders.catalogue(GUIDES, tag), guide_template(read_content(settings.content_folder)), tag)
    _write(folders.catalogue(MESSAGES, tag), message_template(settings.template_folder), tag)


def _write(file: Path, template: Catalog, tag: str) -> None:
    catalogue = Catalog(tag, fuzzy=False)
    for message in template:
        if message.id:
            forms = tuple(pseudo(form) for form in message.id) if isinstance(message.id, tuple) else ()
            catalogue.add(message.id, forms or pseudo(str(message.id)))
    write_catalogue(file, catalogue)


def write_catalogue(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue to its file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue)


def read_catalogue(file: Path) -> Catalog:
    """A catalogue from its file."""
    with file.open("rb") as source:
        return read_po(source)
