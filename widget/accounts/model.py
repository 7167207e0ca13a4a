"""What an account and a session are: frozen values. Knows no password rule, no database."""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What somebody may do: everything, or everything about one partner."""

    OPERATOR = "operator"
    PARTNER = "partner"


class Stage(Enum):
    """How far somebody has come: the password was right (and a code is still wanted), or all was."""

    HALF = "half"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in.

    `id` is random and belongs to this account for ever: no later account gets it, not even one with the same
    e-mail address. `partner` is the id of the partner that the account is for, empty for operators. `epoch` counts
    the passwords and resets: links and sessions of an older one are void. Without `password_hash` no password is
    right. Without `code_secret` codes are yet to be set up. `last_step` is the time step of the last code used,
    `spare_codes` how many recovery codes are left.
    """

    id: str
    email: str
    role: Role
    partner: str
    epoch: int
    password_hash: str
    code_secret: str
    last_step: int
    spare_codes: int

    @property
    def has_codes(self) -> bool:
        """Whether one-time codes are set up."""
        return bool(self.code_secret)

    @property
    def is_operator(self) -> bool:
        """Whether the account may do everything."""
        return self.role is Role.OPERATOR

    def may_manage(self, partner: str) -> bool:
        """Whether the account may see and change this partner."""
        return self.is_operator or (bool(partner) and self.partner == partner)


@dataclass(frozen=True, slots=True)
class Client:
    """The browser that a request comes from.

    `network` is its IP address, or the /56 of an IPv6 address: it is only ever kept as a keyed hash, in the counts of
    wrong attempts. `device` is the token that the browser was given when somebody last signed in with it. `label`
    names browser and system in words, such as “Firefox, Windows”.
    """

    network: str = ""
    device: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser of an account, known by a token of which `key` is the hash. Times are seconds since 1970.

    `new_secret` is the secret that is offered while codes are being set up; `way_on` is the page that was asked for.
    `device` names browser and system. `confirmed` is when a code, or a provider, last confirmed who it is.
    """

    key: str
    account: Account
    stage: Stage
    started: int
    seen: int
    new_secret: str = ""
    way_on: str = ""
    device: str = ""
    confirmed: int = 0
