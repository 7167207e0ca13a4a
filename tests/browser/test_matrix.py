"""The bytes that are handed out, on hosts with scripting on, in three engines: a part of the matrix."""

import io
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.browser.firefox import firefox_running
from tests.browser.matrix.cases import GUIDE_STATES, IN_SIGHT_AT, TODAY, Case, cases_of_the_suite, usual_cases
from tests.browser.matrix.hosts import Hosts, hosts_running
from tests.browser.matrix.trial import UNPAINTED, blank_pixels, try_case
from tests.browser.matrix.windows import ENGINES, ChromiumWindow, FirefoxWindow, WebKitWindow, Window
from tests.browser.webkit import webkit_running
from tests.guides.guide_examples import SHIPPED

pytestmark = pytest.mark.browser

WindowOf = Callable[[str], Window]


@pytest.fixture(scope="module")
def browser(whole_chromium: Browser) -> Browser:
    """The very bytes are tried in the browser that citizens have."""
    return whole_chromium


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with hosts_running(tmp_path_factory.mktemp("hosts")) as running:
        yield running


@pytest.fixture(scope="module")
def window_of(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WindowOf]:
    """A window of each engine that is asked for."""
    opened: dict[str, Window] = {}
    with ExitStack() as stack:

        def open_one(engine: str) -> Window:
            if engine == "Chromium":
                window = ChromiumWindow(browser)
                stack.callback(window.close)
                return window
            folder = tmp_path_factory.mktemp(engine)
            if engine == "Firefox":
                return FirefoxWindow(stack.enter_context(firefox_running(folder, scripting=True)))
            return WebKitWindow(stack.enter_context(webkit_running(folder)))

        def window_of(engine: str) -> Window:
            if engine not in opened:
                opened[engine] = open_one(engine)
            return opened[engine]

        yield window_of


@pytest.fixture(scope="module")
def shipped_hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with hosts_running(tmp_path_factory.mktemp("shipped"), SHIPPED, ("http",)) as running:
        yield running


USUAL = usual_cases()


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=str(case), marks=() if case in USUAL else pytest.mark.thorough)
        for case in sorted(cases_of_the_suite(), key=str)
    ],
)
def test_the_frame_is_painted_works_and_shows_what_follows_in(hosts: Hosts, window_of: WindowOf, case: Case) -> None:
    steps = case.state in GUIDE_STATES
    outcome = try_case(window_of(case.engine), hosts.page(case), case.window, steps=steps)
    if case.snippet not in TODAY and not outcome.painted:
        # Chromium 156 leaves one frame of before in twelve blank after a step: no height helps.
        outcome = try_case(window_of(case.engine), hosts.page(case), case.window, steps=steps)
    assert outcome.painted, outcome.detail
    assert outcome.steps or not steps, outcome.detail
    # Frames of before are several screens high, and only Chromium brings the host's page to what follows.
    assert outcome.in_sight or not steps or case.snippet not in TODAY, outcome.detail


@pytest.mark.parametrize(("colour", "found"), [(UNPAINTED, 900), ((255, 1, 255), 0), ((254, 0, 255), 0)])
def test_pixels_that_nothing_has_painted_are_found_and_no_others(colour: tuple[int, int, int], found: int) -> None:
    picture, file = Image.new("RGB", (300, 100), "#7f7f7f"), io.BytesIO()
    picture.paste(colour, (0, 97, 300, 100))
    picture.save(file, "PNG")
    assert blank_pixels(file.getvalue()) == found


def test_the_host_runs_scripts_and_the_guide_none(hosts: Hosts, window_of: WindowOf) -> None:
    for engine in ("Chromium", "Firefox"):
        case = Case(engine, "frame", (1280, 900), "unanswered", "http")
        window = window_of(engine)
        window.visit(hosts.page(case), 1280, 900)
        assert window.host("document.title") == "Værtens side"


@pytest.mark.each_value
@pytest.mark.parametrize("window", IN_SIGHT_AT, ids=str)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_follows_the_shipped_guides_first_question_is_in_sight(
    shipped_hosts: Hosts, window_of: WindowOf, engine: str, window: tuple[int, int]
) -> None:
    """Its nine answers take more room than those of the frozen guide: the button stands lower."""
    case = Case(engine, "frame", window, "unanswered", "http")
    outcome = try_case(window_of(engine), shipped_hosts.page(case), window, steps=True)
    assert outcome.right, outcome.detail
