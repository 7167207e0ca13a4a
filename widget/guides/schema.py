"""Typed reading of YAML, with line numbers and every problem collected. Knows YAML; not what a guide is."""

import datetime
import difflib
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

import yaml

from widget.guides.problems import Place, Problems
from widget.guides.prose import Prose, Translate, as_written

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Value = TypeVar("Value")
_FEW = 12
"""Words that can be listed in a message and still be read."""

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
_YES_OR_NO = {"yes": True, "true": True, "ja": True, "no": False, "false": False, "nej": False}


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Say what may have been meant: the nearest of the `known` words, or all of them where they are few."""
    words = sorted(known)
    near = difflib.get_close_matches(wrong, words, n=1)
    if near:
        return f"Mente du “{near[0]}”?"
    if len(words) <= _FEW:
        return f"Brug en af disse: {', '.join(words)}."
    nearest = difflib.get_close_matches(wrong, words, n=3, cutoff=0)
    return f"De nærmeste er: {', '.join(nearest)}."


def compose(text: str, file: str, problems: Problems) -> yaml.Node | None:
    """Parse YAML into nodes that know their lines; None, with the problem noted, where it is not YAML."""
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        problems.add(*_yaml_problem(error, text, file))
        return None
    if node is None:
        problems.add(Place(file, 1), "Filen er tom.", "Se docs/guide-format.md.")
    else:
        _warn_of_comments(node, text.splitlines(), file, problems)
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


class Fields:
    """One mapping of a file, read key by key; what is missing, wrong or unknown becomes a problem.

    A reader asks for the keys it knows and calls `finish`, which reports the others. Missing values come back empty,
    so that reading goes on and the next problem is found too.
    """

    def __init__(
        self,
        node: yaml.Node,
        file: str,
        problems: Problems,
        translate: Translate = as_written,
        where: tuple[str, ...] = (),
    ) -> None:
        self.file = file
        self.translate = translate
        self.where = where
        self.place = Place(file, node.start_mark.line + 1)
        self.problems = problems
        self._nodes: dict[str, yaml.Node] = {}
        self._places: dict[str, Place] = {}
        self._read: set[str] = set()
        if not isinstance(node, yaml.MappingNode):
            problems.add(self.place, "Her skal stå linjer som “nøgle: værdi”.", "Se docs/guide-format.md.")
            return
        for key, value in node.value:
            self._take(key, value)

    def _take(self, key: yaml.Node, value: yaml.Node) -> None:
        place = Place(self.file, key.start_mark.line + 1)
        name = str(key.value)
        if name in self._nodes:
            self.problems.add(place, f"“{name}” står her to gange.", "Behold den ene.")
        self._nodes[name] = value
        self._places[name] = place

    def place_of(self, key: str) -> Place:
        """Where `key` stands, or where its mapping begins."""
        return self._places.get(key, self.place)

    def names(self) -> Sequence[str]:
        """All keys, in the order of the file."""
        return tuple(self._nodes)

    def node(self, key: str, *, required: bool = False) -> yaml.Node | None:
        """The raw node of `key`."""
        self._read.add(key)
        found = self._nodes.get(key)
        if found is None and required:
            self.problems.add(self.place, f"“{key}” mangler.", f"Skriv en linje “{key}: …”.")
        return found

    def text(self, key: str, *, required: bool = True) -> str:
        """The text of `key`, or an empty one."""
        node = self.node(key, required=required)
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.problems.add(self.place_of(key), f"“{key}” skal være en tekst.", "Skriv den efter kolonet.")
            return ""
        text = str(node.value).strip()
        if required and not text:
            self.problems.add(
                self.place_of(key), f"“{key}” er tom.", "Skriv teksten efter kolonet, eller se docs/guide-format.md."
            )
        return text

    def prose(self, key: str, *, required: bool = True) -> str:
        """The text of `key`, which citizens read: in their language where it is translated."""
        text = self.text(key, required=required)
        return self.translate(Prose(text, self.place_of(key), (*self.where, key))) if text else ""

    def id(self, key: str = "id") -> str:
        """The id in `key`."""
        text = self.text(key)
        if text and not ID.fullmatch(text):
            advice = "Brug a–z, 0–9 og enkelte bindestreger, for eksempel “foerste-dag”."
            self.problems.add(self.place_of(key), f"“{text}” kan ikke være et id.", advice)
        return text

    def date(self, key: str, *, required: bool = False) -> datetime.date | None:
        """The day in `key`, written 2026-12-31."""
        text = self.text(key, required=required)
        if not text:
            return None
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            self.problems.add(self.place_of(key), f"“{text}” er ikke en dato.", "Skriv den som 2026-12-31.")
            return None

    def day(self, key: str) -> datetime.date:
        """The day in `key`, which must be there."""
        return self.date(key, required=True) or datetime.date.min

    def number(self, key: str) -> float:
        """The number in `key`, with a point before decimals."""
        text = self.text(key)
        try:
            return float(text)
        except ValueError:
            if text:
                self.problems.add(
                    self.place_of(key),
                    f"“{text}” er ikke et tal.",
                    "Skriv det som 22041 eller 2.28: uden tusindpunktum, med punktum før decimaler.",
                )
            return 0.0

    def yes_or_no(self, key: str, *, usual: bool) -> bool:
        """The “yes” or “no” in `key`, or what is `usual` where it is left out."""
        text = self.text(key, required=False)
        if text and text not in _YES_OR_NO:
            self.problems.add(self.place_of(key), f"“{text}” er hverken ja eller nej.", "Skriv yes eller no.")
        return _YES_OR_NO.get(text, usual)

    def known(self, key: str, allowed: Iterable[str], *, required: bool = True) -> str:
        """The word in `key`, which must be one of `allowed`."""
        text = self.text(key, required=required)
        if text and text not in (words := set(allowed)):
            self.problems.add(
                self.place_of(key), f"“{text}” kendes ikke her.", suggestion(text, words), rule="unknown-id"
            )
            return ""
        return text

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """The words of a list such as `[jobnet, borger]`; a single word counts as a list of one."""
        node = self.node(key, required=required)
        if node is None:
            return ()
        return scalar_words(node, self.place_of(key), self.problems)

    def register(self, key: str, register: dict[str, Value], *, rule: str = "unknown-id") -> tuple[Value, ...]:
        """The entries of `register` that the list in `key` names."""
        found = []
        for word in self.words(key):
            if word in register:
                found.append(register[word])
            else:
                message = f"“{word}” i “{key}” er ikke i registret."
                advice = f"{suggestion(word, register)} Er den ny, så skriv den først i registret."
                self.problems.add(self.place_of(key), message, advice, rule=rule)
        return tuple(found)

    def children(self, key: str, *, required: bool = True) -> list["Fields"]:
        """The mappings of the list in `key`."""
        node = self.node(key, required=required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.problems.add(self.place_of(key), f"“{key}” skal være en liste.", "Begynd hvert punkt med “- ”.")
            return []
        return [self._inner(child, _name(child) or key) for child in node.value]

    def child(self, key: str) -> "Fields | None":
        """The mapping in `key`."""
        node = self.node(key)
        return None if node is None else self._inner(node, key)

    def _inner(self, node: yaml.Node, name: str) -> "Fields":
        return Fields(node, self.file, self.problems, self.translate, (*self.where, name))

    def finish(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self._nodes:
            if key not in self._read:
                advice = suggestion(key, self._read)
                if " " in key:
                    advice = "Er det enden på en tekst med komma, så sæt hele teksten i anførselstegn."
                self.problems.add(self._places[key], f"“{key}” kendes ikke her.", advice)


def _name(node: yaml.Node) -> str:
    """The id of an entry, if it has one: for telling people where a text stands."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == "id"), "")


def scalar_words(node: yaml.Node, place: Place, problems: Problems) -> tuple[str, ...]:
    """The words in a node: one word, or a list of words."""
    if isinstance(node, yaml.ScalarNode):
        return (str(node.value),) if node.value else ()
    if isinstance(node, yaml.SequenceNode) and all(isinstance(child, yaml.ScalarNode) for child in node.value):
        return tuple(str(child.value) for child in node.value)
    problems.add(
        place, "Her skal stå et ord eller en liste af ord.", "Skriv “a-kasse: ja” eller “alder: [under-25, 25-29]”."
    )
    return ()
