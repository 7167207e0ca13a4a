"""What webmasters copy: the recipes in `docs/embedding.md`, and the lines that `/share` gives them."""

import re
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

_DOCS = Path(__file__).parents[2] / "docs" / "embedding.md"
_IN_THE_DOCS = "https://guides.example"
_PORT_IN_THE_DOCS = '.port = "8443"'


def recipe(language: str, guides: str) -> str:
    """The part of the docs about servers that is written in `language`, with the address of our own guide server."""
    part = re.search(
        r"^## Som en del af siden.*?(?=^## )", _DOCS.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert part, f"{_DOCS} says nothing about servers any more"
    blocks = re.findall(rf"^```{language}\n(.*?)^```", part[0], re.DOTALL | re.MULTILINE)
    assert len(blocks) == 1, f"{_DOCS} has {len(blocks)} recipes in {language}"
    address = urlsplit(guides)
    text = str(blocks[0]).replace(_PORT_IN_THE_DOCS, f'.port = "{address.port}"')
    return text.replace(_IN_THE_DOCS, guides).replace(urlsplit(_IN_THE_DOCS).netloc, address.netloc)


def shared_line(guides: str, kind: str, guide: str, choices: str = "") -> str:
    """What `/share` says to paste for `kind`, which is ssi or esi, with other choices as in a query."""
    with urllib.request.urlopen(f"{guides}/share?guide={guide}&{choices}", timeout=10) as response:  # noqa: S310 (ours)
        field = LexborHTMLParser(response.read()).css_first(f"textarea#code-{kind}")
    assert field is not None, f"/share gives no line for {kind}"
    return field.text()
