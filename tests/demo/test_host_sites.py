"""The made-up websites frame the guides with what /share hands out, byte for byte."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.web.page_reading import one
from tests.web.partner_site import PartnerSite, partner_site
from widget.demo.example_partners import example_partners
from widget.demo.host_sites import create_demo_site

PARTNERS = ("", *(partner.id for partner in example_partners()))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PartnerSite]:
    """The guides that are shipped, which the made-up websites frame, with the made-up partners."""
    with closing(partner_site(tmp_path_factory.mktemp("demo"), CONTENT_DIR="")) as site:
        yield site


@pytest.mark.parametrize("partner", PARTNERS)
def test_every_page_has_the_snippet_that_is_handed_out(shipped: PartnerSite, partner: str) -> None:
    hosts = create_demo_site(BASE_URL).test_client()
    root = f"/{partner}" if partner else ""
    offered = LexborHTMLParser(hosts.get(root or "/").text).css("header nav a")
    assert offered
    for link in offered:
        address = str(link.attributes["href"])
        guide = address.rpartition("/")[2]
        handed_out = one(shipped.page(f"/share{root}?guide={guide}"), "#code textarea").text()
        assert handed_out in hosts.get(address).text
