"""Loading: a folder becomes a library, or every problem at once with its line and what to write instead."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.guides.guide_examples import DOG, MINIMAL, THIRD
from tests.kept import forget_libraries
from widget.guides.loading import load_library, read_library
from widget.guides.problems import ContentError, Problem

GUIDE = "eksempel/guide.yaml"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the minimal content, to be spoiled."""
    return Path(shutil.copytree(MINIMAL, tmp_path / "content"))


def change(content: Path, old: str, new: str, file: str = GUIDE) -> None:
    text = (content / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (content / file).write_text(text.replace(old, new), encoding="utf-8")


def problems_of(content: Path) -> list[Problem]:
    _, problems = read_library(content)
    return list(problems)


def only_problem(content: Path) -> Problem:
    (problem,) = problems_of(content)
    return problem


def line_of(content: Path, text: str, file: str = GUIDE) -> int:
    lines = (content / file).read_text(encoding="utf-8").splitlines()
    (line,) = (number for number, line in enumerate(lines, start=1) if text in line)
    return line


def test_a_guide_is_added_as_files_alone() -> None:
    library = load_library(THIRD)
    guide = library.guides[DOG]
    assert guide.title == "Når du får hund"
    assert [question.id for question in guide.questions] == ["alder", "bolig"]
    assert [part.id for part in guide.parts] == ["foer", "hjemme", "penge", "mere"]
    assert guide.place.file == f"{DOG}/guide.yaml"


def test_a_hidden_folder_is_no_guide(content: Path) -> None:
    shutil.copytree(content / "eksempel", content / ".kopi")
    assert list(load_library(content).guides) == ["eksempel"]


@pytest.mark.parametrize("file", ["links.yaml", "actors.yaml", "facts.yaml", "funds.yaml", "retired.yaml", GUIDE])
@pytest.mark.parametrize("put", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_said_where_a_file_belongs(content: Path, file: str, put: Callable[[Path], None]) -> None:
    (content / file).unlink(missing_ok=True)
    put(content / file)
    found = [problem for problem in problems_of(content) if str(problem.place) == f"{file}:1"]
    assert [problem.message for problem in found] == ["Filen kan ikke læses: Det er ikke en fil."]
    assert "guide-format.md" in found[0].advice


def test_a_file_that_must_not_be_read_is_said(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid(monkeypatch, "read_text", content / "facts.yaml")
    assert str(only_problem(content)).startswith(
        "facts.yaml:1: fejl [format] Filen kan ikke læses: Det er ikke tilladt"
    )


@pytest.mark.parametrize(("folder", "said"), [("eksempel", "eksempel"), ("", "content")])
def test_a_folder_that_must_not_be_read_is_said(
    content: Path, monkeypatch: pytest.MonkeyPatch, folder: str, said: str
) -> None:
    forbid(monkeypatch, "iterdir", content / folder)
    (problem,) = problems_of(content)
    assert problem.message.startswith("Mappen kan ikke læses: Det er ikke tilladt for den bruger")
    assert problem.place.file.endswith(said)


def forbid(monkeypatch: pytest.MonkeyPatch, reading: str, forbidden: Path) -> None:
    """Let a file or folder be one that the system does not let us read, also where the tests run as root."""
    real = getattr(Path, reading)

    def read(path: Path, *args: Any, **options: Any) -> Any:
        if path == forbidden:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, *args, **options)

    monkeypatch.setattr(Path, reading, read)
    forget_libraries()


def test_guides_stand_in_the_order_of_their_titles(content: Path) -> None:
    shutil.copytree(content / "eksempel", content / "andet")
    change(content, "title: Eksempel", "title: Aaa", "eksempel/guide.yaml")
    assert list(load_library(content).guides) == ["eksempel", "andet"]


def test_every_problem_of_every_file_is_said_at_once(content: Path) -> None:
    change(content, "need: must", "need: maybe")
    change(content, "due: on day 0", "due: some day")
    change(content, "when: {farve: roed}", "when: {farve: gul}")
    change(content, "unit: kr", "unit: kroner", "facts.yaml")
    change(content, "url: https://side.example/", "url: side.example", "links.yaml")
    change(content, "name: Maleren", "navn: Maleren", "actors.yaml")
    found = [(str(problem.place), problem.rule) for problem in problems_of(content)]
    assert found == [
        ("actors.yaml:2", "format"),
        ("actors.yaml:2", "format"),
        (f"{GUIDE}:{line_of(content, 'need: maybe')}", "unknown-id"),
        (f"{GUIDE}:{line_of(content, 'due: some day')}", "format"),
        (f"{GUIDE}:{line_of(content, 'when: {farve: gul}')}", "unknown-id"),
        ("facts.yaml:3", "unknown-id"),
        ("links.yaml:2", "format"),
    ]


def test_content_with_errors_is_refused_with_all_of_them(content: Path) -> None:
    change(content, "need: must", "need: maybe")
    change(content, "unit: kr", "unit: kroner", "facts.yaml")
    with pytest.raises(ContentError) as refused:
        load_library(content)
    assert len(str(refused.value).splitlines()) == 2
    assert f"{GUIDE}:{line_of(content, 'need: maybe')}: fejl [unknown-id]" in str(refused.value)
    assert len(refused.value.problems.errors) == 2


def test_a_misspelt_key_is_told_with_what_was_probably_meant(content: Path) -> None:
    change(content, "lead: Et", "leed: Et")
    missing, unknown = problems_of(content)
    assert (missing.place.line, missing.message) == (1, "“lead” mangler.")
    assert missing.advice == "Skriv en linje “lead: …”."
    assert (unknown.place.line, unknown.message) == (line_of(content, "leed"), "“leed” kendes ikke her.")
    assert unknown.advice == "Mente du “lead”?"


def test_an_id_that_is_like_nothing_known_is_told_with_all_that_is_known(content: Path) -> None:
    change(content, "need: must", "need: qqq")
    assert only_problem(content).advice == "Brug en af disse: automatic, good-idea, must."


def test_a_key_that_stands_twice_is_told_where_it_stands_again(content: Path) -> None:
    change(content, "teaser: Et eksempel.", "teaser: Et eksempel.\nteaser: Et andet.")
    problem = only_problem(content)
    assert problem.message == "“teaser” står her to gange."
    assert problem.place.line == line_of(content, "Et andet.")


def test_an_entry_that_stands_twice_in_a_register_is_told(content: Path) -> None:
    text = (content / "actors.yaml").read_text(encoding="utf-8")
    (content / "actors.yaml").write_text(text * 2, encoding="utf-8")
    problem = only_problem(content)
    assert (str(problem.place), problem.message) == ("actors.yaml:5", "“maler” står her to gange.")


@pytest.mark.parametrize(
    ("broken", "line"),
    [
        ("title: a\n  lead: b: c\n", 2),
        ("title: 'a\n", 1),
        ("title: a\nphases: [\n", 3),
        ("title: a\n\tlead: b\n", 2),
        ("title: {fact:x\nlead: b\n", 2),
        ("title: *nowhere\n", 1),
        ("title: a\n---\ntitle: b\n", 2),
        ("title: \x07\n", 1),
    ],
)
def test_a_file_that_is_no_yaml_is_told_with_the_line(content: Path, broken: str, line: int) -> None:
    (content / GUIDE).write_text(broken, encoding="utf-8")
    problem = only_problem(content)
    assert problem.message.startswith("Det er ikke gyldig YAML")
    assert problem.place.file == GUIDE
    assert abs(problem.place.line - line) <= 1


def test_one_broken_guide_does_not_hide_the_problems_of_the_others(content: Path) -> None:
    shutil.copytree(content / "eksempel", content / "andet")
    (content / "andet/guide.yaml").write_text("title: [", encoding="utf-8")
    change(content, "need: must", "need: maybe")
    assert {problem.place.file for problem in problems_of(content)} == {"andet/guide.yaml", GUIDE}


@pytest.mark.parametrize("register", ["actors.yaml", "links.yaml", "facts.yaml"])
def test_a_missing_register_is_told(content: Path, register: str) -> None:
    (content / register).unlink()
    library, problems = read_library(content)
    assert library is None
    assert [(str(problem.place), problem.message) for problem in problems] == [(f"{register}:1", "Filen mangler.")]


def test_all_missing_registers_are_told_at_once(tmp_path: Path) -> None:
    assert {problem.place.file for problem in problems_of(tmp_path)} == {"actors.yaml", "links.yaml", "facts.yaml"}


@pytest.mark.parametrize("file", ["links.yaml", GUIDE])
def test_a_file_in_another_encoding_is_told(content: Path, file: str) -> None:
    (content / file).write_bytes("title: Rød\n".encode("latin-1"))
    problem = only_problem(content)
    assert (str(problem.place), problem.message) == (f"{file}:1", "Filen er ikke i UTF-8.")
    assert "UTF-8" in problem.advice


@pytest.mark.parametrize("file", ["links.yaml", GUIDE])
def test_an_empty_file_is_told(content: Path, file: str) -> None:
    (content / file).write_text("# nothing\n", encoding="utf-8")
    assert (str(only_problem(content).place), only_problem(content).message) == (f"{file}:1", "Filen er tom.")


def test_a_folder_without_guides_is_told(content: Path) -> None:
    shutil.rmtree(content / "eksempel")
    assert only_problem(content).message == "Her er ingen guide."


def test_a_folder_without_a_guide_file_is_no_guide(content: Path) -> None:
    (content / "billeder").mkdir()
    assert list(load_library(content).guides) == ["eksempel"]


@pytest.mark.parametrize("wrong", ["Eksempel", "et eksempel", "et_eksempel", "eksempel-"])
def test_a_folder_whose_name_cannot_stand_in_an_address_is_told(content: Path, wrong: str) -> None:
    (content / "eksempel").rename(content / wrong)
    assert "kan ikke stå i en adresse" in only_problem(content).message


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("actor: maler\n        timing: Samme", "actor: murer\n        timing: Samme", "actor: murer"),
        ("{farve: roed}", "{form: rund}", "{form: rund}"),
        ("{farve: roed}", "{farve: [roed, gul]}", "[roed, gul]"),
        ("{farve: roed}", "{any: [{farve: roed}, {farve: gul}]}", "{farve: gul}"),
        ("{farve: roed}", "{not: {form: rund}}", "{form: rund}"),
        ("[siden](link:side)", "[siden](link:sidde)", "link:sidde"),
        ("[siden](link:side)", "[siden](https://side.example)", "https://side.example"),
        ("text: Mere at læse.\n        sources: [side]", "text: Mere.\n        sources: [sidde]", "[sidde]"),
    ],
)
def test_an_id_that_stands_nowhere_is_told_where_it_is_used(content: Path, old: str, new: str, line: str) -> None:
    change(content, old, new)
    problem = only_problem(content)
    assert problem.rule == "unknown-id"
    assert problem.place.line == line_of(content, line)


