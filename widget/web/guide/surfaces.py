"""A guide in an edition, as the answer on one of its surfaces. Takes parameters as values; reads no request."""

from flask import Response

from widget.guides.model import Guide
from widget.web.guide.editions import Edition
from widget.web.guide.page import GuidePage
from widget.web.guide.parameters import Parameters, read_page, read_view
from widget.web.guide.render import PageRenderer
from widget.web.guide.site import Site
from widget.web.http.responses import CACHE_FIVE_MINUTES, REVALIDATE, html_response

_COMPOSED = frozenset({"embed", "guide", "fragment"})
"""Surfaces whose pages many ask for, each with their own answers."""

_NOT_LISTED = frozenset({"embed", "print", "fragment", "a-kasser"})
"""Surfaces that search engines should not list: the guide has a page of its own."""


def guide_response(
    site: Site,
    edition: Edition,
    surface: str,
    guide: Guide,
    parameters: Parameters,
    *,
    base_url: str,
    draft: str = "",
) -> Response:
    """The page; `draft` is what its address begins with, where it is a draft that is looked at."""
    view = read_view(edition, surface, guide, parameters, draft)
    return page_response(site, read_page(site, edition, guide, view, parameters, base_url))


def page_response(site: Site, page: GuidePage) -> Response:
    """A page with its headers."""
    return page_headers(page_html(site, page), page)


def page_html(site: Site, page: GuidePage) -> bytes:
    """A page."""
    if page.view.surface in _COMPOSED:
        return PageRenderer(page, site.parts).html()
    return site.templates.render(f"guide/{page.view.surface}.html", page, page.language).encode()


def page_headers(html: bytes, page: GuidePage) -> Response:
    """The headers of a page around `html`: the same for all of an edition on a surface that share a style sheet."""
    response = html_response(html, page.style, page.edition.frame_origins, public_address=page.base_url)
    response.headers["Cache-Control"] = cache_control(page.edition)
    if page.view.surface in _NOT_LISTED or page.view.draft:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def cache_control(edition: Edition) -> str:
    """How long caches may keep the edition's pages: a partner's change is seen at once, so they ask each time."""
    if not edition.lasting:
        return "no-store"
    return CACHE_FIVE_MINUTES if edition.partner is None else REVALIDATE
