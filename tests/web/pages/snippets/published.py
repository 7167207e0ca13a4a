"""The snippets that can be copied today, and the files of all that ever could.

`python -m tests.web.pages.snippets.published` writes today's snippets that are not among the files yet.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from widget.app import create_app, danish_today

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.html"))
KINDS = ("frame", "frame_plain", "frame_links", "address", "card", "ssi", "esi")
STATES: Mapping[str, Mapping[str, str]] = {"": {}, "answered": {"a-kasse": "ja", "alder": "under-25", "heading": "3"}}
"""States by the word for them in the names of files."""


def published_today(client: FlaskClient, guides: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Name and text of each snippet that the share page gives."""
    for guide in guides:
        for state, choices in STATES.items():
            html = client.get(f"/share?{urlencode({'guide': guide, **choices})}").text
            page = LexborHTMLParser(html)
            for kind in KINDS:
                (field,) = page.css(f"#code-{kind}")
                yield ".".join(filter(None, (guide, kind, state))), field.text()


def essence(snippet: str) -> str:
    """The snippet without the heights, which every webmaster chooses."""
    return re.sub(r'(?<=height=")\d+|(?<=min-height:)\d+|(?<=min-height:min\()\d+', "…", snippet.strip())


def known() -> frozenset[str]:
    """The essence of every snippet ever published."""
    return frozenset(essence(file.read_text(encoding="utf-8")) for file in FILES)


def guide_of(file: Path) -> str:
    """The guide that a file's snippet shows: the files are called `<day>.<guide>.<kind>.<state>.html`."""
    return file.name.split(".")[1]


def write(day: str) -> None:
    """Write the snippets that are new, in files that begin with the day; never over an old one."""
    app = create_app(frozen_settings({"BASE_URL": BASE_URL}), today=lambda: TODAY)
    guides = tuple(app.site.library.guides)
    before = known()
    for name, text in published_today(app.test_client(), guides):
        if essence(text) not in before:
            with (FOLDER / f"{day}.{name}.html").open("x", encoding="utf-8") as file:
                file.write(f"{text}\n")


if __name__ == "__main__":
    write(danish_today().isoformat())
