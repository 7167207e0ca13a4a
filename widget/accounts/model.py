"""What an account and a session are: frozen values. Knows no password rule, no database."""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What an account may do, everywhere or with one partner."""

    OPERATOR = "operator"
    """Everything."""
    EDITOR = "editor"
    """The guides."""
    PARTNER = "partner"
    """A partner's administrator: changes and publishes that partner, and says who else may."""
    READER = "reader"
    """Sees a partner's drafts, figures and feedback, and changes nothing."""

    @property
    def is_for_one_partner(self) -> bool:
        """Whether the role is for one partner."""
        return self in {Role.PARTNER, Role.READER}


@dataclass(frozen=True, slots=True)
class Membership:
    """A role that an account has: with the partner of an id, or everywhere where `partner` is empty.

    `since` is when it was given, in seconds since 1970.
    """

    role: Role
    partner: str = ""
    since: int = 0


class SessionStage(Enum):
    """How far a person has come with signing in: the password was right (and a code is still wanted), or all was."""

    HALF = "half"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in.

    `id` is random and belongs to this account for ever: no later account gets it, not even one with the same
    e-mail address. `memberships` says what the person may do. `epoch` counts
    the passwords and resets: links and sessions of an older one are void. Without `password_hash` no password is
    right. Without `code_secret` codes are yet to be set up. `last_step` is the time step of the last code used,
    `recovery_codes` how many of them are left. `link_shown_to` is the id of the account that was shown the link
    with which this account's password is set; until another person has confirmed who signed in with it, the account
    can do nothing. `last_sign_in` is in seconds since 1970, 0 for never.
    """

    id: str
    email: str
    epoch: int
    password_hash: str
    code_secret: str
    last_step: int
    recovery_codes: int
    link_shown_to: str = ""
    last_sign_in: int = 0
    memberships: tuple[Membership, ...] = ()

    @property
    def has_codes(self) -> bool:
        """Whether one-time codes are set up."""
        return bool(self.code_secret)

    @property
    def awaits_confirmation(self) -> bool:
        """Whether another person has yet to confirm who signed in with a link that another person was shown."""
        return bool(self.link_shown_to)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether the link that was shown has been used: until then its user cannot be known."""
        return self.awaits_confirmation and bool(self.password_hash)

    @property
    def is_operator(self) -> bool:
        """Whether the account may do everything."""
        return any(membership.role is Role.OPERATOR for membership in self.memberships)

    @property
    def may_edit_guides(self) -> bool:
        """Whether the account may see and change the guides themselves."""
        return self.is_operator or any(membership.role is Role.EDITOR for membership in self.memberships)

    @property
    def partners(self) -> tuple[str, ...]:
        """The ids of the partners that the account has a role with."""
        return tuple(sorted({membership.partner for membership in self.memberships if membership.partner}))

    def membership(self, partner: str) -> Membership | None:
        """The role with a partner, or with everything where `partner` is empty."""
        return next((one for one in self.memberships if one.partner == partner), None)

    def may_read(self, partner: str) -> bool:
        """Whether the account may see this partner's drafts, figures and feedback."""
        return self.is_operator or (bool(partner) and self.membership(partner) is not None)

    def may_manage(self, partner: str) -> bool:
        """Whether the account may change this partner."""
        found = self.membership(partner) if partner else None
        return self.is_operator or (found is not None and found.role is Role.PARTNER)


@dataclass(frozen=True, slots=True)
class Client:
    """The browser that a request comes from.

    `network` is its IP address, or the /56 of an IPv6 address: it is only ever kept as a keyed hash, in the counts of
    wrong attempts. `device` is the token that the browser was given at the last sign-in with it. `label`
    names browser and system in words, such as “Firefox, Windows”.
    """

    network: str = ""
    device: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser of an account, known by a token of which `key` is the hash. Times are seconds since 1970.

    `new_secret` is the secret that is offered while codes are being set up; `next_url` is the page that was asked
    for. `device` names browser and system. `confirmed` is when a code, or a provider, last confirmed who it is.
    """

    key: str
    account: Account
    stage: SessionStage
    started: int
    seen: int
    new_secret: str = ""
    next_url: str = ""
    device: str = ""
    confirmed: int = 0


class AccountRefusal(Enum):
    """Why something was not done."""

    WRONG = "wrong"
    VOID = "void"
    """The link, or what it was to do, has been used or is too old."""
    TAKEN = "taken"
    """The account belongs to another person of the same provider."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """One step further: the token of the new session.

    `recovery_codes` are shown once, when codes were set up. `device` is the token by which the account knows the
    browser from now on; empty before all of signing in is done.
    """

    token: str
    session: Session
    recovery_codes: tuple[str, ...] = ()
    device: str = ""
