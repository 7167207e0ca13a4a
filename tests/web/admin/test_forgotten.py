"""A forgotten password: a link by mail that takes nothing away before it is used, and tells strangers nothing."""

import logging
import re
import threading

import pytest

from tests.accounts.people import EMAIL, OTHER_PASSWORD, PASSWORD
from tests.conftest import BASE_URL
from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.admin.test_identity import Postbox, mailing, postbox
from tests.web.conformance import strict_html5
from widget.accounts.forgotten import ForgottenPasswords
from widget.accounts.limits import MAILS
from widget.accounts.model import Account, Role
from widget.database.errors import DatabaseUnavailable

__all__ = ["mailing", "postbox"]


def asked(admin: Admin, email: str) -> str:
    """The answer to an administrator who has forgotten the password; the mail is there when this comes back."""
    browser = admin.browser()
    browser.open("/admin/forgotten")
    strict_html5(browser.response.text)
    browser.send(email=email)
    for thread in threading.enumerate():
        if thread.name == "forgotten":
            thread.join(20)
    return browser.text("main")


def mailed_link(box: Postbox, to: str) -> str:
    found = re.search(r"https://\S+", box.last(to))
    assert found
    assert found[0].startswith(BASE_URL)
    return found[0].removeprefix(BASE_URL)


def is_in(browser: AdminBrowser) -> bool:
    return browser.open("/admin/account").request.path == "/admin/account"


def test_a_link_is_mailed_and_nothing_changes_before_it_is_used(mailing: Admin, postbox: tuple[Postbox, str]) -> None:
    anne = mailing.signed_in(EMAIL)
    asked(mailing, f" {EMAIL.upper()} ")
    assert is_in(anne), "asking does not sign the account out"
    assert mailing.people.accounts.is_password(_account(mailing), PASSWORD)
    link = mailed_link(postbox[0], EMAIL)
    browser = mailing.browser()
    browser.open(link)
    browser.send(password=OTHER_PASSWORD, again=OTHER_PASSWORD)
    assert browser.address == "/admin/code", "the code is asked for as always"
    assert not is_in(anne), "a new password ends every session"
    assert mailing.browser().open(link).status_code == 410
    assert mailing.people.accounts.is_password(_account(mailing), OTHER_PASSWORD)


def _account(admin: Admin) -> Account:
    account = admin.people.accounts.store.by_email(EMAIL)
    assert account
    return account


@pytest.mark.parametrize(
    "email", ["ingen@kommune.example", "ikke en adresse", "a@b\0.example", "x" * 500 + "@b.example"]
)
def test_the_answer_is_the_same_whether_there_is_an_account(
    mailing: Admin, postbox: tuple[Postbox, str], email: str
) -> None:
    mailing.signed_in(EMAIL)
    known = asked(mailing, EMAIL)
    before = len(postbox[0].mails)
    assert asked(mailing, email) == known
    assert len(postbox[0].mails) == before


def test_no_stranger_fills_a_mailbox_and_the_answer_does_not_tell(
    mailing: Admin, postbox: tuple[Postbox, str]
) -> None:
    mailing.signed_in(EMAIL)
    before = len(postbox[0].mails)
    answers = {asked(mailing, EMAIL) for _ in range(MAILS.times + 2)}
    assert len(answers) == 1
    assert len(postbox[0].mails) - before == MAILS.times
    mailing.people.clock.pass_by(MAILS.window + 1)
    asked(mailing, EMAIL)
    assert len(postbox[0].mails) - before == MAILS.times + 1


def test_an_invitation_that_is_open_is_left_alone(mailing: Admin, postbox: tuple[Postbox, str]) -> None:
    token = mailing.people.accounts.invite(EMAIL, Role.OPERATOR)
    assert token
    asked(mailing, EMAIL)
    assert mailing.people.accounts.read_invitation(token), "a stranger makes no link void"
    assert not [mail for mail in postbox[0].mails if "Ny adgangskode" in str(mail["Subject"])]


def test_without_an_address_it_is_asked_for_and_no_mail_is_sent(mailing: Admin, postbox: tuple[Postbox, str]) -> None:
    browser = mailing.browser()
    browser.open("/admin/forgotten")
    assert browser.text("h1") == "Glemt adgangskode"
    assert "Skriv din e-mailadresse." not in browser.response.text
    browser.send(email=" ")
    assert browser.problem("email") == "Skriv din e-mailadresse."
    assert not [thread for thread in threading.enumerate() if thread.name == "forgotten"]
    assert not postbox[0].mails


def test_after_asking_the_way_on_is_to_sign_in(mailing: Admin) -> None:
    browser = mailing.browser()
    browser.open("/admin/forgotten")
    browser.send(email="ingen@kommune.example")
    assert browser.text("h1") == "Se i din indbakke"
    assert 'href="/admin/sign-in"' in browser.response.text
    assert "Det gælder i to dage" in browser.text("main")


def test_a_database_that_is_away_when_the_link_is_made_is_a_line_in_the_log(
    mailing: Admin, postbox: tuple[Postbox, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(_self: ForgottenPasswords, _email: str) -> None:
        raise DatabaseUnavailable("the database is away")

    monkeypatch.setattr(ForgottenPasswords, "token", away)
    before = len(postbox[0].mails)
    assert "indbakke" in asked(mailing, EMAIL)
    line = "A link for a forgotten password could not be made: the database is away"
    assert ("widget.web.admin.forgotten", logging.WARNING, line) in caplog.record_tuples
    assert len(postbox[0].mails) == before


def test_without_mail_it_is_said_whom_to_ask(admin: Admin) -> None:
    browser = admin.browser()
    browser.open("/admin/sign-in")
    assert "/admin/forgotten" in browser.response.text
    browser.open("/admin/forgotten")
    strict_html5(browser.response.text)
    assert "Spørg den, der inviterede dig" in browser.text("main")
    assert "<form" not in browser.response.text.partition("<main")[2]
    browser.open("/admin/sign-in")
    sent = browser.post("/admin/forgotten", {"csrf": browser.filled()[1]["csrf"], "email": EMAIL})
    assert sent.status_code == 200
    assert "Spørg den, der inviterede dig" in sent.text
    assert not [thread for thread in threading.enumerate() if thread.name == "forgotten"]
