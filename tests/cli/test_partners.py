"""The commands `guide-widget partners`, as an operator at a terminal meets them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.partners.conftest import GUIDE
from tests.partners.samples import full_partner
from widget.cli.main import main
from widget.partners.files import write_partner_file
from widget.partners.registry import Registry

SECRET = "0123456789abcdef" * 2


def run(*arguments: str, **environment: str) -> Result:
    empty = dict.fromkeys(("CONTENT_DIR", "BASE_URL", "DATABASE_URL", "FRAME_ANCESTORS"))
    return CliRunner().invoke(main, ("partners", *arguments), env={**empty, "USER": "anna", **environment})


Command = Callable[..., Result]


@pytest.fixture
def partners(database_url: str) -> Command:
    """Runs a command on the database under test."""
    return lambda *arguments: run(*arguments, DATABASE_URL=database_url, SECRET_KEY=SECRET)


@pytest.fixture
def said(partners: Command) -> Callable[..., list[str]]:
    """Runs a command that must succeed; the lines that it says."""

    def lines(*arguments: str) -> list[str]:
        result = partners(*arguments)
        assert result.exit_code == 0, result.output
        return result.stdout.splitlines()

    return lines


@pytest.mark.parametrize("kommune", ["0751", "Aarhus", "århus", "Aarhus Kommune"])
def test_a_kommune_is_added_by_its_code_or_name(
    said: Callable[..., list[str]], registry: Registry, kommune: str
) -> None:
    assert said("add", "--kommune", kommune, "--origin", "https://www.aarhus.dk") == ["aarhus: draft"]
    entry = registry.entry("aarhus")
    assert entry
    assert entry.draft
    assert (entry.draft.name, entry.draft.kommune_code) == ("Aarhus Kommune", "0751")
    assert entry.draft.frame_ancestors == "https://www.aarhus.dk"
    assert registry.changes()[0].who == "anna"


def test_any_other_body_is_added_with_its_name_and_kind(said: Callable[..., list[str]]) -> None:
    assert said("add", "3f", "--name", "3F", "--kind", "a-kasse", "--publish") == ["3f: version 1"]
    assert said("list") == ["3f\tversion 1\t3F"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (("--kommune", "Nixby"), "“Nixby” is not one of the 98 kommuner."),
        (("--kommune", ""), "id: this must be filled in"),
        (("town",), "kind: this must be filled in"),
        (("Town", "--kommune", "0751"), "id: an id has"),
        (("town", "--kommune", "0751", "--origin", "www.town.dk"), "origins[1]: “www.town.dk” is not an origin"),
        ((GUIDE, "--kommune", "0751"), "This id belongs to a guide."),
    ],
)
def test_a_wrong_addition_is_explained(partners: Command, wrong: tuple[str, ...], message: str) -> None:
    result = partners("add", *wrong)
    assert result.exit_code in {1, 2}
    assert message in result.stderr
    assert partners("list").stdout == ""


def test_partners_are_published_paused_and_resumed_and_the_list_says_so(said: Callable[..., list[str]]) -> None:
    said("add", "--kommune", "0751")
    assert said("list", "--search", "aar") == ["aarhus\tdraft\tAarhus Kommune"]
    assert said("publish", "aarhus") == ["aarhus: version 1"]
    assert said("pause", "aarhus", "Vi flytter.") == ["aarhus: done"]
    assert said("list") == ["aarhus\tversion 1, paused\tAarhus Kommune"]
    assert said("resume", "aarhus") == ["aarhus: done"]
    assert said("list", "--search", "odense") == []


@pytest.mark.parametrize("command", [("publish", "x"), ("pause", "x", "y"), ("resume", "x"), ("export", "x")])
def test_a_partner_that_is_not_there_is_an_error(partners: Command, command: tuple[str, ...]) -> None:
    result = partners(*command)
    assert result.exit_code == 1
    assert result.stderr == "x: There is no partner with this id.\n"


def test_a_whole_registry_moves_to_another_server_as_files(
    said: Callable[..., list[str]], registry: Registry, tmp_path: Path
) -> None:
    registry.create(full_partner(), "anna")
    said("publish", "aarhus")
    said("pause", "aarhus", "Vi flytter.\nPrøv på mandag.")
    said("add", "--kommune", "0101")
    folder = tmp_path / "files"
    assert [Path(line).name for line in said("export", "--folder", str(folder))] == ["koebenhavn.toml", "aarhus.toml"]
    files = {file: file.read_bytes() for file in folder.iterdir()}

    environment = {"DATA_DIR": str(tmp_path / "other")}
    imported = run("import", "--publish", *map(str, files), **environment)
    assert imported.exit_code == 0, imported.output
    assert "version 1, paused" in run("list", **environment).stdout
    again = run("export", "--folder", str(tmp_path / "again"), **environment)
    assert again.exit_code == 0, again.output
    assert {file: (tmp_path / "again" / file.name).read_bytes() for file in files} == files


def test_an_import_is_a_draft_until_it_is_published(
    said: Callable[..., list[str]], registry: Registry, tmp_path: Path
) -> None:
    said("add", "--kommune", "0751", "--publish")
    file = str(write_partner_file(tmp_path, full_partner()))
    assert said("import", file) == ["aarhus: draft"]
    entry = registry.entry("aarhus")
    assert entry
    assert (entry.draft, entry.published_version) == (full_partner(), 1)
    said("export", "--folder", str(tmp_path / "published"))
    said("export", "--drafts", "--folder", str(tmp_path / "drafts"))
    assert "https" not in (tmp_path / "published" / "aarhus.toml").read_text()
    assert (tmp_path / "drafts" / "aarhus.toml").read_bytes() == Path(file).read_bytes()
    assert said("import", "--publish", file) == ["aarhus: version 2"]
    assert said("import", "--publish", file) == []


def test_an_import_that_publishes_ends_a_pause_that_is_not_in_the_file(
    said: Callable[..., list[str]], tmp_path: Path
) -> None:
    file = str(write_partner_file(tmp_path, full_partner()))
    said("import", "--publish", file)
    said("pause", "aarhus", "Vi flytter.")
    said("import", file)
    assert said("list") == ["aarhus\tversion 1, paused\tAarhus Kommune"]
    said("import", "--publish", file)
    assert said("list") == ["aarhus\tversion 1\tAarhus Kommune"]


def test_mistakes_in_files_are_all_named_with_file_and_key_and_nothing_is_taken(
    partners: Command, tmp_path: Path
) -> None:
    good = write_partner_file(tmp_path, full_partner())
    bad, worse = tmp_path / "bad.toml", tmp_path / "worse.toml"
    bad.write_text('id = "town"\nname = "Town"\nkind = "town"\n[contact]\nurl = "http://town.dk"\n')
    worse.write_text("id = ")
    result = partners("import", str(good), str(bad), str(worse), str(tmp_path / "missing.toml"))
    assert result.exit_code == 1
    assert f"{bad}: kind: this must be one of" in result.stderr
    assert f"{bad}: contact.url: " in result.stderr
    assert f"{worse}: this is not TOML" in result.stderr
    assert f"{tmp_path / 'missing.toml'}: this cannot be read" in result.stderr
    assert str(good) not in result.stderr
    assert partners("list").stdout == ""


def test_a_database_that_is_away_is_an_error_in_plain_words() -> None:
    result = run("list", DATABASE_URL="postgresql://anna@127.0.0.1:9/guides", SECRET_KEY=SECRET)
    assert result.exit_code == 1
    assert result.stderr.startswith("The registry cannot be reached: ")
    assert isinstance(result.exception, SystemExit)


def test_wrong_settings_end_with_2() -> None:
    result = run("list", DATABASE_URL="mysql://a:secret@b/c")
    assert result.exit_code == 2
    assert "DATABASE_URL" in result.stderr
    assert "secret" not in result.stderr
