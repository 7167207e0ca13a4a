"""WordPress embeds a guide from its bare address, and saves and shows snippets: its own functions, for each role."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.web.conformance import parameters_in
from tests.web.live import live_guides
from tests.web.page_reading import one
from tests.web.samples import DAY, GUIDES, address
from widget.guides.library import Library

Get = Callable[[str], str]

LEDIG = GUIDES[0]
HARNESS = Path(__file__).with_name("embed.php")
SAVING = Path(__file__).with_name("kses.php")
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


ROLES = {"administrator": True, "editor": True, "author": False, "contributor": False, "subscriber": False}
"""Those that WordPress lets write any HTML (`unfiltered_html`), and those whose text it filters."""

SNIPPETS = ("frame", "frame_plain", "frame_links", "address", "card")


def saved(wordpress: Path, text: str) -> dict[str, dict[str, str]]:
    """By role: what WordPress saves of a text, and what it shows visitors."""
    ran = subprocess.run(
        ["php", "-n", "-d", "display_errors=stderr", SAVING, wordpress],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert not ran.stderr, ran.stderr
    result: dict[str, dict[str, str]] = json.loads(ran.stdout)
    assert result.keys() == ROLES.keys()
    return result


def handed_out(get: Get, kind: str) -> str:
    """A snippet of the page *Del guiden*."""
    return one(get(f"/share?guide={LEDIG}&alder=under-25&lang=da"), f"#code-{kind}").text()


@pytest.mark.parametrize("kind", SNIPPETS)
def test_who_may_write_html_keeps_every_snippet_and_others_a_link_or_the_address(
    wordpress: Path, get: Get, kind: str
) -> None:
    snippet = handed_out(get, kind)
    for role, kept in saved(wordpress, f"<!-- wp:html -->\n{snippet}\n<!-- /wp:html -->").items():
        if ROLES[role]:
            assert snippet in kept["saved"], role
            continue
        page = LexborHTMLParser(kept["saved"])
        assert not page.css("iframe, form"), role
        assert "&lt;" not in kept["saved"], "source that visitors see"
        if kind == "address":
            assert snippet.replace("&", "&amp;") in kept["saved"].replace("&amp;", "&").replace("&", "&amp;")
        else:
            assert page.css(f"a[href^='https://guides.example/guide/{LEDIG}?alder=under-25']"), role


@pytest.mark.parametrize("kind", SNIPPETS)
def test_what_is_shown_is_the_snippet_and_the_recommended_frame_is_not_made_lazy(
    wordpress: Path, get: Get, kind: str
) -> None:
    """WordPress makes frames lazy that have a width and a height: with `frame-sizing`, Chromium cuts those off."""
    snippet = LexborHTMLParser(handed_out(get, kind))
    shown = LexborHTMLParser(saved(wordpress, handed_out(get, kind))["editor"]["shown"])
    for before, after in zip(snippet.css("iframe"), shown.css("iframe"), strict=True):
        lazy = {} if kind == "frame" else {"loading": "lazy"}
        assert after.attributes == {**before.attributes, **lazy}
    assert len(shown.css("a")) == len(snippet.css("a"))
    assert "frame-sizing" not in handed_out(get, "frame_plain") + handed_out(get, "frame_links")
