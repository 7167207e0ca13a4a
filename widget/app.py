"""The composition root: the only place where all parts meet."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache, partial
from secrets import token_hex
from time import monotonic, perf_counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Flask, Response, request

from widget.guides.loading import load_library
from widget.guides.model import Library
from widget.secret_key import secret_key
from widget.settings import Settings, read_settings
from widget.web.addresses import DEFAULT_HEADINGS
from widget.web.compression import compress
from widget.web.documents import DocumentRoutes
from widget.web.draft_links import DraftLinks
from widget.web.drafts import DraftRoutes
from widget.web.editions import Editions, NoPartners, Partners
from widget.web.feedback import FeedbackRoutes
from widget.web.health import HealthRoutes
from widget.web.item_blocks import ItemBlocks
from widget.web.languages import load_languages
from widget.web.oembed import OembedRoutes
from widget.web.proxies import behind_proxies
from widget.web.public import PublicRoutes
from widget.web.security import EVERYWHERE
from widget.web.share import ShareRoutes
from widget.web.site import Site
from widget.web.statements import StatementRoutes
from widget.web.styles import SHEET_OF_SURFACE, SHEETS, load_style
from widget.web.templating import Templates

if TYPE_CHECKING:
    from widget.stores import Stores

ROUTES = (PublicRoutes, DocumentRoutes, OembedRoutes, ShareRoutes, StatementRoutes)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def danish_today() -> date:
    """The day in Denmark."""
    return datetime.now(COPENHAGEN).date()


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


def create_app(
    settings: Settings | None = None,
    *,
    today: Callable[[], date] = danish_today,
    now: Callable[[], datetime] = utc_now,
) -> Flask:
    """The application, from `settings` or else from the environment; `today` and `now` are its clocks.

    Raises `SettingsError` or `ContentError` when it cannot be started.
    """
    settings = settings or read_settings(os.environ)
    app = Flask(__name__, static_folder=settings.static_folder / "public", static_url_path="/static")
    app.url_map.strict_slashes = False
    stores = cache(lambda: _open_stores(settings, site.library, now))
    app.extensions["stores"] = stores
    site = build_site(settings, today, lambda: stores().partners)
    for routes in ROUTES:
        routes(site).register(app)
    links = cache(lambda: DraftLinks(secret_key(settings), now))
    DraftRoutes(site, links, lambda partner: stores().draft_of(partner)).register(app)
    FeedbackRoutes(site, lambda: stores().feedback, cache(lambda: secret_key(settings)), now).register(app)
    if settings.admin:
        from widget.admin import build_admin  # sign-in takes as long to import as all the rest

        build_admin(site, stores, links, now).register(app)
    app.after_request(_finish)
    HealthRoutes(
        {"guides": partial(_guides_missing, site)}, {"database": lambda: stores().partners.probe()}, monotonic
    ).register(app)
    _watch(app, settings)
    return app


def _guides_missing(site: Site) -> str:
    return "" if site.library.guides else "there is no guide to show"


def _watch(app: Flask, settings: Settings) -> None:
    from widget.web.observability import Observed  # where its figures go is settled before it is imported

    observed = Observed(app.wsgi_app, perf_counter, lambda: token_hex(8))
    app.wsgi_app = behind_proxies(observed, settings.trusted_proxies)  # type: ignore[method-assign,assignment]


def build_site(
    settings: Settings,
    today: Callable[[], date] = danish_today,
    partners: Callable[[], Partners] = NoPartners,
) -> Site:
    """Everything the routes need, from the folders in `settings`; `partners` is asked for when one is named."""
    library = load_library(settings.content_folder, settings.draft_guides)
    languages = load_languages(settings.translation_folder)
    templates = Templates(settings.template_folder, languages)
    styles = {kind: load_style(settings.static_folder / "css", kind) for kind in SHEETS}
    surfaces = (*DEFAULT_HEADINGS, "feedback")
    by_surface = {surface: styles[SHEET_OF_SURFACE.get(surface, "guide")] for surface in surfaces}
    return Site(
        settings=settings,
        library=library,
        languages=languages,
        templates=templates,
        items=ItemBlocks(templates),
        styles=styles,
        editions=Editions(library, languages, by_surface, styles["edition"], settings.frame_ancestors, partners),
        today=today,
    )


def _open_stores(settings: Settings, library: Library, now: Callable[[], datetime]) -> "Stores":
    from widget.stores import Stores  # the database takes as long to import as all the rest

    return Stores(settings, library, now)


def _finish(response: Response) -> Response:
    for name, value in EVERYWHERE.items():
        response.headers.setdefault(name, value)
    response = compress(request, response)
    if response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response
