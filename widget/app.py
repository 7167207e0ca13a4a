"""The composition root: the only place where all parts meet."""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, Response, request

from widget.guides.loading import load_library
from widget.settings import Settings, read_settings
from widget.web.compression import compress
from widget.web.item_blocks import ItemBlocks
from widget.web.languages import load_languages
from widget.web.public import PublicRoutes
from widget.web.security import EVERYWHERE
from widget.web.site import Site
from widget.web.styles import load_style
from widget.web.templating import Templates

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from `settings` or else from the environment.

    Raises `SettingsError` or `ContentError` when it cannot be started.
    """
    settings = settings or read_settings(os.environ)
    app = Flask(__name__, static_folder=settings.static_folder / "public", static_url_path="/static")
    site = build_site(settings)
    PublicRoutes(site).register(app)
    app.after_request(_finish)
    return app


def build_site(settings: Settings) -> Site:
    """Everything the routes need, loaded from the folders in `settings`."""
    languages = load_languages(settings.translation_folder)
    templates = Templates(settings.template_folder, languages)
    return Site(
        settings=settings,
        library=load_library(settings.content_folder),
        languages=languages,
        templates=templates,
        items=ItemBlocks(templates),
        style=load_style(settings.static_folder / "css"),
        today=danish_today,
    )


def danish_today() -> date:
    """The day in Denmark."""
    return datetime.now(COPENHAGEN).date()


def _finish(response: Response) -> Response:
    for name, value in EVERYWHERE.items():
        response.headers.setdefault(name, value)
    response = compress(request, response)
    if response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response
