"""A personal guide as JSON, for other programs. The format is described in docs/data.schema.json."""

from typing import Any

from widget.guides.library import Retired
from widget.guides.model import Guide
from widget.guides.personalise import PersonalItem, PersonalQuestion
from widget.guides.registers import Link
from widget.guides.task_dates import TaskDates
from widget.web.guide.page import GuidePage

SCHEMA_VERSION = 1
"""Raised when a program that reads the old form would break; what is only added does not raise it."""


def as_data(page: GuidePage) -> dict[str, Any]:
    """Everything the page says, as plain values in the order of the page."""
    personal, guide = page.personal, page.personal.guide
    return {
        "schema": SCHEMA_VERSION,
        "guide": guide.id,
        "title": guide.title,
        "version": guide.version.isoformat(),
        "reviewed": guide.reviewed.isoformat(),
        "language": page.language.tag,
        "partner": _partner(page),
        "address": page.to.own_window(),
        "date": personal.answers.day_0.isoformat() if personal.answers.day_0 else None,
        "questions": [_question(asked) for asked in personal.questions],
        "jumps": [{"question": jump.question, "to": jump.target} for jump in personal.jumps],
        "parts": [
            {"id": shown.part.id, "title": shown.part.title, "items": [item.item.id for item in shown.items]}
            for shown in (*personal.phases, *personal.sections)
        ],
        "items": [_item(page, item) for shown in (*personal.phases, *personal.sections) for item in shown.items],
    }


def _partner(page: GuidePage) -> dict[str, Any] | None:
    """Whose edition it is, and how to reach them."""
    edition, contact = page.edition, page.edition.contact
    if edition.partner is None:
        return None
    reached = {"phone": contact.phone, "address": contact.address, "hours": contact.hours, "url": contact.url}
    return {
        "id": edition.partner,
        "name": edition.name,
        "contact": {name: text or None for name, text in reached.items()},
    }


def retired_as_data(retired: Retired, successor: Guide | None, address: str) -> dict[str, Any]:
    """What is said where a guide was; `address` is the page of its `successor`."""
    return {
        "retired": True,
        "guide": retired.id,
        "title": retired.title,
        "text": retired.text,
        "successor": {"guide": successor.id, "title": successor.title, "address": address} if successor else None,
    }


def _question(asked: PersonalQuestion) -> dict[str, Any]:
    question = asked.question
    return {
        "id": question.id,
        "label": question.label,
        "choices": [{"id": choice.id, "label": choice.label} for choice in question.choices],
        "answer": asked.answer.id if asked.answer else None,
    }


def _item(page: GuidePage, shown: PersonalItem) -> dict[str, Any]:
    item = shown.item
    return {
        "id": item.id,
        "title": item.title.plain(page.filling),
        "need": item.need.value,
        "actor": {"id": item.actor.id, "name": page.edition.name_of(item.actor)} if item.actor else None,
        "when": item.timing or None,
        "due": shown.due.isoformat() if shown.due else None,
        "dates": _dates(shown.dates) if shown.dates else None,
        "text": item.text.plain(page.filling),
        "announced": item.announced.plain(page.filling) if item.announced else None,
        "why": item.why.plain(page.filling) if item.why else None,
        "links": [_link(page, link) for link in item.links],
        "sources": [_link(page, link) for link in item.sources],
        "confirmed": not item.unconfirmed,
        "reviewed": item.reviewed.isoformat(),
        "condition": None if shown.settled else page.condition(shown),
        "local_note": note.striptags() if (note := page.note(shown)) else None,
    }


def _dates(dates: TaskDates) -> dict[str, Any]:
    days = {
        "opens": dates.opens,
        "act_by": dates.act_by,
        "happens_on": dates.happens_on,
        "lost_after": dates.lost_after,
    }
    return {**{name: day.isoformat() if day else None for name, day in days.items()}, "passed": dates.passed}


def _link(page: GuidePage, link: Link) -> dict[str, str]:
    return {"title": link.title, "url": page.to.funds_permalink() if link.page else link.url}
