"""The links by which people choose another language, the same on every page. Knows languages; no request."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from widget.web.http.languages import DEFAULT_LANGUAGE, Language

_REST_OF_TAG = re.compile("[^a-z0-9-].*", re.DOTALL)


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
    return offered[asked_language(offered, asked)]


def asked_language(offered: Collection[str], asked: str) -> str:
    """The tag among those `offered` that is asked for, in capitals or with a country too: da-DK, EN, en_GB.UTF-8."""
    tag = _REST_OF_TAG.sub("", asked.strip().lower().replace("_", "-"))
    return next((one for one in (tag, tag.partition("-")[0]) if one in offered), DEFAULT_LANGUAGE)
