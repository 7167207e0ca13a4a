"""Answers that are complete at once and end later. Knows what a WSGI server does with the parts of an answer."""

from collections.abc import Callable, Iterable, Iterator


def hold_open(parts: Iterable[bytes], wait: Callable[[], object]) -> Iterator[bytes]:
    """An answer of these `parts`, which ends when `wait` comes back; its headers must tell its length.

    The server sends each part when it has it, so the visitor waits for nothing; a thread of the server waits.
    """
    yield from parts
    wait()
