"""Every theme that can be saved can be seen by everybody: a sample of those that only just pass."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe
from tests.browser.driving import NO_SIDEWAYS_SCROLLING, UNFOLD
from tests.browser.servers import guides_served
from tests.browser.states import query
from tests.partners.test_theme import COLOUR_FIELDS, mended
from tests.web.partner_site import PartnerSite, partner_site
from widget.partners.model import Partner
from widget.partners.theme import DENSITIES, FONTS

pytestmark = pytest.mark.browser

GUIDE = "hvis-du-bliver-ledig"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory) -> PartnerSite:
    """The made-up partners, published."""
    return partner_site(tmp_path_factory.mktemp("themes"))


@pytest.fixture(scope="module")
def themed(partners: PartnerSite) -> Iterator[str]:
    """The origin of a server that shows their editions."""
    with guides_served(DATA_DIR=str(partners.settings.data_folder)) as origin:
        yield origin


@pytest.fixture(params=SCHEMES)
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a device that is light or dark, on a narrow screen."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme=request.param)
    yield context.new_page()
    context.close()


def faults(page: Page, address: str) -> list[str]:
    """What axe finds on a page with everything unfolded, and what scrolls sideways."""
    page.goto(f"{address}{'&' if '?' in address else '?'}heading=1")
    page.evaluate(UNFOLD)
    axe.inject(page)
    sideways: list[str] = page.evaluate(NO_SIDEWAYS_SCROLLING)
    return [*axe.violations(page), *sideways]


def extreme_colours(seed: int) -> dict[str, str]:
    """Colours by chance, each moved as little as can be until it is allowed: they only just pass."""
    chance = Random(seed)  # noqa: S311 (no secret)
    values = {name: f"#{chance.randrange(0x1000000):06x}" for name in COLOUR_FIELDS}
    return values | {
        "radius": str(chance.randrange(25)),
        "density": chance.choice(sorted(DENSITIES)),
        "font": chance.choice(sorted(FONTS)),
        "frame-border": chance.choice(("yes", "no")),
    }


@pytest.mark.parametrize(
    "seed", [*range(2), *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(2, 8))]
)
def test_themes_that_only_just_pass_can_be_seen_by_everybody(
    page: Page, themed: str, partners: PartnerSite, seed: int
) -> None:
    theme, _clicks = mended(extreme_colours(seed))
    partner: Partner = partners.publish("lilleoe", theme=theme)
    assert replace(partner, theme=theme) == partner
    for state in ("fully answered", "wrong answers"):
        assert faults(page, f"{themed}/embed/lilleoe/{GUIDE}{query(GUIDE, state)}") == [], state


def test_axe_would_find_a_theme_that_cannot_be_seen(page: Page, themed: str) -> None:
    page.goto(f"{themed}/embed/lilleoe/{GUIDE}")
    page.evaluate(
        "document.documentElement.style.setProperty('--text', 'color-mix(in srgb, var(--background), gray)')"
    )
    axe.inject(page)
    assert any(line.startswith("color-contrast") for line in axe.violations(page))
