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
        "sqlite:///a b",
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


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://Guides.Example/", "https://guides.example"),
        ("HTTPS://guides.example:443", "https://guides.example"),
        ("http://guides.example:80/", "http://guides.example"),
        (" https://guides.example:8443 ", "https://guides.example:8443"),
        ("https://ærø.example", "https://xn--r-3fa9c.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://guide_widget:8000", "http://guide_widget:8000"),
    ],
)
def test_a_public_address_has_one_spelling(given: str, read: str) -> None:
    assert read_settings({"BASE_URL": given}).base_url == read


@pytest.mark.parametrize(
    "url",
    [
        *("https://a b", "https://a\tb", "https://a\nb", "https://a,b", "https://a;b", 'https://a"b', "https://a'b"),
        *("https://a<b", "https://a\\b", "https://a%20b", "https://*.example", "https://-a.example", "https://a..b"),
        *("https://guides.example:99999", "https://guides.example:0", "https://guides.example:x"),
        *(
            "https://xn--",
            "https://xn--.example",
            "https://[::g]",
            "https://[::1",
            "https://:8000",
            "https://.",
            "https:///",
        ),
        *("https://guides.example#a", "https://" + "a" * 64 + ".example", "https:guides.example", "//guides.example"),
    ],
)
def test_an_odd_public_address_is_refused_at_start(url: str) -> None:
    with pytest.raises(SettingsError, match="BASE_URL"):
        read_settings({"BASE_URL": url})


@pytest.mark.parametrize("url", ["https://user:hunter2@guides.example", "https://hunter2@guides.example"])
def test_a_public_address_with_a_password_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(SettingsError, match="BASE_URL") as raised:
        read_settings({"BASE_URL": url})
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("name", ["ADMIN", "ACCESS_LOG"])
@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        *((word, True) for word in ("1", "on", "ON", "yes", "Yes", "true", "True", "TRUE", "y", "t", "ja", " on ")),
        *((word, False) for word in ("0", "off", "Off", "no", "false", "False", "FALSE", "n", "f", "nej", "off\n")),
    ],
)
def test_a_switch_is_understood_in_all_usual_spellings(name: str, spelling: str, value: bool) -> None:
    settings = read_settings({name: spelling})
    assert (settings.admin if name == "ADMIN" else settings.access_log) is value


@pytest.mark.parametrize("name", ["ADMIN", "ACCESS_LOG"])
@pytest.mark.parametrize("word", ["maybe", "2", "onn", "-1", "truefalse", "on off"])
def test_a_switch_that_is_neither_on_nor_off_is_refused(name: str, word: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: word})


@pytest.mark.parametrize(
    "ancestors",
    [
        *("'none' https://a.example", "https://a.example 'none'", "'none' *", "'NONE' 'self'"),
        *("https://a.example:99999", "https://a.example:0", "https://user@a.example", "https://a..example"),
        *("https://*", "https://a.*.example", "https://xn--.example", "https://-", "'unsafe-inline'", "data:"),
    ],
)
def test_framing_sites_that_a_browser_would_not_understand_are_refused(ancestors: str) -> None:
    with pytest.raises(SettingsError, match="FRAME_ANCESTORS"):
        read_settings({"FRAME_ANCESTORS": ancestors})


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("'NONE'", "'none'"),
        ("'Self' https://Town.Example", "'self' https://town.example"),
        (
            "https://ærø.example:* https://*.ærø.example",
            "https://xn--r-3fa9c.example:* https://*.xn--r-3fa9c.example",
        ),
        ("http://localhost:8001 http://127.0.0.1:*", "http://localhost:8001 http://127.0.0.1:*"),
    ],
)
def test_framing_sites_have_one_spelling(given: str, read: str) -> None:
    assert read_settings({"FRAME_ANCESTORS": given}).frame_ancestors == read


def test_all_kinds_of_wrong_settings_are_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    wrong = {
        "BASE_URL": "https://a b",
        "FRAME_ANCESTORS": "'none' *",
        "CONTENT_DIR": str(file),
        "TRUSTED_PROXIES": "proxy.example",
        "METRICS_PORT": "http",
        "DATABASE_URL": "mysql://x",
        "CACHE_URL": "memcached://x",
        "DATA_DIR": str(file),
        "SECRET_KEY": "short",
        "OIDC_ISSUER": "http://login.example",
        "ADMIN": "maybe",
        "ACCESS_LOG": "maybe",
        "LANGUAGES": "en xx",
        "DRAFT_LANGUAGES": "yy",
    }
    with pytest.raises(SettingsError) as raised:
        read_settings(wrong)
    named = [line.split()[0] for line in str(raised.value).splitlines()]
    assert set(wrong) <= set(named)


@pytest.mark.parametrize(
    ("slip", "setting"),
    [
        ("ADMN", "ADMIN"),
        ("BASEURL", "BASE_URL"),
        ("FRAME_ANCESTOR", "FRAME_ANCESTORS"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("TRUSTED_PROXY", "TRUSTED_PROXIES"),
        ("SECRETKEY", "SECRET_KEY"),
    ],
)
def test_a_slip_in_a_name_is_told_with_the_name_that_is_meant(slip: str, setting: str) -> None:
    with pytest.raises(SettingsError, match=f"{slip} is not a setting; do you mean {setting}\\?"):
        read_settings({slip: "off"})


def test_variables_of_other_programs_are_left_alone() -> None:
    others = "PATH HOME LANG LANGUAGE TERM PORT HOST USER MAIL PWD DATA_SOURCE NO_PROXY METRICS REVIEW LOG_LEVEL"
    more = "PGDATABASE REDIS_URL SMTP_HOST PYTHONPATH LC_ALL LOGNAME HOSTNAME SHELL EDITOR VIRTUAL_ENV INVOCATION_ID"
    assert read_settings(dict.fromkeys(f"{others} {more}".split(), "x")) == read_settings({})
