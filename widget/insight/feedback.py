"""What people say of a guide: a verdict, and what they missed. Knows its fields; no form and no database."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from widget.insight.masking import mask

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Verdict(Enum):
    """Whether the guide was of help."""

    YES = "ja"
    PARTLY = "delvist"
    NO = "nej"


@dataclass(frozen=True, slots=True)
class Feedback:
    """Feedback as it is stored: `text` is masked, `partner` empty for the common guide. `version` is the guide's."""

    day: date
    guide: str
    partner: str
    language: str
    version: str
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """Feedback as it is read, with its number and whether an administrator has dealt with it."""

    number: int
    feedback: Feedback
    handled: bool


@dataclass(frozen=True, slots=True)
class FeedbackFilter:
    """Which feedback is asked for. None means: all. `partner` empty means: of the common guide."""

    partner: str | None = None
    handled: bool | None = None
    first: date | None = None
    last: date | None = None


class FeedbackRepository(Protocol):
    """Where feedback is stored. Every method raises `DatabaseUnavailable` when that place is away."""

    def add(self, feedback: Feedback, fingerprint: str) -> None:
        """Keep it, once per fingerprint; when this returns, nothing short of a broken disk loses it."""

    def read(self, pick: FeedbackFilter, *, limit: int | None = None, skip: int = 0) -> tuple[StoredFeedback, ...]:
        """What was picked, newest first."""

    def count(self, pick: FeedbackFilter) -> int:
        """How much was picked."""

    def handle(self, numbers: tuple[int, ...], *, handled: bool, partner: str | None) -> int:
        """Mark as handled or not, of one partner alone unless `partner` is None; gives how many there were."""


def clean(text: str) -> str:
    """The text with one kind of line ends, without characters that cannot be seen, and without space around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", lines).strip()


def feedback_of(
    *, day: date, guide: str, partner: str, language: str, version: date, verdict: Verdict, text: str
) -> Feedback:
    """The feedback as it may be stored: with the text masked."""
    return Feedback(day, guide, partner, language, version.isoformat(), verdict, mask(clean(text)))


def fingerprint(form: str, feedback: Feedback) -> str:
    """The same for the same words in the same form, and for nothing else. `form` is the form's random name."""
    parts = (form, feedback.guide, feedback.partner, feedback.verdict.value, feedback.text)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
