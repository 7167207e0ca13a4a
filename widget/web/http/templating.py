"""Templates to text. A template gets one value, `page`, whose class is its contract. Knows Jinja; no request."""

from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket

from widget.guides.richtext import marked
from widget.web.http.fallback_marks import replace_marks
from widget.web.http.languages import Language


class Templates:
    """The templates of a folder, ready for each language."""

    def __init__(self, folder: Path, languages: dict[str, Language]) -> None:
        self._environments = {tag: _environment(folder, language) for tag, language in languages.items()}

    def render(self, name: str, page: object, language: Language) -> str:
        """The template `name` with `page`, its interface in `language`."""
        return replace_marks(self._environments[language.tag].get_template(name).render(page=page))


class _CompiledTemplates(BytecodeCache):
    """What templates were compiled to, for every language, the next edition, and a site under review."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """As Jinja asks for it; it compares the source itself."""
        if (compiled := self._compiled.get(bucket.key)) is not None:
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """As Jinja asks for it."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _CompiledTemplates()


def _environment(folder: Path, language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_COMPILED,
    )
    environment.filters |= {"marked": marked, "one_line": _one_line}
    # All that templates know besides `page`. Jinja copies the globals for each template that another one includes.
    environment.globals = {"_": language.html, "ngettext": language.counted_html}
    return environment


def _one_line(text: str) -> str:
    """The lines of a text after each other, marked as before."""
    return type(text)(", ".join(text.splitlines()))
