"""From the text of a YAML file to nodes that know their lines, and what editors are told where it is none."""

import re
from collections.abc import Sequence

import yaml

from widget.guides.problems import Place, Problems

_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one of libyaml, where PyYAML has it."""

_REASONS = (
    ("mapping values are not allowed", "der står et kolon midt i en tekst"),
    ("cannot start any token", "der står et tegn, som en tekst ikke kan begynde med"),
    ("could not find expected ':'", "der mangler et kolon efter et navn"),
    ("found unexpected end of stream", "et anførselstegn bliver ikke lukket"),
    ("found duplicate anchor", "tegnet & har en særlig betydning her"),
    ("found undefined alias", "tegnet * har en særlig betydning her"),
    ("did not find expected", "indrykningen passer ikke, eller et tegn mangler"),
    ("expected", "indrykningen passer ikke, eller et tegn mangler"),
)
"""What the parser says, and what editors are told."""

_QUOTED_VALUE = re.compile(r"""\s*(?:- +)?[\w-]+: +(?P<quote>["'])(?P<rest>.*)$""")


def compose(text: str, file: str, problems: Problems) -> yaml.Node | None:
    """Parse YAML into nodes that know their lines; None, with the problem noted, where it is not YAML."""
    try:
        node = parse_yaml(text)
    except yaml.YAMLError as error:
        problems.add(*_yaml_problem(error, text, file))
        return None
    if node is None:
        problems.add(Place(file, 1), "Filen er tom.", "Se docs/guide-format.md.")
    else:
        _warn_of_comments(node, text.splitlines(), file, problems)
    return node


def parse_yaml(text: str) -> yaml.Node | None:
    """The nodes of a text, None where it is empty. Raises `yaml.YAMLError`."""
    node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    return node


def _yaml_problem(error: yaml.YAMLError, text: str, file: str) -> tuple[Place, str, str]:
    """Where the mistake is, what it is, and what to write. The parser finds an open quote only far below it."""
    mark = getattr(error, "problem_mark", None)
    line = min(mark.line + 1, text.count("\n") + 1) if mark else 1
    if opened := _open_quote(text.splitlines()[:line]):
        advice = "Sæt det samme anførselstegn sidst i teksten, eller skriv teksten under “|”."
        return (
            Place(file, opened),
            "Det er ikke gyldig YAML: anførselstegnet på denne linje bliver ikke lukket.",
            advice,
        )
    said = str(getattr(error, "problem", None) or error)
    reason = next((danish for english, danish in _REASONS if english in said), "linjen kan ikke læses")
    advice = "Se efter indrykningen, og sæt tekster med kolon eller klamme i anførselstegn eller under “|”."
    return Place(file, line), f"Det er ikke gyldig YAML: {reason}.", advice


def _open_quote(lines: Sequence[str]) -> int | None:
    """The first line, counted from 1, whose value begins with a quote that does not end on it."""
    for number, line in enumerate(lines, start=1):
        found = _QUOTED_VALUE.match(line)
        if found and found["rest"].replace("\\" + found["quote"], "").count(found["quote"]) % 2 == 0:
            return number
    return None


def _warn_of_comments(
    node: yaml.Node, lines: Sequence[str], file: str, problems: Problems, seen: frozenset[int] = frozenset()
) -> None:
    """Warn of texts that go on after “ #”: YAML takes the rest of the line for a comment, and drops it.

    `seen` are the nodes above this one: an alias may name one of them.
    """
    if id(node) in seen:
        return
    if isinstance(node, yaml.ScalarNode):
        end = node.end_mark
        rest = lines[end.line][end.column :] if end.line < len(lines) else ""
        if not node.style and " " in node.value and re.match(r"\s+#", rest):
            message = f"Teksten holder op før “{rest.strip()}”."
            problems.warn(
                Place(file, end.line + 1), message, "Skal det med, så sæt teksten i anførselstegn.", rule="comment"
            )
        return
    children = node.value if isinstance(node, yaml.SequenceNode) else [one for pair in node.value for one in pair]
    for child in children:
        _warn_of_comments(child, lines, file, problems, seen | {id(node)})
