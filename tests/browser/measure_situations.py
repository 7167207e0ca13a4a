"""How long every citizen's pages are on a phone: `python -m tests.browser.measure_situations [sizes] [reach]`.

Walks all situations of the shipped guides with a date and without ticks. `sizes` lays each distinct page out in
Chromium in a frame of 360 pixels and prints the tables of docs/page-lengths.md; `reach` looks in each situation for
what the whole guide tells and no page within two links of the overview does.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.situation_pages import LIST, OTHER_DAY, OVERVIEW, PART, QUESTION, QUESTIONS, TASK, GuideWalk, Pages
from tests.conftest import BASE_URL, TODAY
from tests.web.conformance import parameters_in
from tests.web.samples import DAY, GUIDES
from widget.app import create_app
from widget.guides.loading import load_library
from widget.guides.model import DATE
from widget.guides.situations import situations
from widget.settings import read_settings

WIDTH = 360
"""CSS pixels: a small phone."""

LIMITS = {
    (OVERVIEW, "height"): 3200,
    (OVERVIEW, "words"): 450,
    (OVERVIEW, "first *Skal*"): 800,
    (OVERVIEW, "Tab presses"): 20,
    (OTHER_DAY, "height"): 3200,
    (OTHER_DAY, "words"): 450,
    (OTHER_DAY, "first *Skal*"): 800,
    (OTHER_DAY, "Tab presses"): 20,
    (PART, "height"): 3000,
    (LIST, "height"): 3000,
    (TASK, "height"): 3000,
    (QUESTION, "controls"): 600,
    (QUESTION, "height"): 3000,
    (QUESTIONS, "height"): 3000,
}
"""The most that a page of a kind should have: pixels, words, or presses."""

CITIZENS = {
    "23 years, in no fund, no education": ("nej", "opsagt", "under-25", "ingen", "ingen"),
    "45 years, member, dismissed, children": ("ja", "opsagt", "30-59", "erhverv", "boern"),
    "62 years, member, dismissed": ("ja", "opsagt", "60-plus", "erhverv", "ingen"),
    "newly graduated, member": ("ja", "nyuddannet", "25-29", "videregaaende", "boligstoette"),
    "resigned, member": ("ja", "selv-opsagt", "30-59", "videregaaende", "ingen"),
    "temporary job ended, member": ("ja", "tidsbegraenset", "25-29", "erhverv", "boligstoette"),
    "employer bankrupt, member": ("ja", "konkurs", "30-59", "erhverv", "begge"),
    "a daughter helping her father": ("ved-ikke", "hjaelper", "60-plus", "ved-ikke", "ved-ikke"),
}
"""Answers to the questions of the guide for the unemployed, in its order."""

_MEASURE = """() => {
  const seen = e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.vh');
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let words = 0;
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (seen(text.parentElement)) words += (text.data.match(/[\\p{L}\\p{N}]\\S*/gu) || []).length;
  }
  const round = number => number === undefined ? null : Math.ceil(number + scrollY);
  const must = document.querySelector('.task:has(.must)');
  const task = document.querySelector('.task') || document.querySelector('main section li:has(a)');
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => seen(e) && !(e.type === 'radio' && document.querySelector(`[name="${e.name}"]`) !== e));
  const first = stops.findIndex(e => task && task.contains(e));
  const sent = document.querySelector('.question form .send');
  return {
    'height': Math.ceil(document.documentElement.scrollHeight),
    'words': words,
    'links': [...document.querySelectorAll('a[href]')].filter(seen).length,
    'first *Skal*': round(must?.getBoundingClientRect().top),
    'Tab presses': first < 0 ? null : first + 1,
    'controls': round(sent?.getBoundingClientRect().bottom),
  };
}"""
"""Of a page that is not scrolled. Words that are only spoken do not count; the answers to a question are one stop."""

_ON_FIRST_TASK = "() => Boolean(document.activeElement.closest('.task, main section li'))"


Figures = dict[str, int | None]


class Ruler:
    """Measures pages in a browser."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def measure(self, html: str) -> Figures:
        """The figures of a page."""
        self._page.set_content(html)
        figures: Figures = self._page.evaluate(_MEASURE)
        return figures

    def presses(self, html: str) -> int:
        """How often Tab is really pressed until the first task has the focus."""
        self._page.set_content(html)
        for times in range(1, 100):
            self._page.keyboard.press("Tab")
            if self._page.evaluate(_ON_FIRST_TASK):
                return times
        raise AssertionError("Tab reaches no task")


