"""Stands in for the client of Speech Dispatcher: what Orca wants spoken is written to the file named by `SPOKEN`.

It is found before the real module by `PYTHONPATH`, and run by Debian's Python.
"""

import html
import os
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any


class PunctuationMode:
    """Which signs are spoken."""

    ALL, NONE, SOME, MOST = "all", "none", "some", "most"


class CallbackType:
    """What a speaker tells of an utterance."""

    INDEX_MARK, BEGIN, END = "index_marks", "begin", "end"
    CANCEL, PAUSE, RESUME = "cancel", "pause", "resume"


class DataMode:
    """How an utterance is written."""

    TEXT, SSML = "text", "ssml"


class Priority:
    """What may interrupt what."""

    IMPORTANT, TEXT, MESSAGE = "important", "text", "message"
    NOTIFICATION, PROGRESS = "notification", "progress"


class Scope:
    """Whether a setting is for one program or for all."""

    SELF, ALL = "self", "all"


class SSIPError(Exception):
    """The base of all errors."""


class SSIPCommunicationError(SSIPError):
    """The speaker cannot be reached."""


class SSIPCommandError(SSIPError):
    """The speaker does not know a command."""


class SpawnError(Exception):
    """The speaker cannot be started."""


class SSIPClient:
    """The client that Orca speaks by; all else that it asks for is accepted and left undone."""

    def __init__(self, *_about: object, **_more: object) -> None:
        """Takes what it is told of the program that speaks, and needs nothing of it."""

    def speak(
        self, text: str, callback: Callable[[str], object] | None = None, event_types: Sequence[str] | None = None
    ) -> None:
        """Write an utterance, and say that it was begun and ended: only then Orca reads on."""
        plain = " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())
        if plain:
            with open(os.environ["SPOKEN"], "a", encoding="utf-8") as file:
                file.write(f"{plain}\n")
        if callback:
            told = [event for event in (CallbackType.BEGIN, CallbackType.END) if event in (event_types or (event,))]
            threading.Timer(0.01, lambda: [callback(event) for event in told]).start()

    def list_output_modules(self) -> tuple[str, ...]:
        """The speech synthesizers."""
        return ("none",)

    def list_synthesis_voices(self) -> tuple[tuple[str, str, str], ...]:
        """The voices: name, language, variant."""
        return (("Dansk", "da", "none"), ("English", "en", "none"), ("Deutsch", "de", "none"))

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *_about, **_more: None
