"""A logo that was sent stands beside what was made of it, on both grounds: by pixels, with scripting off."""

import io

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, FilePayload, Locator, Page

from tests.browser.conftest import Watch
from tests.browser.test_admin_partners import WIDTHS, Looking, SignedIn, save, signed_in
from tests.partners.drawings import DRAWN

__all__ = ["signed_in"]

pytestmark = pytest.mark.browser

GREEN = (20, 70, 58)
LIKE = 4
"""On average, of 255: what was made may have softer edges."""

FILES = {
    "logo.svg": DRAWN["use in a clip path"].encode(),
    "half.svg": DRAWN["half transparent"].encode(),
}


def points() -> bytes:
    """A picture as large as a logo is shown, without room around it."""
    made = Image.new("RGBA", (240, 80), GREEN)
    made.paste((0, 0, 0, 0), (60, 20, 120, 60))
    file = io.BytesIO()
    made.save(file, "PNG")
    return file.getvalue()


FILES["logo.png"] = points()


@pytest.fixture
def form(page_without_scripts: Page, signed_in: SignedIn) -> Page:
    """The form for a partner's logo."""
    signed_in.logo_form(page_without_scripts)
    return page_without_scripts


def sent(name: str) -> FilePayload:
    """A file as a browser takes it."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": FILES[name]}


def painted(picture: Locator) -> Image.Image:
    """What a person sees of it."""
    picture.scroll_into_view_if_needed()
    return Image.open(io.BytesIO(picture.screenshot())).convert("RGB")


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are from each other on average, each cut to what is not its ground."""
    cut = [picture.crop(_found(picture)) for picture in (one, other)]
    small = [picture.resize((120, 40), Image.Resampling.BOX) for picture in cut]
    return max(ImageStat.Stat(ImageChops.difference(*small)).mean)


def _found(picture: Image.Image) -> tuple[int, int, int, int]:
    ground = Image.new("RGB", picture.size, picture.getpixel((picture.width - 1, picture.height - 1)))
    box = ImageChops.difference(picture, ground).convert("L").point(lambda off: 255 * (off > 8)).getbbox()
    assert box, "nothing is painted"
    return box


@pytest.mark.parametrize("name", FILES)
def test_the_file_that_was_sent_is_painted_beside_the_logo_on_both_grounds(
    browser: Browser, form: Page, watch: Watch, name: str
) -> None:
    looking = Looking(browser)
    assert "nogle sekunder" in form.locator("#help-file").inner_text(), "said before anything is sent"
    form.locator("#file").set_input_files(sent(name))
    form.locator("#file-dark").set_input_files(sent(name))
    form.get_by_label("Det står der i logoet").fill("Aarhus Kommune")
    save(form)
    form.get_by_role("heading", name="Din fil ved siden af logoet").wait_for()
    form.get_by_text("Gemt i kladden").wait_for()
    for width in WIDTHS:
        form.set_viewport_size({"width": width, "height": 800})
        for ground, of_ground in (("lys", "on-light"), ("mørk", "on-dark")):
            file = form.get_by_role("img", name=f"Din fil på {ground} bund", exact=True)
            logo = form.get_by_role("img", name=f"Logoet, som det vises, på {ground} bund", exact=True)
            assert difference(painted(file), painted(logo)) < LIKE, (ground, width)
            captions = form.locator(f".{of_ground} figcaption")
            assert captions.all_inner_texts() == ["Din fil", "Sådan vises den"]
            left, right = (captions.nth(place).bounding_box() for place in (0, 1))
            assert left
            assert right
            assert (left["y"] == right["y"], left["x"] == right["x"]) == (width == 1280, width == 320)
    looking.look(form)
    looking.context.close()


def test_the_comparison_finds_a_part_that_is_missing() -> None:
    whole = Image.open(io.BytesIO(FILES["logo.png"])).convert("RGB")
    less = Image.new("RGB", whole.size, GREEN)
    white = [Image.new("RGB", (300, 100), "white") for _ in range(2)]
    white[0].paste(whole, (0, 0))
    white[1].paste(less, (0, 0))
    assert difference(white[0], white[1]) > LIKE


def test_without_a_logo_for_dark_mode_the_dark_ground_has_the_file_beside_the_plate(form: Page, watch: Watch) -> None:
    logo = form.url
    form.locator("#file").set_input_files(sent("logo.png"))
    form.get_by_label("Det står der i logoet").fill("Aarhus Kommune")
    form.get_by_role("button", name="Gem, og gå videre").click()
    dark = form.locator(".on-dark")
    dark.locator("figcaption").last.wait_for()
    assert dark.locator("figcaption").all_inner_texts() == ["Din fil", "Sådan vises den: på en hvid plade"]
    hole = [painted(picture).getpixel((90, 40)) for picture in dark.locator("img").all()]
    assert hole == [(26, 26, 26), (255, 255, 255)]
    form.get_by_role("link", name="De ligner hinanden, gå videre").click()
    form.wait_for_url(logo.replace("/logo", "/words?saved=1"))
    form.goto(logo)
    assert form.get_by_alt_text("Din fil").count() == 0, "shown once, and not kept"
    assert form.get_by_alt_text("Aarhus Kommune").count() == 1
