"""Which texts a change leaves without a translation, in which language. Knows guides and catalogues; no page."""

from collections.abc import Mapping
from dataclasses import dataclass

from widget.guides.prose import Prose, Untranslated
from widget.guides.translation import Coverage, Translation, read_texts
from widget.publishing.catalogue_merging import UNREADABLE_CATALOGUE
from widget.publishing.content_files import Files
from widget.publishing.drafts import CheckedContent
from widget.publishing.guide_catalogues import catalogue_languages


@dataclass(frozen=True, slots=True)
class UntranslatedTexts:
    """The texts that citizens read in Danish after a change, and read in the `language` before or not at all.

    `withdrawn` are the guides, by id, that were translated far enough to be offered in it, and are not any more.
    """

    language: str
    texts: tuple[Prose, ...]
    withdrawn: Mapping[str, Coverage]


def untranslated_by(before: CheckedContent, after: CheckedContent) -> tuple[UntranslatedTexts, ...]:
    """What a change leaves without a translation, for each language in which there is such a text."""
    found = []
    for language in catalogue_languages(after.files):
        old, new = (_translation(content.files, content, language) for content in (before, after))
        lacking = _lacking(old)
        texts = tuple(prose for text, prose in _lacking(new).items() if text not in lacking)
        if texts:
            found.append(UntranslatedTexts(language, texts, _withdrawn(before, after, (old, new))))
    return tuple(found)


def coverage_in(content: CheckedContent, language: str) -> dict[str, Coverage]:
    """How far each guide is in a language, by its id."""
    translation = _translation(content.files, content, language)
    guides = content.library.guides if content.library else {}
    return {name: translation.coverage(guide) for name, guide in guides.items()}


def _translation(files: Files, content: CheckedContent, language: str) -> Translation:
    """A language with everything that was asked of it; empty where its catalogue cannot be read."""
    name = catalogue_languages(files).get(language, "")
    try:
        texts = read_texts(files[name], name) if name else {}
    except UNREADABLE_CATALOGUE:
        texts = {}
    translation = Translation(texts)
    for prose in content.prose:
        translation.translate(prose)
    return translation


def _lacking(translation: Translation) -> dict[str, Prose]:
    """The texts that are read in Danish, each with the first place where it stands."""
    found: dict[str, Prose] = {}
    for prose, text in translation.asked:
        if isinstance(text, Untranslated):
            found.setdefault(prose.text, prose)
    return found


def _withdrawn(
    before: CheckedContent, after: CheckedContent, translations: tuple[Translation, Translation]
) -> dict[str, Coverage]:
    there, here = (content.library.guides if content.library else {} for content in (before, after))
    old, new = translations
    return {
        name: far
        for name, guide in here.items()
        if name in there and old.coverage(there[name]).enough and not (far := new.coverage(guide)).enough
    }
