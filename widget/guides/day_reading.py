"""Reads a day as people and programs write it: day before month, as in Denmark, or by ISO 8601. Knows no guide."""

import re
import unicodedata
from datetime import date

_EARLIEST, _LATEST = date(2000, 1, 1), date(2099, 12, 31)
_LONGEST = 60
"""Characters of a day with its weekday in words, generously."""

_APART = "[ ./,_-]{1,4}"
_YEAR = f"(?:{_APART}['’‘]?|['’‘])" + r"(\d{4}|\d{2})"
"""What is before a year at the end, and the year: ’26 leaves out its century."""
_DANISH = re.compile(rf"(\d{{1,2}}){_APART}(\d{{1,2}}){_YEAR}")
_SHORT_ISO = re.compile(r"([23]\d)-(\d\d)-([01]\d)")
"""26-12-01: the last part is a day here, since as a year it would be before 2020."""
_ISO = re.compile(rf"(\d{{4}}){_APART}(\d{{1,2}}){_APART}(\d{{1,2}})")
_TOGETHER = re.compile(r"(20\d\d)(\d\d)(\d\d)|(\d\d)(\d\d)(20\d\d)")
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?{_APART}([^\W\d_]{{3,9}}){_YEAR}")
_MONTH_FIRST = re.compile(rf"([^\W\d_]{{3,9}}){_APART}(\d{{1,2}})(?:st|nd|rd|th)?{_APART}(\d{{4}})")
_TIME = re.compile(
    r"(?:(?:t|,? kl\.? ?| )\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d{1,6})?)?(?:z|[+-]\d{2}:?\d{2})?|,? kl\.? ?\d{1,2})$"
)
_WEEKDAY = re.compile(r"(?:[^\W\d_]{3,11}(?:,|\.)? ?)?(?:den |the |d\. ?|d )?(?=\d)")
_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212]")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
_MARKS = " .,;:!?()[]<>'\"’”“»«*_"

_NAMES = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTHS = {
    **{name: number for number, name in enumerate(_NAMES, 1)},
    "may": 5,
    "oct": 10,
    "mai": 5,
    "mär": 3,
    "mrz": 3,
    "dez": 12,
}
"""The first three letters of the months in Danish, English and German."""


def parse_day(text: str) -> date | None:
    """A day written 2026-12-01, 1.12.2026, 1/12-26, 1. december 2026 and the like; None if it is none.

    It is none either outside of this century. A year of two digits is of this century. Where a day could be read in
    two ways it is the Danish one: 1/12 is in December. But 26-12-01 is 1 December 2026: three times two digits with
    dashes have their year first where that is 2020 to 2039, and the last part would be a year before 2020.
    """
    if len(text) > _LONGEST:
        return None
    plain = _DASHES.sub("-", _UNSEEN.sub("", unicodedata.normalize("NFKC", text))).lower()
    plain = _TIME.sub("", " ".join(plain.split()).strip(_MARKS))
    found = _numbers(plain) or _numbers(_WEEKDAY.sub("", plain, count=1))
    if found is None:
        return None
    year, month, day = found
    try:
        read = date(year, month, day)
    except ValueError:
        return None
    return read if _EARLIEST <= read <= _LATEST else None


def _numbers(text: str) -> tuple[int, int, int] | None:
    """Year, month and day, of any size."""
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SHORT_ISO.fullmatch(text):
        return _year(found[1]), int(found[2]), int(found[3])
    if found := _DANISH.fullmatch(text):
        return _year(found[3]), int(found[2]), int(found[1])
    if found := _TOGETHER.fullmatch(text):
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
        return int(year), int(month), int(day)
    if found := _DAY_FIRST.fullmatch(text):
        return _year(found[3]), _MONTHS.get(found[2][:3], 0), int(found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return int(found[3]), _MONTHS.get(found[1][:3], 0), int(found[2])
    return None


def _year(digits: str) -> int:
    """The year of two or four digits."""
    return int(digits) + (2000 if len(digits) == 2 else 0)
