"""Settings from the environment, all errors at once. Knows their names and formats, not their use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_PACKAGE = Path(__file__).parent
_SOURCE = re.compile(r"\*|'none'|'self'|https?://(\*\.)?[a-z0-9.-]+(:(\d+|\*))?", re.IGNORECASE)


class SettingsError(Exception):
    """Settings that cannot be used; the text names every wrong one, a line each."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this server runs.

    `base_url` is the public address without a trailing slash; empty means: as the visitor reached us.
    `frame_ancestors` are the sources that may frame unbranded guides, as in the header of that name.
    """

    base_url: str = ""
    frame_ancestors: str = "*"
    content_folder: Path = _PACKAGE / "content"
    template_folder: Path = Path()
    static_folder: Path = Path()
    translation_folder: Path = _PACKAGE / "translations"


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables; what is not set has its usual value.

    Raises `SettingsError` with every wrong setting.
    """
    problems: list[str] = []
    base_url = environment.get("BASE_URL", "").rstrip("/")
    if base_url and not _is_origin(base_url):
        problems.append(f"BASE_URL is “{base_url}”; write it as https://guides.example, without a path.")
    ancestors = environment.get("FRAME_ANCESTORS", "*").split()
    wrong = [source for source in ancestors if not _SOURCE.fullmatch(source)]
    if wrong or not ancestors:
        problems.append(
            f"FRAME_ANCESTORS has “{' '.join(wrong)}”; write origins such as https://www.town.example, or *."
        )
    content = Path(environment.get("CONTENT_DIR", "") or _PACKAGE / "content")
    if not content.is_dir():
        problems.append(f"CONTENT_DIR is “{content}”, which is not a folder.")
    if problems:
        raise SettingsError("\n".join(problems))
    return Settings(
        base_url=base_url,
        frame_ancestors=" ".join(ancestors),
        content_folder=content.resolve(),
        template_folder=_resource("embed_templates"),
        static_folder=_resource("static"),
    )


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.scheme in {"http", "https"} and bool(parts.netloc) and not (parts.path or parts.query or parts.fragment)
    )


def _resource(name: str) -> Path:
    """A folder that stands beside the package in a checkout, and inside it once installed."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name
