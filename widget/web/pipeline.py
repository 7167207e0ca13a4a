"""From an address to the bytes of a guide's page, past Flask: the whole way is `GuidePipeline.show`.

Flask answers the same, byte for byte, where a page cannot be kept, and everything that is no guide's page.
"""

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from widget.web.caching.page_cache import CachedPage, CommonHeaders, PageCache, common_headers
from widget.web.guide.page import GuidePage
from widget.web.guide.page_request import PageRequest, RequestedAddress
from widget.web.guide.parameters import page_of
from widget.web.guide.resolve import ResolvedGuide, resolve
from widget.web.guide.segmented_cache import SegmentedMap
from widget.web.guide.site import Site
from widget.web.guide.surfaces import page_headers, page_html
from widget.web.http.compression import accepted_encodings, compute_etag, smallest
from widget.web.http.host_validation import request_origin
from widget.web.http.internal_requests import WARMING
from widget.web.http.programs import is_person
from widget.web.http.responses import finalize_response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

_log = logging.getLogger(__name__)

_READING = frozenset({"GET", "HEAD"})
_MAX_HEADERS = 4_096
"""Sets of headers, one for each edition, surface and encoding."""

_PER_PAGE_HEADERS = frozenset({"Content-Length", "ETag"})

OK, UNCHANGED = "200 OK", "304 NOT MODIFIED"


class GuidePipeline:
    """Answers requests for the pages of a site's guides. `release` is that of `ResponseKey`."""

    def __init__(self, site: Site, cache: PageCache, release: str = "") -> None:
        self.site = site
        self.cache = cache
        self._release = release
        self._headers: SegmentedMap[tuple[object, ...], CommonHeaders] = SegmentedMap(_MAX_HEADERS)

    def before(self, application: "WSGIApplication") -> "WSGIApplication":
        """A WSGI application that answers with guides' pages, and leaves every other request to `application`."""

        def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            if environ["REQUEST_METHOD"] in _READING:
                page = self.show(self._address(environ))
                if page is not None:
                    return respond(page, environ, start_response)
            return application(environ, start_response)

        return answer

    def show(self, address: RequestedAddress) -> CachedPage | None:
        """The page at an address; None where it cannot be kept, or is no page of a guide, so that Flask answers."""
        page = self.cache.find(address)
        if page is not None or address.is_too_long:
            return page
        try:
            found = resolve(self.site, address.path)
            request = PageRequest.parse(found, address, self.site.today(), self._release) if found else None
            if found is None or request is None:
                return None
            page = self.cache.get_or_make(request, lambda: self.make(found, request, address))
        except Exception:  # the application meets the same, and has a page for it
            _log.exception("A page could not be made")
            return None
        if page is not None:
            self.cache.remember(address, page)
        return page

    def make(self, found: ResolvedGuide, request: PageRequest, address: RequestedAddress) -> CachedPage:
        """The answer to all requests with the same key: personalised, rendered, and encoded."""
        page = page_of(self.site, found.edition, found.guide, request.view, request.answers, address.base_url)
        html = page_html(self.site, page)
        encoding, body = smallest(html, address.encoding, asked_by_many=request.common, may_wait=True)
        return CachedPage(request, self._common_headers(page, encoding), body, f'"{compute_etag(body)}"')

    def _address(self, environ: Environ) -> RequestedAddress:
        return RequestedAddress(
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
            self.site.settings.base_url or request_origin(environ) or "",
            accepted_encodings(environ.get("HTTP_ACCEPT_ENCODING", "")),
        )

    def _common_headers(self, page: GuidePage, encoding: str) -> CommonHeaders:
        """The headers that Flask would send, made once for all pages of an edition on a surface."""
        edition = page.edition
        key = (page.view.surface, page.style.csp_source, edition.partner, edition.digest, encoding, page.base_url)
        common = self._headers.get(key)
        if common is None:
            headers = [
                header
                for header in finalize_response(page_headers(b"", page), "").headers
                if header[0] not in _PER_PAGE_HEADERS
            ]
            if encoding:
                headers.append(("Content-Encoding", encoding))
            common = common_headers(tuple(headers))
            self._headers.put(key, common)
        return common


def respond(page: CachedPage, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Send a page, or say that the browser has it already; count it, where a person is shown it."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if environ["REQUEST_METHOD"] == "HEAD":
        start_response(OK, page.headers)
        return []
    if WARMING not in environ and is_person(page.request.view.surface, environ.get("HTTP_USER_AGENT", "")):
        page.hits += 1
    if known is not None and page.is_known(known):
        start_response(UNCHANGED, page.unchanged)
        return []
    start_response(OK, page.headers)
    return [page.body]
