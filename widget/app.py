"""The composition root: the only place where all parts meet."""

import atexit
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property, partial
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from threading import Timer
from time import monotonic, perf_counter, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from widget.guides.library import Library
from widget.guides.loading import load_library
from widget.insight.background_writer import BackgroundWriter
from widget.insight.usage import UsageCounter
from widget.mailing import Announcements
from widget.settings import Settings, read_settings
from widget.signing.secret_key import secret_key
from widget.web.caching.page_cache import PageCache
from widget.web.caching.release import release_of
from widget.web.caching.warm_up import warm
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.guide.documents import DocumentRoutes
from widget.web.guide.editions import Editions, NoPartners, Partners
from widget.web.guide.render import PartCache
from widget.web.guide.routes import PublicRoutes
from widget.web.guide.site import Site
from widget.web.guide.translated_guides import load_translated
from widget.web.guide.usage_counting import PageHitCounter
from widget.web.http.compression import accepted_encodings
from widget.web.http.host_validation import with_valid_host
from widget.web.http.languages import load_languages
from widget.web.http.lazy_mount import LazyMount
from widget.web.http.proxies import behind_proxies, proxies_among
from widget.web.http.responses import finalize_response
from widget.web.http.styles import SHEET_OF_SURFACE, SHEETS, load_style
from widget.web.http.templating import Templates
from widget.web.pages import robots
from widget.web.pages.change_feed import ChangeFeedRoutes
from widget.web.pages.feedback import FeedbackRoutes
from widget.web.pages.health import HealthRoutes
from widget.web.pages.oembed import OembedRoutes
from widget.web.pages.share import ShareRoutes
from widget.web.pages.statements import StatementRoutes
from widget.web.pipeline import GuidePipeline
from widget.web.previews.draft_links import DraftLinks
from widget.web.previews.drafts import DraftRoutes
from widget.web.previews.review import ReviewRoutes
from widget.web.previews.review_folder import ReviewFolder
from widget.web.previews.review_links import ReviewLinks
from widget.web.previews.review_sets import ReviewSets

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from widget.stores import Stores
    from widget.web.admin.access_control import AccessControl
    from widget.web.caching.shared_cache import SharedCache

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DAY = timedelta(days=1)


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


danish_today = DanishDay()


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


class Application(Flask):
    """The guides as a WSGI application: Flask, with the parts that it is put together from.

    `today` and `now` are its clocks. Raises `SettingsError` or `ContentError` when it cannot be started.
    """

    def __init__(self, settings: Settings, today: Callable[[], date], now: Callable[[], datetime]) -> None:
        super().__init__("widget", static_folder=settings.static_folder / "public", static_url_path="/static")
        self.url_map.strict_slashes = False
        # Werkzeug would redirect to whole addresses, with the host of the request.
        self.url_map.merge_slashes = False
        self.after_request(_finish)
        self.now = now
        self.site = build_site(settings, today, lambda: self.stores.partners)
        self.public = PublicRoutes(self.site)
        shared = _shared_cache(settings)
        self.pages = PageCache(self.site.editions.digest_of, today, shared)
        self.pipeline = GuidePipeline(self.site, self.pages, "" if shared is None else _release(settings))
        usage = UsageCounter(lambda totals: self.stores.usage.add(totals))
        self.counting = PageHitCounter(self.site, usage, self.pages.drain_hits, _record_page_hits)
        self.batches = BackgroundWriter(self.counting.flush)
        """Writes what was counted every ten seconds, once a server has started it."""
        self._warming = Timer(0, warm)
        self.draft_links = cache(lambda: DraftLinks(secret_key(settings), now))
        self.review_links = cache(lambda: ReviewLinks(secret_key(settings), now))
        folder = settings.review_folder
        self.review = ReviewFolder(folder, partial(_build_review, self.site)) if folder else None

    @cached_property
    def stores(self) -> "Stores":
        """What stands on the database."""
        from widget.stores import Stores  # the database takes as long to import as all the rest

        return Stores(self.site.settings, self.site.library, self.now)

    def start(self, warm_after: float = 0.0) -> None:
        """Begin what runs beside requests: write what was counted, and make common pages ready after some seconds.

        Only in the process that answers: a server may make the application and then fork, and what a thread of the
        first process holds locked at that moment stays locked in the second one for ever.
        """
        self.batches.wake()
        atexit.register(self.batches.stop)
        self._warming = Timer(warm_after, warm, args=(self, self.site))
        self._warming.name, self._warming.daemon = "warm", True
        self._warming.start()

    def close(self) -> None:
        """Write what was counted last, and let go of the database. Requests that are under way still have it."""
        self._warming.cancel()
        self.batches.stop()
        if "stores" in self.__dict__:
            with suppress(TimeoutError):
                self.stores.close()

    @cached_property
    def admin(self) -> "AccessControl":
        """The administration, on the same site and stores. Few use it, and it takes long to import."""
        from widget.admin_app import build_admin

        return build_admin(self.site, lambda: self.stores, self.draft_links, self.now, self.review, self.review_links)

    def create_admin(self) -> Flask:
        """The routes of the administration by themselves: Flask takes no more routes once it has answered."""
        routes = Flask("widget.admin_app", static_folder=None)
        routes.url_map.strict_slashes = False
        routes.url_map.merge_slashes = False
        routes.after_request(_finish)
        routes.register_error_handler(HTTPException, self.public.error)
        self.admin.register(routes)
        return routes


