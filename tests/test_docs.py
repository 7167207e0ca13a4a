"""The docs are true where a machine can tell: tests, links, settings, commands and addresses that they name.

Each check is a function of text, and is tried on a broken example too.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest

from widget.app import create_app
from widget.cli.main import main
from widget.guides.answers import RESERVED
from widget.guides.checking import PAGE_IDS
from widget.settings import read_settings

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]

each_doc = pytest.mark.parametrize("doc", DOCS, ids=[str(doc.relative_to(ROOT)) for doc in DOCS])

_TEST = re.compile(r"\btests/[\w/.-]+\.py(?:::\w+)*")
_CODE = re.compile(r"^```.*?^```$|^    .*?$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_SPAN = re.compile(r"`([^`\n]+)`")


@cache
def names_in(file: Path) -> frozenset[str]:
    """The names after `::` by which pytest knows what a file holds, its helpers included."""
    names = set()
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
    return frozenset(names)


def missing_tests(text: str) -> list[str]:
    """The tests that a text names and that there are not."""
    missing = []
    for name in _TEST.findall(text):
        file, _, test = name.partition("::")
        if not (ROOT / file).is_file() or (test and test not in names_in(ROOT / file)):
            missing.append(name)
    return missing


def anchors(text: str) -> set[str]:
    """The places in a page that a link may lead to, as code forges name them."""
    headings = re.findall(r"^#{1,6} +(.+?)\s*$", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.M), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(text: str, folder: Path) -> list[str]:
    """The links to files and places of ours that lead nowhere."""
    dead = []
    for target in _LINK.findall(_CODE.sub("", text)):
        path, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = folder / path
        there = file.exists() if path else True
        page = text if not path else file.read_text() if file.suffix == ".md" and there else ""
        if not there or (anchor and anchor not in anchors(page)):
            dead.append(target)
    return dead


class Asked(dict[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.names.add(name)
        return default


def settings_read() -> set[str]:
    environment = Asked()
    read_settings(environment)
    return environment.names


def without_a_row(names: Iterable[str], text: str) -> list[str]:
    """The settings that stand in the first column of no table."""
    firsts = " ".join(re.findall(r"^\| *([^|]*)\|", text, re.M))
    return sorted(name for name in names if f"`{name}`" not in firsts)


def commands(command: click.Command, path: str) -> Iterator[str]:
    """What can be typed: each command that is no group."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from commands(inner, f"{path} {name}")


def untold(names: Iterable[str], text: str) -> list[str]:
    """The commands that no code of a text holds."""
    code = "\n".join(_CODE.findall(text))
    return [name for name in names if not re.search(rf"{re.escape(name)}(?![\w-])", code)]


def public_rules() -> set[str]:
    """The addresses of citizens' and webmasters' pages; a partner's are the same with its name before the guide."""
    app = create_app(read_settings({"ADMIN": "off", "REVIEW_DIR": str(ROOT / "widget" / "content")}))
    rules = {re.sub(r"<\w+:", "<", rule.rule) for rule in app.url_map.iter_rules()}
    return {rule.replace("<partner>/<guide>", "<guide>") for rule in rules}


def undocumented(rules: Iterable[str], text: str) -> list[str]:
    """The names or addresses that stand in no code of a text, neither whole nor as the beginning before “…”."""
    spans = set(_SPAN.findall(text))
    beginnings = tuple(span.removesuffix("…") for span in spans if span.startswith("/") and span.endswith("/…"))
    return sorted(rule for rule in rules if rule not in spans and not rule.startswith(beginnings))


def read(*names: str) -> str:
    return "\n".join((ROOT / name).read_text() for name in names)


ASVS = {
    "6": {1: 3, 2: 12, 3: 4, 4: 4, 5: 5, 6: 3, 8: 4},
    "7": {1: 3, 2: 4, 3: 2, 4: 5, 5: 2, 6: 2},
    "8": {1: 2, 2: 3, 3: 1, 4: 1},
    "9": {1: 3, 2: 4},
    "10": {1: 2, 2: 2, 5: 5},
    "16": {1: 1, 2: 5, 3: 4, 4: 3, 5: 3},
}
"""How many requirements of level 1 and 2 each section has in OWASP ASVS 5.0.0, numbered from one.

The chapters are those on accounts and on logging; of OAuth, what concerns clients.
"""


