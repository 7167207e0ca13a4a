"""An administration in which something was done once, for all the tests that begin there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from widget.web.admin.cookies import DEVICE_COOKIE, SESSION_COOKIE

_HOST = "guides.example"


def let_go(admin: Admin) -> None:
    """Close the database of an administration."""
    admin.people.accounts.store._database.engine.dispose()
    admin.app.stores.engine.dispose()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the administration has kept in its folder until a moment, and the cookies of a browser."""

    settings: Mapping[str, str]
    files: Mapping[str, bytes]
    moment: datetime
    cookies: Mapping[str, str]

    @contextmanager
    def again(self, folder: Path) -> Iterator[tuple[Admin, AdminBrowser]]:
        """Another administration that goes on from there, in a folder of its own."""
        for name, content in self.files.items():
            (folder / name).write_bytes(content)
        admin = admin_in(folder, **self.settings)
        admin.people.clock.moment = self.moment
        browser = admin.browser()
        for name, value in self.cookies.items():
            browser.client.set_cookie(name, value, domain=_HOST, secure=True)
        yield admin, browser
        let_go(admin)


def prepared(admin: Admin, browser: AdminBrowser, folder: Path, settings: Mapping[str, str]) -> Prepared:
    """What was done with an administration, which is let go of."""
    let_go(admin)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    found = {name: browser.client.get_cookie(name, _HOST) for name in (SESSION_COOKIE, DEVICE_COOKIE)}
    cookies = {name: cookie.value for name, cookie in found.items() if cookie}
    return Prepared(settings, files, admin.people.clock(), cookies)
