"""The texts of a guide beside their translations, as the page for translators shows them. Reads no request."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import sha256

from babel import Locale, UnknownLocaleError

from widget.guides.problems import Problem
from widget.proof.wording import WordRun, compare_words
from widget.publishing.catalogue_texts import CatalogueText, TextState
from widget.publishing.drafts import CheckedContent
from widget.publishing.records import ChangeSet
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.places import EntryLink, entry_address, entry_label
from widget.web.admin.guides.translation_saving import RefusedTranslation

_COLUMNS = 45
_MOST_LINES = 14
_KEY_LENGTH = 16


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """A text with the field for its translation.

    `where` leads to the entry that has it, `use` says what it is there. `runs` mark what changed in the Danish since
    it was translated. `seen` is the translation in use, `old` one that stands in the field but is not.
    """

    key: str
    original: str
    where: EntryLink
    use: str
    state: str
    runs: tuple[WordRun, ...]
    typed: str
    seen: str
    lines: int
    old: str = ""

    @property
    def name(self) -> str:
        """What its field is called."""
        return f"t.{self.key}"


class TranslationRows:
    """Makes the rows of a change set."""

    def __init__(self, desk: GuideDesk, change_set: ChangeSet, content: CheckedContent) -> None:
        self._desk = desk
        self._change_set = change_set
        self._content = content
        self._titles = {guide.id: guide.title for guide in desk.library_of(content).guides.values()}

    def of(self, texts: Iterable[CatalogueText]) -> tuple[TranslationRow, ...]:
        """The rows of texts, each with the translation that there is."""
        rows = ((text, self._row(text, text.translation, text.in_use)) for text in texts)
        return tuple(
            replace(row, old=text.translation if text.translation != text.in_use else "") for text, row in rows
        )

    def refused(
        self, refused: Iterable[RefusedTranslation], texts: Iterable[CatalogueText]
    ) -> tuple[TranslationRow, ...]:
        """The rows of what could not be saved, with what was typed. They are sent with what is in use as seen now."""
        there = {text.original: text for text in texts}
        rows = []
        for one in refused:
            original, typed = one.typed.original, one.typed.translation
            if text := there.get(original):
                rows.append(self._row(text, typed, one.now))
            else:
                nowhere = EntryLink("", "")
                key, lines = key_of(original), _lines(original, typed)
                rows.append(TranslationRow(key, original, nowhere, "", "", (), typed, one.now, lines))
        return tuple(rows)

    def _row(self, text: CatalogueText, typed: str, seen: str) -> TranslationRow:
        prose, original = text.prose, text.original
        entry = self._content.entries.at(Problem(prose.place, "", ""))
        guide = self._titles.get(prose.place.file.partition("/")[0], "")
        label = entry_label(self._desk, entry) if entry else prose.where[0]
        address = entry_address(self._change_set, entry.path) if entry else ""
        return TranslationRow(
            key=key_of(original),
            original=original,
            where=EntryLink(label if label == guide or not guide else f"{guide}: {label}", address),
            use=self._desk.label(prose.where[-1]),
            state=text.state.name.lower(),
            runs=compare_words(text.previous, original) if text.state is TextState.STALE and text.previous else (),
            typed=typed,
            seen=seen,
            lines=_lines(original, typed),
        )


def key_of(original: str) -> str:
    """What a text is called in a form."""
    return sha256(original.encode()).hexdigest()[:_KEY_LENGTH]


def language_name(tag: str, reader: str) -> str:
    """A language as its reader calls it; its tag where Babel does not know it."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(reader)
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else tag


def _lines(*texts: str) -> int:
    longest = max(sum(1 + len(line) // _COLUMNS for line in text.split("\n")) for text in texts)
    return min(longest, _MOST_LINES)
