"""The editors' desk in tests: two editors, and how they begin a change and fill in its forms."""

from collections.abc import Callable

from tests.web.admin.browser import Admin, AdminBrowser
from widget.publishing.records import ChangeSet

FROM_DATABASE = {"CONTENT_SOURCE": "database"}
"""The setting of a server whose guides are changed on the desk."""

LEDIG = "hvis-du-bliver-ledig"
JOBLOG = f"{LEDIG}/guide.yaml/phases/foerste-dag/items/joblog"
ITEM = f"{LEDIG}/guide.yaml/phases/foerste-dag/items/meld-dig-ledig"
ANNA, BO = "anna@styrelsen.example", "bo@styrelsen.example"


def begun(browser: AdminBrowser, heading: str = "Satser 2027") -> str:
    """The address of a new change set."""
    browser.open("/admin/guides")
    browser.send(heading=heading)
    assert browser.response.status_code == 200, browser.response.text
    return browser.address


def entry(at: str, path: str) -> str:
    return f"{at}/entry?at={path}"


def send(browser: AdminBrowser, values: dict[str, str], form: int = 0) -> None:
    """Fill in a form of the page, whose fields have names with dots, and send it."""
    action, filled = browser.filled(form)
    assert values.keys() <= filled.keys() | {"place", "remove", "show"}, values.keys() - filled.keys()
    browser.post(action, {**filled, **values})


def publish(first: AdminBrowser, second: AdminBrowser, at: str) -> None:
    """One says that it is ready, and the other publishes it, also where what is new for citizens is not written."""
    first.open(at)
    first.fill(f"{at}/submit")
    second.open(at)
    second.fill(f"{at}/publish", {"untold": "yes"} if 'name="untold"' in second.response.text else {})
    assert "Udgivet" in second.response.text


def published_files(admin: Admin) -> dict[str, bytes]:
    return admin.app.stores.published_content()[1]


def written(browser: AdminBrowser, path: str, values: dict[str, str]) -> Callable[[str], None]:
    """What writes into the fields of an entry of a change set, or removes it."""

    def do(at: str) -> None:
        browser.open(entry(at, path))
        send(browser, values)
        assert "Gemt i denne ændring" in browser.response.text

    return do


def figures(browser: AdminBrowser, at: str, values: dict[str, str] | None = None) -> None:
    """Open the page of all figures, or save new values on it where it is open."""
    if values is None:
        browser.open(f"{at}/figures?from=2027-01-01")
    else:
        send(browser, values, 1)


def change_set_of(admin: Admin, at: str) -> ChangeSet:
    found = admin.app.stores.change_sets.find(int(at.rsplit("/", 1)[1]))
    assert found
    return found


def file_in(admin: Admin, at: str, name: str) -> str:
    """A file as it is in a change set."""
    return admin.app.stores.change_sets.files(change_set_of(admin, at).manifest)[name].decode()