def without_an_answer(text: str) -> list[str]:
    """The requirements that have no row."""
    told: set[str] = set()
    for cell in re.findall(r"^\| ([0-9.,– ]+)(?:\(level 3\) )?\|", text, re.M):
        for part in cell.replace(" ", "").split(","):
            first, _, last = part.partition("–")
            section, _, number = first.rpartition(".")
            told |= {f"{section}.{one}" for one in range(int(number), int((last or first).rpartition(".")[2]) + 1)}
    asked = [
        f"{c}.{s}.{n}" for c, sections in ASVS.items() for s, most in sections.items() for n in range(1, most + 1)
    ]
    return [one for one in asked if one not in told]


# --- The real docs ---


@each_doc
def test_every_test_that_the_docs_name_is_there(doc: Path) -> None:
    assert missing_tests(doc.read_text()) == []


@each_doc
def test_every_link_between_the_docs_leads_somewhere(doc: Path) -> None:
    assert dead_links(doc.read_text(), doc.parent) == []


def test_every_page_of_the_docs_is_found_from_the_readme() -> None:
    linked = {target.partition("#")[0] for doc in DOCS for target in _LINK.findall(doc.read_text())}
    named = {Path(target).name for target in linked}
    assert [doc.name for doc in DOCS[2:] if doc.name not in named] == []


def test_every_setting_stands_in_a_table() -> None:
    names = settings_read()
    assert {"BASE_URL", "OIDC_ISSUER", "REVIEW_DIR"} <= names
    assert without_a_row(names, read("README.md", "docs/operations.md")) == []


def test_every_command_is_told_of() -> None:
    names = list(commands(main, "guide-widget"))
    assert "guide-widget admin create" in names
    assert untold(names, "\n".join(doc.read_text() for doc in DOCS)) == []


def test_every_id_that_a_guide_may_not_use_is_told_of() -> None:
    assert undocumented(RESERVED | PAGE_IDS, read("docs/guide-format.md")) == []


def test_every_public_address_is_told_of() -> None:
    rules = public_rules()
    assert "/embed/<guide>" in rules
    assert undocumented(rules, read("README.md", "docs/url-contract.md")) == []


def test_every_requirement_of_the_standard_has_a_row() -> None:
    assert without_an_answer(read("docs/security.md")) == []


# --- Each check on a broken example ---


def test_a_requirement_without_a_row_is_found() -> None:
    text = read("docs/security.md")
    assert without_an_answer(
        text.replace("| 9.2.4 |", "| 9.2.9 |").replace("| 7.1.1–7.1.3 |", "| 7.1.1, 7.1.3 |")
    ) == [
        "7.1.2",
        "9.2.4",
    ]


def test_a_test_that_is_not_there_is_found() -> None:
    text = "`tests/test_docs.py::test_every_command_is_told_of`, tests/test_docs.py, `tests/test_docs.py::Asked::get`"
    assert missing_tests(text) == []
    gone = ["tests/test_docs.py::test_gone", "tests/web/test_gone.py::test_x", "tests/test_docs.py::Asked::gone"]
    assert missing_tests(f"`{'` and `'.join(gone)}`") == gone


def test_a_link_that_leads_nowhere_is_found() -> None:
    text = "# One & two\n[a](README.md) [b](#one--two) `[c](gone.md)` [d](https://x.example/y)\n"
    assert dead_links(text, ROOT) == []
    assert dead_links(text + "[e](gone.md) [f](#three) [g](README.md#gone)", ROOT) == [
        "gone.md",
        "#three",
        "README.md#gone",
    ]


def test_what_is_not_told_is_found() -> None:
    table = "| `A`, `B` | `C` |\n"
    assert without_a_row({"A", "B", "C"}, table) == ["C"]
    code = "`guide-widget report-all` and\n```sh\nguide-widget check --write\n```\nguide-widget serve"
    names = ["guide-widget report", "guide-widget check", "guide-widget serve"]
    assert untold(names, code) == ["guide-widget report", "guide-widget serve"]
    addresses = "`/a/<guide>`, `/b/…`, /c"
    assert undocumented({"/a/<guide>", "/b/<token>/x", "/c", "/a/x"}, addresses) == ["/a/x", "/c"]
