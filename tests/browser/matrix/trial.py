"""One case, tried as a citizen meets it: is all of the frame painted, does a step work, is its outcome in sight?"""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Error
from selenium.common.exceptions import WebDriverException

from tests.browser.firefox import BidiError
from tests.browser.matrix.windows import Window

UNPAINTED = (255, 0, 255)
"""The host gives its frames this background: it is seen where a browser paints nothing of the guide."""

HOST_STYLE = "body{margin:0}main{max-width:800px}iframe{background:#f0f}"

_SEAM = 2
"""Rows of pixels: a frame may begin and end at a fraction of one."""

_TIMEOUT = 15
_SETTLES_WITHIN = 3
_POLL = 0.05

_BOX = """(frame => {
  const box = frame.getBoundingClientRect();
  return [box.left + frame.clientLeft, box.top + frame.clientTop, frame.clientWidth, frame.clientHeight];
})(document.querySelector('iframe'))"""
"""Where the inside of the frame lies in the host's window."""

_FORM = """[...document.querySelectorAll('form')].find(
  form => form.querySelector('[type=radio]') && form.checkVisibility())"""

_ANSWER = f"""(() => {{
  const radio = {_FORM}?.querySelector('[type=radio]:not(:checked)');
  if (radio) radio.checked = true;
}})()"""
"""Fills in one answer, where there is a form."""

_CONTROL = f"""(() => {{
  const steps = a => a.pathname === location.pathname && a.hash && a.search !== location.search;
  const control = {_FORM}?.querySelector('button') ?? [...document.querySelectorAll('main a[href]')].find(steps);
  const folded = control.closest('details');
  if (folded) folded.open = true;
  const box = control.getBoundingClientRect();
  return [box.left + Math.min(box.width, 40) / 2, box.top + box.height / 2];
}})()"""
"""Where in the frame the answer is sent; without a form, the first link that answers."""

_OUTCOME = """(() => {
  const target = document.getElementById(location.hash.slice(1)).getBoundingClientRect();
  return [target.top, target.bottom];
})()"""
"""Where the heading of what came lies in the framed document's window."""


@dataclass(frozen=True)
class Outcome:
    """What came of a case. `painted` is about the page and what follows a step; None is for what was not asked."""

    painted: bool
    steps: bool | None = None
    in_sight: bool | None = None
    detail: str = ""

    @property
    def right(self) -> bool:
        """Whether all of it is as it should be."""
        return self.painted and self.steps is not False and self.in_sight is not False


def try_case(window: Window, address: str, size: tuple[int, int], *, steps: bool) -> Outcome:
    """Open a host's page; with `steps`, answer a question and send it."""
    window.visit(address, *size)
    _until(lambda: window.guide("document.readyState === 'complete' && !!document.querySelector('main')"))
    unpainted = _unpainted(window)
    if not steps:
        return Outcome(not unpainted, detail=unpainted)
    before = window.guide("location.href")
    if not _click_leads_on(window, before):
        return Outcome(not unpainted, steps=False, detail=f"{unpainted} nothing follows the click".strip())
    in_sight = _until(lambda: _is_in_sight(window), _SETTLES_WITHIN)
    where = "" if in_sight else f"the heading is at {_place_of_outcome(window)[0]:.0f} of {size[1]}"
    after = _unpainted(window)
    detail = "; ".join(filter(None, (unpainted, after and f"after a step: {after}", where)))
    return Outcome(not (unpainted or after), steps=True, in_sight=in_sight, detail=detail)


def _unpainted(window: Window) -> str:
    """What is not painted of the frame, in words; empty where all is."""
    whole = _until(lambda: window.guide("innerHeight") >= window.host(_BOX)[3] - 1, _SETTLES_WITHIN)
    if not whole:
        return f"{window.guide('innerHeight'):.0f} of {window.host(_BOX)[3]:.0f} pixels are painted"
    for end in ("start", "end"):
        window.host(f"document.querySelector('iframe').scrollIntoView({{block: '{end}', behavior: 'instant'}})")
        if not _until(lambda: not blank_pixels(window.picture()), _SETTLES_WITHIN):
            return f"{blank_pixels(window.picture())} pixels are blank at its {end}"
    return ""


def blank_pixels(picture: bytes) -> int:
    """How many pixels nothing has painted; none where they are no more than a seam."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    red, green, blue = ImageChops.difference(image, Image.new("RGB", image.size, UNPAINTED)).split()
    blank = ImageChops.lighter(ImageChops.lighter(red, green), blue).histogram()[0]
    return blank if blank > _SEAM * image.width else 0


def _place_of_control(window: Window) -> tuple[float, float]:
    """Where in the host's window the control is."""
    x, y = window.guide(_CONTROL)
    left, top, _, _ = window.host(_BOX)
    return left + x, top + y


def _stays_in_sight(window: Window) -> bool:
    """Scroll the control to the middle of the host's window; whether it stays there.

    Both documents are scrolled, each by itself: `scrollIntoView` in the frame scrolls the host's too, but in another
    process and some time later. Firefox takes a scroll back now and then. So two looks must agree, with a picture
    between: a browser that has not painted since still has the frame where it was.
    """
    window.guide(f"scrollBy({{top: {window.guide(_CONTROL)[1]} - innerHeight / 2, behavior: 'instant'}})")
    window.host(f"scrollBy({{top: {_place_of_control(window)[1]} - innerHeight / 2, behavior: 'instant'}})")
    place = _place_of_control(window)
    window.picture()
    return place == _place_of_control(window)


def _click_leads_on(window: Window, before: str) -> bool:
    """Click once, where a citizen sees the control, and wait for the next page."""
    window.guide(_ANSWER)
    _until(lambda: _stays_in_sight(window))
    window.click(*_place_of_control(window))
    arrived = "document.readyState === 'complete' && !!document.querySelector('main')"
    return _until(lambda: window.guide("location.href") != before and window.guide(arrived))


def _place_of_outcome(window: Window) -> tuple[float, float]:
    top, bottom = window.guide(_OUTCOME)
    frame = window.host(_BOX)[1]
    return frame + top, frame + bottom


def _is_in_sight(window: Window) -> bool:
    top, bottom = _place_of_outcome(window)
    return top >= -1 and bottom <= float(window.host("innerHeight")) + 1


def _until(condition: Callable[[], Any], seconds: float = _TIMEOUT) -> bool:
    """Ask again and again; tells whether it came true. A document may go away while it is asked."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        try:
            if condition():
                return True
        except (Error, BidiError, WebDriverException, IndexError):
            pass
        time.sleep(_POLL)
    return False
