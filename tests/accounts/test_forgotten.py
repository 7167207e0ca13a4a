"""Links for a forgotten password: how often one may be asked for, who gets one, and what it does."""

import pytest
from sqlalchemy import Engine

from tests.accounts.people import CHEAP, EMAIL, KEY, OTHER_PASSWORD, Clock, People, without_migrations
from tests.database.fixtures import database_url, engine, server
from widget.accounts.accounts import Accounts
from widget.accounts.audit_log import UNKNOWN, AccountAction
from widget.accounts.forgotten import ForgottenPasswords
from widget.accounts.limits import MAILS, MAILS_PER_NETWORK
from widget.accounts.model import Client, NewSession, Role
from widget.accounts.passwords import Passwords

__all__ = ["database_url", "engine", "server"]

HERE, THERE = Client("192.0.2.1"), Client("192.0.2.2")


def test_an_account_is_mailed_only_so_often_wherever_it_is_asked_for(people: People) -> None:
    forgotten = ForgottenPasswords(people.accounts)
    assert [forgotten.is_allowed(EMAIL, HERE) for _ in range(MAILS.times - 1)] == [True] * (MAILS.times - 1)
    assert forgotten.is_allowed(f" {EMAIL.upper()} ", THERE)
    assert not forgotten.is_allowed(EMAIL, HERE)
    assert not forgotten.is_allowed(EMAIL, THERE)
    assert forgotten.is_allowed("bo@kommune.example", HERE)
    people.clock.pass_by(MAILS.window + 1)
    assert forgotten.is_allowed(EMAIL, HERE)


def test_a_network_asks_only_so_often_whatever_the_accounts(people: People) -> None:
    forgotten = ForgottenPasswords(people.accounts)
    emails = [f"{number}@kommune.example" for number in range(MAILS_PER_NETWORK.times)]
    assert all(forgotten.is_allowed(email, HERE) for email in emails)
    assert not forgotten.is_allowed("en-til@kommune.example", HERE)
    assert forgotten.is_allowed("en-til@kommune.example", THERE)


def test_the_link_is_for_the_stored_address_and_sets_another_password(people: People) -> None:
    people.with_password()
    found = ForgottenPasswords(people.accounts).token(f" {EMAIL.upper()} ")
    assert found is not None
    email, token = found
    assert email == EMAIL
    event = people.accounts.audit_log.listed(1)[0]
    assert (event.what, event.email, event.by) == (AccountAction.LINK_ASKED, EMAIL, UNKNOWN)
    assert isinstance(people.accounts.accept_invitation(token, OTHER_PASSWORD), NewSession)
    assert isinstance(people.accounts.sign_in(EMAIL, OTHER_PASSWORD), NewSession)


@pytest.mark.parametrize("email", ["ingen@kommune.example", "ny@kommune.example", "ikke en adresse", ""])
def test_no_other_address_gets_a_link(people: People, email: str) -> None:
    people.with_password()
    people.accounts.invite("ny@kommune.example", Role.OPERATOR)
    before = len(people.accounts.audit_log.listed(100))
    assert ForgottenPasswords(people.accounts).token(email) is None
    assert len(people.accounts.audit_log.listed(100)) == before


@pytest.mark.parametrize("email", ["a\0@kommune.example", "\0"])
def test_what_no_database_can_look_up_is_no_address(engine: Engine, email: str) -> None:
    accounts = Accounts(without_migrations(engine), KEY, Clock(), Passwords(CHEAP))
    assert ForgottenPasswords(accounts).token(email) is None
