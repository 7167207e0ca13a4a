"""oEmbed (oembed.com, version 1.0): what another system embeds when a guide's address is pasted."""

import json
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Flask, Response, request

from widget.guides.answers import parse_answers, parse_carried_query, parse_query
from widget.public_address import split_address
from widget.web.guide.parameters import first, read_view
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.http.path_tidying import tidy_address
from widget.web.http.responses import document_response, preflight_response, uncacheable
from widget.web.pages.snippets import USUAL_HEIGHT, Snippet, Snippets

CACHE_AGE = 86_400
"""Seconds for which a consumer may keep the answer: a day."""

_WIDTH, _HEIGHT = 600, USUAL_HEIGHT
"""A shape that no consumer takes for a video: WordPress stretches frames that are near 4:3, 16:9 and the like."""

Values = dict[str, str | int]


@dataclass(frozen=True, slots=True)
class OembedFrame(Snippet):
    """What the template of the frame for unknown providers gets; `width` is in CSS pixels."""

    width: int = _WIDTH


class OembedRoutes:
    """The routes `/oembed`, for everybody, and `/oembed/full`, for consumers that leave the snippet as it is."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.snippets = Snippets(site.templates)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for rule, name, kind in (("/oembed", "oembed", "oembed"), ("/oembed/full", "oembed_full", "frame")):
            app.add_url_rule(
                rule, name, self.answer, defaults={"kind": kind}, methods=["GET"], provide_automatic_options=False
            )
            app.add_url_rule(rule, f"{name}_preflight", preflight_response, methods=["OPTIONS"])

    def answer(self, kind: str) -> Response:
        """The answer for the address asked about; `kind` is the template of the markup in it."""
        parameters = parse_query(request.query_string)
        form = first(parameters, "format") or "json"
        if form not in {"json", "xml"}:
            return uncacheable(document_response("Use format=json or format=xml.\n", "text/plain"), 501)
        frame = self._frame(first(parameters, "url"))
        if frame is None:
            return uncacheable(document_response("No guide has this address.\n", "text/plain"), 404)
        width = _at_most(first(parameters, "maxwidth"), _WIDTH)
        height = _at_most(first(parameters, "maxheight"), _HEIGHT)
        values = self._values(replace(frame, width=width, height=height), kind)
        if form == "xml":
            return document_response(_xml(values), "text/xml; charset=utf-8")
        return document_response(json.dumps(values, ensure_ascii=False), "application/json; charset=utf-8")

    def _frame(self, url: str) -> OembedFrame | None:
        """The frame for one of our own addresses: built from what we know, so that nothing foreign gets in."""
        base = base_url(self.site)
        found = split_address(url.strip())
        if found is None or found[0] != base:
            return None
        path, _, query = found[1].partition("#")[0].partition("?")
        tidy = tidy_address(path, query)
        if tidy is not None:
            path, _, query = tidy.partition("?")
        match path.removesuffix("/").split("/"):
            case ["", "guide" | "embed", guide_id]:
                edition = self.site.editions.find(None)
            case ["", "guide" | "embed", partner, guide_id]:
                edition = self.site.editions.find(partner)
            case _:
                return None
        guide = edition.guides.get(guide_id) if edition else None
        if edition is None or guide is None:
            return None
        parameters = parse_carried_query(query.encode("utf-8", "replace"))
        answers, _misread = parse_answers(guide, parameters, edition.defaults(guide))
        asked = read_view(edition, "embed", guide, parameters)
        view = replace(asked, base=base, links_only=False, fitted=False)
        guide = self.site.guide_in(view.language, guide)
        return OembedFrame(guide, view, answers.with_ticks(()), _HEIGHT, self.site.languages[view.language])

    def _values(self, frame: OembedFrame, kind: str) -> Values:
        return {
            "version": "1.0",
            "type": "rich",
            "provider_name": frame.language.catalogue.ugettext("Guides for life events"),
            "provider_url": f"{frame.host}/",
            "title": frame.guide.title,
            "cache_age": CACHE_AGE,
            "width": frame.width,
            "height": frame.height,
            "html": self.snippets.text(kind, frame),
        }


def _at_most(given: str, usual: int) -> int:
    """The usual size, or what the consumer allows where that is less; always a positive number."""
    if not (given.isascii() and given.isdecimal() and len(given) < 6):
        return usual
    return min(usual, int(given)) or usual


def _xml(values: Values) -> bytes:
    root = Element("oembed")
    for name, value in values.items():
        SubElement(root, name).text = str(value)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
