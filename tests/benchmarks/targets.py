"""What the guides are measured against, each in the server that they run in.

`python -m tests.benchmarks.targets NAME PORT [THREADS]`
"""

import gzip
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from flask_caching import Cache

from tests.conftest import TODAY
from widget.app import create_app
from widget.guides.answers import parse_query
from widget.server.serving import granian
from widget.settings import read_settings
from widget.web.guide.render import PartCache
from widget.web.guide.site import Site
from widget.web.guide.surfaces import guide_response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

USUAL_THREADS = 4
PAGE = "/embed/hvis-du-bliver-ledig"


@cache
def our_page() -> tuple[bytes, list[tuple[str, str]]]:
    """The page that all of them answer with, compressed, and its headers."""
    app = create_app(read_settings({"BASE_URL": "https://guides.example"}), today=lambda: TODAY)
    response = app.test_client().get(PAGE, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(response.data)
    return response.data, list(response.headers)


def bare() -> "WSGIApplication":
    """The least that a WSGI application can be."""
    body, headers = our_page()
    parts = [body]

    def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response("200 OK", headers)
        return parts

    return application


def plain_flask() -> Flask:
    """Flask with an answer that never changes."""
    body, headers = our_page()
    app = Flask("plain")

    @app.get("/embed/<guide>")
    def show(guide: str) -> Response:
        return Response(body, headers=headers)

    return app


def cached_flask() -> Flask:
    """Flask with the usual decorator in front of the usual work."""
    body, headers = our_page()
    app = Flask("cached")
    cache = Cache(app, config={"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": 100_000})

    @app.get("/embed/<guide>")
    @cache.cached(query_string=True)
    def show(guide: str) -> Response:
        return Response(body, headers=headers)

    return app


def rendered_flask() -> Flask:
    """Our own pages as one would make them first: every template rendered for each request, then gzip 6."""
    own = create_app(read_settings({"BASE_URL": "https://guides.example"}), today=lambda: TODAY)
    site: Site = own.site
    uncached = replace(site, parts=PartCache(site.templates, room=0))
    app = Flask("rendered")

    @app.get("/embed/<guide>")
    def show(guide: str) -> Response:
        parameters = parse_query(request.query_string)
        found, edition = uncached.library.guides[guide], uncached.editions.common
        response = guide_response(uncached, edition, "embed", found, parameters, base_url="https://guides.example")
        response.set_data(gzip.compress(response.get_data(), 6))
        response.headers["Content-Encoding"] = "gzip"
        return response

    return app


if __name__ == "__main__":
    threads = int(sys.argv[3]) if len(sys.argv) > 3 else USUAL_THREADS
    granian(f"tests.benchmarks.targets:{sys.argv[1]}", "127.0.0.1", int(sys.argv[2]), 1, threads).serve()
