"""Makes an answer ready, past Flask: what an address asks for is known already. Knows pages; reads no request."""

from widget.web.caching.ready import Ready
from widget.web.caching.wanted import Wanted
from widget.web.reading import page_of
from widget.web.responses import finish
from widget.web.site import Site
from widget.web.surfaces import page_response


def make_ready(site: Site, wanted: Wanted, base_url: str, accepted: str) -> Ready | None:
    """The answer to all who want the same and take these encodings; None where the partner is not there any more.

    `base_url` is our public address. It is what Flask would answer, byte for byte, at two thirds of the price.
    """
    view = wanted.view
    edition = site.editions.find(view.partner)
    if edition is None:
        return None
    page = page_of(site, edition, site.library.guides[view.guide], view, wanted.answers, base_url)
    response = finish(page_response(site, page), accepted, asked_by_many=wanted.common)
    return Ready(wanted, list(response.headers), response.get_data(), response.headers["ETag"])
