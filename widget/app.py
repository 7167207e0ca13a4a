"""The composition root: the only place where all parts meet."""

import atexit
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from threading import Thread
from time import monotonic, perf_counter, time
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from flask import Flask, Response, request

from widget.guides.loading import load_library, read_library
from widget.guides.model import Library
from widget.guides.problems import ContentError
from widget.insight.batches import Batches
from widget.insight.usage import UsageCounter
from widget.secret_key import secret_key
from widget.settings import Settings, read_settings
from widget.web.addresses import DEFAULT_HEADINGS
from widget.web.caching.making import Making
from widget.web.caching.ready_pages import ReadyPages
from widget.web.caching.wanted import names_partner, read_wanted
from widget.web.caching.warming import warm
from widget.web.composition import Parts
from widget.web.compression import accepted_encodings
from widget.web.counting import Counting
from widget.web.documents import DocumentRoutes
from widget.web.editions import Editions, NoPartners, Partners
from widget.web.feedback import FeedbackRoutes
from widget.web.health import HealthRoutes
from widget.web.languages import load_languages
from widget.web.later import Later
from widget.web.oembed import OembedRoutes
from widget.web.previews.draft_links import DraftLinks
from widget.web.previews.drafts import DraftRoutes
from widget.web.previews.review import ReviewRoutes
from widget.web.previews.review_folder import ReviewFolder
from widget.web.previews.review_links import ReviewLinks
from widget.web.proxies import behind_proxies
from widget.web.public import PublicRoutes
from widget.web.release import release_of
from widget.web.responses import finish
from widget.web.share import ShareRoutes
from widget.web.site import Site
from widget.web.statements import StatementRoutes
from widget.web.styles import SHEET_OF_SURFACE, SHEETS, load_style
from widget.web.templating import Templates
from widget.web.translated import load_translated

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from widget.stores import Stores
    from widget.web.caching.shared import SharedCache

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class DanishDay:
    """The day in Denmark. Asked for every page, so it looks at the calendar only when a day begins or ends."""

    def __init__(self) -> None:
        self._begins = self._ends = 0.0
        self._day = date.min

    def __call__(self) -> date:
        """Today."""
        if not self._begins <= time() < self._ends:
            today = datetime.now(COPENHAGEN).date()
            midnights = (datetime(day.year, day.month, day.day, tzinfo=COPENHAGEN) for day in (today, today + DAY))
            self._begins, self._ends = (midnight.timestamp() for midnight in midnights)
            self._day = today
        return self._day


DAY = timedelta(days=1)

danish_today = DanishDay()


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
    app.extensions["site"] = site
    pages = _stand_before(app, site)
    usage = UsageCounter(lambda totals: stores().usage.add(totals))
    counting = app.extensions["counting"] = Counting(site, usage, pages.take_shown, _note_kept)
    for routes in (
        PublicRoutes(site),
        DocumentRoutes(site, counting.count_taken),
        OembedRoutes(site),
        ShareRoutes(site, counting.count_taken, lambda text, most: stores().registry.published_ids(text, most)),
        StatementRoutes(site),
    ):
        routes.register(app)
    links = cache(lambda: DraftLinks(secret_key(settings), now))
    DraftRoutes(site, links, lambda partner: stores().draft_of(partner)).register(app)
    FeedbackRoutes(site, lambda: stores().feedback, cache(lambda: secret_key(settings)), now).register(app)
    review, review_links = _open_review(app, site, now)
    if settings.admin:
        from widget.admin import build_admin  # sign-in takes as long to import as all the rest

        build_admin(site, stores, links, now, review, review_links).register(app)
    app.after_request(_finish)
    _health(site, stores, pages).register(app)
    return app


def create_served_app() -> Flask:
    """The application from the environment as a server runs it: it counts its use, and makes common pages ready.

    The administration, which few use and which takes as long to start as all the rest, waits until somebody comes.
    """
    settings = read_settings(os.environ)
    app = create_app(replace(settings, admin=False))
    if settings.admin:
        app.wsgi_app = Later(app.wsgi_app, "/admin", lambda: create_app(settings))  # type: ignore[method-assign]  # as Flask would have it wrapped
    batches = app.extensions["batches"] = Batches(app.extensions["counting"].flush)
    batches.wake()
    atexit.register(batches.stop)
    Thread(target=warm, args=(app,), name="warm", daemon=True).start()
    return app


def _note_kept(surface: str, times: int) -> None:
    from widget.web.observability import note_kept  # as below

    note_kept(surface, times)