@contextmanager
def ruler() -> Iterator[Ruler]:
    """A browser with a window as wide as a small phone, and so low that no page fills it."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        context = browser.new_context(java_script_enabled=False, viewport={"width": WIDTH, "height": 100})
        yield Ruler(context.new_page())
        browser.close()


def in_words(where: str) -> str:
    """A page by its guide and answers, for a table."""
    given = [f"{name}={value}" for name, value in parameters_in(where) if name not in {"ui"}]
    guide = where.partition("?")[0].rpartition("/")[2]
    return f"`{guide}` `{' '.join(given)}`"


def rows(kind: str, measured: Iterable[tuple[str, Figures]]) -> Iterator[str]:
    """The lines of a table: for each figure the most, how many pages have more than the limit, and where most."""
    pages = list(measured)
    for name in ("height", "words", "links", "first *Skal*", "Tab presses", "controls"):
        values = [(value, where) for where, figures in pages if (value := figures[name]) is not None]
        limit = LIMITS.get((kind, name))
        if not values or (limit is None and name not in {"height", "words", "links"}):
            continue
        most, where = max(values)
        allowed, over = "", ""
        if limit is not None:
            allowed, over = f"{limit:,}", f"{sum(value > limit for value, _ in values):,} of {len(values):,}"
        yield f"| {kind} | {name} | {allowed} | {most:,} | {over} | {in_words(where)} |"


def walked(walk: GuideWalk, each: Callable[[Mapping[str, str]], None]) -> int:
    """Do something with each situation, with a date, and tell how far it has come; gives how many there are."""
    count = 0
    for count, situation in enumerate(situations(walk.guide.questions), 1):
        each({**situation, DATE: DAY})
        if count % 250 == 0:
            print(f"{walk.guide.id}: {count} situations, {len(walk.unreached)} not", file=sys.stderr, flush=True)
    return count


def sizes(walks: Sequence[GuideWalk]) -> None:
    """Print the tables of how long pages are."""
    pages = Pages()
    with ruler() as browser:
        print(*eight(walks[0], browser), "", sep="\n", flush=True)
        for walk in walks:
            walk.tasks(pages)
            walk.questions(pages)
            walk.other_days(pages)
            walked(walk, partial(walk.citizen, pages=pages))
        for line in longest(pages, browser):
            print(line, flush=True)


def reach(walks: Sequence[GuideWalk]) -> None:
    """Print in how many situations not everything is within two links, and in which."""
    for walk in walks:
        count = walked(walk, walk.reach)
        print(
            f"{walk.guide.id}: {len(walk.unreached)} of {count:,} situations miss something",
            *walk.unreached,
            sep="\n",
        )


def longest(pages: Pages, browser: Ruler) -> Iterator[str]:
    """The table of the longest pages, and what Tab really does on the overview with most stops."""
    yield "| page | what | limit | most | over the limit | where most |"
    yield "|---|---|---|---|---|---|"
    for kind, found in pages.found.items():
        measured = [(where, browser.measure(html)) for where, html in found.values()]
        yield from rows(kind, measured)
        if kind == OVERVIEW:
            html = dict(found.values())[max(measured, key=lambda page: page[1]["Tab presses"] or 0)[0]]
            print(f"Tab really pressed where it is most: {browser.presses(html)}", file=sys.stderr)


def eight(walk: GuideWalk, browser: Ruler) -> Iterator[str]:
    """The table of the eight citizens' overviews."""
    yield "| citizen | height | words | links | first *Skal* | Tab presses | answers |"
    yield "|---|---|---|---|---|---|---|"
    for citizen, answers in CITIZENS.items():
        situation = dict(zip(walk.guide.questions_by_id, answers, strict=True))
        figures = browser.measure(walk.overview({**situation, DATE: DAY}))
        shown = [figures[name] for name in ("height", "words", "links", "first *Skal*", "Tab presses")]
        given = " ".join(f"{name}={answer}" for name, answer in situation.items())
        yield f"| {citizen} | {' | '.join(f'{value:,}' if value else '–' for value in shown)} | `{given}` |"


def main() -> None:
    """Do what the command line names: `sizes`, `reach`, or both where it names nothing."""
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"BASE_URL": BASE_URL, "DATA_DIR": folder})
        client = create_app(settings, today=lambda: TODAY).test_client(use_cookies=False)
        library = load_library(settings.content_folder)
        walks = [GuideWalk(client, library.guides[guide]) for guide in GUIDES]
        for task in (sizes, reach):
            if task.__name__ in (sys.argv[1:] or ("sizes", "reach")):
                task(walks)


if __name__ == "__main__":
    main()
