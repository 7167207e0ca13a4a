"""Builds the answer to a page request, past Flask. Knows pages; reads no request."""

from widget.web.caching.cached_response import CachedPage, CommonHeaders, common_headers
from widget.web.guide.page import GuidePage
from widget.web.guide.page_request import PageRequest
from widget.web.guide.parameters import page_of
from widget.web.guide.segmented_cache import SegmentedMap
from widget.web.guide.site import Site
from widget.web.guide.surfaces import page_headers, page_html
from widget.web.http.compression import smallest
from widget.web.http.responses import compute_etag, finalize_response

_MAX_EDITIONS = 4_096
_PER_PAGE_HEADERS = frozenset({"Content-Length", "ETag"})


class PageBuilder:
    """Builds answers of a site. The headers that the pages of an edition share are made once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._common: SegmentedMap[tuple[object, ...], CommonHeaders] = SegmentedMap(_MAX_EDITIONS)

    def __call__(self, page_request: PageRequest, base_url: str, accepted: str) -> CachedPage | None:
        """The answer to all requests with this key; None where the partner is not there any more.

        `base_url` is our public address, `accepted` the content codings that the browser takes. It is what Flask
        would answer, byte for byte, at half the price.
        """
        view, site = page_request.view, self._site
        edition = site.editions.find(view.partner)
        if edition is None:
            return None
        page = page_of(site, edition, site.library.guides[view.guide], view, page_request.answers, base_url)
        encoding, body = smallest(page_html(site, page), accepted, asked_by_many=page_request.common)
        return CachedPage(page_request, self._common_headers(page, encoding), body, f'"{compute_etag(body)}"')

    def _common_headers(self, page: GuidePage, encoding: str) -> CommonHeaders:
        key = (page.view.surface, page.edition.partner, page.edition.digest, encoding, page.base_url)
        common = self._common.get(key)
        if common is None:
            headers = [
                header
                for header in finalize_response(page_headers(b"", page), "").headers
                if header[0] not in _PER_PAGE_HEADERS
            ]
            if encoding:
                headers.append(("Content-Encoding", encoding))
            common = common_headers(tuple(headers))
            self._common.put(key, common)
        return common
