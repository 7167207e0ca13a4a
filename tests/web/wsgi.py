"""The side of a WSGI server, for applications that are called by hand."""

from collections.abc import Callable
from types import TracebackType
from typing import TypeAlias

ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None


class Start:
    """Takes the beginning of an answer; `statuses` and `headers` are those that came."""

    def __init__(self) -> None:
        self.statuses: list[str] = []
        self.headers: list[list[tuple[str, str]]] = []

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: ExcInfo = None, /
    ) -> Callable[[bytes], object]:
        self.statuses.append(status)
        self.headers.append(headers)
        return lambda data: None
