"""The notices of comments on change sets, to those who work on them. No word of a comment is in a mail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from widget.accounts.model import Account
from widget.accounts.store import AccountStore
from widget.notices.delivery import Notice
from widget.notices.recipients import active_accounts, editors
from widget.notices.words import NoticeWords
from widget.publishing.change_set_store import ChangeSetStore
from widget.publishing.records import ChangeSet, Comment, SetState

_AT_ONCE = 60 * 60
"""Seconds: the first comment is told of at once, and the others of an hour in one mail when it is over."""


@dataclass(frozen=True)
class CommentNotices:
    """What is to be told of comments, whether it was told already or not. `base_url` is the server's public address.

    Every method raises `DatabaseUnavailable`.
    """

    change_sets: ChangeSetStore
    accounts: AccountStore
    words: NoticeWords
    base_url: str
    now: Callable[[], datetime]

    def since(self, moment: datetime) -> Iterator[Notice]:
        """A notice for each who works on a change set, of the comments by others since `moment`."""
        for number in self.change_sets.commented_since(moment):
            found = self.change_sets.find(number)
            if found is None or found.state is SetState.DISCARDED:
                continue
            said = [one for one in self.change_sets.comments(number) if one.at >= moment and not one.answers]
            for account in self._readers(found):
                yield from self._to(account, found, [one for one in said if one.who != account.email])

    def _readers(self, change_set: ChangeSet) -> tuple[Account, ...]:
        """Those who have written in it and may still do so; all editors where there is none of them."""
        writers = self.change_sets.writers(change_set)
        accounts = (one for one in active_accounts(self.accounts) if one.may_edit_guides)
        return tuple(one for one in accounts if one.email in writers) or editors(self.accounts)

    def _to(self, account: Account, change_set: ChangeSet, said: list[Comment]) -> Iterator[Notice]:
        now = self.now().timestamp()
        for hour, group in groupby(said, lambda one: int(one.at.timestamp()) // _AT_ONCE):
            first, *others = group
            told = {f"comment:{first.id}": [first]}
            if others and now >= (hour + 1) * _AT_ONCE:
                told[f"comments-to:{others[-1].id}"] = others
            for topic, comments in told.items():
                if number := sum(not one.done_by for one in comments):
                    text = self._text(change_set, number)
                    subject = self.words.translate("Comments on a change in the guides")
                    yield Notice(topic, account.id, account.email, subject, text)

    def _text(self, change_set: ChangeSet, number: int) -> str:
        translate = self.words.translate
        one = translate("There is a new comment on the change “%(heading)s”.")
        head = one if number == 1 else translate("There are %(num)s new comments on the change “%(heading)s”.")
        where = translate("Read and answer here, and mark what is handled:")
        page = f"{self.base_url}/admin/guides/{change_set.id}#comments"
        return "\n".join([head % {"num": number, "heading": change_set.heading}, "", where, page, ""])
