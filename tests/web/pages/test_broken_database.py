"""A database that is deleted, emptied or robbed of its tables while the server runs: pages, feedback and /readyz."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.web.pages.feedback_posting import GUIDE, Sender, sender_in
from tests.web.partner_site import PartnerSite, partner_site
from widget.database.sqlite_file import DATABASE_FILE

PARTNER = "storstad"
TYPED = "Jeg fandt ikke ud af, hvornår jeg skal ringe."
NOT_SAVED = "Vi kunne ikke gemme dit svar lige nu."


@pytest.fixture
def site(tmp_path: Path) -> Iterator[PartnerSite]:
    with closing(partner_site(tmp_path)) as site:
        assert site.get(f"/guide/{PARTNER}/{GUIDE}").status_code == 200
        assert readiness(site)["status"] == "ready"
        yield site


def readiness(site: PartnerSite, worker: int = 0) -> dict[str, object]:
    """What `/readyz` says; the second worker has not been asked before, so nothing is believed from then."""
    response = site.get("/readyz", worker)
    assert response.status_code == 200, "guides can be shown all the same"
    said: dict[str, object] = response.json or {}
    return said


def run(site: PartnerSite, statement: str) -> None:
    with site.stores.engine.begin() as connection:
        connection.execute(text(statement))


def check_pages(site: PartnerSite) -> None:
    for worker in (0, 1):
        for address in (f"/guide/{GUIDE}", f"/guide/{PARTNER}/{GUIDE}", f"/embed/lilleoe/{GUIDE}?alder=25-29"):
            assert site.get(address, worker).status_code == 200, address


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("DELETE FROM registry_state", "No row was found"),
        ("DROP TABLE registry_state", "registry_state"),
        ("DROP TABLE usage_item", "missing tables: usage_item"),
        ("DROP TABLE partner_word", "missing tables: partner_word"),
    ],
)
def test_what_is_missing_is_said_and_pages_go_on(site: PartnerSite, statement: str, reason: str) -> None:
    run(site, statement)
    said = readiness(site, worker=1)
    assert said["status"] == "degraded"
    assert reason in str(said["degraded"])
    check_pages(site)


@pytest.mark.parametrize("has_used_it", [True, False])
def test_a_deleted_file_is_said_and_pages_go_on(site: PartnerSite, tmp_path: Path, *, has_used_it: bool) -> None:
    """The second worker is as old as the first one, or has been started since and never saw the file."""
    if has_used_it:
        assert site.get(f"/guide/{PARTNER}/{GUIDE}", 1).status_code == 200
    (tmp_path / DATABASE_FILE).unlink()
    said = readiness(site, worker=1)
    assert said["status"] == "degraded"
    assert "is missing: stop the server and restore a backup" in str(said["degraded"])
    check_pages(site)
    assert not (tmp_path / DATABASE_FILE).exists()


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Sender]:
    with sender_in(tmp_path) as sender:
        yield sender


def test_feedback_is_not_thanked_for_when_the_file_is_gone(sender: Sender, tmp_path: Path) -> None:
    file, aside = tmp_path / DATABASE_FILE, tmp_path / "aside"
    sender.open()
    assert sender.send(verdict="ja", text="Tak.").status_code == 303
    file.rename(aside)
    for _ in range(2):
        sender.open()
        response = sender.send(verdict="nej", text=TYPED)
        assert response.status_code == 503
        assert NOT_SAVED in response.text
        assert sender.text("textarea") == TYPED, "the sender need not write it again"
    aside.rename(file)
    assert sender.send(verdict="nej", text=TYPED).status_code == 303