def test_an_owner_who_is_no_actor_is_told(content: Path) -> None:
    change(content, "owner: maler", "owner: malre", "links.yaml")
    problem = only_problem(content)
    assert (problem.place.file, problem.rule, problem.advice) == ("links.yaml", "unknown-id", "Mente du “maler”?")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("questions:\n  - id: farve", "questions:\n  - farve\n  - id: farve"),
        ("jumps:\n  - {question: Hvad nu?, to: mal}", "jumps: mal"),
        ("when: {farve: roed}", "when: roed"),
        ("when: {farve: roed}", "when: {farve: {roed: ja}}"),
        ("when: {farve: roed}", "when: {any: roed}"),
        ("title: Eksempel", "title: [Eksempel]"),
        ("title: Eksempel", "title:"),
        ("version: 2026-11-01", "version: i dag"),
        ("version: 2026-11-01", "version: 1.11.2026"),
        ("phases:\n  - id: foerst", "phases:\n  - id: Først"),
        ("phases:", "phases: []\nsections2:"),
        ("date: {label: Hvilken dag?, short: Dag}", "date: ja"),
    ],
)
def test_a_value_of_the_wrong_kind_is_a_problem_and_never_a_crash(content: Path, old: str, new: str) -> None:
    change(content, old, new)
    found = problems_of(content)
    assert found
    assert all(problem.place.file == GUIDE and problem.advice for problem in found)


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-5", "1e9", "1_000", "１２３", "0x10", "9" * 30, "2.", ".5", "2,28"]
)
def test_a_figure_is_digits_with_one_point_at_most(content: Path, text: str) -> None:
    change(content, "value: 100,", f'value: "{text}",', "facts.yaml")
    problem = only_problem(content)
    assert problem.message == f"“{text}” er ikke et tal."
    assert "22041 eller 2.28" in problem.advice


