"""What stands in the lists of a guide's short pages: a task or a page in a line. Knows a page; no template.

A line is made once, with its address and its words, so that a template has nothing to ask for.
"""

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup, escape

from widget.guides.personalise import PersonalItem
from widget.guides.richtext import marked
from widget.web.guide.blocks import Block
from widget.web.guide.page import GuidePage


class PageLine(NamedTuple):
    """A page of the guide: the id that names it, what it is called, and its address."""

    id: str
    title: Markup
    address: str


class TaskLine(NamedTuple):
    """A task: what it is called, the address of its page, and when to do it: its date in words, or else its timing.

    `applies_if` is its open condition in words, empty where it certainly concerns this citizen.
    """

    shown: PersonalItem
    title: Markup
    address: str
    when: str
    applies_if: str


def page_line(block: Block, name: str, title: str) -> PageLine:
    """A page of the guide in a line, by its value of `open` and its title; its address is left open."""
    return PageLine(name, escape(marked(title)), block.to.opened(name))


def task_lines(page: GuidePage, tasks: Iterable[PersonalItem]) -> tuple[TaskLine, ...]:
    """Tasks in a line each."""
    return tuple([task_line(page, shown) for shown in tasks])


def task_line(page: GuidePage | Block, shown: PersonalItem) -> TaskLine:
    """A task in a line. A block leaves its address and its days open."""
    item = shown.item
    return TaskLine(
        shown,
        title=page.html(item.title),
        address=page.to.opened(item.id),
        when=page.due(shown) if shown.dates else marked(item.timing),
        applies_if="" if shown.settled else page.applies_if(shown),
    )
