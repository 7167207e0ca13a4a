"""The command `guide-widget diff`: folders and revisions, text and page, and what it says when it cannot."""

import subprocess
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from click.testing import CliRunner

from tests.guides.guide_examples import MINIMAL
from tests.proof.editions import change, copy_of
from widget.cli.main import main

GUIDE = "eksempel/guide.yaml"


def diff(*words: str, **environment: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["diff", "--date", "2026-11-22", *words], env=environment)
    return result.exit_code, result.output


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=E", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    folder = copy_of(MINIMAL, tmp_path / "changed")
    change(folder, GUIDE, "when: {farve: roed}", "when: {farve: blaa}")
    change(folder, GUIDE, "Mere at læse.", "Meget <b> at læse.")
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose content, in a folder of its own, has one commit and a change after it."""
    content = copy_of(MINIMAL, tmp_path / "repository" / "det her" / "content")
    git(content.parents[1], "init", "--initial-branch=main")
    git(content, "add", ".")
    git(content, "commit", "-m", "First")
    change(content, GUIDE, "when: {farve: roed}", "when: {farve: blaa}")
    return content


def test_two_folders_are_compared(changed: Path) -> None:
    code, output = diff(str(MINIMAL), str(changed))
    assert code == 0
    assert "− 1 af 4 situationer ser ikke længere:\n      Slib væggen\n    Hvilke: Farve: ”Rød”\n" in output
    assert "+ 1 af 4 situationer ser nu:\n      Slib væggen\n    Hvilke: Farve: ”Blå”\n" in output
    assert "Tekst: [-Mere-] {+Meget <b>+} at læse." in output
    assert "{farve: roed} → {farve: blaa}" in output


def test_a_revision_is_compared_with_a_folder_and_with_another(repository: Path) -> None:
    code, output = diff("HEAD", str(repository), CONTENT_DIR=str(repository))
    assert code == 0, output
    assert "Slib væggen" in output
    git(repository, "commit", "-am", "Second")
    assert diff("HEAD~1", "main", CONTENT_DIR=str(repository))[1].count("Slib væggen") == 4
    assert "Intet er ændret." in diff("HEAD", "main", CONTENT_DIR=str(repository))[1]


def test_the_exit_code_tells_of_a_difference_only_when_asked(changed: Path) -> None:
    assert diff(str(MINIMAL), str(changed), "--exit-code")[0] == 1
    assert diff(str(MINIMAL), str(MINIMAL), "--exit-code")[0] == 0
    assert diff(str(MINIMAL), str(changed))[0] == 0


def test_the_page_is_self_contained_and_marks_words(changed: Path, tmp_path: Path) -> None:
    page = tmp_path / "proof.html"
    code, output = diff(str(MINIMAL), str(changed), "--html", str(page))
    assert code == 0
    assert str(page) in output
    html = page.read_text(encoding="utf-8")
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert {"script", "link", "img", "iframe"} & {element.tag for element in tree.iter()} <= {"link"}
    assert [element.get("href") for element in tree.iter("link")] == ["data:,"]
    deleted, inserted = (["".join(e.itertext()) for e in tree.iter(tag)] for tag in ("del", "ins"))
    assert "slettet: Mere" in deleted
    assert "nyt: Meget <b>" in inserted
    assert "{farve: blaa}" in inserted
    headings = [int(element.tag[1]) for element in tree.iter() if element.tag in {"h1", "h2", "h3", "h4"}]
    assert headings[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))


def test_what_is_no_version_is_said_with_what_to_write(repository: Path, tmp_path: Path) -> None:
    code, output = diff("nowhere", str(MINIMAL), CONTENT_DIR=str(repository))
    assert code == 2
    assert "“nowhere” is neither a folder nor a git revision." in output
    code, output = diff("--output=x", str(MINIMAL), CONTENT_DIR=str(repository))
    assert code == 2
    outside = copy_of(MINIMAL, tmp_path / "outside")
    code, output = diff("HEAD", str(MINIMAL), CONTENT_DIR=str(outside), GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert code == 2
    assert "write two folders" in output


def test_a_revision_from_before_the_content_is_said(repository: Path) -> None:
    top = repository.parents[1]
    git(top, "checkout", "--orphan", "empty")
    git(top, "rm", "-rf", "--cached", ".")
    git(top, "commit", "--allow-empty", "-m", "Nothing")
    code, output = diff("empty", str(MINIMAL), CONTENT_DIR=str(repository))
    assert code == 2
    assert "there is no folder det her/content/" in output


def test_content_that_cannot_be_read_is_said_with_its_lines(changed: Path) -> None:
    change(changed, GUIDE, "need: must", "need: mist")
    code, output = diff(str(MINIMAL), str(changed))
    assert code == 2
    assert f"The content of “{changed}” cannot be read:\n{GUIDE}:23: fejl [unknown-id]" in output


def test_a_page_that_cannot_be_written_is_said(changed: Path, tmp_path: Path) -> None:
    code, output = diff(str(MINIMAL), str(changed), "--html", str(tmp_path / "no" / "proof.html"))
    assert code == 2
    assert "cannot be written" in output


def test_one_content_is_compared_with_itself_on_two_days(tmp_path: Path) -> None:
    folder = copy_of(MINIMAL, tmp_path / "dated")
    change(folder, GUIDE, "when: {farve: roed}", "when: {farve: roed}\n        to: 2026-12-31")
    change(folder, GUIDE, "        due: on day 0\n", "        due: on day 0\n        confirmed_until: 2026-12-31\n")
    change(
        folder, GUIDE, "Mere at læse.", "Mere at læse.\n        variants: [{from: 2027-01-01, text: Andet at læse.}]"
    )
    run = CliRunner().invoke
    result = run(main, ["diff", str(folder), "--from", "2026-12-31", "--to", "2027-01-01"])
    assert result.exit_code == 0, result.output
    assert "− 1 af 4 situationer ser ikke længere:\n      Slib væggen\n    Hvilke: Farve: ”Rød”\n" in result.output
    assert "Tekst: [-Mere-] {+Andet+} at læse." in result.output
    assert "Bekræftet den dag: Ja → Nej" in result.output
    assert "Versionen er den samme" not in result.output, "the editor need not publish anything"
    nothing = run(main, ["diff", str(folder), "--from", "2026-12-01", "--to", "2026-12-31"])
    assert "Intet er ændret." in nothing.output


@pytest.mark.parametrize(
    "words", [["--from", "2026-12-31"], [], ["x"], ["x", "y", "--from", "2026-12-31", "--to", "2027-01-01"]]
)
def test_half_of_two_versions_or_days_is_told(words: list[str]) -> None:
    result = CliRunner().invoke(main, ["diff", *words])
    assert result.exit_code == 2
    assert "--from DAY --to DAY" in result.output
