"""Sessions: how long they hold, and the token that a browser gets. Knows no cookie, no SQL."""

import hashlib
import secrets
from dataclasses import replace

from widget.accounts import codes
from widget.accounts.model import Account, NewSession, Session, SessionStage
from widget.accounts.session_store import SessionStore
from widget.accounts.tables import NEXT_URL_LENGTH

IDLE_TIMEOUT = 30 * 60
"""Seconds without a request after which a session is over."""

MAX_LIFETIME = 10 * 60 * 60
"""Seconds after which a session is over, however busy."""

AWAITING_CODE = 15 * 60
"""Seconds in which a person whose password was right has to give a code, or to set codes up."""

_TOUCH_EVERY = 60
"""A session that was seen within a minute is not written to the table again."""


class Sessions:
    """Starts, finds and ends sessions. The token is 256 random bits; the table has only its hash."""

    def __init__(self, store: SessionStore) -> None:
        self.store = store

    def holds(self, session: Session, now: int) -> bool:
        """Whether a session is not over."""
        return _is_valid(session, now)

    def start(self, account: Account, stage: SessionStage, now: int, next_url: str = "", device: str = "") -> str:
        """A new session; its token. Half way, a person without codes is offered a new secret."""
        token = secrets.token_urlsafe(32)
        needs_secret = stage is SessionStage.HALF and not account.has_codes
        session = Session(
            key=key_of(token),
            account=account,
            stage=stage,
            started=now,
            seen=now,
            new_secret=codes.new_secret() if needs_secret else "",
            next_url=next_url[:NEXT_URL_LENGTH],
            device=device,
            confirmed=now if stage is SessionStage.FULL else 0,
        )
        self.store.add(session, forget_before=now - MAX_LIFETIME)
        return token

    def find(self, token: str, now: int) -> Session | None:
        """The session of a token, if it still holds; it is noted as seen."""
        if not token:
            return None
        session = self.store.find(key_of(token))
        if session is None:
            return None
        if not _is_valid(session, now):
            self.store.end(session.key)
            return None
        if now - session.seen >= _TOUCH_EVERY:
            self.store.touch(session.key, now)
            session = replace(session, seen=now)
        return session

    def renew(self, session: Session, now: int) -> NewSession | None:
        """The same session with a new token; the one before opens nothing any more. None if it has ended."""
        token = secrets.token_urlsafe(32)
        renewed = self.find(token, now) if self.store.rekey(session.key, key_of(token)) else None
        return NewSession(token, renewed) if renewed else None

    def end(self, session: Session) -> None:
        """End a session."""
        self.store.end(session.key)


def key_of(token: str) -> str:
    """What the table has of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _is_valid(session: Session, now: int) -> bool:
    longest = MAX_LIFETIME if session.stage is SessionStage.FULL else AWAITING_CODE
    return now < session.started + longest and now < session.seen + IDLE_TIMEOUT
