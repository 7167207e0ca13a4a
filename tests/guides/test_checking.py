"""The checker: each of its rules catches an example, and the content that all examples spoil has no problem.

An example under `invalid/<rule>/` is the minimal content with a change: `says` is a part of the message, `at` what
stands in the line where it must be reported (a list when it is reported more than once).
"""

import ast
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import yaml

import widget.guides
from tests.guides.guide_examples import INVALID, MINIMAL, SHIPPED, THIRD, TODAY
from widget.guides.checking import GUIDE_RULES, check_library
from widget.guides.loading import read_library
from widget.guides.model import Guide
from widget.guides.problems import Problem, Severity

EXAMPLES = sorted(INVALID.glob("*/*.yaml"))
SOURCE = Path(widget.guides.__path__[0])


@dataclass(frozen=True)
class Change:
    """One change of the minimal content."""

    file: str
    replace: str
    put: str
    add: str

    def apply(self, content: Path) -> None:
        """Change the file; what is to be replaced must stand there once."""
        path = content / self.file
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if self.replace:
            assert text.count(self.replace) == 1, f"“{self.replace}” stands {text.count(self.replace)} times"
            text = text.replace(self.replace, self.put)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + self.add, encoding="utf-8")


@dataclass(frozen=True)
class Example:
    """Something wrong, and what the checker must say of it."""

    rule: str
    says: str
    at: tuple[str, ...]
    severity: Severity
    changes: tuple[Change, ...]

    @property
    def file(self) -> str:
        """Where it is reported: in the file that was changed first."""
        return self.changes[0].file


def example_of(path: Path) -> Example:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    changes = (
        Change(raw["file"], raw.get("replace", ""), raw.get("with", ""), raw.get("add", "")) for raw in raw["changes"]
    )
    at = raw["at"] if isinstance(raw["at"], list) else [raw["at"]]
    return Example(path.parent.name, raw["says"], tuple(at), Severity(raw.get("severity", "error")), tuple(changes))


def check(content: Path, today: date = TODAY) -> list[Problem]:
    """All problems of a folder, as the command finds them."""
    library, problems = read_library(content)
    if library is not None and not problems.errors:
        problems.found.extend(check_library(library, today))
    return list(problems)


def lines_with(path: Path, texts: tuple[str, ...]) -> list[int]:
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return [number for number, line in lines if any(text in line for text in texts)]


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the minimal content, to be spoiled."""
    return Path(shutil.copytree(MINIMAL, tmp_path / "content"))


def test_the_content_that_all_examples_spoil_has_no_problem() -> None:
    assert check(MINIMAL) == []


def test_the_third_guide_has_no_problem() -> None:
    assert check(THIRD) == []


@pytest.mark.parametrize("path", EXAMPLES, ids=[f"{path.parent.name}/{path.stem}" for path in EXAMPLES])
def test_each_rule_catches_its_example_and_nothing_else_does(path: Path, content: Path) -> None:
    example = example_of(path)
    for change in example.changes:
        change.apply(content)
    found = check(content)
    assert {(problem.rule, problem.severity) for problem in found} == {(example.rule, example.severity)}, found
    assert all(example.says in f"{problem.message} {problem.advice}" for problem in found), found
    assert {problem.place.file for problem in found} == {example.file}
    assert [problem.place.line for problem in found] == lines_with(content / example.file, example.at)
    assert all(problem.advice for problem in found)


ELSEWHERE = {"translation", "file-name"}
"""The rules about translations (test_translation.py) and about names of files (test_loading.py)."""


def rule_names(tree: ast.Module) -> Iterator[str]:
    """Every rule that a module can report: as “rule=”, as the fourth value of a Problem, or as a usual value."""
    for node in ast.walk(tree):
        values: list[ast.expr | None] = []
        if isinstance(node, ast.Call):
            values = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            if isinstance(node.func, ast.Name) and node.func.id == "Problem":
                values += node.args[3:4]
        elif isinstance(node, ast.arguments):
            values = [
                usual
                for argument, usual in zip(node.kwonlyargs, node.kw_defaults, strict=True)
                if argument.arg == "rule"
            ]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "rule":
            values = [node.value]
        for value in values:
            if isinstance(value, ast.Constant):
                yield str(value.value)


def test_every_rule_in_the_source_has_an_example_and_every_example_a_rule() -> None:
    named = {name for file in SOURCE.glob("*.py") for name in rule_names(ast.parse(file.read_text(encoding="utf-8")))}
    assert named - ELSEWHERE == {path.parent.name for path in EXAMPLES}


def test_the_names_of_rules_are_found_however_they_are_written() -> None:
    source = """
