"""The composition root: the only place where all parts meet."""

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, Response, request

from widget.guides.loading import load_library
from widget.settings import Settings, read_settings
from widget.web.compression import compress
from widget.web.documents import DocumentRoutes
from widget.web.item_blocks import ItemBlocks
from widget.web.languages import load_languages
from widget.web.oembed import OembedRoutes
from widget.web.public import PublicRoutes
from widget.web.security import EVERYWHERE
from widget.web.share import ShareRoutes
from widget.web.site import Site
from widget.web.statements import StatementRoutes
from widget.web.styles import SHEETS, load_style
from widget.web.templating import Templates

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
    site = build_site(settings, today)
    for routes in ROUTES:
        routes(site).register(app)
    if settings.admin:
        from widget.admin import build_admin  # the database and sign-in take as long to import as all the rest

        build_admin(site, now).register(app)
    app.after_request(_finish)
    return app


def build_site(settings: Settings, today: Callable[[], date] = danish_today) -> Site:
    """Everything the routes need, loaded from the folders in `settings`."""
    languages = load_languages(settings.translation_folder)
    templates = Templates(settings.template_folder, languages)
    return Site(
        settings=settings,
        library=load_library(settings.content_folder, settings.draft_guides),
        languages=languages,
        templates=templates,
        items=ItemBlocks(templates),
        styles={kind: load_style(settings.static_folder / "css", kind) for kind in SHEETS},
        today=today,
    )


def _finish(response: Response) -> Response:
    for name, value in EVERYWHERE.items():
        response.headers.setdefault(name, value)
    response = compress(request, response)
    if response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response
