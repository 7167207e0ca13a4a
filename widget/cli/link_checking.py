"""Asks the addresses of the register whether they are still there. Knows HTTP; not who uses an address."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus

import requests

TIMEOUT = 10.0
"""Seconds that a website may take to connect, and again to begin its answer."""

AT_ONCE = 8
"""Addresses that are asked at the same time."""

_SAYS = {"User-Agent": "guide-widget (checks its links)", "Accept": "text/html,*/*;q=0.5"}
_MOVED_FOR_GOOD = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


class LinkState(Enum):
    """How an address fares."""

    THERE = "there"
    MOVED = "moved"
    """For good: the register should have the new address."""
    GONE = "gone"
    UNCLEAR = "unclear"
    """The website answers, but not with a page: it is ill, or does not answer programs."""
    SILENT = "silent"
    """No answer: the website is away, or we have no network."""


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """What came of asking; `detail` is the new address, the status, or why there was no answer."""

    state: LinkState
    detail: str = ""


def check_addresses(addresses: Iterable[str], patience: float = TIMEOUT) -> Iterator[tuple[str, LinkCheck]]:
    """Ask each address once, several at a time, and tell what came of it in the order given."""
    asked = list(addresses)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from zip(asked, pool.map(lambda address: _ask(address, patience), asked), strict=True)


def _ask(address: str, patience: float) -> LinkCheck:
    try:
        with requests.get(address, headers=_SAYS, timeout=patience, stream=True) as response:
            return _finding(response)
    except (requests.ConnectionError, requests.Timeout) as error:
        return LinkCheck(LinkState.SILENT, type(error).__name__)
    except requests.RequestException as error:
        return LinkCheck(LinkState.UNCLEAR, type(error).__name__)


def _finding(response: requests.Response) -> LinkCheck:
    if response.status_code in _GONE:
        return LinkCheck(LinkState.GONE, str(response.status_code))
    if not response.ok:
        return LinkCheck(LinkState.UNCLEAR, str(response.status_code))
    if any(step.status_code in _MOVED_FOR_GOOD for step in response.history):
        return LinkCheck(LinkState.MOVED, response.url)
    return LinkCheck(LinkState.THERE)
