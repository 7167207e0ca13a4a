"""Debian's Firefox without scripting, driven over WebDriver BiDi, which it speaks by itself."""

import base64
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

_TIMEOUT = 30
_POLL = 0.05
_KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Space": " ", "ArrowDown": "\ue015", "Shift": "\ue008"}

_PREFERENCES: dict[str, bool | int | str] = {
    "javascript.enabled": False,
    "remote.active-protocols": 1,
    "browser.startup.page": 0,
    "browser.startup.homepage": "about:blank",
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "intl.accept_languages": "da",
    # Asks no server of its maker: no telemetry, updates, lists, probes.
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "extensions.update.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "browser.search.update": False,
    "browser.region.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.newtabpage.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "dom.push.connection.enabled": False,
}


class BidiError(Exception):
    """Firefox could not do what it was told."""


@dataclass
class Tab:
    """A tab, or a document in one of its frames: `context` is its name in the protocol."""

    firefox: "Firefox"
    context: str

    def visit(self, address: str) -> None:
        """Go to an address; waits until the page with its frames is loaded."""
        self.firefox.send("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def back(self) -> None:
        """Go back by one page of the tab's history."""
        self.firefox.send("browsingContext.traverseHistory", context=self.context, delta=-1)

    def window(self, width: int, height: int) -> None:
        """Set the size of the tab in CSS pixels."""
        self.firefox.send(
            "browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height}
        )

    def frame(self) -> "Tab":
        """The document in the first frame; waits until there is one."""
        until(lambda: self._children(), "a frame")
        return Tab(self.firefox, self._children()[0]["context"])

    def _children(self) -> list[dict[str, Any]]:
        tree = self.firefox.send("browsingContext.getTree", root=self.context)["contexts"][0]
        children: list[dict[str, Any]] = tree["children"]
        return children

    def read(self, expression: str) -> Any:
        """What a measuring expression gives; the driver may ask although pages cannot run scripts."""
        answer = self.firefox.send(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.context, "sandbox": "measuring"},
            awaitPromise=False,
        )
        if answer["type"] != "success":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"].get("value", "null"))

    def press(self, key: str, times: int = 1) -> None:
        """Press a key, or type a single character, wherever the focus is in this tab."""
        value = _KEYS.get(key, key)
        strokes = [{"type": stroke, "value": value} for stroke in ("keyDown", "keyUp")] * times
        actions = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self.firefox.send("input.performActions", context=self._with_focus().context, actions=actions)

    def _with_focus(self) -> "Tab":
        """The document with the focus: keys are sent to a document, and get no further into frames of other sites."""
        in_frame = self.read("document.activeElement?.localName === 'iframe'")
        return self.frame() if in_frame else self

    def click(self, x: float, y: float) -> None:
        """Click on a place in this document's window, in CSS pixels."""
        place = {"type": "pointerMove", "x": round(x), "y": round(y)}
        strokes = [place, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        actions = [{"type": "pointer", "id": "mouse", "actions": strokes}]
        self.firefox.send("input.performActions", context=self.context, actions=actions)

    def picture(self) -> bytes:
        """What is seen in the tab, as PNG."""
        return base64.b64decode(self.firefox.send("browsingContext.captureScreenshot", context=self.context)["data"])


class Firefox:
    """A running Firefox."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = count(1)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command; gives its result."""
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer: dict[str, Any] = json.loads(self._connection.recv(timeout=_TIMEOUT))
            if answer.get("id") != number:
                continue
            if answer["type"] == "error":
                raise BidiError(f"{method}: {answer['error']}: {answer['message']}")
            result: dict[str, Any] = answer["result"]
            return result

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        """A new tab, closed in the end."""
        tab = Tab(self, self.send("browsingContext.create", type="tab")["context"])
        try:
            yield tab
        finally:
            self.send("browsingContext.close", context=tab.context)


def until(condition: Callable[[], Any], hope: str, seconds: float = _TIMEOUT) -> None:
    """Ask again and again until `condition` holds; fails with `hope` when it does not come true."""
    give_up = time.monotonic() + seconds
    while True:
        with suppress(BidiError):  # a document may go away while it is asked
            if condition():
                return
        assert time.monotonic() < give_up, f"hoped in vain: {hope}"
        time.sleep(_POLL)


@contextmanager
def firefox_running(profile: Path, *, scripting: bool = False) -> Iterator[Firefox]:
    """Firefox with a profile of its own in an empty folder; with `scripting`, pages may run scripts."""
    write_preferences(profile, scripting=scripting)
    program = shutil.which("firefox-esr")
    assert program, "The tests in Firefox need Debian's package firefox-esr."
    command = (program, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(profile))
    process = _start(command, profile)
    try:
        with connect(_address(profile, process), compression=None, max_size=None, proxy=None) as connection:
            firefox = Firefox(connection)
            firefox.send("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
            yield firefox
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()
        process.wait(timeout=10)


def write_preferences(profile: Path, *, scripting: bool) -> None:
    """Write the settings of a profile: in Danish, without questions, and with no request to Firefox's maker."""
    preferences = {**_PREFERENCES, "javascript.enabled": scripting}
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")


def _start(command: Sequence[str], profile: Path) -> "subprocess.Popen[bytes]":
    with (profile / "output.txt").open("wb") as output:
        return subprocess.Popen([*command, "about:blank"], stdout=output, stderr=subprocess.STDOUT)


def _address(profile: Path, process: "subprocess.Popen[bytes]") -> str:
    """Where Firefox listens: it writes that into its profile."""
    file = profile / "WebDriverBiDiServer.json"

    def listens() -> bool:
        assert process.poll() is None, (profile / "output.txt").read_text(encoding="utf-8", errors="replace")
        return file.exists() and file.read_text(encoding="utf-8").endswith("}")

    until(listens, "Firefox listening", 2 * _TIMEOUT)
    place = json.loads(file.read_text(encoding="utf-8"))
    return f"ws://{place['ws_host']}:{place['ws_port']}/session"
