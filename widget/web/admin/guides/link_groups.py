"""What can be changed in a change set, in groups: guides, registers, languages. Reads no request."""

from dataclasses import dataclass

from widget.publishing.guide_catalogues import catalogue_languages
from widget.publishing.records import ChangeSet
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.admin.guides.places import REGISTER_TITLES, REGISTERS, EntryLink, translation_address
from widget.web.admin.guides.translation_rows import language_name
from widget.web.http.languages import translate


@dataclass(frozen=True, slots=True)
class LinkGroup:
    """Links to pages of one kind, with one line that says what they are."""

    title: str
    note: str
    links: tuple[EntryLink, ...]


_REGISTER_NOTES = {
    "facts": translate("Amounts, rates and limits, each with the days on which it holds."),
    "links": translate("Addresses of pages on the web, each once."),
    "actors": translate("Who does something or answers for it: their names in the texts."),
    "funds": translate("Those on the page where citizens find theirs."),
}


def link_groups(desk: GuideDesk, change_set: ChangeSet) -> tuple[LinkGroup, ...]:
    """All groups; that of the languages only where there are catalogues."""
    languages = _languages(desk, change_set)
    groups = (
        LinkGroup(
            desk.text("Guides"),
            desk.text(translate("What citizens read: tasks, texts, questions, and who sees what.")),
            _guides(desk, change_set),
        ),
        LinkGroup(
            desk.text(translate("Used in all guides")),
            desk.text(translate("Put right here once, it is right wherever a guide names it.")),
            _registers(desk, change_set),
        ),
        LinkGroup(
            desk.text(translate("Languages")),
            desk.text(translate("The translations beside the Danish texts. What is missing stands first.")),
            languages,
        ),
    )
    return groups if languages else groups[:-1]


def _guides(desk: GuideDesk, change_set: ChangeSet) -> tuple[EntryLink, ...]:
    guides, draft = desk.library_of(desk.content_of(change_set)).guides.values(), desk.text("draft")
    links = (
        EntryLink(one.title, f"{HOME}/{change_set.id}/guide?id={one.id}", "" if one.published else draft)
        for one in guides
    )
    new = EntryLink(desk.text(translate("Begin a new guide")), f"{HOME}/{change_set.id}/new-guide")
    return (*links, new)


def _registers(desk: GuideDesk, change_set: ChangeSet) -> tuple[EntryLink, ...]:
    there = (name for name, file in REGISTERS.items() if file in change_set.manifest)
    return tuple(
        EntryLink(
            desk.text(REGISTER_TITLES[name]),
            f"{HOME}/{change_set.id}/{'figures' if name == 'facts' else f'register?id={name}'}",
            desk.text(_REGISTER_NOTES[name]),
        )
        for name in there
    )


def _languages(desk: GuideDesk, change_set: ChangeSet) -> tuple[EntryLink, ...]:
    words, reader = desk.text(translate("Translation: %(language)s")), desk.language.tag
    names = {tag: language_name(tag, reader) for tag in catalogue_languages(change_set.manifest)}
    return tuple(
        EntryLink(words % {"language": name}, translation_address(change_set, tag))
        for tag, name in sorted(names.items(), key=lambda one: one[1])
    )
