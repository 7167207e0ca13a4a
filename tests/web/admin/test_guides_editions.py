"""Going back to an edition, from the comparison with the one that citizens see."""

import re

from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.admin.desk import (
    BO,
    FROM_DATABASE,
    LEDIG,
    published_files,
)
from tests.web.conformance import strict_html5

SETTINGS = FROM_DATABASE


def retitled(admin: Admin, title: str) -> int:
    """Publish an edition in which an item is called so."""
    files = published_files(admin)
    name = f"{LEDIG}/guide.yaml"
    text = re.sub(r"(id: meld-dig-ledig\n.*\n +title: ).*", rf"\g<1>{title}", files[name].decode())
    assert f"title: {title}\n" in text
    return admin.app.stores.content_editions.import_files({**files, name: text.encode()}, title, BO)


def test_an_edition_is_gone_back_to_only_from_the_one_that_was_seen(admin: Admin, anna: AdminBrowser) -> None:
    for number, title in enumerate(("Den første", "Den anden", "Den tredje"), start=1):
        assert retitled(admin, title) == number
    anna.open("/admin/guides/editions/2")
    assert "Den tredje" in anna.text("main")
    assert retitled(admin, "Den fjerde") == 4
    anna.fill("/admin/guides/editions/2/restore")
    assert anna.response.status_code == 409
    strict_html5(anna.response.text)
    assert "Borgerne ser nu en anden udgave. Se på forskellen, og beslut dig igen." in anna.text(".alert")
    assert "Den fjerde" in anna.text("main")
    editions = admin.app.stores.content_editions
    assert [edition.number for edition in editions.editions()] == [4, 3, 2, 1]

    anna.fill("/admin/guides/editions/2/restore")
    assert anna.response.status_code == 200
    newest = editions.current()
    second = editions.edition(2)
    assert newest
    assert second
    assert (newest.number, newest.digest) == (5, second.digest)


def test_an_edition_that_others_went_back_to_already_is_not_published_twice(admin: Admin, anna: AdminBrowser) -> None:
    for title in ("Den første", "Den anden"):
        retitled(admin, title)
    anna.open("/admin/guides/editions/1")
    retitled(admin, "Den første")
    anna.fill("/admin/guides/editions/1/restore")
    assert anna.response.status_code == 200
    assert len(admin.app.stores.content_editions.editions()) == 3
