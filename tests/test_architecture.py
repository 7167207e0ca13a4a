"""The architecture as docs/architecture.md has it, held by a machine: who may import whom, and who may do what.

Each check is a function of source text, and is tried on a broken example before it is trusted with the real ones.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "widget"
TEMPLATES = ROOT / "embed_templates"

_ALLOWED: dict[str, str] = {
    "widget": "",
    "widget.guides": "",
    "widget.public_address": "",
    "widget.setting_values": "public_address",
    "widget.settings": "setting_values",
    "widget.signing": "settings",
    "widget.database": "",
    "widget.circuit_breaker": "",
    "widget.accounts": "signing database",
    "widget.partners": "guides database circuit_breaker",
    "widget.proof": "guides",
    "widget.publishing": "guides database",
    "widget.insight": "guides database",
    "widget.notices": "guides database accounts partners proof publishing insight",
    "widget.web": "",
    "widget.web.http": "guides public_address signing",
    "widget.web.guide": "guides public_address settings partners proof insight web.http",
    "widget.web.caching": "guides circuit_breaker web.http web.guide",
    "widget.web.pipeline": "web.http web.guide web.caching",
    "widget.web.pages": "guides public_address settings signing database partners insight notices web.http web.guide",
    "widget.web.reports": "guides proof insight web.http",
    "widget.web.previews": "guides signing database partners publishing insight web.http web.guide",
    "widget.web.admin": "guides database accounts partners proof publishing insight notices "
    "web.http web.guide web.reports web.previews",
    "widget.stores": "guides settings database partners publishing insight notices",
    "widget.mailing": "accounts notices web.guide stores",
    "widget.admin_app": "settings signing database accounts partners publishing notices "
    "web.guide web.previews web.admin stores mailing",
    "widget.app": "guides settings signing insight web.http "
    "web.guide web.caching web.pipeline web.pages web.previews web.admin stores mailing admin_app",
    "widget.demo": "guides settings database accounts partners web.http web.guide web.pages stores admin_app app",
    "widget.server": "guides settings database publishing web.http web.caching app demo",
    "widget.cli": "guides settings database accounts partners proof publishing insight notices "
    "web.http web.guide web.reports stores admin_app app demo server",
}
"""What each part may import besides itself, lowest first: imports only go down, between the rooms of `web` too."""

LAYERS = {part: frozenset(f"widget.{other}" for other in allowed.split()) for part, allowed in _ALLOWED.items()}

DOMAIN = frozenset({"widget.guides", "widget.proof"})
"""What can be used without the web."""

SELDOM_NEEDED = frozenset(
    {"alembic", "authlib", "flask_caching", "icalendar", "minify_html", "rapidfuzz", "redis", "sqlalchemy"}
)
"""Libraries that a server imports with the first request that needs them."""

FOREIGN_TO_DOMAIN = frozenset(
    {"flask", "werkzeug", "jinja2", "sqlalchemy", "alembic", "granian", "click", "requests"}
)
"""What no module of the domain may know."""

FOREIGN_TO_ACCOUNTS = frozenset({"flask", "werkzeug", "jinja2", "alembic", "granian", "click", "requests", "authlib"})
"""What no module of the accounts may know: HTTP, in short."""

READ_REQUESTS = frozenset(
    {
        "widget.app",
        "widget.web.guide.routes",
        "widget.web.guide.documents",
        "widget.web.pages.share",
        "widget.web.pages.check",
        "widget.web.pages.oembed",
        "widget.web.previews.drafts",
        "widget.web.pages.feedback",
        "widget.web.pages.statements",
        "widget.web.previews.review",
        "widget.web.previews.review_comments",
        "widget.web.admin.incoming",
        "widget.web.admin.access_control",
    }
)
"""The route modules: here alone `flask.request` is read."""

READ_THE_CLOCK = frozenset({"widget.app"})

TOUCH_FILES = frozenset(
    {
        "widget.cli.main",
        "widget.cli.diff",
        "widget.setting_values",
        "widget.settings",
        "widget.server.snapshots",
        "widget.server.edition_watcher",
        "widget.publishing.content_files",
        "widget.publishing.local_editions",
        "widget.cli.content",
        "widget.server.serving",
        "widget.signing.secret_key",
        "widget.cli.report",
        "widget.guides.loading",
        "widget.database.deleted_file",
        "widget.database.sqlite_file",
        "widget.partners.files",
        "widget.demo.example_partners",
        "widget.partners.kommuner",
        "widget.cli.revisions",
        "widget.cli.catalogues",
        "widget.web.http.languages",
        "widget.web.caching.release",
        "widget.web.previews.review_folder",
        "widget.web.http.styles",
    }
)
"""The modules that open files; everything else gets values."""

KNOW_SQL = re.compile(
    r"widget\.(admin_app|stores)"
    r"|widget\.accounts\.(audit_log|devices|identities|invitations|session_store|store|tables)"
    r"|widget\.insight\.(.*store|tables)"
    r"|widget\.database\.(database|engine|deleted_file|probing|migrations\..*)"
    r"|widget\.publishing\.(.*store|tables)"
    r"|widget\.notices\.(.*store|tables|sent_notices)"
    r"|widget\.partners\.(published_reader|queries|registry|tables|writing)"
)
"""The modules that know the database."""

LONGEST_FUNCTION = 40
LONGEST_MODULE = 300

_FILE_CALLS = frozenset(
    {
        *("open", "read_text", "read_bytes", "write_text", "write_bytes", "glob", "rglob", "iterdir", "exists"),
        *("is_dir", "is_file", "unlink", "mkdir", "stat"),
    }
)
_CLOCK_CALLS = frozenset({"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"})
_CLOCKS = frozenset({"date", "datetime", "time"})


parsed = cache(ast.parse)
"""The tree of a source: each is asked nine things."""


def module_name(path: Path) -> str:
    """The dotted name of a file of the package."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


