"""A database of an earlier release keeps every partner, account and log line when accounts get random ids."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.accounts.people import CHEAP, KEY, PASSWORD, Clock, People
from widget.accounts.accounts import Accounts
from widget.accounts.codes import STEP
from widget.accounts.model import Account, AccountRefusal, NewSession, Role
from widget.accounts.passwords import Passwords
from widget.accounts.sessions import key_of
from widget.accounts.tables import metadata
from widget.database.database import Database
from widget.database.engine import migrate
from widget.partners.model import Partner
from widget.partners.registry import Registry

BEFORE = "accounts_0002"
HASH = Passwords(CHEAP).hash(PASSWORD)
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 (of RFC 6238)
NOW = int(Clock()().timestamp())

ACCOUNTS = (
    (1, "anne@kommune.example", "operator", "", 3, HASH, SECRET, 0),
    (2, "berit@kommune.example", "partner", "aarhus", 1, "", "", 0),
    (5, "carl@a-kasse.example", "partner", "odense", 2, HASH, "", 0),
)
EVENTS = (
    (NOW - 900, "invited", "anne@kommune.example", "command line"),
    (NOW - 800, "invited", "berit@kommune.example", "anne@kommune.example"),
    (NOW - 700, "closed", "berit@kommune.example", "anne@kommune.example"),
    (NOW - 600, "invited", "berit@kommune.example", "anne@kommune.example"),
    (NOW - 500, "signed-in", "anne@kommune.example", "anne@kommune.example"),
    (NOW - 400, "closed", "gone@kommune.example", "anne@kommune.example"),
)


def fill(engine: Engine) -> None:
    """What the release before had in its tables."""
    migrate(engine, BEFORE)
    with engine.begin() as connection:
        for row in ACCOUNTS:
            values = dict(zip(("id", "email", "role", "partner", "epoch", "hash", "code", "step"), row, strict=True))
            connection.execute(
                text("INSERT INTO account VALUES (:id, :email, :role, :partner, :epoch, :hash, :code, :step)"), values
            )
        connection.execute(text("INSERT INTO account_spare_code VALUES (1, 'spare one'), (1, 'spare two')"))
        session = {"key": key_of("a browser's token"), "at": NOW - 60}
        connection.execute(
            text("INSERT INTO admin_session VALUES (:key, 1, 3, 'full', :at, :at, '', '/admin/')"), session
        )
        connection.execute(text("INSERT INTO sign_in_attempt (bucket, at) VALUES ('b', 1)"))
        for at, what, email, by in EVENTS:
            connection.execute(
                text('INSERT INTO account_event (at, what, email, "by") VALUES (:at, :what, :email, :by)'),
                {"at": at, "what": what, "email": email, "by": by},
            )


@pytest.fixture
def people(engine: Engine) -> People:
    """The accounts of the old database, opened by this release."""
    fill(engine)
    migrate(engine)
    clock = Clock()
    return People(Accounts(Database(engine), KEY, clock, Passwords(CHEAP)), clock)


def test_no_account_is_lost_and_each_is_as_it_was(people: People) -> None:
    found = people.accounts.store.listed(None, 10)
    assert [(one.email, *_rights(one), one.epoch, one.password_hash, one.code_secret) for one in found] == [
        row[1:7] for row in ACCOUNTS
    ]
    assert [one.recovery_codes for one in found] == [2, 0, 0]
    assert len({one.id for one in found}) == len(found)
    assert all(len(one.id) == 32 for one in found)


def test_people_go_on_signed_in_and_sign_in_as_before(people: People) -> None:
    session = people.accounts.sessions.find("a browser's token", people.accounts.now)
    assert session
    assert session.account.email == "anne@kommune.example"
    people.clock.pass_by(STEP)
    half = people.accounts.sign_in("anne@kommune.example", PASSWORD)
    assert isinstance(half, NewSession)
    assert isinstance(people.accounts.verify_code(half.session, people.code(SECRET)), NewSession)
    assert people.accounts.sign_in("berit@kommune.example", PASSWORD) is AccountRefusal.WRONG


def test_no_event_is_lost_and_those_of_a_closed_account_belong_to_none(people: People) -> None:
    events = people.accounts.audit_log.listed(100)
    assert [(one.at, one.what.value, one.email, one.by) for one in reversed(events)] == list(EVENTS)
    ids = {account.email: account.id for account in people.accounts.store.listed(None, 10)}
    with people.accounts.store._database.engine.connect() as connection:
        owners = connection.execute(text("SELECT account_id FROM account_event ORDER BY id")).scalars().all()
    anne, berit = ids["anne@kommune.example"], ids["berit@kommune.example"]
    assert owners == [anne, "", "", berit, anne, ""]


def test_a_database_without_accounts_is_brought_up_to_date(engine: Engine) -> None:
    migrate(engine, BEFORE)
    migrate(engine)
    accounts = Accounts(Database(engine), KEY, Clock(), Passwords(CHEAP))
    assert accounts.invite("anne@kommune.example", Role.OPERATOR)


def test_no_partner_and_no_line_of_its_log_is_lost(engine: Engine) -> None:
    migrate(engine, BEFORE)
    registry = Registry(Database(engine), lambda: datetime(2026, 11, 22, tzinfo=UTC))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))  # so that it is left alone
    registry.create(Partner("aarhus", "Aarhus Kommune", kommune_code="0751"), "anne@kommune.example")
    registry.create(Partner("odense", "Odense Kommune", kommune_code="0461"), "anne@kommune.example")
    before = _all(engine, "partner", "change")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :before"), {"before": BEFORE})
    migrate(engine)
    assert _all(engine, "partner", "change") == before
    assert len(before["partner"]) == len(before["change"]) == 2


def test_a_link_to_set_a_password_of_the_release_before_is_void(people: People) -> None:
    signed = "WzEsMSw5OTk5OTk5OTk5XQ.AAAA"
    assert people.accounts.read_invitation(signed) is None
    assert people.accounts.reset("berit@kommune.example")


def test_the_tables_are_those_of_the_code(people: People, engine: Engine, tmp_path: Path) -> None:
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            connection.execute(table.select()).all()


def _rights(account: Account) -> tuple[str, str]:
    (membership,) = account.memberships
    return membership.role.value, membership.partner


def _all(engine: Engine, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            table: [tuple(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY id"))]  # noqa: S608 (tables of the tests alone)
            for table in tables
        }
