"""The administration as a server runs it: loaded by its first request, on the same site and stores."""

import atexit
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import BASE_URL
from widget.app import Application, create_served_app

GUIDE = "hvis-du-bliver-ledig"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    for name, value in {"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path), "ADMIN": "on"}.items():
        monkeypatch.setenv(name, value)
    served = create_served_app()
    yield served
    atexit.unregister(served.batches.stop)
    served.batches.stop()
    served.stores.close()


def test_the_admin_is_loaded_by_its_first_request_and_on_the_same_stores(app: Application) -> None:
    client = app.test_client(use_cookies=False)
    assert client.get(f"/embed/{GUIDE}").status_code == 200
    assert "admin" not in vars(app)
    page = client.get("/admin/sign-in", base_url=BASE_URL)
    assert page.status_code == 200
    assert page.headers["X-Frame-Options"] == "DENY"
    assert app.admin.site is app.site
    assert app.admin.accounts.store._database is app.stores.database
    assert client.get("/admin").headers["Location"].startswith("/admin/sign-in")
    assert client.get("/admin/no-such-page").status_code == 404
    assert client.get(f"/embed/{GUIDE}").status_code == 200
