"""Catalogues of translations as files: what there is to translate, and bringing catalogues up to date with it.

Knows Babel and the folders; not what translations are used for.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from widget.publishing.catalogue_merging import (
    add_message,
    catalogue_bytes,
    empty_catalogue,
    merge_template,
    parse_catalogue,
)

GUIDES = "guides"
"""The domain of the texts in guides and registers; what is to be translated is their Danish."""

MESSAGES = "messages"
"""The domain of the interface; what is to be translated is its English."""

_FOR_STAFF = (
    *("admin/**", "demo/**", "previews/**", "reports/**"),
    *("shared/proof_*.html", "guide/parts/review_*.html"),
)
_FOR_CITIZENS = (
    "guide/conditions_in_words",
    "guide/days_in_words",
    "guide/documents",
    "guide/site",
    "pages/feedback",
    "guide/message_pages",
    "pages/statements",
)
"""The modules of `widget/web` that say something to citizens."""

_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "ngettext": (1, 2), "translate": None}
_JINJA = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
_TIME = re.compile(rb'"POT-Creation-Date: .*\n')


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things to translate stand, and where the catalogues are kept."""

    content: Path
    translations: Path
    templates: Path

    def template(self, domain: str) -> Path:
        """The empty catalogue of a domain, from which those of languages are made."""
        return self.translations / f"{domain}.pot"

    def catalogue(self, domain: str, language: str) -> Path:
        """The catalogue of a domain in a language, by its BCP 47 tag."""
        return self.translations / language / "LC_MESSAGES" / f"{domain}.po"

    def languages(self, domain: str) -> list[str]:
        """The languages that have a catalogue of a domain."""
        found = self.translations.glob(f"*/LC_MESSAGES/{domain}.po")
        return sorted(file.parent.parent.name for file in found)


def message_template(templates: Path) -> Catalog:
    """What the interface says to citizens and webmasters; what only staff see is there in Danish alone."""
    template = empty_catalogue("# What the pages say. Made by “guide-widget translations update”; do not edit.")
    methods = [*((pattern, "ignore") for pattern in _FOR_STAFF), ("**.html", "jinja2")]
    pages = extract_from_dir(templates, methods, {"**.html": _JINJA}, _KEYWORDS)
    web = Path(__file__).parents[1] / "web"
    modules = extract_from_dir(web, [(f"{name}.py", "python") for name in _FOR_CITIZENS], keywords=_KEYWORDS)
    for file, _line, message, comments, _context in (*pages, *modules):
        add_message(template, message, file, comments)
    return template


def read_catalogue(file: Path, language: str | None = None) -> Catalog:
    """A catalogue from its file."""
    return parse_catalogue(file.read_bytes(), language)


def update(folders: Folders, domain: str, template: Catalog, language: str) -> Catalog:
    """Bring the catalogue of a language up to date, and make it where there is none.

    A translation whose original was changed stays, marked as fuzzy until a translator has looked at it.
    """
    file = folders.catalogue(domain, language)
    if file.exists():
        catalogue = read_catalogue(file, language)
    else:
        catalogue = empty_catalogue("# See docs/translating.md.", language)
    merge_template(catalogue, template)
    _write(file, catalogue)
    return catalogue


def write_template(folders: Folders, domain: str, template: Catalog) -> None:
    """Keep the empty catalogue of a domain, for translators who begin a language."""
    _write(folders.template(domain), template)


def _write(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue, unless nothing has changed but the time in its head."""
    text = catalogue_bytes(catalogue)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or _without_time(file.read_bytes()) != _without_time(text):
        file.write_bytes(text)


def _without_time(catalogue: bytes) -> bytes:
    return _TIME.sub(b"", catalogue, count=1)
