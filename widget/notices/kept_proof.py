"""A proof as it is kept, each value with the name of its kind; and the part of it that is about some guides."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from widget.guides.library import Retired
from widget.guides.model import Choice, Question
from widget.guides.problems import Place
from widget.proof.guides import GuideChange, QuestionChange, SituationGroup
from widget.proof.items import ChangeKind, Field, ItemChange, Replaced, Reworded
from widget.proof.libraries import Proof, WholeGuide
from widget.proof.regions import Axis, Region
from widget.proof.registers import EntryChange, Register, RegisterUse
from widget.proof.visibility import Visibility
from widget.proof.wording import WordChange, WordRun

_TREES: dict[str, Callable[..., object]] = {
    kind.__name__: kind
    for kind in (
        *(Proof, WholeGuide, Retired, GuideChange, QuestionChange, SituationGroup, ItemChange, Replaced, Reworded),
        *(Question, Choice, Place, Axis, Region, EntryChange, RegisterUse, WordRun),
    )
}
_WORDS = (ChangeKind, Field, Register, Visibility, WordChange)
_READERS: dict[str, Callable[[Any], object]] = {
    **{kind.__name__: kind for kind in _WORDS},
    "date": date.fromisoformat,
    "set": lambda found: frozenset(_read(one) for one in found),
    "map": lambda found: {_read(key): _read(one) for key, one in found},
}


def proof_to_json(proof: Proof) -> str:
    """As it is kept."""
    return json.dumps(_written(proof), ensure_ascii=False)


def proof_from_json(text: str) -> Proof | None:
    """As it was kept; None where a program of another release has kept it, with other fields."""
    try:
        found = _read(json.loads(text))
    except (TypeError, ValueError, KeyError):
        return None
    return found if isinstance(found, Proof) else None


def about_guides(proof: Proof, guides: Mapping[str, str]) -> Proof:
    """What a proof says of some guides, given by their ids with their titles; of registers all."""
    kept: Collection[str] = guides.keys()
    titles = frozenset(guides.values())
    return replace(
        proof,
        added=tuple(one for one in proof.added if one.id in kept),
        removed=tuple(one for one in proof.removed if one.id in kept),
        guides=tuple(one for one in proof.guides if one.id in kept),
        entries=tuple(
            replace(entry, used_by=tuple(use for use in entry.used_by if use.guide in titles))
            for entry in proof.entries
        ),
    )


def _written(value: object) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple | list):
        return [_written(one) for one in value]
    name, found = type(value).__name__, value
    if isinstance(value, Enum):
        found = value.value
    elif isinstance(value, date):
        found = value.isoformat()
    elif isinstance(value, frozenset):
        name, found = "set", sorted((_written(one) for one in value), key=json.dumps)
    elif isinstance(value, Mapping):
        name, found = "map", [[_written(key), _written(one)] for key, one in value.items()]
    elif is_dataclass(value):
        found = {one.name: _written(getattr(value, one.name)) for one in fields(value) if one.init}
    return {name: found}


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if isinstance(value, dict):
        ((name, found),) = value.items()
        if name in _TREES:
            return _TREES[name](**{key: _read(one) for key, one in found.items()})
        return _READERS[name](found)
    return value
