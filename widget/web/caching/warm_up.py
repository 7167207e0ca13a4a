"""Builds the most requested pages before the first request for them. Knows addresses of common pages."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from werkzeug.test import Client

from widget.guides.answers import Answers
from widget.guides.model import Guide
from widget.web.guide.addresses import DEFAULT_HEADINGS, View
from widget.web.guide.site import Site
from widget.web.http.internal_requests import WARMING
from widget.web.http.programs import load_names

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_ENCODINGS = ("gzip, br", "gzip")
"""What browsers take of ours, over https and over http: a page is cached for all that a browser takes."""


def warm(app: "WSGIApplication", site: Site) -> None:
    """Ask the application of `site` for the common pages, in each encoding that browsers take.

    Nothing is asked for where the public address is not set: pages hold the address by which a request reached the
    server, and no request before the first one tells which that will be.
    """
    load_names()
    if not site.settings.base_url:
        return
    client = Client(app)
    for guide in site.library.guides.values():
        for address in common_addresses(guide):
            for encoding in _ENCODINGS:
                client.get(
                    address,
                    headers={"Accept-Encoding": encoding},
                    base_url=site.settings.base_url,
                    environ_overrides={WARMING: True},
                )


def common_addresses(guide: Guide) -> Iterator[str]:
    """The guide without answers, and with the first question answered."""
    for view in (View("embed", guide.id, fitted=True), View("guide", guide.id, heading=DEFAULT_HEADINGS["guide"])):
        yield view.address(Answers())
        for question in guide.questions[:1]:
            yield from (view.address(Answers({question.id: choice.id})) for choice in question.choices)
