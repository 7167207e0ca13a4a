"""From typed or uploaded translations to an edit of a change set. Reads no request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from widget.guides.translation import fault
from widget.publishing.catalogue_merging import parse_catalogue
from widget.publishing.catalogue_texts import CatalogueText, base_digest, catalogue_texts, translations_of
from widget.publishing.edits import SetTranslations, translations_in
from widget.publishing.guide_catalogues import with_catalogues
from widget.publishing.records import ChangeSet, PublishRefusal
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.labels import REFUSALS
from widget.web.http.languages import translate


@dataclass(frozen=True, slots=True)
class TypedTranslation:
    """A translation that a translator wants; `seen` is the one that was in use when they began."""

    original: str
    translation: str
    seen: str


@dataclass(frozen=True, slots=True)
class RefusedTranslation:
    """A translation that was not saved, and why in words; `now` is the one that is in use."""

    typed: TypedTranslation
    why: str
    now: str


@dataclass(frozen=True, slots=True)
class TranslationSaving:
    """What came of saving: how many texts, and those that were not; `refusal` says why none could be."""

    saved: int = 0
    refused: tuple[RefusedTranslation, ...] = ()
    refusal: str = ""


class TranslationSaver:
    """Saves translations in a change set: those that are right, and tells of the others."""

    def __init__(self, desk: GuideDesk, who: str) -> None:
        self._desk = desk
        self._who = who

    def save(self, change_set: ChangeSet, language: str, typed: Sequence[TypedTranslation]) -> TranslationSaving:
        """Save what differs from what is there."""
        desk = self._desk
        files = desk.content_of(change_set).files
        texts = {text.original: text for text in catalogue_texts(files, language)}
        after: dict[str, str] = {}
        refused = []
        for one in typed:
            text = texts.get(one.original)
            if text and one.translation == text.in_use:
                continue
            if why := self._fault(one, text):
                refused.append(RefusedTranslation(one, why, text.in_use if text else ""))
            else:
                after[one.original] = one.translation
        if not after:
            return TranslationSaving(refused=tuple(refused))
        edit = SetTranslations(language, {original: texts[original].in_use for original in after}, after)
        edits = [*(recorded.edit for recorded in desk.change_sets.edits(change_set.id)), edit]
        made = with_catalogues(files, desk.base_of(change_set).files, translations_in(edits))
        refusal = desk.change_sets.save(change_set, made, [edit], self._who)
        if refusal is PublishRefusal.CHANGED and (newer := desk.change_sets.find(change_set.id)):
            return self.save(newer, language, typed)
        if refusal is not None:
            lost = tuple(RefusedTranslation(one, "", one.seen) for one in typed)
            return TranslationSaving(refused=lost, refusal=desk.text(REFUSALS[refusal.value]))
        return TranslationSaving(len(after), tuple(refused))

    def _fault(self, typed: TypedTranslation, text: CatalogueText | None) -> str:
        if text is None:
            return self._desk.text(_GONE)
        if text.in_use != typed.seen:
            return self._desk.text(_CHANGED) % {"now": text.in_use or "–"}
        wrong = fault(typed.original, typed.translation) if typed.translation else ""
        return f"{wrong[:1].upper()}{wrong[1:]} {self._desk.text(_COPY)}" if wrong else ""


def uploaded_translations(
    desk: GuideDesk, change_set: ChangeSet, language: str, content: bytes
) -> tuple[TypedTranslation, ...]:
    """The translations of a catalogue that differ from those that its translator got.

    Where the catalogue does not say which one was handed out, nothing that is in use was seen. Raises `PoFileError`,
    `ValueError` or `LookupError` for what is no catalogue.
    """
    wanted = translations_of(parse_catalogue(content, strict=True))
    files = desk.content_of(change_set).files
    seen = _handed_out(desk, content)
    return tuple(
        TypedTranslation(text.original, wanted[text.original], seen.get(text.original, ""))
        for text in catalogue_texts(files, language)
        if text.original in wanted
        and wanted[text.original] != text.in_use
        and wanted[text.original] != seen.get(text.original)
    )


def _handed_out(desk: GuideDesk, content: bytes) -> Mapping[str, str]:
    """The translations of the catalogue that an uploaded one was made from."""
    digest = base_digest(content)
    if not digest:
        return {}
    try:
        before = desk.change_sets.files({"guides.po": digest})["guides.po"]
        return translations_of(parse_catalogue(before))
    except LookupError:
        return {}


_GONE = translate(
    "The Danish text is another one since you opened the page. Your translation stands here, so that you can take it "
    "along."
)
_CHANGED = translate(
    "There is another translation already. It says now: “%(now)s”. Save again to have yours in its place."
)
_COPY = translate("Copy what stands in braces, and where links lead, from the Danish as it is.")