SOURCES = {module_name(path): path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
PAGES = {
    str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*.html"))
}


def layer_of(module: str) -> str:
    """The part of the table that a module belongs to: a folder of the package, and within `web` one of its rooms."""
    names = module.split(".")
    return ".".join(names[: 3 if names[1:2] == ["web"] else 2])


def imports_of(source: str, *, at_module_level: bool = False) -> Iterator[str]:
    """The modules that a source imports; `from a import b` may mean the module a.b."""
    tree = parsed(source)
    for node in tree.body if at_module_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "Write imports in full."
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def own_imports(module: str, source: str, *, at_module_level: bool = False) -> set[str]:
    """The modules of this package that a module imports."""
    found = set(imports_of(source, at_module_level=at_module_level))
    return {name for name in found if name in SOURCES and name != module}


def imports_upwards(module: str, source: str) -> list[str]:
    """The imports that the table does not allow."""
    layer = layer_of(module)
    allowed = LAYERS.get(layer, frozenset()) | {layer}
    mine = {name for name in imports_of(source) if name.split(".")[0] == "widget" and name != "widget"}
    return sorted(name for name in mine if layer_of(name) not in allowed)


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    """The modules of a circle of imports, if there is one."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def foreign_imports(source: str, foreign: frozenset[str] = FOREIGN_TO_DOMAIN) -> list[str]:
    """What a module of the domain imports and may not know."""
    return sorted({name.split(".")[0] for name in imports_of(source)} & foreign)


def knows_sql(source: str) -> bool:
    """Whether a source imports what speaks to databases."""
    return bool({name.split(".")[0] for name in imports_of(source)} & {"sqlalchemy", "alembic", "psycopg", "sqlite3"})


def reads_request(source: str) -> bool:
    """Whether a source takes `request` (or its sisters) from Flask, by either way."""
    names = set(imports_of(source))
    taken = names & {f"flask.{name}" for name in ("request", "session", "g", "current_app", "globals")}
    attributes = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    return bool(taken) or bool(attributes & {"flask.request", "flask.session", "flask.g"})


def reads_clock(source: str) -> bool:
    """Whether a source asks for the time: date.today(), datetime.now(), time.time()."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Attribute) and node.attr in _CLOCK_CALLS:
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if owner in _CLOCKS:
                return True
    return False


def touches_files(source: str) -> bool:
    """Whether a source opens, reads, writes or looks for files."""
    for node in ast.walk(parsed(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in _FILE_CALLS:
                return True
    return False


def long_functions(source: str) -> list[str]:
    """The functions of more than 40 lines."""
    return [
        node.name
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]


def acts_at_import(source: str) -> list[str]:
    """Statements at module level that do something instead of naming something."""
    harmless = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign
    return [
        ast.unparse(node)
        for node in parsed(source).body
        if not isinstance(node, harmless)
        and not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]


def without_comments(template: str) -> str:
    """A template without what its editors say to each other."""
    return re.sub(r"\{#.*?#\}", "", template, flags=re.DOTALL)


def scripted(template: str) -> list[str]:
    """What a browser would run, or a policy without 'unsafe-inline' would refuse."""
    return re.findall(r"(?i)<script|javascript:|\son[a-z]+\s*=\s*[\"'{]", without_comments(template))


def styled(template: str) -> list[str]:
    """Style attributes: the policy of our pages refuses them."""
    return re.findall(r"(?i)\sstyle\s*=", without_comments(template))


def trusts_blindly(template: str) -> list[str]:
    """What turns escaping off."""
    return re.findall(r"\|\s*safe\b|autoescape\s+false|Markup\(", without_comments(template))


# --- The real sources ---


def faults(sources: dict[str, str], check: Callable[[str], Any]) -> dict[str, Any]:
    """What the check finds, by the source: all sources in one test, since one of each took longer than the check."""
    return {name: found for name, source in sources.items() if (found := check(source))}


def test_imports_only_go_down() -> None:
    unknown = {layer_of(module) for module in SOURCES} - LAYERS.keys()
    assert unknown == set(), "Put these into the table LAYERS of this test."
    assert {module: up for module, source in SOURCES.items() if (up := imports_upwards(module, source))} == {}


def test_the_table_of_layers_has_no_circle_itself() -> None:
    assert cycle_in({layer: set(allowed) for layer, allowed in LAYERS.items()}) == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {module: own_imports(module, source, at_module_level=True) for module, source in SOURCES.items()}
    assert cycle_in(graph) == []


def test_the_domain_knows_no_web_and_no_database() -> None:
    domain = {module: source for module, source in SOURCES.items() if layer_of(module) in DOMAIN}
    assert len(domain) > 40
    assert faults(domain, foreign_imports) == {}


def test_the_accounts_know_no_web() -> None:
    accounts = {module: source for module, source in SOURCES.items() if layer_of(module) == "widget.accounts"}
    assert len(accounts) > 10
    assert faults(accounts, lambda source: foreign_imports(source, FOREIGN_TO_ACCOUNTS)) == {}


def test_requests_are_read_in_the_route_modules_alone() -> None:
    assert faults(SOURCES, reads_request).keys() <= READ_REQUESTS


def test_the_database_is_known_to_few_modules() -> None:
    assert [module for module in faults(SOURCES, knows_sql) if not KNOW_SQL.fullmatch(module)] == []


def test_the_clock_is_read_at_the_edge_alone() -> None:
    assert faults(SOURCES, reads_clock).keys() <= READ_THE_CLOCK


def test_files_are_touched_by_few_modules() -> None:
    assert faults(SOURCES, touches_files).keys() <= TOUCH_FILES


def test_each_module_says_what_it_is_for() -> None:
    assert faults(SOURCES, lambda source: not ast.get_docstring(parsed(source))) == {}


def test_functions_and_modules_are_short_enough_to_read() -> None:
    assert faults(SOURCES, long_functions) == {}
    assert faults(SOURCES, lambda source: len(source.splitlines()) > LONGEST_MODULE) == {}


def test_nothing_happens_at_import() -> None:
    assert faults(SOURCES, acts_at_import) == {}


def test_each_module_can_be_imported() -> None:
    """In any order, since no modules import each other in a circle."""
    program = "import importlib, sys; [importlib.import_module(module) for module in sys.argv[1:]]"
    run = subprocess.run([sys.executable, "-c", program, *SOURCES], capture_output=True, text=True, cwd=ROOT)
    assert run.stderr == ""


def test_the_domain_can_be_used_without_the_web() -> None:
    modules = [module for module in SOURCES if layer_of(module) in DOMAIN]
    program = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert {name.split(".")[0] for name in run.stdout.split()} & FOREIGN_TO_DOMAIN == set()


def test_a_server_starts_without_what_few_ask_for() -> None:
    """Each of these takes a good part of a second to import, or of a worker's memory."""
    program = "import sys, widget.cli.main, widget.server.serving, widget.server.reload; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert {name.split(".")[0] for name in run.stdout.split()} & SELDOM_NEEDED == set()


def test_no_template_runs_anything() -> None:
    assert faults(PAGES, scripted) == {}


def test_no_template_has_style_attributes() -> None:
    pages = {name: source for name, source in PAGES.items() if not name.startswith("pages/snippets/")}
    assert faults(pages, styled) == {}


def test_no_template_turns_escaping_off() -> None:
    assert faults(PAGES, trusts_blindly) == {}


# --- Each check on a broken example ---


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        (
            "widget.guides.x",
            "from widget.web.guide.site import Site",
            ["widget.web.guide.site", "widget.web.guide.site.Site"],
        ),
        ("widget.guides.x", "def f():\n    import widget.settings", ["widget.settings"]),
        ("widget.guides.x", "from widget import settings", ["widget.settings"]),
        ("widget.web.guide.x", "import widget.app", ["widget.app"]),
        (
            "widget.web.http.x",
            "from widget.web.guide.site import Site",
            ["widget.web.guide.site", "widget.web.guide.site.Site"],
        ),
        ("widget.web.guide.x", "from widget.web import caching", ["widget.web", "widget.web.caching"]),
        ("widget.web.unheard.x", "import widget.web.http.styles", ["widget.web.http.styles"]),
        ("widget.web.pages.x", "import widget.web.guide.site\nimport widget.web.http.styles", []),
        ("widget.unheard.x", "import widget.guides", ["widget.guides"]),
        ("widget.web.admin.x", "from widget.guides.model import Guide\nimport widget.web.guide.site", []),
        ("widget.guides.x", "import widgetry\nfrom flask import Flask", []),
    ],
)
def test_an_import_that_goes_up_is_found(module: str, source: str, found: list[str]) -> None:
    assert imports_upwards(module, source) == found


def test_a_circle_is_found() -> None:
    assert set(cycle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}
    assert cycle_in({"a": {"b"}, "b": {"c"}, "c": set()}) == []


def test_the_imports_of_a_real_module_are_found() -> None:
    assert "widget.guides.model" in own_imports("widget.guides.checking", SOURCES["widget.guides.checking"])


@pytest.mark.parametrize(
    ("check", "broken", "sound"),
    [
        (foreign_imports, "from flask.globals import request", "import flaskish"),
        (foreign_imports, "def f():\n    import sqlalchemy.orm", "import json"),
        (
            knows_sql,
            "def f():\n    from sqlalchemy.exc import SQLAlchemyError",
            "from widget.partners import queries",
        ),
        (knows_sql, "import sqlite3 as s", "import sql"),
        (reads_request, "from flask import Flask, request", "from flask import Flask"),
        (reads_request, "import flask\nx = lambda: flask.request.args", "import flask\nx = flask.Flask"),
        (reads_request, "from flask import session as s", "request = 1\nrequest.args"),
        (reads_clock, "x = date.today()", "x = site.today()"),
        (reads_clock, "x = datetime.datetime.now()", "x = time(9)"),
        (reads_clock, "f(default=datetime.now)", "x = datetime.combine(day, time())"),
        (reads_clock, "import time\nx = time.time()", "x = today"),
        (touches_files, "x = open('a')", "x = opened('a')"),
        (touches_files, "x = (folder / 'a').read_text()", "x = folder / 'a'"),
        (long_functions, "def f():\n" + "    x = 1\n" * 40, "def f():\n" + "    x = 1\n" * 39),
        (acts_at_import, "import a\na.run()", '"""Doc."""\nimport a\nX = 1\n"""About X."""'),
        (acts_at_import, "for x in y: pass", "class A: pass"),
        (scripted, "<p><SCRIPT src=x>", "<p>script</p>"),
        (scripted, '<p onclick="x">', '<p data-on="x">'),
        (scripted, "<a href='javascript:x'>", "{# <script> #}<p>"),
        (styled, '<p style="x">', "<style>{{ page.style }}</style>"),
        (trusts_blindly, "{{ text|safe }}", "{{ text|length }}"),
        (trusts_blindly, "{{ text | safe }}", "{# |safe #}"),
        (trusts_blindly, "{% autoescape false %}", "{{ unsafe }}"),
    ],
)
def test_each_check_finds_its_broken_example_and_leaves_a_sound_one_alone(
    check: Callable[[str], object], broken: str, sound: str
) -> None:
    assert check(broken)
    assert not check(sound)
