"""What a change set leaves untranslated and what it translates, in words. Reads no request."""

from collections.abc import Sequence
from dataclasses import dataclass

from widget.guides.problems import Problem
from widget.proof.wording import WordRun, compare_words
from widget.publishing.catalogue_texts import usable_translations
from widget.publishing.drafts import CheckedContent
from widget.publishing.edits import Edit, translations_in
from widget.publishing.records import ChangeSet
from widget.publishing.untranslated import UntranslatedTexts, untranslated_by
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.places import EntryLink, entry_address, translation_address
from widget.web.admin.guides.translation_rows import language_name

_LONGEST = 160
"""Signs of a text that are shown: enough to know it by."""


@dataclass(frozen=True, slots=True)
class LanguageLack:
    """A language by its name in Danish, the texts that it lacks, and the guides that it loses with their percent.

    `shown` says that citizens are offered the language on this server; `address` is where it is translated.
    """

    language: str
    shown: bool
    address: str
    texts: tuple[EntryLink, ...]
    withdrawn: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TextProof:
    """A text with its translation, word by word against the one that citizens see."""

    original: str
    runs: tuple[WordRun, ...]


@dataclass(frozen=True, slots=True)
class LanguageProof:
    """What is translated otherwise than citizens see it, in a language by its name and tag."""

    language: str
    tag: str
    texts: tuple[TextProof, ...]


def language_proofs(desk: GuideDesk, change_set: ChangeSet, edits: Sequence[Edit]) -> tuple[LanguageProof, ...]:
    """Each translation that differs through a change set."""
    before, after = desk.base_of(change_set).files, desk.content_of(change_set).files
    proofs = []
    for tag, made in translations_in(edits).items():
        old, new = (usable_translations(files, tag) for files in (before, after))
        pairs = ((one, old.get(one, ""), new.get(one, "")) for one in made)
        if texts := tuple(TextProof(one, compare_words(was, now)) for one, was, now in pairs if was != now):
            proofs.append(LanguageProof(language_name(tag, desk.language.tag), tag, texts))
    return tuple(proofs)


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
        language=language_name(found.language, desk.language.tag),
        shown=found.language in {*settings.languages, *settings.draft_languages},
        address=translation_address(change_set, found.language),
        texts=tuple(links),
        withdrawn=tuple((guides[name].title, far.percent) for name, far in found.withdrawn.items()),
    )
