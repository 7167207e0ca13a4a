"""Comments on a change set are mailed to those who work on it: each once, and without a word of them."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.notices.letterbox import Letterbox
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.admin.desk import ANNA, BO, FROM_DATABASE, begun
from widget.accounts.mail import Mailer
from widget.accounts.model import Role
from widget.notices.delivery import NoticeDelivery
from widget.notices.notices import TOLD_FOR, due_notices
from widget.notices.sent_notices import SentNotices
from widget.notices.words import NoticeWords

HOUR = 60 * 60


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Admin]:
    settings = {"SMTP_URL": "smtp://mail.example", "MAIL_FROM": "guider@guides.example", **FROM_DATABASE}
    made = admin_in(tmp_path, BASE_URL="https://guides.example", **settings)
    yield made
    made.people.accounts.store._database.engine.dispose()
    made.app.stores.engine.dispose()


@pytest.fixture
def anna(admin: Admin) -> AdminBrowser:
    return admin.signed_in(ANNA, Role.EDITOR)


@pytest.fixture
def change_set(admin: Admin, anna: AdminBrowser, letterbox: Letterbox) -> int:
    """That of Anna; Bo is an editor too, and has nothing to do with it."""
    admin.signed_in(BO, Role.EDITOR)
    number = int(begun(anna).rsplit("/", 1)[1])
    to_the_next_hour(admin)
    letterbox.mails.clear()
    return number


def to_the_next_hour(admin: Admin) -> None:
    admin.people.clock.pass_by(HOUR - admin.people.clock().timestamp() % HOUR + 1)


def write(admin: Admin, change_set: int, *names: str) -> None:
    for name in names:
        admin.app.stores.change_sets.comment_by_link(change_set, name, f"Hemmeligt fra {name}", name)
        admin.people.clock.pass_by(60)


def run(admin: Admin) -> int:
    stores, language, clock = admin.app.stores, admin.app.site.language, admin.people.clock
    words = NoticeWords(language.text, language.medium_date)
    due = due_notices(stores.edition_news, stores.registry, words, "https://guides.example", clock)
    sender = NoticeDelivery(Mailer("smtp://mail.example", "x@y.example"), SentNotices(stores.database, clock))
    return sender.send(due.comments()).sent


def test_who_works_on_the_change_set_is_mailed_once_and_without_a_word_of_the_comment(
    admin: Admin, letterbox: Letterbox, change_set: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    write(admin, change_set, "Karen")
    assert (run(admin), run(admin)) == (1, 0)
    ((to, subject, text),) = letterbox.mails
    assert to == ANNA
    assert subject == "Kommentarer til en ændring i guiderne"
    assert "Der er en ny kommentar til ændringen “Satser 2027”." in text
    assert f"https://guides.example/admin/guides/{change_set}#comments" in text
    assert not any(word in text + caplog.text for word in ("Karen", "Hemmeligt"))


def test_the_first_of_an_hour_is_told_at_once_and_the_others_in_one_mail(
    admin: Admin, letterbox: Letterbox, change_set: int
) -> None:
    write(admin, change_set, "a")
    assert run(admin) == 1
    write(admin, change_set, "b", "c")
    assert run(admin) == 0
    to_the_next_hour(admin)
    assert (run(admin), run(admin)) == (1, 0)
    assert "Der er 2 nye kommentarer" in letterbox.mails[-1][2]


def test_what_is_handled_or_old_or_in_a_change_that_is_thrown_away_is_not_told(admin: Admin, change_set: int) -> None:
    sets = admin.app.stores.change_sets
    write(admin, change_set, "a")
    (comment,) = sets.comments(change_set)
    sets.mark(comment, BO)
    assert run(admin) == 0
    sets.mark(comment, "")
    found = sets.find(change_set)
    assert found
    admin.people.clock.pass_by(TOLD_FOR.total_seconds())
    assert run(admin) == 0
    write(admin, change_set, "b")
    sets.discard(found)
    assert run(admin) == 0


def test_colleagues_are_told_of_what_an_editor_says_and_the_editor_is_not(
    admin: Admin, letterbox: Letterbox, change_set: int
) -> None:
    sets = admin.app.stores.change_sets
    sets.comment(change_set, BO, "Se på den.")
    assert run(admin) == 1
    sets.comment(change_set, ANNA, "Ja.")
    run(admin)
    assert [to for to, _, _ in letterbox.mails] == [ANNA, BO]


def test_where_those_who_wrote_may_no_longer_all_editors_are_told(
    admin: Admin, letterbox: Letterbox, change_set: int
) -> None:
    admin.people.accounts.remove(ANNA)
    letterbox.mails.clear()
    write(admin, change_set, "a")
    assert run(admin) == 1
    assert letterbox.addresses == [BO]


def test_a_comment_that_is_sent_is_mailed_in_the_background(
    admin: Admin, anna: AdminBrowser, letterbox: Letterbox, change_set: int
) -> None:
    bo = admin.signed_in("carl@styrelsen.example", Role.EDITOR)
    letterbox.mails.clear()
    at = f"/admin/guides/{change_set}"
    bo.open(at)
    bo.fill(f"{at}/comment", {"comment": "Se på den."})
    for thread in threading.enumerate():
        if thread.name == "announce":
            thread.join(60)
    assert letterbox.addresses == [ANNA]
