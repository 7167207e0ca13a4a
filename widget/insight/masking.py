"""Takes numbers and addresses of people out of a text before it is stored. Knows how such things are written.

Rather a number too many than one too few: any eight digits are masked, unless they are a date, a pair of years, the
number of a company that is called so (CVR), or a sum or a period with no other number near it. Numbers are looked for
in runs of digits, each of which is looked at a bounded number of times: the time is linear in the length of the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from widget.insight.email_masking import email_spans
from widget.insight.folding import UNSEEN, folded

CPR_MASK = "[cpr-nummer]"
EMAIL_MASK = "[e-mail]"
PHONE_MASK = "[telefonnummer]"
NUMBER_MASK = "[nummer]"

_RUN = re.compile(r"[0-9]+")
_GAP = frozenset(f" -./()·_{UNSEEN}")
"""What people write between the digits of one number, besides what stands in `_is_wide_gap`."""
_LONGEST_GAP, _LONGEST_WIDE_GAP = 3, 5
"""Characters between two runs of digits that are one number."""

_DATE = re.compile(
    r"(?:(?:0?[1-9]|[12][0-9]|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}"  # 1.12.2026
    r"|(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"  # 2026-12-01
    r"|(?:19|20)[0-9]{2}[-/](?:19|20)[0-9]{2})(?![0-9])"  # 2026-2027
)
_LAST_FOUR = re.compile(rf"[^0-9a-z\n]{{0,{_LONGEST_WIDE_GAP}}}\n?[0-9]{{4}}(?![0-9])")
_COMPANY = re.compile(r"\bcvr[ -]{0,2}(?:nummer|nr)?[ .:#-]{0,4}$")
_LONGEST_LABEL = 20

_DAY_MONTH = r"(?:0?[1-9]|[12][0-9]|3[01])/(?:0?[1-9]|1[0-2])"
_WITH_YEAR = rf"{_DAY_MONTH} (?:19|20)[0-9]{{2}}"
_SHORT_DATES = (rf"{_DAY_MONTH}/[0-9]{{2}}", rf"{_DAY_MONTH}/[0-9]{{2}}".replace("/", r"\."))
_THOUSANDS = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,2}"
_TO = " ?- ?"
_KRONER = r" ?kr(?:oner|\.|(?![0-9a-zæøå]))"
_PERIOD = re.compile(
    rf"(?:{_WITH_YEAR}(?:{_TO}{_WITH_YEAR})?"  # 1/9 2025 - 31/8 2026
    rf"|{'|'.join(f'{date}{_TO}{date}' for date in _SHORT_DATES)})(?![0-9])"  # 1/9/25 - 31/8/26
)
_SUM = re.compile(
    rf"(?:(?P<least>[1-9][0-9]{{4}}){_TO}(?P<most>[1-9][0-9]{{4}})"  # 25000-30000 kr: not 4 digits, which a phone has
    rf"|{_THOUSANDS}{_TO}{_THOUSANDS}"  # 25.000-30.000 kr.
    rf"|[1-9][0-9]{{0,2}}\.[0-9]{{3}}\.000){_KRONER}"  # 12.000.000 kr.
)

_CPR_DIGITS, _CPR_DIGITS_WITH_CENTURY, _PHONE_DIGITS = 10, 12, 8
_LONGEST_INTERNATIONAL = 15
"""Digits of the longest phone number with its country (ITU-T E.164)."""

Span = tuple[int, int, str]
"""Where something begins and ends, and what is put in its place; nothing where it stays as it is."""


@dataclass(frozen=True, slots=True)
class _DigitRun:
    """Digits without anything between them; `gap` is what stands before them, since the run before."""

    start: int
    end: int
    digits: str
    gap: str

    @property
    def follows(self) -> bool:
        """Whether it may be of one number with the run before it."""
        return len(self.gap) <= _LONGEST_GAP and all(character in _GAP for character in self.gap)

    @property
    def follows_widely(self) -> bool:
        """The same where other marks are allowed too, such as commas and line ends."""
        return len(self.gap) <= _LONGEST_WIDE_GAP and not any(character.isalnum() for character in self.gap)


def mask(text: str) -> str:
    """The text with what looks like a cpr number, an e-mail address or a phone number replaced by words for it."""
    text = _replaced(text, [(start, end, EMAIL_MASK) for start, end in email_spans(folded(text))])
    return _replaced(text, list(_number_spans(folded(text))))


def _replaced(text: str, spans: list[Span]) -> str:
    parts, place = [], 0
    for start, end, mask_text in spans:
        parts += [text[place:start], mask_text]
        place = end
    return "".join([*parts, text[place:]])


def _number_spans(text: str) -> Iterator[Span]:
    runs = list(_runs(text))
    place = 0
    while place < len(runs):
        count, mask_text = _number_at(text, runs, place)
        if mask_text:
            yield _begin(text, runs[place]), runs[place + count - 1].end, mask_text
        place += count


def _runs(text: str) -> Iterator[_DigitRun]:
    end = 0
    for found in _RUN.finditer(text):
        yield _DigitRun(found.start(), found.end(), found[0], text[end : found.start()])
        end = found.end()


def _number_at(text: str, runs: list[_DigitRun], place: int) -> tuple[int, str]:
    """How many runs from `place` on are one thing, and its mask; an empty mask where it may stay."""
    if count := _harmless(text, runs, place) or _company(text, runs, place) or _sum_or_period(text, runs, place):
        return count, ""
    for find, mask_text in ((_international, PHONE_MASK), (_cpr, CPR_MASK), (_marked_phone, PHONE_MASK)):
        if count := find(text, runs, place):
            return count, mask_text
    return _long_number(text, runs, place)


def _international(text: str, runs: list[_DigitRun], place: int) -> int:
    """How many runs are a phone number with its country."""
    first = runs[place]
    if not first.digits.startswith("00") and text[first.start - 1 : first.start] != "+":
        return 0
    count = _narrow(runs, place, _LONGEST_INTERNATIONAL)
    return count if _digits(runs, place, count) >= _PHONE_DIGITS else 0


def _long_number(text: str, runs: list[_DigitRun], place: int) -> tuple[int, str]:
    """How many runs are one number of eight digits or more, and its mask."""
    count = _narrow_until_harmless(text, runs, place)
    digits = _digits(runs, place, count)
    if digits < _PHONE_DIGITS:
        return 1, ""
    for begin in range(max(place, place + count - _CPR_DIGITS_WITH_CENTURY), place + count):
        # A cpr number that begins within this number and goes on after it is taken whole.
        count = max(count, begin + _cpr(text, runs, begin) - place)
    return count, {_PHONE_DIGITS: PHONE_MASK, _CPR_DIGITS: CPR_MASK}.get(digits, NUMBER_MASK)


def _begin(text: str, run: _DigitRun) -> int:
    """Where a number begins, with the sign of its country and a bracket before that."""
    start = run.start
    if text[start - 1 : start] == "(":
        start -= 1
    if text[start - 1 : start] == "+":
        start -= 1
        if text[start - 1 : start] == "(":
            start -= 1
    return start


def _harmless(text: str, runs: list[_DigitRun], place: int) -> int:
    """How many runs are a date or a pair of years; 0 where they are none, or the birthday in a cpr number."""
    found = _DATE.match(text, runs[place].start)
    if found is None:
        return 0
    last_four = _LAST_FOUR.match(text, found.end())
    if last_four and not _DATE.match(text, last_four.end() - 4):
        return 0
    return sum(1 for run in runs[place : place + 3] if run.end <= found.end())


def _company(text: str, runs: list[_DigitRun], place: int) -> int:
    """How many runs are the number of a company, by the word before them."""
    first = runs[place]
    if not _COMPANY.search(text[max(first.start - _LONGEST_LABEL, 0) : first.start]):
        return 0
    shape = ""
    for count, run in enumerate(runs[place : place + 4], 1):
        if count > 1 and not run.follows:
            break
        shape += str(len(run.digits))
        if shape in {"8", "44", "2222", "233", "332"}:
            return count
    return 0


def _sum_or_period(text: str, runs: list[_DigitRun], place: int) -> int:
    """How many runs are a sum or a period; 0 where other digits are near, which may be of one number with it."""
    first = runs[place]
    found = _PERIOD.match(text, first.start) or _SUM.match(text, first.start)
    if found is None or text[first.start - 1 : first.start] == "+" or (place and first.follows_widely):
        return 0
    if found.re is _SUM and found["least"] and found["least"] >= found["most"]:
        return 0
    count = sum(1 for run in runs[place : place + 6] if run.end <= found.end())
    after = runs[place + count : place + count + 1]
    return 0 if any(run.follows_widely for run in after) else count


def _cpr(text: str, runs: list[_DigitRun], place: int) -> int:
    """How many runs are a cpr number, by its digits, with any marks between them."""
    digits, shape = "", list[int]()
    for count, run in enumerate(runs[place : place + _CPR_DIGITS_WITH_CENTURY], 1):
        if count > 1 and not run.follows_widely:
            break
        digits += run.digits
        shape.append(len(run.digits))
        if len(digits) > _CPR_DIGITS_WITH_CENTURY:
            break
        if shape in ([_CPR_DIGITS], [6, 4]) or (_is_split_like_cpr(shape) and _begins_with_birthday(digits)):
            return count
        if _is_short_date_and_four(shape) and _is_day_and_month(*(one.digits for one in runs[place : place + 2])):
            return count
    return 0


def _is_split_like_cpr(shape: list[int]) -> bool:
    """Whether no pair of digits is torn apart, or all are: an amount such as 21.092 tears them."""
    return all(size % 2 == 0 for size in shape) or all(size == 1 for size in shape)


def _is_short_date_and_four(shape: list[int]) -> bool:
    """Whether the digits are parted as in 1/2-90 1234, where the day and the month have no zero."""
    return len(shape) == 4 and max(shape[:2]) <= 2 and shape[2] in {2, 4} and shape[3] == 4


def _begins_with_birthday(digits: str) -> bool:
    """Whether these are as many digits as a cpr number has, with a day and a month where they stand in one.

    Where the numbers of a day have run out, 60 is added to the day.
    """
    if len(digits) == _CPR_DIGITS or (len(digits) == _CPR_DIGITS_WITH_CENTURY and digits[4:6] in {"18", "19", "20"}):
        day, month = digits[:2], digits[2:4]
    elif len(digits) == _CPR_DIGITS_WITH_CENTURY and digits[:2] in {"18", "19", "20"}:
        day, month = digits[6:8], digits[4:6]
    else:
        return False
    return _is_day_and_month(day, month)


def _is_day_and_month(day: str, month: str) -> bool:
    return 1 <= int(day) % 60 <= 31 and int(day) <= 91 and 1 <= int(month) <= 12


def _marked_phone(text: str, runs: list[_DigitRun], place: int) -> int:
    """How many runs are a Danish phone number with the same mark between all its pairs or fours."""
    first = runs[place]
    count = {2: 4, 4: 2}.get(len(first.digits), 0)
    found = runs[place : place + count]
    if len(found) < count or not count or any(len(run.digits) != len(first.digits) for run in found):
        return 0
    gaps = {run.gap.replace(UNSEEN, "") for run in found[1:]}
    gap = gaps.pop()
    # “10, 20, 30, 40” is a list.
    return count if not gaps and len(gap) == 1 and not gap.isalnum() and gap != "\n" else 0


def _narrow(runs: list[_DigitRun], place: int, most: int) -> int:
    """How many runs from `place` on are one number of at most so many digits."""
    count, digits = 1, len(runs[place].digits)
    for run in runs[place + 1 : place + 1 + most]:
        digits += len(run.digits)
        if not run.follows or digits > most:
            break
        count += 1
    return count


def _narrow_until_harmless(text: str, runs: list[_DigitRun], place: int) -> int:
    """How many runs from `place` on are one number, however long, up to a date."""
    count = 1
    while place + count < len(runs) and runs[place + count].follows and not _harmless(text, runs, place + count):
        count += 1
    return count


def _digits(runs: list[_DigitRun], place: int, count: int) -> int:
    return sum(len(run.digits) for run in runs[place : place + count])
