"""`docs/accessibility.md` has every criterion once, and every test that it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parent
TEXT = (TESTS.parent / "docs" / "accessibility.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d\.\d\.\d+) .+? \| (AA?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NAMED = re.compile(r"`([a-z_/]+\.py)::(test_\w+)`")

LEVEL_A = """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2
2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2 3.3.7 4.1.2"""
LEVEL_AA = """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6 2.4.7 2.4.11 2.5.7
2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3"""
"""Of WCAG 2.2, which has dropped 4.1.1."""


@cache
def defined_in(file: str) -> frozenset[str]:
    """The names of the tests in a file; none where there is no file."""
    path = TESTS / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_criterion_is_there_once_with_its_level() -> None:
    expected = dict.fromkeys(LEVEL_A.split(), "A") | dict.fromkeys(LEVEL_AA.split(), "AA")
    found = [(row[1], row[2]) for row in ROW.finditer(TEXT)]
    assert len(expected) == len(found) == 55
    assert dict(found) == expected
    assert TEXT.count("\n| ") == len(found) + 1, "each line of the table is read"


def test_every_criterion_names_a_test() -> None:
    assert [row[1] for row in ROW.finditer(TEXT) if not NAMED.search(row[4])] == []


def test_every_test_that_is_named_is_there() -> None:
    named = NAMED.findall(TEXT)
    assert len(named) == TEXT.count("::"), "each name is read"
    assert {f"{file}::{test}" for file, test in named if test not in defined_in(file)} == set()


def test_every_text_that_is_named_is_there() -> None:
    for path in re.findall(r"`(tests/[\w/.]+)`", TEXT):
        assert (TESTS.parent / path).exists(), path
