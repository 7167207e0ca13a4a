"""The environment becomes settings, or all its errors at once."""

import errno
import os
from pathlib import Path
from typing import Any

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


@pytest.mark.parametrize("port", ["port", "0", "65536", "99999", "-1", "5_0", "٥", "5432,db2:5432"])
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DATABASE_URL", "postgresql://user:hunter2@db.example:{}/guides"),
        ("DATABASE_URL", "postgresql://user:hunter2@[::1]:{}/guides"),
        ("CACHE_URL", "redis://user:hunter2@cache.example:{}/0"),
        ("CACHE_URL", "rediss://:hunter2@[::1]:{}"),
        ("SMTP_URL", "smtp://user:hunter2@mail.example:{}"),
        ("SMTP_URL", "smtps://user:hunter2@[::1]:{}/"),
    ],
)
def test_an_address_whose_port_is_none_is_refused_without_telling_its_password(
    name: str, address: str, port: str
) -> None:
    with pytest.raises(SettingsError, match=name) as raised:
        read_settings({**_BESIDE, name: address.format(port)})
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("DATABASE_URL", "postgresql://user:p:q#r?s@t@db.example:5432/guides"),
        ("DATABASE_URL", "postgresql://user:p:q@db.example/guides"),
        ("DATABASE_URL", "postgresql://user:p/q@db.example/guides?application_name=a@b:c"),
        ("DATABASE_URL", "postgresql+psycopg:///guides?host=/run/postgresql:5433"),
        ("DATABASE_URL", "sqlite:////var/lib/a:b/guides.sqlite3"),
        ("DATABASE_URL", "postgresql://user@[2001:db8::1]/guides"),
        ("CACHE_URL", "redis://cache.example"),
        ("CACHE_URL", "redis://[::1]:65535/0"),
        ("CACHE_URL", "unix:///run/redis:a/redis.sock?db=1"),
        ("SMTP_URL", "smtp://[::1]"),
        ("SMTP_URL", "smtps://user:p%23q@mail.example:1"),
    ],
)
def test_an_address_with_a_port_or_without_is_taken_as_it_is(name: str, address: str) -> None:
    assert getattr(read_settings({**_BESIDE, name: address}), name.lower()) == address


@pytest.mark.parametrize("sign", "#?[")
@pytest.mark.parametrize(
    ("name", "address"),
    [("CACHE_URL", "redis://:hunter{}2@cache.example:6379/0"), ("SMTP_URL", "smtp://user:hunter{}2@mail.example")],
)
def test_a_password_whose_signs_end_the_host_is_refused_with_how_to_write_them(
    name: str, address: str, sign: str
) -> None:
    with pytest.raises(SettingsError, match=f"{name}.*in a password write # / .* as %23 %2F") as raised:
        read_settings({**_BESIDE, name: address.format(sign)})
    assert "hunter" not in str(raised.value)


_BESIDE = {
    "SECRET_KEY": "k" * 32,
    "BASE_URL": "https://guides.example",
    "SMTP_URL": "smtp://m",
    "MAIL_FROM": "a@b.dk",
}
"""What settings need beside the one that is tried."""


@pytest.mark.parametrize("name", ["CONTENT_DIR", "DATA_DIR"])
def test_a_folder_whose_name_is_too_long_is_refused(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} is “x+”, which cannot be used: File name too long\\.$"):
        read_settings({name: "x" * 300})


@pytest.mark.parametrize("name", ["CONTENT_DIR", "DATA_DIR", "REVIEW_DIR"])
def test_a_folder_that_leads_back_to_itself_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(SettingsError, match=f"^{name} is “.*loop”"):
        read_settings({name: str(tmp_path / "loop")})


@pytest.mark.parametrize("name", ["CONTENT_DIR", "DATA_DIR"])
def test_a_folder_that_this_user_must_not_look_into_is_refused(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.stat

    def stat(path: Path, **options: Any) -> os.stat_result:
        if path == tmp_path / "closed" / "x":  # root may look into it all the same
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, **options)

    monkeypatch.setattr(Path, "stat", stat)
    with pytest.raises(SettingsError, match=f"^{name} is “.*/closed/x”, which cannot be used: Permission denied\\.$"):
        read_settings({name: str(tmp_path / "closed" / "x")})


def test_content_that_this_user_must_not_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, _mode: path != tmp_path)
    with pytest.raises(SettingsError, match=r"^CONTENT_DIR is “.*”, which cannot be used: Permission denied\.$"):
        read_settings({"CONTENT_DIR": str(tmp_path)})
