"""Counts showings from a proxy's log in the common or combined format. Knows its lines; keeps nothing of a visitor.

Of a line, only the day, the path, the method and the status are looked at: no address of a computer, no browser.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from widget.insight.report.figures import Month, PageTotal, Period
from widget.insight.usage import SURFACES

_LINE = re.compile(r'\[(?P<time>[^\]]+)\] "(?:GET) (?P<target>\S+) HTTP/[\d.]+" (?P<status>\d{3})\b')
_PATH = re.compile(r"/(?P<surface>[a-z]+)/(?:(?P<partner>[a-z0-9-]+)/)?(?P<guide>[a-z0-9-]+?)(?:\.ics|\.json)?")
_ANSWERED = frozenset({"200", "304"})
_COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_TIME = "%d/%b/%Y:%H:%M:%S %z"


@dataclass(frozen=True, slots=True)
class LogCount:
    """What a log says of a period. `with_query` lines told a citizen's answers: no log should."""

    pages: tuple[PageTotal, ...]
    lines: int
    unread: int
    with_query: int


def count_log(lines: Iterable[str], period: Period, guides: Collection[str], partner: str | None = None) -> LogCount:
    """The showings of known `guides` in a period, of one partner alone unless `partner` is None.

    The language stands in the query, which is not looked at, so it is empty.
    """
    pages: Counter[tuple[Month, str, str, str]] = Counter()
    seen = unread = with_query = 0
    for line in lines:
        seen += 1
        found = _LINE.search(line)
        if found is None:
            unread += '"GET ' in line
            continue
        path, mark, _ = found["target"].partition("?")
        with_query += bool(mark)
        page = _PATH.fullmatch(path)
        if page is None or page["surface"] not in SURFACES or page["guide"] not in guides:
            continue
        month = _month(found["time"], period) if found["status"] in _ANSWERED else None
        if month and (partner is None or partner == (page["partner"] or "")):
            pages[month, page["guide"], page["partner"] or "", page["surface"]] += 1
    totals = (PageTotal(*key, "", count) for key, count in sorted(pages.items()))
    return LogCount(tuple(totals), seen, unread, with_query)


def _month(time: str, period: Period) -> Month | None:
    """The month of the Danish day, where it lies in the period."""
    try:
        day = datetime.strptime(time, _TIME).astimezone(_COPENHAGEN).date()
    except ValueError:
        return None
    return Month(day.year, day.month) if period.first <= day <= period.last else None
