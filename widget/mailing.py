"""Tells people of editions and comments in the background: what is done neither waits for it nor fails by it."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Thread
from typing import TYPE_CHECKING

from widget.web.guide.site import Site

if TYPE_CHECKING:
    from widget.notices.delivery import Notice
    from widget.notices.notices import DueNotices
    from widget.stores import Stores

_log = logging.getLogger(__name__)


class Announcements:
    """Mails what is due, where there is a server for mail. `stores` are asked for in the background."""

    def __init__(self, site: Site, stores: "Callable[[], Stores]", now: Callable[[], datetime]) -> None:
        self._site = site
        self._stores = stores
        self._now = now

    def edition(self) -> None:
        """Tell partners of the edition that was just published; what it changed is worked out for their page."""

        def work_out_and_send() -> None:
            self._stores().edition_news.complete()
            self._send(lambda due: due.editions())

        _in_background(work_out_and_send)

    def comment(self) -> None:
        """Tell those who work on a change set of a comment that was just written."""
        if self._site.settings.smtp_url:
            _in_background(lambda: self._send(lambda due: due.comments()))

    def _send(self, pick: "Callable[[DueNotices], tuple[Notice, ...]]") -> None:
        # As late as the database, which takes as long to import as all the rest.
        from widget.accounts.mail import Mailer
        from widget.notices.delivery import NoticeDelivery
        from widget.notices.notices import due_notices
        from widget.notices.sent_notices import SentNotices
        from widget.notices.words import NoticeWords

        settings, language, stored = self._site.settings, self._site.language, self._stores()
        if not settings.smtp_url:
            return
        words = NoticeWords(language.text, language.medium_date)
        due = due_notices(stored.edition_news, stored.registry, words, settings.base_url, self._now)
        mailer = Mailer(settings.smtp_url, settings.mail_from)
        NoticeDelivery(mailer, SentNotices(stored.database, self._now)).send(pick(due))


def _in_background(send: Callable[[], None]) -> None:
    def tried() -> None:
        try:
            send()
        except Exception:  # of any kind: `guide-widget notices` does what is left
            _log.exception("Notices could not be sent; guide-widget notices tries again.")

    Thread(target=tried, name="announce", daemon=True).start()
