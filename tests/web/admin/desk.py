"""The editors' desk in tests: two editors, and how they begin a change and fill in its forms."""

from tests.web.admin.browser import Admin, AdminBrowser

FROM_DATABASE = {"CONTENT_SOURCE": "database"}
"""The setting of a server whose guides are changed on the desk."""

LEDIG = "hvis-du-bliver-ledig"
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
