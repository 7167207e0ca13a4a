"""Typed reading of YAML, with line numbers and every problem collected. Knows YAML; not what a guide is."""

import datetime
import difflib
import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

import yaml

from widget.guides.as_of import AsOf, ValidityPeriod
from widget.guides.problems import Place, Problems
from widget.guides.prose import Prose, Translate, as_written

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
Value = TypeVar("Value")
VARIANTS = "variants"
"""The key under which an entry says what is otherwise from a day on."""

_PERIOD = ("from", "to")
_OF_ONE_VARIANT = (*_PERIOD, "confirmed_until", "ends", "announced")
"""What a variant does not take over from its entry."""

_FEW = 12
"""Words that can be listed in a message and still be read."""

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
"""Python itself would also read “nan”, “inf”, “1e9”, “1_000” and figures of other scripts."""

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
        as_of: AsOf | None = None,
    ) -> None:
        self.as_of = as_of or AsOf()
        self.file = file
        self.translate = translate
        self.where = where
        self.place = Place(file, node.start_mark.line + 1)
        self.problems = problems
        self._nodes: dict[str, yaml.Node] = {}
        self._places: dict[str, Place] = {}
        self._read: set[str] = set()
        self._variant: ValidityPeriod | None = None
        if not isinstance(node, yaml.MappingNode):
            problems.add(self.place, "Her skal stå linjer som “nøgle: værdi”.", "Se docs/guide-format.md.")
            return
        for key, value in node.value:
            self._take(key, value)
        if VARIANTS in self._nodes:
            self._lay_over(self._variants())

    def _variants(self) -> list["Fields"]:
        """What is otherwise from a day on, in the order of the file."""
        self._read.add(VARIANTS)
        node = self._nodes[VARIANTS]
        if not isinstance(node, yaml.SequenceNode):
            self.problems.add(
                self.place_of(VARIANTS), f"“{VARIANTS}” skal være en liste.", "Begynd hver med “- from:”."
            )
            return []
        where = (*self.where, VARIANTS)
        return [Fields(one, self.file, self.problems, self.translate, where, self.as_of) for one in node.value]

    def _lay_over(self, variants: Sequence["Fields"]) -> None:
        """Take the lines of the variant that holds on the day; what it does not name stays as it is."""
        periods: list[ValidityPeriod] = []
        for variant in variants:
            period = variant.period()
            if period.first_day is None or any(period.overlaps(other) for other in periods):
                advice = "Skriv “from:” i hver variant, og lad “to” være dagen før den næste begynder."
                self.problems.add(variant.place, "Varianten har ikke sine egne dage.", advice, rule="period")
            periods.append(period)
            if self.as_of.holds(period) and self._variant is None:
                self._variant = period
                for key in _OF_ONE_VARIANT:
                    self._nodes.pop(key, None)
                for key in variant.names():
                    if key not in _PERIOD:
                        self._nodes[key], self._places[key] = variant._nodes[key], variant._places[key]

    def period(self, last_key: str = "to") -> ValidityPeriod:
        """The days on which it holds: those of the variant, or else those in `from` and `last_key`."""
        first, last = self.date("from"), self.date(last_key)
        return self._variant or ValidityPeriod(first, last)

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

    def lines(self) -> Sequence[tuple[str, yaml.Node]]:
        """All keys with their nodes, in the order of the file."""
        return tuple(self._nodes.items())

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
        if _NUMBER.fullmatch(text):
            return float(text)
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

    def current_children(self, key: str, *, required: bool = True, last_key: str = "to") -> list["Fields"]:
        """The mappings of the list in `key` that hold on the day, by their `from` and `last_key`."""
        found = self.children(key, required=required)
        return [child for child in found if self.as_of.holds(child.period(last_key))]

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

    def mapping(self, key: str) -> "Fields | None":
        """The mapping in `key`; None where it is missing, or a single text."""
        return self.child(key) if isinstance(self._nodes.get(key), yaml.MappingNode) else None

    def _inner(self, node: yaml.Node, name: str) -> "Fields":
        return Fields(node, self.file, self.problems, self.translate, (*self.where, name), self.as_of)

    def finish(self) -> None:
        """Report the keys that no reader asked for."""
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
