"""Settings from the environment, all errors at once. Knows their names and formats, not their use."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from widget import setting_values as values
from widget.setting_values import SettingReader

_PACKAGE = Path(__file__).parent
_NOT_IN_PAGES = frozenset(
    {
        *("admin", "data_folder", "database_url", "cache_url", "secret_key", "review_folder", "trusted_proxies"),
        *(
            "oidc_issuer",
            "oidc_client_id",
            "oidc_client_secret",
            "smtp_url",
            "mail_from",
            "access_log",
            "metrics_port",
        ),
        # Two servers may have the same files in different places: `caching.release` reads the files themselves.
        *("content_folder", "content_source", "template_folder", "static_folder", "translation_folder"),
    }
)
"""The settings that no page depends on."""


DATABASE, FOLDER = "database", "folder"
"""Where the guides come from."""


class SettingsError(Exception):
    """Settings that cannot be used; the text names every wrong one, a line each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this server runs.

    `base_url` is the public address without a trailing slash; empty means: as the visitor reached us.
    `frame_ancestors` are the sources that may frame unbranded guides, as in the header of that name.
    `database_url` empty means a file in `data_folder`; `secret_key` empty means a key that is stored there.
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
    content_source: str = DATABASE
    """Where the guides come from: `DATABASE` once an edition was published there, or always the folder (`FOLDER`)."""
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
    languages: tuple[str, ...] = ("en", "de")
    """The languages besides Danish that citizens are offered, in each guide that is translated far enough."""
    draft_languages: tuple[str, ...] = ()
    """Languages that are shown although they are not yet translated far enough: for review."""
    review_folder: Path | None = None
    """The content that editors have under review, such as a checkout of their branch. It may be missing or broken."""

    @property
    def guide_translations(self) -> Path:
        """The folder with the catalogues of the guides' texts: in the content folder, or else in the package."""
        own = self.content_folder / "translations"
        return own if own.is_dir() else self.translation_folder

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
    reader = SettingReader(environment)
    read, usual = reader.read, Settings()
    known = tuple(sorted(folder.name for folder in usual.translation_folder.iterdir() if folder.is_dir()))
    languages = values.known_words(known, "catalogue")
    source = FOLDER if environment.get("CONTENT_DIR", "").strip() else DATABASE
    settings = Settings(
        base_url=read("BASE_URL", values.origin, usual.base_url),
        frame_ancestors=read("FRAME_ANCESTORS", values.frame_ancestors, usual.frame_ancestors),
        content_folder=read("CONTENT_DIR", values.folder, usual.content_folder.resolve()),
        content_source=read("CONTENT_SOURCE", values.one_of(DATABASE, FOLDER), source),
        trusted_proxies=read("TRUSTED_PROXIES", values.networks, usual.trusted_proxies),
        metrics_port=read("METRICS_PORT", values.port, usual.metrics_port),
        database_url=read("DATABASE_URL", values.database, usual.database_url),
        cache_url=read("CACHE_URL", values.cache, usual.cache_url),
        data_folder=read("DATA_DIR", values.folder_to_be, usual.data_folder.resolve()),
        secret_key=read("SECRET_KEY", values.secret_key, usual.secret_key),
        oidc_issuer=read("OIDC_ISSUER", values.oidc_issuer, usual.oidc_issuer),
        oidc_client_id=reader.text("OIDC_CLIENT_ID"),
        oidc_client_secret=reader.text("OIDC_CLIENT_SECRET"),
        smtp_url=read("SMTP_URL", values.smtp, usual.smtp_url),
        mail_from=read("MAIL_FROM", values.sender, usual.mail_from),
        admin=read("ADMIN", values.switch, usual.admin),
        access_log=read("ACCESS_LOG", values.switch, usual.access_log),
        languages=read("LANGUAGES", languages, usual.languages),
        draft_languages=read("DRAFT_LANGUAGES", languages, usual.draft_languages),
        draft_guides=read("DRAFT_GUIDES", values.words, usual.draft_guides),
        template_folder=_resource("embed_templates"),
        static_folder=_resource("static"),
        review_folder=read("REVIEW_DIR", values.any_path, usual.review_folder),
    )
    if problems := [*reader.problems, *reader.misspelt(), *_missing(environment)]:
        raise SettingsError("\n".join(problems))
    return settings


def _missing(environment: Mapping[str, str]) -> Iterator[str]:
    """What has to be set because something else is, or must not be blank."""
    if "FRAME_ANCESTORS" in environment and not environment["FRAME_ANCESTORS"].strip():
        # As if it were not set, it would let every site frame the guides.
        yield "FRAME_ANCESTORS is empty; write origins such as https://www.town.example, *, or 'none'."
    if environment.get("DATABASE_URL", "").strip().startswith("postgres") and not environment.get("SECRET_KEY"):
        yield f"SECRET_KEY is missing. Servers that share a database share it too; {values.KEY_ADVICE}"
    if bool(environment.get("SMTP_URL")) != bool(environment.get("MAIL_FROM")):
        yield "SMTP_URL and MAIL_FROM belong together; set both, or neither."
    if environment.get("SMTP_URL") and not environment.get("BASE_URL"):
        yield "SMTP_URL needs BASE_URL: the links in mails must not depend on what a visitor's browser says."
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    missing = [name for name in names if not environment.get(name)]
    if missing and len(missing) < len(names):
        yield f"{' and '.join(missing)} missing. Set {', '.join(names)}, or none of them."


def _resource(name: str) -> Path:
    """A folder that stands beside the package in a checkout, and inside it once installed."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
