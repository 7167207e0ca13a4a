"""How the tests drive and read a browser: by keyboard, and by conditions instead of waiting times."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from playwright.sync_api import ElementHandle, Error, Frame, Locator, Page, TimeoutError

_MOST_TABS = 400
_POLL_MS = 25
_ARRIVES_WITHIN = 10_000
"""Milliseconds for a key."""

NO_SIDEWAYS_SCROLLING = """() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll('body *')].filter(e => {
    const box = e.getBoundingClientRect();
    return e.checkVisibility() && box.width > 1 && (box.right > width + 1 || box.left < -1);
  });
  const page = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  return page > width ? [`the page is ${page} wide in ${width}`, ...wide.map(e => e.outerHTML.slice(0, 120))] : [];
}"""
"""What makes a document scroll sideways: empty when nothing does."""

UNFOLD = "() => document.querySelectorAll('details').forEach(part => { part.open = true; })"


def until(page: Page, condition: Callable[[], Any], hope: str, seconds: float = 10) -> None:
    """Let the browser go on until `condition` holds; fails with `hope` when it does not come true."""
    give_up = time.monotonic() + seconds
    while True:
        try:
            if condition():
                return
        except Error as error:  # a document may go away while it is asked
            if time.monotonic() > give_up:
                raise AssertionError(f"hoped in vain: {hope} ({error})") from error
        assert time.monotonic() < give_up, f"hoped in vain: {hope}"
        page.wait_for_timeout(_POLL_MS)


def framed(page: Page) -> Frame:
    """The document in the page's frame."""
    element = page.wait_for_selector("iframe", state="attached")
    assert element is not None
    frame = element.content_frame()
    assert frame is not None
    return frame


def open_framed(page: Page, host_address: str) -> Frame:
    """Visit a host page; gives the guide's document when it stands there."""
    page.goto(host_address)
    frame = framed(page)
    frame.locator("main").wait_for()
    frame.wait_for_load_state()
    return frame


def has_focus(target: Locator | ElementHandle) -> bool:
    """Whether the element itself has the focus of its document."""
    return bool(target.evaluate("element => element === element.ownerDocument.activeElement"))


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Press Tab until `target` has the focus."""
    element = target.element_handle()  # found once: by its description it would be looked for at every stop
    assert element is not None
    for _ in range(_MOST_TABS):
        if has_focus(element):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by {_MOST_TABS} presses of {key}")


def choose_by_arrows(page: Page, frame: Frame, question: str, choice: str) -> None:
    """Choose a radio button as people do without a mouse: Tab into the group, then arrows."""
    group = frame.locator(f"input[type=radio][name='{question}']")
    checked = group.and_(frame.locator(":checked"))
    tab_to(page, checked if checked.count() else group.first)
    if not checked.count():
        page.keyboard.press("Space")
    wanted = frame.locator(f"input[name='{question}'][value='{choice}']")
    for _ in range(group.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    assert wanted.is_checked()


def follow(page: Page, frame: Frame, link: Locator) -> None:
    """Tab to a link or button of the frame and press Enter; waits for the next document to be there."""
    tab_to(page, link)
    with frame.expect_navigation():
        press_enter(link)


def click_through(target: Locator) -> None:
    """Click on what leads to another page; waits for that page to be there.

    What is asked right after a plain click may be asked of the page that goes away, or of one that has only begun.
    """
    with target.page.expect_navigation():
        target.click()


def press_enter(target: Locator) -> None:
    """Press Enter on what has the focus and leads on. What comes of it is for the caller to see.

    The browser tells that a key has arrived from the document in which it was pressed. Now and then that one is gone
    first, and nothing tells: then a key of the page would be waited for without end.
    """
    with suppress(TimeoutError):
        target.press("Enter", timeout=_ARRIVES_WITHIN)


def height_of(page: Page) -> float:
    """The height of the iframe element in its host."""
    return float(page.locator("iframe").evaluate("frame => frame.clientHeight"))


def spoken_status(page: Page, frame: Frame) -> str:
    """What the accessibility tree holds below the element with role status, as one text."""
    session = page.context.new_cdp_session(frame)
    try:
        session.send("Accessibility.enable")
        nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    finally:
        session.detach()
    below = [node for node in nodes.values() if node.get("role", {}).get("value") == "status"]
    text = ""
    while below:
        node = below.pop(0)
        if node.get("role", {}).get("value") == "StaticText":
            text += node.get("name", {}).get("value", "")
        else:
            below = [nodes[child] for child in node.get("childIds", ()) if child in nodes] + below
    return text
