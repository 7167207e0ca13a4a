"""What most tests make alike is made once in a process: guides of the same files, routes of the same rules.

Nothing changes what is kept: the nodes, guides and registers are only read, and a library's own dictionary of guides
is made for each application.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from cachetools import LRUCache
from werkzeug.routing import Rule

from widget.guides import loading, yaml_nodes
from widget.guides.library import Library
from widget.guides.problems import Problems
from widget.guides.prose import Translate, as_written
from widget.guides.richtext import NEW_WINDOW

_Key = tuple[str, tuple[tuple[str, bytes], ...]]
_libraries: LRUCache[_Key, Library] = LRUCache(8)
_read = loading.read_library
_builders: dict[object, Any] = {}
_compile_builder = Rule._compile_builder


def keep_what_is_alike() -> None:
    """From here on the nodes of a file, the guides of a folder without a problem, and compiled routes are kept."""
    yaml_nodes.parse_yaml = lru_cache(maxsize=32)(yaml_nodes.parse_yaml)
    loading.read_library = _read_library
    Rule._compile_builder = _builder  # type: ignore[method-assign,assignment]  # as its caller binds it


def forget_libraries() -> None:
    """Read each folder again, for tests of what the system does not let us read."""
    _libraries.clear()


def _read_library(
    folder: Path, translate: Translate = as_written, new_window: str = NEW_WINDOW
) -> tuple[Library | None, Problems]:
    if translate is not as_written:
        return _read(folder, translate, new_window)
    found = sorted(folder.rglob("*"))
    key = new_window, tuple((str(at.relative_to(folder)), at.read_bytes() if at.is_file() else b"") for at in found)
    if (kept := _libraries.get(key)) is not None:
        return kept, Problems()
    library, problems = _read(folder, translate, new_window)
    if library is not None and not problems:
        _libraries[key] = library
    return library, problems


def _builder(rule: Rule, append_unknown: bool = True) -> Any:
    """What builds the addresses of a rule: compiled from these values alone, and given the rule when it is called."""
    converters = tuple((name, type(one)) for name, one in sorted(rule._converters.items()))
    key = (rule.rule, repr(rule.defaults), append_unknown, tuple(rule._trace), converters)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]
