"""Walks through the guides with Orca in Chromium and Firefox, and writes what is spoken: one text for each browser.

It needs Debian's packages orca, at-spi2-core, dbus, xdotool, xvfb, openbox, chromium and firefox-esr, and takes some
minutes. It is run by hand when pages change: what is spoken is read by a person, and the difference is seen in git.
"""

import argparse
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.display import display_running
from tests.browser.firefox import write_preferences
from tests.browser.servers import guides_served

FOLDER = Path(__file__).parent
_STAND_IN = FOLDER / "stand_in"
_BUS = "org.a11y.Bus"
_LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
_QUIET = 2.5
"""Seconds without a word after which Orca has said what it has to say."""
_LONGEST = 40.0

_OF_THE_BROWSER = (
    "alert Translate",
    "This dialog",
    "Finished loading",
    "Loading.",
    "Chromium frame",
    "Mozilla Firefox",
)
"""How utterances begin that are about the browser and not the page."""

GUIDE = "hvis-du-bliver-ledig"
MEMBER = "aarsag=opsagt&a-kasse=ja&alder=30-59&uddannelse=erhverv&husstand=ingen"


@dataclass(frozen=True)
class Scene:
    """A page, and the keys that are pressed on it; `path` is below the guides' origin."""

    name: str
    path: str
    keys: tuple[str, ...]


SCENES = (
    Scene(
        "The first question, its answer chosen and sent", f"/embed/{GUIDE}", (*("Tab",) * 3, "Down", "Tab", "Return")
    ),
    Scene("The date", f"/embed/{GUIDE}?{MEMBER}&open=dato", ("Tab", "Tab", "Tab", "Tab", "shift+Tab", "Tab", "Tab")),
    Scene("The overview", f"/embed/{GUIDE}?{MEMBER}&dato=2026-11-30", ("Tab",) * 8),
    Scene("A phase, its first task ticked", f"/embed/{GUIDE}?{MEMBER}&open=foerste-dag", (*("Tab",) * 5, "Return")),
    Scene("An answer that is none", f"/embed/{GUIDE}?a-kasse=maaske", ("Tab",) * 3),
    Scene("Answers by links", f"/embed/{GUIDE}?ui=links", (*("Tab",) * 3, "Return")),
    Scene("In English", f"/embed/{GUIDE}?{MEMBER}&dato=2026-11-30&lang=en", ("Tab",) * 2),
)


class Listener:
    """A display with a browser and Orca on it. `spoken` is the file that the stand-in writes to."""

    def __init__(self, environment: dict[str, str], spoken: Path) -> None:
        self._environment = environment
        self._spoken = spoken
        self._read = 0

    def press(self, key: str) -> None:
        """Press a key."""
        subprocess.run(("xdotool", "key", key), env=self._environment, check=True)

    def heard(self) -> list[str]:
        """What was spoken since the last call, when all is quiet."""
        give_up = time.monotonic() + _LONGEST
        size, since = -1, time.monotonic()
        while time.monotonic() < give_up:
            now = self._spoken.stat().st_size
            if now != size:
                size, since = now, time.monotonic()
            if time.monotonic() - since > _QUIET:
                break
            time.sleep(0.1)
        lines = self._spoken.read_text(encoding="utf-8").splitlines()
        new, self._read = lines[self._read :], len(lines)
        return new


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def listening(browser: str, address: str, folder: Path) -> Iterator[Listener]:
    """A page in a browser that Orca reads."""
    spoken = folder / "spoken.txt"
    spoken.touch()
    environment = {**os.environ, "SPOKEN": str(spoken), "HOME": str(folder), "PYTHONPATH": str(_STAND_IN)}
    environment |= {"NO_AT_BRIDGE": "0", "GTK_MODULES": "gail:atk-bridge", "ACCESSIBILITY_ENABLED": "1"}
    with ExitStack() as stack:
        environment["DISPLAY"] = stack.enter_context(display_running())
        launcher = next(name for name in _LAUNCHERS if Path(name).exists())
        stack.enter_context(_running((launcher, "--launch-immediately"), environment))
        time.sleep(1)
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            subprocess.run(_switched_on(name), env=environment, check=True, stdout=subprocess.DEVNULL)
        stack.enter_context(_running(("orca", "--replace"), environment))
        listener = Listener(environment, spoken)
        time.sleep(4)
        listener.heard()
        stack.enter_context(_running(_command(browser, address, folder), environment))
        time.sleep(8)
        yield listener


def _switched_on(name: str) -> tuple[str, ...]:
    return (
        *("dbus-send", "--session", "--print-reply", f"--dest={_BUS}", "/org/a11y/bus"),
        *("org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status", f"string:{name}", "variant:boolean:true"),
    )


def _command(browser: str, address: str, folder: Path) -> tuple[str, ...]:
    profile = folder / "profile"
    profile.mkdir()
    if browser == "firefox":
        write_preferences(profile, scripting=True)
        return ("firefox-esr", "--no-remote", "--kiosk", "--profile", str(profile), address)
    return (
        *("chromium", *CHROMIUM_ARGUMENTS, "--force-renderer-accessibility", "--lang=da"),
        *(f"--user-data-dir={profile}", "--window-size=1280,1000", f"--app={address}"),
    )


def walk(browser: str, origin: str, scene: Scene) -> Iterator[str]:
    """What is heard in a scene, as lines."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        listening(browser, origin + scene.path, Path(folder)) as listener,
    ):
        yield f"## {scene.name}"
        yield from _lines("arrives", listener.heard())
        for key in scene.keys:
            listener.press(key)
            yield from _lines(key, listener.heard())
        yield ""


def _lines(cause: str, heard: Sequence[str]) -> Iterator[str]:
    yield f"{cause}:" if heard else f"{cause}: (silence)"
    for line in heard:
        if not any(line.startswith(words) for words in _OF_THE_BROWSER):
            yield f"    {line}"


def main() -> None:
    """Walk through the scenes in each browser that is named, or in both."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screen_reader", description=__doc__)
    parser.add_argument("browsers", nargs="*", default=["chromium", "firefox"])
    parser.add_argument("--only", default="", help="scenes whose name has this word")
    asked = parser.parse_args()
    assert shutil.which("orca"), "It needs Debian's package orca."
    scenes = [scene for scene in SCENES if asked.only in scene.name]
    with guides_served(CONTENT_DIR="") as origin:
        for browser in asked.browsers:
            lines = [line for scene in scenes for line in walk(browser, origin, scene)]
            print(*lines, sep="\n")
            if not asked.only:
                (FOLDER / f"{browser}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