def _stand_before(app: Flask, site: Site) -> ReadyPages:
    """Put before Flask what answers or watches without it; gives the ready pages.

    What comes from memory costs so little that a line in the log would double it: it is only counted, unless the
    operator wants to see every answer.
    """
    from widget.web.observability import Observed  # where its figures go is settled before it is imported

    settings = site.settings
    observed = partial(Observed, clock=perf_counter, new_id=lambda: token_hex(8))
    address = (lambda environ: settings.base_url) if settings.base_url else get_host_url
    pages = ReadyPages(
        app.wsgi_app if settings.access_log else observed(app.wsgi_app),
        partial(read_wanted, site),
        Making(site),
        site.editions.revision_of,
        site.editions.known_revision_of,
        site.today,
        address,
        names_partner,
        _shared_cache(settings),
    )
    app.extensions["pages"] = pages
    seen = observed(pages) if settings.access_log else pages
    app.wsgi_app = behind_proxies(seen, settings.trusted_proxies)  # type: ignore[method-assign,assignment]  # as Flask would have it wrapped
    if not settings.access_log:
        app.extensions["at_once"] = behind_proxies(cast("WSGIApplication", pages.at_once), settings.trusted_proxies)
    return pages


def _shared_cache(settings: Settings) -> "SharedCache | None":
    if not settings.cache_url:
        return None
    from widget.web.caching.shared import SharedCache  # Redis takes its time to import

    folders = (Path(__file__).parent, settings.content_folder, settings.template_folder, settings.static_folder)
    release = ".".join((release_of(folders), *settings.languages, *settings.draft_languages))
    return SharedCache(settings.cache_url, release, monotonic, partial(secret_key, settings))


def get_host_url(environ: "WSGIEnvironment") -> str:
    """The address by which a visitor reached us."""
    return f"{environ['wsgi.url_scheme']}://{environ.get('HTTP_HOST', '')}"


def _health(site: Site, stores: Callable[[], "Stores"], pages: ReadyPages) -> HealthRoutes:
    helpful = {"database": lambda: stores().fault()}
    if pages.shared is not None:
        helpful["cache"] = pages.shared.probe
    return HealthRoutes({"guides": partial(_guides_missing, site)}, helpful, monotonic)


def _guides_missing(site: Site) -> str:
    return "" if site.library.guides else "there is no guide to show"


def build_site(
    settings: Settings,
    today: Callable[[], date] = danish_today,
    partners: Callable[[], Partners] = NoPartners,
) -> Site:
    """Everything the routes need, from the folders in `settings`; `partners` is asked for when one is named."""
    library = load_library(settings.content_folder, settings.draft_guides)
    translated = load_translated(settings, library, load_languages(settings.translation_folder))
    templates = Templates(settings.template_folder, dict(translated.languages))
    styles = {kind: load_style(settings.static_folder / "css", kind) for kind in SHEETS}
    surfaces = (*DEFAULT_HEADINGS, "feedback")
    by_surface = {surface: styles[SHEET_OF_SURFACE.get(surface, "guide")] for surface in surfaces}
    return Site(
        settings=settings,
        library=library,
        languages=dict(translated.languages),
        templates=templates,
        parts=Parts(templates),
        styles=styles,
        editions=Editions(library, translated, by_surface, styles["edition"], settings.frame_ancestors, partners),
        today=today,
        libraries=translated.libraries,
    )


def _open_review(
    app: Flask, site: Site, now: Callable[[], datetime]
) -> tuple[ReviewFolder | None, Callable[[], ReviewLinks]]:
    """What editors have under review, with its routes where there is a folder for it."""
    links = cache(lambda: ReviewLinks(secret_key(site.settings), now))
    if site.settings.review_folder is None:
        return None, links
    folder = ReviewFolder(site.settings.review_folder, lambda folder: _build_review(site, folder))
    ReviewRoutes(site, folder, links).register(app)
    return folder, links


def _build_review(site: Site, folder: Path) -> Site:
    """The site of a content folder, drafts included. Raises `ContentError`."""
    library, problems = read_library(folder)
    if library is None or problems.errors:
        raise ContentError(problems)
    return build_site(replace(site.settings, content_folder=folder, draft_guides=tuple(library.guides)), site.today)


def _open_stores(settings: Settings, library: Library, now: Callable[[], datetime]) -> "Stores":
    from widget.stores import Stores  # the database takes as long to import as all the rest

    return Stores(settings, library, now)


def _finish(response: Response) -> Response:
    response = finish(response, accepted_encodings(request.headers.get("Accept-Encoding", "")))
    if response.status_code == HTTPStatus.OK:
        response.make_conditional(request)
    return response
