"""Settings from the environment, all errors at once. Knows their names and formats, not their use."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

_PACKAGE = Path(__file__).parent
_SOURCE = re.compile(r"\*|'none'|'self'|https?://(\*\.)?[a-z0-9.-]+(:(\d+|\*))?", re.IGNORECASE)

_DATABASE = re.compile(r"(postgres(ql)?(\+psycopg)?://[^/\s]*/[^\s/]\S*|sqlite:///[^\s:][^\s]*)")
_CACHE = re.compile(r"|(rediss?|unix)://\S+")
_SMTP = re.compile(r"smtps?://([^\s@/:]+:[^\s@/]+@)?([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?/?", re.IGNORECASE)
_SENDER = re.compile(r"[^@\s<>]+@[^@\s<>]+")
_MIN_KEY_LENGTH = 32
_LAST_PORT = 65535


_NOT_IN_PAGES = frozenset(
    {
        *("admin", "data_folder", "database_url", "cache_url", "secret_key", "review_folder", "trusted_proxies"),
        *("oidc_issuer", "oidc_client_id", "oidc_client_secret", "access_log", "metrics_port"),
        # Two servers may have the same files in different places: `caching.release` reads the files themselves.
        *("content_folder", "template_folder", "static_folder", "translation_folder"),
    }
)
"""The settings that no page depends on."""


class SettingsError(Exception):
    """Settings that cannot be used; the text names every wrong one, a line each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this server runs.

    `base_url` is the public address without a trailing slash; empty means: as the visitor reached us.
    `frame_ancestors` are the sources that may frame unbranded guides, as in the header of that name.
    `database_url` empty means a file in `data_folder`; `secret_key` empty means a key that is kept there.
    The three of `oidc_` are of the provider that administrators may sign in by; all empty means none.
    """

    base_url: str = ""
    frame_ancestors: str = "*"
    admin: bool = True
    """Whether `/admin` is there."""
    database_url: str = ""
    cache_url: str = ""
    """The Redis that workers and machines share; empty means that each keeps its own pages."""
    data_folder: Path = Path("instance")
    secret_key: str = field(default="", repr=False)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    smtp_url: str = field(default="", repr=False)
    """The server that takes mail for administrators; empty means that links are shown to operators."""
    mail_from: str = ""
    """The address that the mail comes from."""
    content_folder: Path = _PACKAGE / "content"
    draft_guides: tuple[str, ...] = ()
    """The ids of guides that are shown although their files say `published: no`."""
    template_folder: Path = Path()
    static_folder: Path = Path()
    translation_folder: Path = _PACKAGE / "translations"
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    """Who may tell by which scheme and host a visitor reached us."""
    access_log: bool = False
    """Whether answers from memory have a line in the log too; it doubles what they cost."""
    metrics_port: int = 0
    """The port of the figures for Prometheus, on this machine alone; 0 means none."""
    languages: tuple[str, ...] = ()
    """The languages besides Danish that citizens are offered, in each guide that is translated far enough."""
    draft_languages: tuple[str, ...] = ()
    """Languages that are shown although they are not yet translated far enough: for review."""
    review_folder: Path | None = None
    """The content that editors have under review, such as a checkout of their branch. It may be missing or broken."""

    def in_pages(self) -> tuple[str, ...]:
        """Each setting that may reach the bytes or headers of a page, as “name=value”.

        A new setting counts as one of them until `_NOT_IN_PAGES` says otherwise.
        """
        names = (each.name for each in fields(self) if each.name not in _NOT_IN_PAGES)
        return tuple(f"{name}={getattr(self, name)}" for name in names)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables; what is not set has its usual value.

    Raises `SettingsError` with every wrong setting.
    """
    problems: list[str] = []
    base_url = _base_url(environment.get("BASE_URL", ""), problems)
    ancestors = _frame_ancestors(environment.get("FRAME_ANCESTORS", "*"), problems)
    content = _content_folder(environment.get("CONTENT_DIR", ""), problems)
    proxies = _networks(environment.get("TRUSTED_PROXIES", ""), problems)
    port = _port(environment.get("METRICS_PORT", "") or "0", problems)
    for find in (_database_problems, _secret_problems, _oidc_problems, _mail_problems, _language_problems):
        problems.extend(find(environment))
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(
        base_url=base_url,
        frame_ancestors=ancestors,
        admin=_is_on(environment, "ADMIN", "on"),
        database_url=environment.get("DATABASE_URL", ""),
        cache_url=environment.get("CACHE_URL", ""),
        data_folder=Path(environment.get("DATA_DIR", "") or "instance").resolve(),
        secret_key=environment.get("SECRET_KEY", ""),
        oidc_issuer=environment.get("OIDC_ISSUER", ""),
        oidc_client_id=environment.get("OIDC_CLIENT_ID", ""),
        oidc_client_secret=environment.get("OIDC_CLIENT_SECRET", ""),
        smtp_url=environment.get("SMTP_URL", ""),
        mail_from=environment.get("MAIL_FROM", ""),
        content_folder=content,
        draft_guides=_words(environment, "DRAFT_GUIDES"),
        languages=_words(environment, "LANGUAGES"),
        draft_languages=_words(environment, "DRAFT_LANGUAGES"),
        template_folder=_resource("embed_templates"),
        static_folder=_resource("static"),
        trusted_proxies=proxies,
        access_log=_is_on(environment, "ACCESS_LOG"),
        metrics_port=port,
        review_folder=Path(review).resolve() if (review := environment.get("REVIEW_DIR", "")) else None,
    )


