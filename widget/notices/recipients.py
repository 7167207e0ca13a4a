"""Who is told: the accounts of partners with the guides that they use, and the editors. Knows no mail."""

from collections.abc import Iterator
from typing import NamedTuple

from widget.accounts.model import Account, Role
from widget.accounts.store import AccountStore
from widget.partners.registry import Registry

_AT_ONCE = 200


class PartnerReader(NamedTuple):
    """An account with the partners that it has a role with since before a moment, and the guides that they use.

    `guides` has the ids by partner; an empty set means all.
    """

    account: Account
    guides: dict[str, frozenset[str]]


def partner_readers(accounts: AccountStore, registry: Registry, before: int) -> Iterator[PartnerReader]:
    """The accounts that a published partner had `before` a moment (seconds since 1970), and who have signed in."""
    used: dict[str, frozenset[str] | None] = {}
    for account in active_accounts(accounts):
        mine: dict[str, frozenset[str]] = {}
        for membership in account.memberships:
            if not membership.partner or membership.since > before:
                continue
            if membership.partner not in used:
                used[membership.partner] = guides_of(registry, membership.partner)
            guides = used[membership.partner]
            if guides is not None:
                mine[membership.partner] = guides
        if mine:
            yield PartnerReader(account, mine)


def guides_of(registry: Registry, partner: str) -> frozenset[str] | None:
    """The guides that a partner shows to citizens, all of them where the set is empty; None where it shows none."""
    entry = registry.entry(partner)
    return frozenset(entry.published.guides) if entry and entry.published else None


def editors(accounts: AccountStore) -> tuple[Account, ...]:
    """The accounts of editors, or of operators where there is no editor."""
    found = tuple(active_accounts(accounts))
    own = tuple(one for one in found if any(role.role is Role.EDITOR for role in one.memberships))
    return own or tuple(one for one in found if one.is_operator)


def active_accounts(accounts: AccountStore) -> Iterator[Account]:
    """The accounts of people who have signed in and of whom it is known who they are."""
    offset = 0
    while found := accounts.listed(None, _AT_ONCE, offset):
        yield from (one for one in found if one.last_sign_in and not one.awaits_confirmation)
        offset += len(found)
