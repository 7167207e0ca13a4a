"""The environment becomes settings, or all its errors at once."""

from pathlib import Path

import pytest

from widget.settings import SettingsError, read_settings


def test_nothing_set_gives_settings_that_work() -> None:
    settings = read_settings({})
    assert settings.base_url == ""
    assert settings.frame_ancestors == "*"
    assert (settings.content_folder / "links.yaml").is_file()
    assert (settings.template_folder / "guide/embed.html").is_file()
    assert (settings.static_folder / "css").is_dir()
    assert (settings.translation_folder / "da").is_dir()


def test_what_is_set_is_used(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "BASE_URL": "https://guides.example:8443/",
            "FRAME_ANCESTORS": " https://town.example   https://*.town.example:* ",
            "CONTENT_DIR": str(tmp_path),
        }
    )
    assert settings.base_url == "https://guides.example:8443"
    assert settings.frame_ancestors == "https://town.example https://*.town.example:*"
    assert settings.content_folder == tmp_path.resolve()


@pytest.mark.parametrize("name", ["BASE_URL", "CONTENT_DIR"])
def test_an_empty_setting_is_as_if_it_were_not_set(name: str) -> None:
    assert read_settings({name: ""}) == read_settings({})


@pytest.mark.parametrize(
    "url",
    [
        "guides.example",
        "ftp://guides.example",
        "https://",
        "https://guides.example/path",
        "https://guides.example?a=b",
    ],
)
def test_a_public_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="BASE_URL"):
        read_settings({"BASE_URL": url})


@pytest.mark.parametrize(
    "ancestors",
    [
        "",
        " ",
        "town.example",
        "https://town.example/path",
        "https://town.example; script-src *",
        "https://town.example, https://other.example",
        "none",
        "javascript:",
        "https://town.example\nX-Evil: 1",
        '"><script>',
    ],
)
def test_framing_sites_that_are_no_origins_are_refused(ancestors: str) -> None:
    with pytest.raises(SettingsError, match="FRAME_ANCESTORS"):
        read_settings({"FRAME_ANCESTORS": ancestors})


def test_every_wrong_setting_is_named_at_once_each_on_its_own_line() -> None:
    wrong = {"BASE_URL": "x", "FRAME_ANCESTORS": "* y", "CONTENT_DIR": "/nowhere/at/all"}
    with pytest.raises(SettingsError) as raised:
        read_settings(wrong)
    lines = str(raised.value).splitlines()
    assert [line.split()[0] for line in lines] == list(wrong)
    assert ["“x”" in lines[0], "“y”" in lines[1], "/nowhere/at/all" in lines[2]] == [True, True, True]


def test_a_file_is_no_content_folder(tmp_path: Path) -> None:
    file = tmp_path / "guide.yaml"
    file.touch()
    with pytest.raises(SettingsError, match="not a folder"):
        read_settings({"CONTENT_DIR": str(file)})


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:pass@db.example:5433/guides",
        "postgres://db.example/guides?sslmode=require",
        "postgresql+psycopg:///guides?host=/run/postgresql",
        "sqlite:////var/lib/guides/guides.sqlite3",
        "sqlite:///guides.sqlite3",
    ],
)
def test_a_database_can_be_named(url: str) -> None:
    assert read_settings({"DATABASE_URL": url, "SECRET_KEY": "k" * 32}).database_url == url


@pytest.mark.parametrize(
    "url",
    [
        "guides.sqlite3",
        "mysql://user:hunter2@db.example/guides",
        "postgresql://user:hunter2@db.example",
        "postgresql:guides",
        "sqlite://",
        "sqlite:///:memory:",
        " sqlite:///a",
    ],
)
def test_a_database_that_we_cannot_use_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL") as raised:
        read_settings({"DATABASE_URL": url, "SECRET_KEY": "k" * 32})
    assert "hunter2" not in str(raised.value)


def test_data_is_kept_in_a_folder_which_need_not_be_there_yet(tmp_path: Path) -> None:
    assert read_settings({}).data_folder == Path("instance").resolve()
    assert read_settings({"DATA_DIR": str(tmp_path / "new")}).data_folder == (tmp_path / "new").resolve()
    assert not (tmp_path / "new").exists()


def test_a_file_is_no_folder_for_data(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(SettingsError, match="DATA_DIR"):
        read_settings({"DATA_DIR": str(file)})
