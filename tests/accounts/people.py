"""What tests of accounts need: a clock that stands still until it is moved, and accounts in a fresh database."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine

from widget.accounts.accounts import Accounts
from widget.accounts.codes import STEP
from widget.accounts.model import NewSession, Role
from widget.accounts.own_account import OwnAccount
from widget.accounts.passwords import Passwords
from widget.accounts.tables import metadata
from widget.database.database import Database

EMAIL = "anne@kommune.example"
PASSWORD = "fire glade heste løber"  # noqa: S105 (of the tests alone)
OTHER_PASSWORD = "tre sure katte sover"  # noqa: S105 (of the tests alone)
KEY = b"k" * 64

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""The real ones are slow on purpose."""


@dataclass
class Clock:
    """Gives the time it was set to."""

    moment: datetime = field(default=datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def pass_by(self, seconds: float) -> None:
        """Let time pass, without waiting."""
        self.moment += timedelta(seconds=seconds)


def engine_in(folder: Path) -> Engine:
    """A fresh database with the tables."""
    engine = create_engine(f"sqlite:///{folder / 'accounts.sqlite3'}")
    metadata.create_all(engine)
    return engine


@dataclass
class People:
    """Accounts and their clock, with the ways that most tests go."""

    accounts: Accounts
    clock: Clock

    @property
    def own(self) -> OwnAccount:
        """What people do with their own account."""
        return OwnAccount(self.accounts)

    def with_password(self, email: str = EMAIL, role: Role = Role.OPERATOR, partner: str = "") -> NewSession:
        """An invited account whose password is set."""
        token = self.accounts.invite(email, role, partner)
        assert token
        new_session = self.accounts.accept_invitation(token, PASSWORD)
        assert isinstance(new_session, NewSession)
        return new_session

    def enrolled(self, email: str = EMAIL, role: Role = Role.OPERATOR, partner: str = "") -> NewSession:
        """An account with one-time codes too, signed in."""
        half = self.with_password(email, role, partner)
        new_session = self.accounts.set_up_codes(half.session, self.code(half.session.new_secret))
        assert isinstance(new_session, NewSession)
        return new_session

    def half_way(self, email: str = EMAIL) -> NewSession:
        """A session whose password was right."""
        new_session = self.accounts.sign_in(email, PASSWORD)
        assert isinstance(new_session, NewSession)
        return new_session

    def code(self, secret: str, steps: int = 0) -> str:
        """What the app shows now, or `steps` later."""
        return pyotp.TOTP(secret).generate_otp(int(self.clock().timestamp()) // STEP + steps)


def without_migrations(engine: Engine) -> Database:
    """A database whose tables are there already."""
    return Database(engine, lambda engine: None)


def people_in(folder: Path) -> People:
    """Accounts in a fresh database, with cheap hashes."""
    clock = Clock()
    return People(Accounts(without_migrations(engine_in(folder)), KEY, clock, Passwords(CHEAP)), clock)
