"""What notices say, in the language of the administration. Knows news and days; no mail, no page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from widget.guides.library import Library
from widget.insight.report.ageing import Ageing
from widget.insight.report.ageing_words import ageing_kind, ageing_name
from widget.notices.edition_news import EditionNews, GuideNews, ItemNews

_MOST_ITEMS = 12
"""Items that a mail names of each guide; the page of the partner has all."""


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """Says notices. `translate` gives a text in the language, `day` a day in words."""

    translate: Callable[[str], str]
    day: Callable[[date], str]

    def guide(self, news: GuideNews) -> str:
        """What became of a guide, in a sentence."""
        texts = {
            "new": self.translate("“%(guide)s” is a new guide."),
            "gone": self.translate("“%(guide)s” is no longer there."),
        }
        return texts.get(news.kind, self.translate("“%(guide)s” is changed:")) % {"guide": news.title}

    def item(self, item: ItemNews, published: date) -> str:
        """What became of an item, in a line, and from which day where that is later than the edition."""
        kinds = {
            "added": self.translate("new"),
            "removed": self.translate("taken away"),
        }
        what = kinds.get(item.kind, self.translate("changed"))
        since = date.fromisoformat(item.since)
        if since > published:
            what = self.translate("%(what)s from %(day)s") % {"what": what, "day": self.day(since)}
        title = item.title or self.translate("Title, introduction and headings")
        return f"{title} ({what})"

    def edition_lines(self, news: EditionNews) -> Iterator[str]:
        """An edition, for a mail."""
        for guide in news.guides:
            yield self.guide(guide)
            for item in guide.items[:_MOST_ITEMS]:
                yield f"- {self.item(item, news.published_at.date())}"
            if (more := len(guide.items) - _MOST_ITEMS) > 0:
                yield self.translate("- and %(number)s more") % {"number": more}
            yield ""

    def ageing_line(self, one: Ageing, library: Library) -> str:
        """Something that ends or is to be read again, in a line."""
        return f"- {self.day(one.day)}: {ageing_name(one, library)}. {ageing_kind(one, self.translate)}."