def _base_url(text: str, problems: list[str]) -> str:
    base_url = text.rstrip("/")
    if base_url and not _is_origin(base_url):
        problems.append(f"BASE_URL is “{base_url}”; write it as https://guides.example, without a path.")
    return base_url


def _content_folder(text: str, problems: list[str]) -> Path:
    content = Path(text or _PACKAGE / "content")
    if not content.is_dir():
        problems.append(f"CONTENT_DIR is “{content}”, which is not a folder.")
    return content.resolve()


def _frame_ancestors(text: str, problems: list[str]) -> str:
    ancestors = text.split()
    wrong = [source for source in ancestors if not _SOURCE.fullmatch(source)]
    if wrong or not ancestors:
        problems.append(
            f"FRAME_ANCESTORS has “{' '.join(wrong)}”; write origins such as https://www.town.example, or *."
        )
    return " ".join(ancestors)


def _port(text: str, problems: list[str]) -> int:
    if re.fullmatch(r"[0-9]{1,5}", text) and int(text) <= _LAST_PORT:
        return int(text)
    problems.append(f"METRICS_PORT is “{text}”; write the number of a port, such as 9464.")
    return 0


def _networks(text: str, problems: list[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    networks = []
    for word in text.replace(",", " ").split():
        try:
            networks.append(ip_network(word))
        except ValueError:
            problems.append(
                f"TRUSTED_PROXIES has “{word}”; write addresses or networks, such as 10.0.0.5 or 10.0.0.0/8."
            )
    return tuple(networks)


def _database_problems(environment: Mapping[str, str]) -> Iterator[str]:
    url = environment.get("DATABASE_URL", "")
    if url and not _DATABASE.fullmatch(url):
        # The address itself is not repeated: it may hold a password.
        yield "DATABASE_URL is not understood; write postgresql://user:password@host/name, or sqlite:////folder/file."
    if not _CACHE.fullmatch(environment.get("CACHE_URL", "")):
        yield "CACHE_URL is not understood; write redis://host:6379/0, or leave it out."
    folder = Path(environment.get("DATA_DIR", "") or "instance")
    if folder.exists() and not folder.is_dir():
        yield f"DATA_DIR is “{folder}”, which is not a folder."


def _secret_problems(environment: Mapping[str, str]) -> Iterator[str]:
    key, database = environment.get("SECRET_KEY", ""), environment.get("DATABASE_URL", "")
    advice = "make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
    if key and len(key) < _MIN_KEY_LENGTH:
        yield f"SECRET_KEY has {len(key)} characters and needs at least {_MIN_KEY_LENGTH}; {advice}"
    if not key and database.startswith("postgres"):
        yield f"SECRET_KEY is missing. Servers that share a database share it too; {advice}"


def _mail_problems(environment: Mapping[str, str]) -> Iterator[str]:
    url, sender = environment.get("SMTP_URL", ""), environment.get("MAIL_FROM", "")
    if url and not _SMTP.fullmatch(url):
        # The address itself is not repeated: it may hold a password.
        yield "SMTP_URL is not understood; write smtp://host:25, or smtps://user:password@host:465."
    if bool(url) != bool(sender):
        yield "SMTP_URL and MAIL_FROM belong together; set both, or neither."
    if sender and not _SENDER.fullmatch(sender):
        yield f"MAIL_FROM is “{sender}”; write an address such as guides@town.example."
    if url and not environment.get("BASE_URL", ""):
        yield "SMTP_URL needs BASE_URL: the links in mails must not depend on what a visitor's browser says."


def _oidc_problems(environment: Mapping[str, str]) -> Iterator[str]:
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    missing = [name for name in names if not environment.get(name)]
    if missing and len(missing) < len(names):
        yield f"{' and '.join(missing)} missing. Set {', '.join(names)}, or none of them."
    issuer = environment.get("OIDC_ISSUER", "")
    parts = urlsplit(issuer)
    loopback = parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if issuer and not (parts.hostname and not parts.query and (parts.scheme == "https" or loopback)):
        yield f"OIDC_ISSUER is “{issuer}”; write it as https://login.example, as the provider does."


def _is_on(environment: Mapping[str, str], name: str, usual: str = "off") -> bool:
    return (environment.get(name) or usual).lower() in {"1", "yes", "on"}


def _language_problems(environment: Mapping[str, str]) -> Iterator[str]:
    known = sorted(folder.name for folder in (_PACKAGE / "translations").iterdir() if folder.is_dir())
    for name in ("LANGUAGES", "DRAFT_LANGUAGES"):
        if strange := ", ".join(tag for tag in _words(environment, name) if tag not in known):
            yield f"{name} has “{strange}”, which has no catalogue; write some of: {', '.join(known)}."


def _words(environment: Mapping[str, str], name: str) -> tuple[str, ...]:
    """A list of words, with commas or spaces between them."""
    return tuple(environment.get(name, "").replace(",", " ").split())


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.scheme in {"http", "https"} and bool(parts.netloc) and not (parts.path or parts.query or parts.fragment)
    )


def _resource(name: str) -> Path:
    """A folder that stands beside the package in a checkout, and inside it once installed."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
