"""Sessions, known browsers and links to set a password: to the second when they end, and what is kept of each."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import Column, delete, insert, select

from tests.accounts.people import EMAIL, People
from widget.accounts.devices import KnownDevices
from widget.accounts.invitations import Invitation, Invitations, LinkPurpose
from widget.accounts.model import Account, Role, Session, SessionStage
from widget.accounts.sessions import Sessions
from widget.accounts.tables import invitations, known_devices
from widget.accounts.tables import sessions as session_table
from widget.database.database import Database

NOW = 1_800_000_000
MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60

FULL, HALF = SessionStage.FULL, SessionStage.HALF


@pytest.fixture
def account(people: People) -> Account:
    people.accounts.invite(EMAIL, Role.OPERATOR)
    found = people.accounts.store.by_email(EMAIL)
    assert found
    return found


@pytest.fixture
def other(people: People) -> Account:
    people.accounts.invite("bo@x.example", Role.OPERATOR)
    found = people.accounts.store.by_email("bo@x.example")
    assert found
    return found


@pytest.fixture
def database(people: People) -> Database:
    return people.accounts.store._database


@pytest.fixture
def sessions(people: People) -> Sessions:
    return people.accounts.sessions


def kept(database: Database, column: Column[Any]) -> list[Any]:
    """What a table has in a column."""
    with database.transaction() as connection:
        return list(connection.execute(select(column)).scalars())


# Sessions


def test_a_session_begins_with_what_it_is_told(sessions: Sessions, account: Account) -> None:
    token = sessions.start(account, FULL, NOW, "/admin/partners", "Firefox, Linux")
    found = sessions.find(token, NOW)
    assert found
    assert (found.account, found.stage, found.device) == (account, FULL, "Firefox, Linux")
    assert (found.started, found.seen, found.confirmed) == (NOW, NOW, NOW)
    assert (found.next_url, found.new_secret) == ("/admin/partners", "")
    plain = sessions.find(sessions.start(account, FULL, NOW), NOW)
    assert plain
    assert (plain.next_url, plain.device) == ("", "")
    assert len(token) == 43, "256 bits, six in a character"
    assert sessions.start(account, FULL, NOW) != token


def test_half_way_nothing_is_confirmed_and_a_secret_is_offered_once(sessions: Sessions, account: Account) -> None:
    without_codes = sessions.find(sessions.start(account, HALF, NOW), NOW)
    with_codes = sessions.find(sessions.start(replace(account, code_secret="A" * 32), HALF, NOW), NOW)
    assert without_codes
    assert with_codes
    assert (without_codes.confirmed, len(without_codes.new_secret)) == (0, 32)
    assert (with_codes.confirmed, with_codes.new_secret) == (0, "")


def test_of_a_long_address_to_go_to_the_beginning_is_kept(sessions: Sessions, account: Account) -> None:
    found = sessions.find(sessions.start(account, FULL, NOW, "/" + "a" * 600), NOW)
    assert found
    assert found.next_url == "/" + "a" * 499


@pytest.mark.parametrize(
    ("stage", "started", "seen", "holds"),
    [
        (FULL, 0, 30 * MINUTE - 1, True),
        (FULL, 0, 30 * MINUTE, False),
        (FULL, 10 * HOUR - 1, 0, True),
        (FULL, 10 * HOUR, 0, False),
        (HALF, 15 * MINUTE - 1, 0, True),
        (HALF, 15 * MINUTE, 0, False),
    ],
)
def test_a_session_ends_to_the_second(
    sessions: Sessions, account: Account, stage: SessionStage, started: int, seen: int, holds: bool
) -> None:
    """`started` and `seen` are the seconds since then."""
    session = Session("key", account, stage, NOW - started, NOW - seen)
    assert sessions.holds(session, NOW) is holds


def test_a_session_that_is_over_is_forgotten_and_no_other(
    sessions: Sessions, account: Account, database: Database
) -> None:
    over, other = sessions.start(account, FULL, NOW), sessions.start(account, FULL, NOW + HOUR)
    assert sessions.find(over, NOW + HOUR) is None
    assert len(kept(database, session_table.c.key)) == 1
    assert sessions.find(over, NOW) is None, "also for a clock that goes back"
    assert sessions.find(other, NOW + HOUR)


def test_what_is_no_token_opens_nothing(sessions: Sessions, account: Account, database: Database) -> None:
    token = sessions.start(account, FULL, NOW)
    (key,) = kept(database, session_table.c.key)
    assert token != key
    for stranger in ("", "x", token[:-1], key):
        assert sessions.find(stranger, NOW) is None


def test_that_a_session_is_used_is_noted_once_a_minute(
    sessions: Sessions, account: Account, database: Database
) -> None:
    token = sessions.start(account, FULL, NOW)
    for seconds, noted in ((59, 0), (60, 60), (119, 60), (120, 120)):
        found = sessions.find(token, NOW + seconds)
        assert found
        assert found.seen == NOW + noted
        assert kept(database, session_table.c.seen) == [NOW + noted]


def test_a_new_session_clears_away_those_of_ten_hours_ago(
    sessions: Sessions, account: Account, database: Database
) -> None:
    sessions.start(account, FULL, NOW)
    sessions.start(account, FULL, NOW + 10 * HOUR)
    assert len(kept(database, session_table.c.key)) == 2
    sessions.start(account, FULL, NOW + 10 * HOUR + 1)
    assert sorted(kept(database, session_table.c.started)) == [NOW + 10 * HOUR, NOW + 10 * HOUR + 1]


def test_a_renewed_session_opens_by_the_new_token_alone(sessions: Sessions, account: Account) -> None:
    token = sessions.start(account, FULL, NOW)
    session = sessions.find(token, NOW)
    assert session
    renewed = sessions.renew(session, NOW + 1)
    assert renewed
    assert len(renewed.token) == 43
    assert sessions.find(token, NOW + 1) is None
    assert sessions.find(renewed.token, NOW + 1) == renewed.session == replace(session, key=renewed.session.key)
    assert sessions.renew(session, NOW + 1) is None, "it has another key by now"
    sessions.end(renewed.session)
    assert sessions.find(renewed.token, NOW + 1) is None
    assert sessions.renew(renewed.session, NOW + 1) is None


# Known browsers


@pytest.fixture
def devices(people: People) -> KnownDevices:
    return people.accounts.devices


def test_a_browser_is_known_for_180_days_after_the_last_sign_in(devices: KnownDevices, account: Account) -> None:
    token = devices.remember("", account, NOW)
    assert len(token) == 43
    assert devices.knows(token, EMAIL, NOW + 180 * DAY - 1)
    assert not devices.knows(token, EMAIL, NOW + 180 * DAY)
    assert devices.remember(token, account, NOW + 100 * DAY) == token
    assert devices.knows(token, EMAIL, NOW + 280 * DAY - 1)
    assert not devices.knows(token, EMAIL, NOW + 280 * DAY)


def test_a_browser_that_is_no_longer_known_is_forgotten_at_the_next_sign_in(
    devices: KnownDevices, account: Account, database: Database
) -> None:
    first = devices.remember("", account, NOW)
    devices.remember("", account, NOW + 180 * DAY - 1)
    assert len(kept(database, known_devices.c.key)) == 2
    assert devices.remember(first, account, NOW + 180 * DAY) not in {first, ""}
    assert sorted(kept(database, known_devices.c.seen)) == [NOW + 180 * DAY - 1, NOW + 180 * DAY]


def test_a_browser_has_a_token_of_its_own_for_what_the_account_does_not_know(
    devices: KnownDevices, account: Account, other: Account
) -> None:
    token = devices.remember("", account, NOW)
    assert devices.remember("of a stranger", account, NOW) not in {token, "of a stranger"}
    assert devices.remember(token, other, NOW) != token
    for stranger in ("", "x", token[:-1]):
        assert not devices.knows(stranger, EMAIL, NOW)
    assert not devices.knows(token, "bo@x.example", NOW)


def test_nothing_of_a_token_is_kept_but_its_hash(devices: KnownDevices, account: Account, database: Database) -> None:
    token = devices.remember("", account, NOW)
    (key,) = kept(database, known_devices.c.key)
    assert token not in key
    assert not devices.knows(key, EMAIL, NOW)


def test_a_browser_that_the_release_before_remembered_is_known(
    devices: KnownDevices, account: Account, database: Database
) -> None:
    row = {"account_id": account.id, "key": sha256(b"device:a token").hexdigest(), "seen": NOW}
    with database.transaction() as connection:
        connection.execute(insert(known_devices).values(row))
    assert devices.knows("a token", EMAIL, NOW) is True
    for stranger in ("", "\ud800"):
        assert devices.knows(stranger, EMAIL, NOW) is False


def test_the_browsers_of_an_account_are_forgotten_but_one(
    devices: KnownDevices, account: Account, other: Account
) -> None:
    here, there, of_other = (devices.remember("", owner, NOW) for owner in (account, account, other))
    devices.forget(account, but=here)
    known = [devices.knows(here, EMAIL, NOW), devices.knows(there, EMAIL, NOW)]
    assert known == [True, False]
    devices.forget(account)
    assert not devices.knows(here, EMAIL, NOW)
    assert devices.knows(of_other, "bo@x.example", NOW)


# Links to set a password


@pytest.fixture
def links(database: Database) -> Invitations:
    return Invitations(database)


@pytest.mark.parametrize("purpose", LinkPurpose)
def test_a_link_says_for_whom_it_was_made_for_two_days(
    links: Invitations, account: Account, purpose: LinkPurpose
) -> None:
    made_for = Invitation(account.id, "then@x.example", 7, purpose)
    token = links.issue(made_for, NOW)
    assert len(token) == 43
    assert links.read(token, NOW) == links.read(token, NOW + 2 * DAY - 1) == made_for
    assert links.read(token, NOW + 2 * DAY) is None
    assert links.read(token[:-1], NOW) is None
    assert links.read("\ud800", NOW) is None


@pytest.mark.parametrize(
    ("stored", "purpose"), [("invitation", LinkPurpose.INVITATION), ("reset", LinkPurpose.RESET)]
)
def test_a_link_that_the_release_before_gave_out_is_read(
    links: Invitations, account: Account, database: Database, stored: str, purpose: LinkPurpose
) -> None:
    row = {"account_id": account.id, "email": EMAIL, "epoch": 3, "purpose": stored, "ends": NOW + 1}
    with database.transaction() as connection:
        connection.execute(delete(invitations))
        connection.execute(insert(invitations).values(key=sha256(b"set-password:a token").hexdigest(), **row))
    assert links.read("a token", NOW) == Invitation(account.id, EMAIL, 3, purpose)


def test_a_new_link_replaces_that_of_the_same_account_alone(
    links: Invitations, account: Account, other: Account
) -> None:
    made_for = Invitation(account.id, EMAIL, 1, LinkPurpose.INVITATION)
    first, of_other = links.issue(made_for, NOW), links.issue(replace(made_for, account_id=other.id), NOW)
    second = links.issue(made_for, NOW)
    assert first != second
    assert links.read(first, NOW) is None
    assert links.read(second, NOW) == made_for
    assert links.read(of_other, NOW)


def test_a_new_link_clears_away_those_that_have_ended(
    links: Invitations, account: Account, other: Account, database: Database
) -> None:
    links.issue(Invitation(account.id, EMAIL, 1, LinkPurpose.RESET), NOW)
    links.issue(Invitation(other.id, EMAIL, 1, LinkPurpose.RESET), NOW + 2 * DAY - 1)
    assert len(kept(database, invitations.c.key)) == 2
    token = links.issue(Invitation(other.id, EMAIL, 1, LinkPurpose.RESET), NOW + 2 * DAY)
    assert kept(database, invitations.c.account_id) == [other.id]
    (key,) = kept(database, invitations.c.key)
    assert token not in key
    assert links.read(key, NOW) is None
