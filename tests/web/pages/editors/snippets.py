"""The snippets that are recorded, as /share hands them out for a guide without answers."""

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from widget.app import create_app

FILE = Path(__file__).with_name("recorded.json")
KINDS = ("frame", "frame_plain", "frame_links", "address", "card")
"""Those that are pasted into editors; lines for servers are not."""


def handed_out() -> dict[str, str]:
    """The snippets by kind, byte for byte."""
    client = create_app(frozen_settings({"BASE_URL": BASE_URL}), today=lambda: TODAY).test_client()
    page = LexborHTMLParser(client.get("/share?guide=hvis-du-bliver-ledig&alder=under-25").text)
    fields = {kind: page.css(f"#code-{kind}") for kind in KINDS}
    return {kind: field.text() for kind, (field,) in fields.items()}


def page_with(snippet: str) -> str:
    """A valid page of a host with the snippet."""
    return (
        '<!doctype html>\n<html lang="da"><head><meta charset="utf-8"><title>Eksempel Kommune</title></head>'
        f"<body><h1>Job og ledighed</h1>\n{snippet}\n</body></html>"
    )
