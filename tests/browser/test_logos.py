"""A logo is shown as Chromium draws the file that was sent, or the file is refused with the reason: by pixels."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page

from tests.browser.servers import guides_served
from tests.partners.drawings import DRAWN
from tests.web.partner_site import partner_site
from widget.partners.logo import Logo, LogoFault, LogoProblem, read_logo
from widget.partners.svg_faults import Undrawable
from widget.partners.theme import read_theme

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parents[1] / "partners" / "logos"
WIDTH, HEIGHT = 480, 160
"""Twice the size that a logo is shown at: for screens with two points for each pixel."""

BACKGROUNDS = ("#ffffff", "#1a1a1a")

CLEARLY = 96
"""A pixel is clearly another one when a colour is off by so much of 255."""
MOST_CLEARLY_OFF = 0.03
MOST_OFF = 8
"""On average, of 255: a logo of points is 480 pixels wide and WebP softens its edges."""

DENSE = {"24-transparent-dark.png": 14, "27-arms-and-name.png": 14, "7-arms-7kb.svg": 20}
"""On average, of 255, for pictures that are nearly all edges: 5 KB hold them at 1 or 1.5 points for each pixel."""

REFUSED = {
    "1-inkscape.svg": (Undrawable.TEXT,),
    "10-text-only.svg": (Undrawable.TEXT,),
    "6-css-selectors.svg": (Undrawable.STYLE,),
}
SENT = {file.name: file.read_bytes() for file in sorted(FOLDER.iterdir()) if file.name not in REFUSED}
SENT |= {name: source.encode() for name, source in DRAWN.items()}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    return browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}).new_page()


def shown(page: Page, uri: str, background: str = "transparent") -> Image.Image:
    """A picture as Chromium shows it, as large as fits."""
    page.set_content(
        f'<body style="margin:0;background:{background}"><img src="{uri}" style="display:block;width:{WIDTH}px;'
        f'height:{HEIGHT}px;object-fit:contain"></body>'
    )
    page.wait_for_function("document.images[0].complete")
    return Image.open(io.BytesIO(page.screenshot(omit_background=True)))


def drawn_part(picture: Image.Image) -> Image.Image:
    """What is not transparent, at one size, so that room around it does not matter."""
    found = picture.convert("RGBA")
    box = found.getchannel("A").point(lambda alpha: 255 * (alpha > 24)).getbbox()
    assert box, "nothing is drawn"
    return found.crop(box)


def on(picture: Image.Image, background: str) -> Image.Image:
    plate = Image.new("RGBA", picture.size, background)
    plate.alpha_composite(picture)
    return plate.convert("RGB")


@pytest.mark.parametrize("name", SENT)
def test_a_logo_looks_as_the_file_does(page: Page, name: str) -> None:
    data = SENT[name]
    kind = "png" if data.startswith(b"\x89PNG") else "svg+xml"
    logo = read_logo(data)
    assert isinstance(logo, Logo), logo
    sent = drawn_part(shown(page, f"data:image/{kind};base64,{base64.b64encode(data).decode()}"))
    made = drawn_part(shown(page, logo.data_uri))
    assert abs(sent.width / sent.height - made.width / made.height) < 0.06 * sent.width / sent.height
    made = made.resize(sent.size, Image.Resampling.LANCZOS)
    most = DENSE.get(name, MOST_OFF)
    for background in BACKGROUNDS:
        difference = ImageChops.difference(on(sent, background), on(made, background))
        red, green, blue = difference.split()
        counts = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()
        assert sum(off * count for off, count in enumerate(counts)) <= most * sum(counts), background
        assert sum(counts[CLEARLY:]) <= MOST_CLEARLY_OFF * sum(counts), background


def test_the_comparison_finds_a_part_that_is_missing(page: Page) -> None:
    whole, less = DRAWN["plain shapes"], DRAWN["plain shapes"].replace("#d9480f", "none")
    pictures = [
        drawn_part(shown(page, f"data:image/svg+xml;base64,{base64.b64encode(one.encode()).decode()}"))
        for one in (whole, less)
    ]
    assert abs(pictures[0].width / pictures[0].height - pictures[1].width / pictures[1].height) > 0.06


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_drawn_as_it_is_meant_is_refused_with_the_reason(name: str) -> None:
    found = read_logo((FOLDER / name).read_bytes())
    assert isinstance(found, LogoProblem)
    assert found.fault is LogoFault.UNDRAWABLE
    assert found.undrawable == REFUSED[name]


@pytest.fixture(scope="module")
def with_logo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on which a partner has a logo."""
    folder = tmp_path_factory.mktemp("logo")
    partners = partner_site(folder)
    logo = read_logo(SENT["24-transparent-dark.png"])
    assert isinstance(logo, Logo)
    theme, faults = read_theme({"logo": logo.data_uri, "logo-alt": "Silkeborg Kommune"})
    assert not faults
    partners.publish("storstad", theme=theme)
    with guides_served(DATA_DIR=str(folder)) as guides:
        yield guides


@pytest.mark.parametrize("width", [360, 1280])
def test_a_logo_stands_above_the_text_and_its_plate_clear_of_the_line(
    browser: Browser, with_logo: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 500}, color_scheme="dark")
    page.goto(f"{with_logo}/guide/storstad/hvis-du-bliver-ledig")
    measured = page.evaluate(
        """() => { const [mark, line, text] = ['.sender img', '.sender', 'main']
             .map(one => document.querySelector(one).getBoundingClientRect());
           const plate = getComputedStyle(document.querySelector('.sender img')).boxShadow;
           return [mark.left - text.left, line.width - text.width, line.bottom - mark.bottom, plate] }"""
    )
    page.close()
    left, wider, below, plate = measured
    assert (left, wider) == (0, 0)
    assert "6px" in plate
    assert below >= 2 * 6, "as much room below the plate as in it"
