"""What is imported is declared, what is declared is used, and what is locked is what is declared."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = ROOT / "pyproject.toml"
PROJECT = tomllib.loads(PYPROJECT.read_text())
RUN = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
TEST = [Requirement(text) for text in PROJECT["dependency-groups"]["test"]]
LOCKS = {"run": RUN, "test": [*RUN, *TEST]}
"""What each lock in `.locks` holds."""

NOT_OURS_TO_INSTALL = frozenset({"_typeshed"})
"""Types that mypy brings, for its eyes alone."""

NEVER_IMPORTED = {
    "redis": "Flask-Caching imports it when the cache is a Redis",
    "psycopg": "SQLAlchemy imports it when the database is PostgreSQL",
    "python-json-logger": "logging imports it by the name in widget/server/logs.py",
    "tzdata": "zoneinfo reads it where the machine has no time zones",
}
"""Dependencies that no module of `.widget` imports, and who does."""

TOOLS = {
    "pytest-xdist": "pytest loads it",
    "hatchling": "pip calls it for the wheel",
    "editables": "hatchling imports it",
    "axe-playwright-python": "its axe.min.js is read as a file",
    "ruff": "a program",
    "mypy": "a program",
}
"""The same of the tests; types of libraries are for mypy alone."""

WITHOUT_RANGE = re.compile(r"tzdata|types-.*")
"""What is numbered by the calendar, or as the library that it describes."""

EACH_PYTHON = [
    {"python_version": version, "python_full_version": f"{version}.4", "sys_platform": "linux"}
    for version in ("3.11", "3.12", "3.13")
]


@cache
def imported(folder: str) -> dict[str, str]:
    """The packages from elsewhere that modules below a folder import, each with a file that does."""
    found: dict[str, str] = {}
    for file in sorted((ROOT / folder).rglob("*.py")):
        for package in imports_of(file.read_text()):
            found.setdefault(package, str(file.relative_to(ROOT)))
    return found


def imports_of(source: str) -> Iterator[str]:
    own = {"widget", "tests", "wsgi", *sys.stdlib_module_names, *NOT_OURS_TO_INSTALL}
    for node in ast.walk(ast.parse(source)):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = [node.module]
        yield from (module.split(".")[0] for module in modules if module.split(".")[0] not in own)


def names(requirements: list[Requirement]) -> set[str]:
    return {canonicalize_name(requirement.name) for requirement in requirements}


def undeclared(packages: dict[str, str], requirements: list[Requirement]) -> dict[str, str]:
    """The imports that no requirement brings."""
    owners, declared = packages_distributions(), names(requirements)
    return {
        package: file
        for package, file in packages.items()
        if not {canonicalize_name(owner) for owner in owners.get(package, ())} & declared
    }


def unused(requirements: list[Requirement], packages: dict[str, str]) -> set[str]:
    """The requirements that bring nothing that is imported."""
    owners = packages_distributions()
    brought = {canonicalize_name(owner) for package in packages for owner in owners.get(package, ())}
    return names(requirements) - brought


def pins(lock: str) -> list[tuple[Requirement, list[str]]]:
    """The lines of a lock: what is pinned, with its hashes."""
    joined = re.sub(r"\\\n", " ", re.sub(r"(?m)^\s*#.*\n", "", lock))
    lines = [line.split() for line in joined.splitlines() if line.strip()]
    return [
        (
            Requirement(" ".join(word for word in words if not word.startswith("--hash="))),
            [word for word in words if word.startswith("--hash=")],
        )
        for words in lines
    ]


def versions(lock: str, environment: dict[str, str]) -> dict[str, list[str]]:
    """The versions that a lock gives in an environment, by name."""
    found: dict[str, list[str]] = {}
    for pin, _ in pins(lock):
        if pin.marker is None or pin.marker.evaluate(environment):
            found.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    return found


def outside(lock: str, requirements: list[Requirement], environment: dict[str, str]) -> list[str]:
    """The requirements that a lock does not meet, or meets twice."""
    locked = versions(lock, environment)
    return [
        f"{requirement}: {found}"
        for requirement in requirements
        if len(found := locked.get(canonicalize_name(requirement.name), [])) != 1
        or not requirement.specifier.contains(found[0])
    ]


def lock_text(name: str) -> str:
    return (ROOT / ".locks" / f"{name}.txt").read_text()


def test_all_that_the_program_imports_is_declared() -> None:
    assert undeclared(imported("widget"), RUN) == {}


def test_all_that_is_declared_is_imported_or_has_a_reason() -> None:
    assert unused(RUN, imported("widget")) == set(NEVER_IMPORTED)


def test_all_that_the_tests_import_is_declared() -> None:
    assert undeclared(imported("tests"), [*RUN, *TEST]) == {"gi": "tests/browser/webkit_window.py"}, (
        "GTK's bindings are Debian's: that module alone is run by Debian's own Python"
    )


def test_all_that_is_declared_for_the_tests_is_used() -> None:
    without_types = [requirement for requirement in TEST if not requirement.name.startswith("types-")]
    assert unused(without_types, imported("tests")) == set(TOOLS)


def test_every_dependency_says_what_it_is_for_and_how_far_it_may_go() -> None:
    block = PYPROJECT.read_text().split("dependencies = [\n")[1].split("\n]")[0]
    assert [line for line in block.splitlines() if "#" not in line] == []
    free = [requirement.name for requirement in (*RUN, *TEST) if "<" not in str(requirement.specifier)]
    assert [name for name in free if not WITHOUT_RANGE.fullmatch(name)] == []


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize("environment", EACH_PYTHON, ids=[each["python_version"] for each in EACH_PYTHON])
def test_a_lock_has_one_version_of_everything_within_its_range(name: str, environment: dict[str, str]) -> None:
    assert outside(lock_text(name), LOCKS[name], environment) == []
    assert [name for name, found in versions(lock_text(name), environment).items() if len(found) != 1] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_exact_has_hashes_and_names_no_place(name: str) -> None:
    for pin, hashes in pins(lock_text(name)):
        assert re.fullmatch(r"==[^*,]+", str(pin.specifier)), pin
        assert hashes, pin
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", digest) for digest in hashes), pin
    assert "://" not in lock_text(name)
    assert "--index" not in lock_text(name)


def test_what_runs_is_what_is_tested() -> None:
    for environment in EACH_PYTHON:
        run, test = versions(lock_text("run"), environment), versions(lock_text("test"), environment)
        assert {name: (found, test.get(name)) for name, found in run.items() if test.get(name) != found} == {}


# --- Each check on a broken example ---


def test_what_is_missing_or_too_much_is_found() -> None:
    packages = dict.fromkeys(imports_of("import yaml\ndef f():\n    from flask.globals import g\nimport os"), "a.py")
    assert packages == {"yaml": "a.py", "flask": "a.py"}
    assert undeclared(packages, [Requirement("flask")]) == {"yaml": "a.py"}
    assert unused([Requirement("flask"), Requirement("PyYAML"), Requirement("click")], packages) == {"click"}


def test_a_lock_that_does_not_fit_is_found() -> None:
    hashes = "    --hash=sha256:0 \\\n    --hash=sha256:1\n"
    lock = f"a==2 \\\n{hashes}    # via b\nb==1 ; python_full_version < '3.12' \\\n{hashes}"
    old, new = EACH_PYTHON[0], EACH_PYTHON[1]
    assert next((str(pin), len(found)) for pin, found in pins(lock)) == ("a==2", 2)
    assert outside(lock, [Requirement("a>=2,<3"), Requirement("B<2")], old) == []
    assert outside(lock, [Requirement("a>=3")], old) == ["a>=3: ['2']"]
    assert outside(lock, [Requirement("b")], new) == ["b: []"]
