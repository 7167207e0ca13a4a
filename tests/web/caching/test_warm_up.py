"""What is made ready before the first visitor comes: pages that visitors get, and no others."""

from pathlib import Path

import pytest

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from widget.app import create_app
from widget.web.caching.warm_up import warm

GUIDE = "hvis-du-bliver-ledig"


@pytest.mark.parametrize("encoding", ["gzip, deflate, br, zstd", "gzip, deflate, br", "gzip, deflate"])
@pytest.mark.parametrize(
    "address",
    [f"/guide/{GUIDE}", f"/guide/{GUIDE}?a-kasse=ja", f"/embed/{GUIDE}?ui=fit", f"/embed/{GUIDE}?ui=fit&a-kasse=nej"],
)
def test_the_first_visitor_gets_a_page_that_is_ready(tmp_path: Path, address: str, encoding: str) -> None:
    """The values of `Accept-Encoding` are those of Chromium, Firefox and Safari over https, and of all over http."""
    app = create_app(frozen_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path)}), today=lambda: TODAY)
    warm(app, app.site)
    ready = len(app.pages)
    assert ready > 0
    headers = {"Accept-Encoding": encoding, "Host": "guides.internal:8000"}
    assert app.test_client().get(address, headers=headers).status_code == 200
    assert len(app.pages) == ready


def test_without_a_public_address_no_page_is_made_for_a_host_that_is_not_asked_for(tmp_path: Path) -> None:
    app = create_app(frozen_settings({"DATA_DIR": str(tmp_path)}), today=lambda: TODAY)
    warm(app, app.site)
    assert len(app.pages) == 0