def add(place, *, rule="usual"): ...
class Problem:
    rule: str = "format"
add(1, rule="keyword")
yield_(Problem(place, "message", "advice", "fourth", severity))
add(1, rule=rule)
"""
    assert set(rule_names(ast.parse(source))) == {"usual", "format", "keyword", "fourth"}


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> list[Guide]:
    """The guides of all examples that can be loaded."""
    guides: list[Guide] = []
    for path in EXAMPLES:
        content = Path(shutil.copytree(MINIMAL, tmp_path_factory.mktemp(path.stem) / "content"))
        for change in example_of(path).changes:
            change.apply(content)
        library, problems = read_library(content)
        if library is not None and not problems.errors:
            guides += library.guides.values()
    return guides


@pytest.mark.parametrize("rule", GUIDE_RULES, ids=lambda rule: rule.__name__)
def test_each_function_of_the_checker_catches_one_of_the_examples(
    rule: Callable[[Guide], Iterator[Problem]], spoiled: list[Guide]
) -> None:
    assert any(list(rule(guide)) for guide in spoiled)


def test_what_runs_out_is_told_sixty_days_before(content: Path) -> None:
    Change("eksempel/guide.yaml", "text: Mere at læse.", "to: 2027-01-22\n        text: Mere.", "").apply(content)
    assert check(content) == []
    (soon,) = check(content, date(2026, 11, 23))
    assert (soon.rule, soon.severity) == ("out-of-date", Severity.WARNING)
    (last_day,) = check(content, date(2027, 1, 22))
    assert last_day.severity is Severity.WARNING
    (over,) = check(content, date(2027, 1, 23))
    assert over.severity is Severity.ERROR


def test_a_review_holds_a_year_and_the_next_is_told_sixty_days_before(content: Path) -> None:
    assert check(content, date(2027, 9, 2)) == []
    due = check(content, date(2027, 9, 3))
    assert {problem.rule for problem in due} == {"review-date"}
    assert {problem.place.file for problem in due} == {"eksempel/guide.yaml", "facts.yaml", "links.yaml"}


def test_an_owner_can_be_named_once_for_a_whole_register(content: Path) -> None:
    for file in ("links.yaml", "facts.yaml"):
        Change(file, "  owner: maler\n", "", "default:\n  owner: maler\n").apply(content)
    library, problems = read_library(content)
    assert library is not None
    assert list(problems) == []
    assert library.registers.links["side"].owner == library.registers.facts["pris"].owner == "maler"
    assert check(content) == []


def test_an_owner_of_its_own_comes_before_that_of_the_guide(content: Path) -> None:
    painter = "  name: Maleren\n  in_text: maleren\n  role: Maler.\n"
    Change("actors.yaml", "", "", f"mester:\n{painter}").apply(content)
    Change("eksempel/guide.yaml", "text: Slib den.", "text: Slib den.\n        owner: mester", "").apply(content)
    library, _ = read_library(content)
    assert library is not None
    owners = {item.id: item.owner for item in library.guides["eksempel"].items()}
    assert owners == {"mal": "maler", "slib": "mester", "mere": "maler"}


def test_problems_stand_in_the_order_of_the_files() -> None:
    for folder in (THIRD, SHIPPED):
        found = check(folder, date(2040, 1, 1))
        assert found
        assert found == sorted(found, key=lambda problem: (problem.place, problem.rule))
