"""What is tried: each snippet in each engine, window, state and protocol; all of it, or every pair of values once."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from itertools import combinations, product

from tests.browser.matrix.windows import ENGINES

WINDOWS = ((280, 740), (360, 740), (375, 740), (768, 1024), (1280, 900), (1366, 600))
"""Width and height of the host's window in CSS pixels. The column of its text is at most 800 wide."""

SNIPPETS = (
    "frame",
    "frame_plain",
    "frame_links",
    "oembed",
    "oembed/full",
    "2026-11-22 frame",
    "2026-11-24 frame_plain",
)
"""What is handed out today by /share and /oembed, and what was handed out before, by day and kind."""

GUIDE_STATES = ("unanswered", "answered")
STATES = (*GUIDE_STATES, "unknown partner", "paused", "retired")
PROTOCOLS = ("http", "https")


@dataclass(frozen=True)
class Case:
    """A snippet on a page of a host."""

    engine: str
    snippet: str
    window: tuple[int, int]
    state: str
    protocol: str

    def __str__(self) -> str:
        width, height = self.window
        return f"{self.engine} {self.snippet} {width}x{height} {self.state} {self.protocol}"


def all_cases() -> Iterator[Case]:
    """The whole matrix."""
    for values in product(ENGINES, SNIPPETS, WINDOWS, STATES, PROTOCOLS):
        yield Case(*values)


@cache
def cases_of_pairs() -> tuple[Case, ...]:
    """As few as come up by always taking the case with most new pairs: every pair of two values is among them."""
    pairs = {case: _pairs(astuple(case)) for case in all_cases()}
    wanted = frozenset[tuple[object, ...]]().union(*pairs.values())
    chosen: list[Case] = []
    while wanted:
        best = max(pairs, key=lambda case: len(wanted & pairs[case]))
        chosen.append(best)
        wanted -= pairs[best]
    return tuple(chosen)


def _pairs(values: Sequence[object]) -> frozenset[tuple[object, ...]]:
    return frozenset(combinations(enumerate(values), 2))


IN_SIGHT_AT = ((360, 740), (1366, 600), (1280, 900))
"""Windows in which what follows a step has to be in sight: a phone, a laptop with bars, a desk."""

TODAY = SNIPPETS[:5]


def usual_cases() -> tuple[Case, ...]:
    """The snippets that most paste in each engine and window that people have, and each snippet in each engine."""
    usual = product(ENGINES, TODAY[:2], IN_SIGHT_AT)
    many = tuple(Case(engine, snippet, window, "unanswered", "http") for engine, snippet, window in usual)
    each = {(case.engine, case.snippet): case for case in reversed(cases_of_pairs())}
    return tuple(dict.fromkeys((*many, *each.values())))


def cases_of_the_suite() -> tuple[Case, ...]:
    """Those, and every pair of values."""
    return tuple(dict.fromkeys((*usual_cases(), *cases_of_pairs())))
