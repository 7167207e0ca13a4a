"""Words of code and documents: each has a subject, and each check that is switched off has a reason beside it."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PYTHON = sorted(path for folder in ("widget", "tests") for path in (ROOT / folder).rglob("*.py"))
WRITTEN = sorted(
    {
        *PYTHON,
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "embed_templates").rglob("*.html"),
        *(ROOT / "static").rglob("*.css"),
        *(ROOT / name for name in ("README.md", "CHANGELOG.md", "pyproject.toml")),
    }
    - {Path(__file__)}
)
"""What is written in English."""

_VAGUE = re.compile(r"\b(somebody|nobody|whoever|whatever|anew|meanwhile)\b", re.IGNORECASE)
"""Words without a subject: a reader wants to know which request, worker, page, partner or person is meant."""

_SWITCHED_OFF = re.compile(r"# (?:type: ignore\[[^\]]+\]|noqa: [A-Z]+\d+|pragma: [a-z ]+|nosec)(?P<reason>.*)")
_REASON = re.compile(r"  # \w.*| \(.+\)")


def vague_words(text: str) -> list[str]:
    """The lines of a text with a word that has no subject."""
    return [line.strip() for line in text.splitlines() if _VAGUE.search(line)]


def without_reason(source: str) -> list[str]:
    """The lines that switch a check off and do not say why."""
    found = ((line, _SWITCHED_OFF.search(line)) for line in source.splitlines())
    return [line.strip() for line, match in found if match and not _REASON.fullmatch(match["reason"])]


def found_in(files: Iterable[Path], check: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """What the check finds, by the file."""
    read = ((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in files)
    return {name: lines for name, text in read if (lines := check(text))}


def test_sentences_have_subjects() -> None:
    assert found_in(WRITTEN, vague_words) == {}


def test_messages_in_english_have_subjects() -> None:
    with (ROOT / "widget/translations/messages.pot").open("rb") as file:
        assert not [message.id for message in read_po(file) if vague_words(str(message.id))]


def test_a_check_is_switched_off_for_a_reason() -> None:
    assert found_in(PYTHON, without_reason) == {}


def test_each_check_finds_its_broken_example_and_leaves_a_sound_one_alone() -> None:
    assert vague_words("# Somebody asks")
    assert not vague_words("# a page that a partner asks for; some body; renewal")
    for bare in ("type: ignore[misc]", "noqa: S608", "noqa: S311  # ", "type: ignore[misc] ()"):
        assert without_reason(f"x = 1  # {bare}")
    for reasoned in ("type: ignore[misc]  # no types", "noqa: S608 (names of tables)", "noqa: S311  # no secret"):
        assert not without_reason(f"x = 1  # {reasoned}")
