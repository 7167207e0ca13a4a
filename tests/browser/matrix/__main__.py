"""Tries the whole matrix, or with `--suite` a part, `--runs` times; prints what is wrong, and writes the table.

With `--minutes` it takes cases by chance, each once before any comes again, and stops after so long.
"""

import argparse
import logging
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.browser.matrix.cases import GUIDE_STATES, SNIPPETS, STATES, Case, all_cases, cases_of_the_suite
from tests.browser.matrix.hosts import hosts_running
from tests.browser.matrix.trial import Outcome, try_case
from tests.browser.matrix.windows import ENGINES, windows

FILE = Path(__file__).parents[3] / "docs" / "snippet-matrix.md"

_HEAD = """# The snippets in three engines

Made by `python -m tests.browser.matrix --write`: the bytes that `/share` and `/oembed` hand out, and those of before,
pasted unchanged into a page of another site with scripting on, over http and https, in windows of 280 to 1366 pixels.
Each cell: cases that are right, of all.

*Painted*: the frame's inside is as high as its box, and no pixel of it is blank, before and after a step. *Step*:
what follows an answer comes. *In sight*: its heading lies in the host's window; the button was in the middle of it.

"""


def main() -> None:
    """Try the cases, print what is wrong, write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--suite", action="store_true", help="the part that is among the tests")
    parser.add_argument("--only", default="", help="cases whose name has all of these words, with commas between")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="stop after so long, and take cases by chance")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    asked = parser.parse_args()
    words = [word for word in asked.only.split(",") if word]
    choice = cases_of_the_suite() if asked.suite else tuple(all_cases())
    cases = [case for case in choice if all(word in str(case) for word in words)]
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    if asked.minutes:
        random.shuffle(cases)
    outcomes = _try_all(cases * asked.runs, 60 * asked.minutes if asked.minutes else float("inf"))
    table = _table(outcomes) + _misses(outcomes)
    print(table)
    if asked.write:
        tried = len({case for case, _outcome in outcomes})
        summary = f"{len(outcomes)} runs, of {tried} of the {len(tuple(all_cases()))} cases that there are.\n\n"
        FILE.write_text(_HEAD + summary + table, encoding="utf-8")


def _try_all(cases: Iterable[Case], seconds: float) -> list[tuple[Case, Outcome]]:
    outcomes = []
    give_up = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "browsers").mkdir()
        with hosts_running(Path(folder)) as hosts, windows(Path(folder) / "browsers") as opened:
            for case in cases:
                begun = time.monotonic()
                if begun > give_up:
                    break
                outcome = try_case(
                    opened[case.engine], hosts.page(case), case.window, steps=case.state in GUIDE_STATES
                )
                outcomes.append((case, outcome))
                taken = time.monotonic() - begun
                print(f"{'right' if outcome.right else 'WRONG'} {taken:4.1f} s {case} {outcome.detail}", flush=True)
    return outcomes


def _table(outcomes: Iterable[tuple[Case, Outcome]]) -> str:
    counts: Mapping[tuple[str, str], Counter[tuple[str, bool]]] = defaultdict(Counter)
    for case, outcome in outcomes:
        for what, right in (("painted", outcome.painted), ("step", outcome.steps), ("in sight", outcome.in_sight)):
            if right is not None:
                counts[case.snippet, case.engine][what, right] += 1
    lines = [f"| snippet | {' | '.join(ENGINES)} |", f"|---|{'---|' * len(ENGINES)}"]
    for snippet in SNIPPETS:
        cells = (_cell(counts[snippet, engine]) for engine in ENGINES)
        lines.append(f"| {snippet} | {' | '.join(cells)} |")
    return "\n".join((*lines, "", f"States: {', '.join(STATES)}.", ""))


def _misses(outcomes: Iterable[tuple[Case, Outcome]]) -> str:
    """What was not right, case by case."""
    lines = [f"- {case}: {outcome.detail}" for case, outcome in outcomes if not outcome.right]
    return "\n".join(("", "Not right:", "", *(lines or ["Nothing."]), ""))


def _cell(count: Counter[tuple[str, bool]]) -> str:
    parts = []
    for what in ("painted", "step", "in sight"):
        right, wrong = count[what, True], count[what, False]
        if right + wrong:
            parts.append(f"{what} {right}/{right + wrong}")
    return "<br>".join(parts)


if __name__ == "__main__":
    main()
