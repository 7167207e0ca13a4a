"""Templates to text. A template gets one value, `page`, whose class is its contract. Knows Jinja; no request."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

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


def _environment(folder: Path, language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters |= {"marked": marked, "one_line": _one_line}
    environment.install_gettext_translations(language.template_catalogue, newstyle=True)  # type: ignore[attr-defined]  # added by i18n
    return environment


def _one_line(text: str) -> str:
    """The lines of a text after each other, marked as before."""
    return type(text)(", ".join(text.splitlines()))
