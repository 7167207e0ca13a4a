"""The 98 kommuner: codes and names from the file in the package, so that nobody has to type them."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from widget.partners.name_search import danish_order

_FILE = Path(__file__).parents[1] / "content" / "kommuner.csv"
_TITLES = {"0101": "Københavns Kommune", "0400": "Bornholms Regionskommune"}
"""The kommuner whose name in full is not simply the name and “Kommune”."""
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Kommune:
    """A kommune: `code` “0751”, `name` “Aarhus”, `title` “Aarhus Kommune”; `id` “aarhus” is our proposal."""

    code: str
    name: str
    region: str
    title: str
    id: str


@cache
def load_kommuner() -> Mapping[str, Kommune]:
    """All kommuner by code, in alphabetical order of their names."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: danish_order(row["name"]))
    return MappingProxyType({row["code"]: _kommune(**row) for row in rows})


def _kommune(code: str, name: str, region: str) -> Kommune:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_ASCII))
    return Kommune(code, name, region, _TITLES.get(code, f"{name} Kommune"), slug)