def create_app(
    settings: Settings | None = None,
    *,
    today: Callable[[], date] = danish_today,
    now: Callable[[], datetime] = utc_now,
) -> Application:
    """The application with all its routes, from `settings` or else from the environment.

    Raises `SettingsError` or `ContentError` when it cannot be started.
    """
    app = Application(settings or read_settings(os.environ), today, now)
    _add_routes(app)
    if app.site.settings.admin:
        app.admin.register(app)
    _wrap_application(app, app.wsgi_app)
    return app


def create_served_app(settings: Settings | None = None) -> Application:
    """The application as a server runs it, from `settings` or else from the environment, but not started yet."""
    app = Application(settings or read_settings(os.environ), danish_today, utc_now)
    _add_routes(app)
    # The first request for the administration loads it.
    lazy = LazyMount(app.wsgi_app, "/admin", app.create_admin)
    _wrap_application(app, lazy if app.site.settings.admin else app.wsgi_app)
    return app


def _add_routes(app: Application) -> None:
    """All routes but those of the administration."""
    site, count_download = app.site, app.counting.count_download
    app.public.register(app)
    DocumentRoutes(site, count_download, app.now).register(app)
    OembedRoutes(site).register(app)
    ShareRoutes(site, count_download, lambda text, most: app.stores.registry.published_ids(text, most)).register(app)
    StatementRoutes(site).register(app)
    ChangeFeedRoutes(site, lambda: app.stores.edition_news).register(app)
    robots.register(app)
    DraftRoutes(site, app.draft_links, lambda: app.stores.registry).register(app)
    FeedbackRoutes(site, lambda: app.stores.feedback, cache(lambda: secret_key(site.settings)), app.now).register(app)
    sets = ReviewSets(lambda: app.stores.change_sets, partial(_build_review, site))
    told = Announcements(site, lambda: app.stores, app.now)
    ReviewRoutes(site, app.review, sets, app.review_links, app.now, told.comment).register(app)
    helpful = {"database": lambda: app.stores.fault()}
    helpful |= {} if app.pages.shared is None else {"cache": app.pages.shared.probe}
    needed = {"guides": lambda: "" if site.library.guides else "there is no guide to show"}
    HealthRoutes(needed, helpful, monotonic).register(app)


def _record_page_hits(surface: str, times: int) -> None:
    from widget.web.http.observability import count_hits  # imported late, as in _wrap_application

    count_hits(surface, times)


def _wrap_application(app: Application, answering: "WSGIApplication") -> None:
    """Put before `answering` what answers or watches without Flask.

    What comes from memory costs so little that a line in the log would double it: it is only counted, unless the
    operator wants to see every answer.
    """
    # Imported late: where its figures go has to be settled before.
    from widget.web.http.observability import ObservabilityMiddleware

    settings, library = app.site.settings, app.site.library
    observed = partial(
        ObservabilityMiddleware,
        clock=perf_counter,
        new_id=lambda: token_hex(8),
        is_guide=lambda word: word in library.guides or word in library.retired,
        is_proxy=proxies_among(settings.trusted_proxies),
    )
    logged: WSGIApplication = answering if settings.access_log else observed(answering)
    seen: WSGIApplication = with_valid_host(app.pipeline.before(logged))
    if settings.access_log:
        seen = observed(seen)
    app.wsgi_app = behind_proxies(seen, settings.trusted_proxies)  # type: ignore[method-assign,assignment]  # as Flask would have it wrapped


def _shared_cache(settings: Settings) -> "SharedCache | None":
    if not settings.cache_url:
        return None
    from widget.web.caching.shared_cache import SharedCache  # Redis takes its time to import

    return SharedCache(settings.cache_url, monotonic, partial(secret_key, settings))


def _release(settings: Settings) -> str:
    """All that is the same for every page of this server, and may differ from those of another one."""
    folders = (settings.content_folder, settings.template_folder, settings.static_folder, settings.translation_folder)
    return release_of((Path(__file__).parent, *folders), settings.in_pages())


def build_site(
    settings: Settings,
    today: Callable[[], date] = danish_today,
    partners: Callable[[], Partners] = NoPartners,
    library: Library | None = None,
) -> Site:
    """Everything the routes need, from the folders in `settings`; `library` are its guides where they were read."""
    library = library or load_library(settings.content_folder, settings.draft_guides)
    translated = load_translated(settings, library, load_languages(settings.translation_folder))
    templates = Templates(settings.template_folder, dict(translated.languages))
    styles = {kind: load_style(settings.static_folder / "css", kind) for kind in SHEETS}
    by_surface = {one: styles[SHEET_OF_SURFACE.get(one, "guide")] for one in {*DEFAULT_HEADINGS, *SHEET_OF_SURFACE}}
    return Site(
        settings=settings,
        content=library,
        languages=dict(translated.languages),
        templates=templates,
        parts=PartCache(templates),
        styles=styles,
        editions=Editions(library, translated, by_surface, styles["edition"], settings.frame_ancestors, partners),
        today=today,
        libraries=translated.libraries,
    )


def _build_review(site: Site, folder: Path) -> Site:
    """The site of a content folder, drafts included. Raises `ContentError`."""
    library = load_library(folder, drafts=None)
    settings = replace(site.settings, content_folder=folder, draft_guides=tuple(library.guides))
    return build_site(settings, site.today, library=library)


def _finish(response: Response) -> Response:
    response = finalize_response(response, accepted_encodings(request.headers.get("Accept-Encoding", "")))
    if response.status_code == HTTPStatus.OK:
        response.make_conditional(request)
    return response
