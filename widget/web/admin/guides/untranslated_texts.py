"""What a change set leaves untranslated, in words, with the way to each text. Reads no request."""

from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from widget.guides.problems import Problem
from widget.publishing.drafts import CheckedContent
from widget.publishing.records import ChangeSet
from widget.publishing.untranslated import UntranslatedTexts, untranslated_by
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.places import EntryLink, entry_address

_LONGEST = 160
"""Signs of a text that are shown: enough to know it by."""


@dataclass(frozen=True, slots=True)
class LanguageLack:
    """A language by its name in Danish, the texts that it lacks, and the guides that it loses with their percent.

    `shown` says that citizens are offered the language on this server.
    """

    language: str
    shown: bool
    texts: tuple[EntryLink, ...]
    withdrawn: tuple[tuple[str, int], ...]


def language_lacks(desk: GuideDesk, change_set: ChangeSet, content: CheckedContent) -> tuple[LanguageLack, ...]:
    """What each language lacks through a change set, those first that citizens are offered."""
    lacks = (_lack(desk, change_set, content, one) for one in untranslated_by(desk.base_of(change_set), content))
    return tuple(sorted(lacks, key=lambda lack: (not lack.shown, lack.language)))


def _lack(desk: GuideDesk, change_set: ChangeSet, content: CheckedContent, found: UntranslatedTexts) -> LanguageLack:
    links = []
    for prose in found.texts:
        text = prose.text if len(prose.text) <= _LONGEST else f"{prose.text[:_LONGEST]}…"
        entry = content.entries.at(Problem(prose.place, "", ""))
        links.append(EntryLink(text, entry_address(change_set, entry.path) if entry else ""))
    guides = desk.library_of(content).guides
    settings = desk.site.settings
    return LanguageLack(
        language=_name(found.language, desk.language.tag),
        shown=found.language in {*settings.languages, *settings.draft_languages},
        texts=tuple(links),
        withdrawn=tuple((guides[name].title, far.percent) for name, far in found.withdrawn.items()),
    )


def _name(tag: str, reader: str) -> str:
    """A language as its reader calls it; its tag where Babel does not know it."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(reader)
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else tag
