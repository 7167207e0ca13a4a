"""What a report asks its editors to decide: a few sentences for its first page. Knows the report; no request."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from widget.insight.feedback import Verdict
from widget.insight.report.report import QuestionUse, Report
from widget.web.reports.report_words import ReportWords

_OFTEN_OPEN = 0.3
"""A question that so many leave open, of those who answer anything, is to be asked otherwise or not at all."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something to decide, and the place in the report where it is told in full."""

    text: str
    anchor: str


def decisions(report: Report, words: ReportWords) -> tuple[Decision, ...]:
    """What to decide, the most pressing first."""
    return (*_ageing(report, words), *_questions(report, words), *_feedback(report, words), *_behind(report, words))


def _ageing(report: Report, words: ReportWords) -> Iterator[Decision]:
    """How many rules, figures, texts and links end or are to be read again, by who answers for them."""
    owners = Counter(words.owner(one) for one in report.ageing)
    if owners:
        ngettext, number = words.language.catalogue.ungettext, len(report.ageing)
        text = ngettext(
            "%(num)s thing ends, or has to be read again, within two months:",
            "%(num)s things end, or have to be read again, within two months:",
            number,
        ) % {"num": number}
        listed = ", ".join(f"{owner} ({count})" for owner, count in owners.most_common())
        yield Decision(f"{text} {listed}.", "soon")


def _questions(report: Report, words: ReportWords) -> Iterator[Decision]:
    """Of each guide, the question that is left open most often."""
    _ = words.language.catalogue.ugettext
    for guide in words.guides():
        uses = [use for use in report.questions if use.guide == guide and (use.open_share or 0) >= _OFTEN_OPEN]
        if uses:
            most = max(uses, key=_share)
            said = {
                "question": words.question(most),
                "guide": words.guide(guide),
                "share": words.share(most.open_share),
            }
            text = _("%(share)s leave “%(question)s” open in “%(guide)s”, of those who answer anything.")
            yield Decision(text % said, f"guide-{guide}")


def _share(use: QuestionUse) -> float:
    return use.open_share or 0


def _feedback(report: Report, words: ReportWords) -> Iterator[Decision]:
    """How many texts say that a guide was of no help, or partly, and are not handled."""
    open_ones = [
        one
        for group in report.feedback
        for one in group.texts
        if not one.handled and one.feedback.verdict is not Verdict.YES
    ]
    if open_ones:
        ngettext = words.language.catalogue.ungettext
        text = ngettext(
            "%(num)s answer says that a guide was not of help, or only partly, and is not handled.",
            "%(num)s answers say that a guide was not of help, or only partly, and are not handled.",
            len(open_ones),
        ) % {"num": len(open_ones)}
        yield Decision(text, "said")


def _behind(report: Report, words: ReportWords) -> Iterator[Decision]:
    if number := len(report.translations):
        ngettext = words.language.catalogue.ungettext
        text = ngettext("%(num)s translation is behind.", "%(num)s translations are behind.", number)
        yield Decision(text % {"num": number}, "soon")