@pytest.mark.parametrize("text", ["[]", "bare words", "3", "a: b", "a: {}", "~", "- a\n- b"])
@pytest.mark.parametrize("file", ["actors.yaml", "links.yaml", "facts.yaml", GUIDE])
def test_any_yaml_is_read_without_a_crash(content: Path, file: str, text: str) -> None:
    (content / file).write_text(text, encoding="utf-8")
    assert problems_of(content)


def test_a_problem_reads_as_file_line_rule_and_advice(content: Path) -> None:
    change(content, "need: must", "need: mist")
    line = line_of(content, "need: mist")
    assert str(only_problem(content)) == (
        f"{GUIDE}:{line}: fejl [unknown-id] “mist” kendes ikke her. Mente du “must”?"
    )


@pytest.mark.parametrize("name", ["guide.yml", "guide.yaml.txt", "Guide.yaml"])
def test_a_guide_under_another_name_is_named_and_not_just_gone(content: Path, name: str) -> None:
    other = content / "anden"
    shutil.copytree(content / "eksempel", other)
    (other / "guide.yaml").rename(other / name)
    problem = only_problem(content)
    assert (str(problem.place), problem.rule) == (f"anden/{name}:1", "file-name")
    assert problem.advice == "Kald filen guide.yaml."


def test_where_no_id_is_near_the_nearest_few_are_named(content: Path) -> None:
    links = content / "links.yaml"
    entry = links.read_text(encoding="utf-8")
    more = "".join(entry.replace("side:", f"side-{number}:", 1) for number in range(20))
    links.write_text(entry + more, encoding="utf-8")
    guide = content / "eksempel" / "guide.yaml"
    guide.write_text(
        guide.read_text(encoding="utf-8").replace("sources: [side]", "sources: [xyz]", 1), encoding="utf-8"
    )
    advice = only_problem(content).advice
    assert advice.startswith("De nærmeste er: ")
    assert advice.count("side") == 3
