"""The guides in the languages that an operator has switched on, and which guide is far enough in which of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from widget.guides.library import Library
from widget.guides.loading import load_library, load_translation
from widget.settings import Settings
from widget.web.http.languages import DEFAULT_LANGUAGE, Language, load_languages


@dataclass(frozen=True, slots=True)
class TranslatedGuides:
    """The guides in each language. `languages` are those that some guide is offered in, our own first.

    `libraries` are by language; so is `guides`, the ids of the guides that are offered in it.
    """

    languages: Mapping[str, Language]
    libraries: Mapping[str, Library]
    guides: Mapping[str, frozenset[str]]


def load_translated(settings: Settings, library: Library, known: Mapping[str, Language]) -> TranslatedGuides:
    """The `library` in all languages that are switched on and `known`; one that no guide is offered in is left out.

    Raises `ContentError` as the loading of a library does.
    """
    languages = {DEFAULT_LANGUAGE: known[DEFAULT_LANGUAGE]}
    libraries, guides = {DEFAULT_LANGUAGE: library}, {DEFAULT_LANGUAGE: frozenset(library.guides)}
    for tag in dict.fromkeys((*settings.languages, *settings.draft_languages)):
        if tag in languages or tag not in known:
            continue
        translation = load_translation(settings.guide_translations, tag)
        new_window = known[tag].text("new window")
        read = load_library(settings.content_folder, settings.draft_guides, translation.translate, new_window)
        draft = tag in settings.draft_languages
        offered = frozenset(
            guide.id
            for guide in library.guides.values()
            if draft or (known[tag].coverage.enough and translation.coverage(guide).enough)
        )
        if offered:
            languages[tag], libraries[tag], guides[tag] = known[tag], read, offered
    return TranslatedGuides(languages, libraries, guides)


def translations_behind(settings: Settings, library: Library) -> Iterator[str]:
    """What is not translated, for the report: a line for each language that is begun and each guide it lacks."""
    for tag, language in load_languages(settings.translation_folder).items():
        if tag == DEFAULT_LANGUAGE:
            continue
        if not language.complete:
            yield f"{language.name} · sidernes egne tekster: {language.coverage}"
        translation = load_translation(settings.guide_translations, tag)
        load_library(settings.content_folder, settings.draft_guides, translation.translate)
        for guide in library.guides.values():
            far = translation.coverage(guide)
            if far.done < far.all:
                yield f"{language.name} · {guide.title}: {far}"
