"""WordPress embeds a guide from its bare address: its own discovery, question, and filter of the answer."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.web.conformance import parameters_in
from tests.web.live import live_guides
from tests.web.samples import DAY, GUIDES, address
from widget.guides.model import Library

LEDIG = GUIDES[0]
HARNESS = Path(__file__).with_name("embed.php")
FOLDERS = (Path(sys.prefix, "wordpress", "usr", "share", "wordpress"), Path("/usr/share/wordpress"))
"""Where tests/run puts the source, and where Debian's package does."""

STATES: list[dict[str, str]] = [{}, {"alder": "under-25", "dato": DAY, "heading": "3", "done": "varsel"}]


@pytest.fixture(scope="module")
def wordpress() -> Path:
    """The folder with WordPress's source."""
    found = [folder for folder in FOLDERS if (folder / "wp-includes" / "embed.php").is_file()]
    if shutil.which("php") and found:
        return found[0]
    if os.environ.get("CI"):
        pytest.fail("php-cli or WordPress is missing; tests/run brings them.")
    pytest.skip("needs php-cli and WordPress, see tests/run")


@pytest.fixture(scope="module")
def live() -> Iterator[str]:
    """The guides on a port of this machine."""
    with live_guides() as origin:
        yield origin


def embed(wordpress: Path, url: str, *provider: str) -> dict[str, str | bool]:
    """What WordPress finds and shows for an address; `provider` is a pattern of addresses with their endpoint."""
    ran = subprocess.run(
        ["php", "-n", "-d", "display_errors=stderr", "-d", "allow_url_fopen=1", HARNESS, wordpress, url, *provider],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": os.environ["PATH"], "NO_PROXY": "127.0.0.1"},
    )
    assert not ran.stderr, ran.stderr
    result: dict[str, str | bool] = json.loads(ran.stdout)
    return result


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("surface", ["guide", "embed"])
@pytest.mark.parametrize("guide", GUIDES)
def test_the_frame_survives_with_its_name_and_the_variant_without_forms(
    wordpress: Path, live: str, library: Library, guide: str, surface: str, state: dict[str, str]
) -> None:
    result = embed(wordpress, live + address(surface, guide, state))
    assert str(result["endpoint"]).startswith(f"{live}/oembed?")
    html = str(result["html"])
    (frame,) = LexborHTMLParser(html).css("body *")
    assert frame.tag == "iframe"
    given = frame.attributes
    assert given["title"] == f"Guide: {library.guides[guide].title}"
    assert given["sandbox"] == "allow-scripts"
    assert "style" not in given, "hidden until a script says otherwise"
    where, _, place = str(given["src"]).partition("#")
    assert place.startswith("?secret="), "WordPress adds this"
    assert where.startswith(f"{live}/embed/{guide}?")
    names = [question.id for question in library.guides[guide].questions]
    kept = {name: value for name, value in state.items() if name in {*names, "dato", "heading"}}
    assert dict(parameters_in(where)) == {**kept, "ui": "links"}
    assert (given["width"], given["height"]) == ("500", "650")


def test_a_site_that_knows_us_shows_the_full_frame(wordpress: Path, live: str) -> None:
    """With the line of docs/embedding.md, which names the pattern and the endpoint."""
    result = embed(wordpress, f"{live}/guide/{LEDIG}?alder=under-25", f"{live}/*", f"{live}/oembed/full")
    frame = LexborHTMLParser(str(result["html"])).css("iframe")[0].attributes
    assert "allow-forms" in (frame["sandbox"] or "")
    assert "frame-sizing:content-height" in (frame["style"] or "")
    assert "loading" not in frame
    assert frame["src"] == f"{live}/embed/{LEDIG}?alder=under-25&ui=fit"


def test_an_address_that_shows_no_guide_is_not_embedded(wordpress: Path, live: str) -> None:
    assert embed(wordpress, f"{live}/guide/findes-ikke") == {"endpoint": False, "html": False}
