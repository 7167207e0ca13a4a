"""The links by which people choose another language, the same on every page. Knows languages; no request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from widget.web.http.languages import DEFAULT_LANGUAGE, Language


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A page in another language."""

    language: Language
    address: str


def other_languages(
    offered: Mapping[str, Language], shown: Language, address: Callable[[str], str]
) -> Iterator[LanguageLink]:
    """The languages that are `offered` but for the one that is shown; `address` gives the page in one of them."""
    for tag, language in offered.items():
        if tag != shown.tag:
            yield LanguageLink(language, address(tag))


def by_parameter(tag: str) -> str:
    """For pages without answers: the page where one is, by the parameter alone."""
    return f"?lang={tag}" if tag != DEFAULT_LANGUAGE else "?"


def chosen(offered: Mapping[str, Language], asked: str) -> Language:
    """The language that is asked for, or our own where it is not offered."""
    return offered.get(asked, offered[DEFAULT_LANGUAGE])
