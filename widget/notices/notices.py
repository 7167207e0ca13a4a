"""The notices that are due: editions to partners, comments and what runs out to editors and offices."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from widget.accounts.store import AccountStore
from widget.guides.library import Library
from widget.insight.report.ageing import Ageing, ageing
from widget.insight.report.ageing_words import owner_name
from widget.notices.comment_notices import CommentNotices
from widget.notices.delivery import Notice
from widget.notices.edition_news import EditionNews
from widget.notices.news_store import EditionNewsStore
from widget.notices.recipients import editors, partner_readers
from widget.notices.words import NoticeWords
from widget.partners.registry import Registry
from widget.publishing.change_set_store import ChangeSetStore

TOLD_FOR = timedelta(days=14)
"""How long an edition or a comment is still mailed about: mail that is set up later tells no old news."""


@dataclass(frozen=True)
class DueNotices:
    """What is to be told, whether it was told already or not. `base_url` is the server's public address.

    Every method raises `DatabaseUnavailable`.
    """

    news: EditionNewsStore
    accounts: AccountStore
    registry: Registry
    words: NoticeWords
    base_url: str
    now: Callable[[], datetime]

    def editions(self) -> tuple[Notice, ...]:
        """A notice for each account and edition that changed a guide which a partner of the account uses.

        News that are missing are worked out first: each page that a mail leads to is there.
        """
        self.news.complete()
        latest = [one for one in self.news.latest() if one.published_at > self.now() - TOLD_FOR and one.guides]
        return tuple(notice for one in reversed(latest) for notice in self._edition(one))

    def _edition(self, news: EditionNews) -> Iterator[Notice]:
        for reader in partner_readers(self.accounts, self.registry, int(news.published_at.timestamp())):
            concerned = sorted(name for name, guides in reader.guides.items() if news.of(guides).guides)
            if not concerned:
                continue
            everything = any(not reader.guides[name] for name in concerned)
            used = frozenset() if everything else frozenset().union(*(reader.guides[name] for name in concerned))
            topic = f"edition:{news.number}:{news.digest[:40]}"  # files may be those of an earlier edition
            subject = self.words.translate("The guides on your website have changed")
            text = self._edition_text(news.of(used), concerned)
            yield Notice(topic, reader.account.id, reader.account.email, subject, text)

    def _edition_text(self, news: EditionNews, partners: Sequence[str]) -> str:
        translate = self.words.translate
        head = translate(
            "On %(day)s a new edition of the guides was published. You need not do anything: it is shown already."
        )
        where = translate("Everything that is changed, with deleted and new words marked:")
        pages = [f"{self.base_url}/admin/partners/{name}/guide-changes/{news.number}" for name in partners]
        lines = [head % {"day": self.words.day(news.published_at.date())}, "", *self.words.edition_lines(news)]
        return "\n".join([*lines, where, *pages, ""])

    def comments(self) -> tuple[Notice, ...]:
        """A notice for each who works on a change set, of comments on it by others."""
        change_sets = ChangeSetStore(self.registry.database, self.now)
        told = CommentNotices(change_sets, self.accounts, self.words, self.base_url, self.now)
        return tuple(told.since(self.now() - TOLD_FOR))

    def running_out(self, library: Library, today: date) -> tuple[Notice, ...]:
        """This month's notice for each office with a mailbox and each editor, of what ends within two months."""
        soon = by_owner(ageing(library, today))
        return tuple(self._running_out(library, today, soon)) if soon else ()

    def _running_out(self, library: Library, today: date, soon: dict[str, tuple[Ageing, ...]]) -> Iterator[Notice]:
        topic = f"running-out:{today:%Y-%m}"
        translate = self.words.translate
        subject = translate("Runs out soon in the guides")
        overview = translate("This ends in the guides, or has to be read again, within two months.")
        request = translate(
            "You answer for these texts and figures in the guides. They end, or have to be read again, within two "
            "months. Write back with what holds then, or that nothing is changed."
        )
        for owner, things in soon.items():
            actor = library.registers.actors.get(owner)
            if actor and actor.mail:
                text = self._ageing_text(library, {owner: things}, request, "")
                yield Notice(topic, f"actor:{owner}", actor.mail, subject, text)
        for account in editors(self.accounts):
            page = f"{self.base_url}/admin/guides/runs-out"
            text = self._ageing_text(library, soon, overview, page)
            yield Notice(topic, account.id, account.email, subject, text)

    def _ageing_text(self, library: Library, soon: dict[str, tuple[Ageing, ...]], head: str, page: str) -> str:
        lines = [head, ""]
        for owner, things in soon.items():
            lines += [owner_name(owner, library), *(self.words.ageing_line(one, library) for one in things), ""]
        return "\n".join([*lines, *([page, ""] if page else [])])


def due_notices(
    news: EditionNewsStore, registry: Registry, words: NoticeWords, base_url: str, now: Callable[[], datetime]
) -> DueNotices:
    """The notices of a database."""
    return DueNotices(news, AccountStore(registry.database), registry, words, base_url, now)


def by_owner(things: Sequence[Ageing]) -> dict[str, tuple[Ageing, ...]]:
    """What runs out by who answers for it: first whose day is nearest, and each in the order of the days."""
    found: dict[str, list[Ageing]] = defaultdict(list)
    for one in things:
        found[one.owner].append(one)
    return {owner: tuple(own) for owner, own in found.items()}
