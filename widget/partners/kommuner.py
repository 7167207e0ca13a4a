"""The 98 kommuner: code, name and website from the file in the package, so that they need not be typed.

A website is in the file where two public lists agree on it; it was not looked up. Ten are missing.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from widget.partners.name_search import danish_order
from widget.partners.origins import Origin

_FILE = Path(__file__).parents[1] / "content" / "kommuner.csv"
_TITLES = {"0101": "Københavns Kommune", "0400": "Bornholms Regionskommune"}
"""The kommuner whose name in full is not simply the name and “Kommune”."""
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Kommune:
    """A kommune: `code` “0751”, `name` “Aarhus”, `title` “Aarhus Kommune”; `id` “aarhus” is our proposal.

    `website` is the host of its website, “aarhus.dk”; empty where it is not known.
    """

    code: str
    name: str
    region: str
    website: str
    title: str
    id: str

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The sites that are likely to frame its guides: the website with `www` and without."""
        hosts = (f"www.{self.website}", self.website) if self.website else ()
        return tuple(Origin("https", host) for host in hosts)


@cache
def load_kommuner() -> Mapping[str, Kommune]:
    """All kommuner by code, in alphabetical order of their names."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: danish_order(row["name"]))
    return MappingProxyType({row["code"]: _kommune(**row) for row in rows})


def _kommune(code: str, name: str, region: str, website: str) -> Kommune:
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_ASCII))
    return Kommune(code, name, region, website, _TITLES.get(code, f"{name} Kommune"), slug)
