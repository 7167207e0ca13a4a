"""Puts the admin together: accounts, sign-in, partners, and who may use which route. Loaded only where it is on."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from widget.accounts.accounts import Accounts
from widget.accounts.mail import Mailer
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.mailing import Announcements
from widget.notices.account_notices import AccountNotices
from widget.partners.kommuner import load_kommuner
from widget.partners.queries import partner_exists
from widget.settings import DATABASE, Settings
from widget.signing.secret_key import secret_key
from widget.stores import Stores
from widget.web.admin.access_control import AccessControl
from widget.web.admin.account_events import AccountEventRoutes
from widget.web.admin.accounts import AccountRoutes
from widget.web.admin.feedback import FeedbackAdminRoutes
from widget.web.admin.forgotten import ForgottenRoutes
from widget.web.admin.guides.comments import CommentRoutes
from widget.web.admin.guides.content_routes import ContentRoutes
from widget.web.admin.guides.context import GuideDesk, PublishedContent
from widget.web.admin.guides.entry_routes import EntryRoutes
from widget.web.admin.guides.guide_starting import GuideStartRoutes
from widget.web.admin.guides.running_out import RunningOutRoutes
from widget.web.admin.guides.set_routes import ChangeSetRoutes
from widget.web.admin.guides.translation_routes import TranslationRoutes
from widget.web.admin.guides.versions import GuideVersionRoutes
from widget.web.admin.own_account import OwnAccountRoutes
from widget.web.admin.partners.about import AboutRoutes
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.forms import FormRoutes
from widget.web.admin.partners.guide_changes import GuideChangeRoutes
from widget.web.admin.partners.history import HistoryRoutes
from widget.web.admin.partners.listing import PartnerListRoutes
from widget.web.admin.partners.notes import NoteRoutes
from widget.web.admin.partners.overview import OverviewRoutes
from widget.web.admin.partners.preview import PreviewRoutes
from widget.web.admin.partners.versions import VersionRoutes
from widget.web.admin.passwords import PasswordRoutes
from widget.web.admin.reports import ReportAdminRoutes, ReportSources
from widget.web.admin.reviews import ReviewAdminRoutes
from widget.web.admin.sign_in import SignInRoutes
from widget.web.guide.site import Site
from widget.web.previews.draft_links import DraftLinks
from widget.web.previews.review_folder import ReviewFolder
from widget.web.previews.review_links import ReviewLinks

_ABOUT_PARTNERS = (
    *(PartnerListRoutes, OverviewRoutes, FormRoutes, NoteRoutes, AboutRoutes),
    *(PreviewRoutes, HistoryRoutes, VersionRoutes, AccountEventRoutes),
)


def build_admin(
    site: Site,
    stores: Callable[[], Stores],
    links: Callable[[], DraftLinks],
    now: Callable[[], datetime],
    review: ReviewFolder | None,
    review_links: Callable[[], ReviewLinks],
) -> AccessControl:
    """The admin of a site. Its database is asked by the first request: it cannot keep guides from starting.

    `AccessControl.rules` is the table of who may use its routes.
    """
    settings = site.settings
    notices = notices_of(settings, site.language.catalogue.ugettext)

    def accounts() -> Accounts:
        opened = accounts_on(stores().database, settings, now)
        opened.audit_log.listeners.append(notices.tell)
        return opened

    access_control = AccessControl(site, cache(accounts))
    for own_routes in (SignInRoutes, PasswordRoutes, OwnAccountRoutes):
        own_routes(access_control).register()
    ForgottenRoutes(access_control, notices).register()
    if settings.oidc_issuer:
        _register_oidc(access_control, settings)
    desk = PartnerContext(access_control, lambda: stores().registry, links, now)
    for routes in _ABOUT_PARTNERS:
        routes(desk).register()
    AccountRoutes(desk, notices).register()
    FeedbackAdminRoutes(desk, lambda: stores().feedback).register()
    ReportAdminRoutes(desk, _report_sources(stores)).register()
    GuideChangeRoutes(desk, lambda: stores().edition_news).register()
    _add_guide_desk(access_control, stores, review_links, Announcements(site, stores, now))
    ReviewAdminRoutes(access_control, review, review_links).register()
    return access_control


def _report_sources(stores: Callable[[], Stores]) -> ReportSources:
    """What reports are made of."""
    return ReportSources(
        lambda: stores().figures,
        lambda: stores().feedback,
        lambda: stores().partner_names(),
        lambda: stores().last_edition(),
    )


def _add_guide_desk(
    access_control: AccessControl,
    stores: Callable[[], Stores],
    review_links: Callable[[], ReviewLinks],
    announcements: Announcements,
) -> None:
    """The desk where editors change the guides."""
    guide_desk = GuideDesk(
        access_control,
        lambda: stores().content_editions,
        lambda: stores().change_sets,
        lambda: PublishedContent(*stores().published_content()),
        review_links,
        announcements.edition,
        announcements.comment,
        may_publish=access_control.site.settings.content_source == DATABASE,
    )
    for guide_routes in (
        ChangeSetRoutes,
        CommentRoutes,
        ContentRoutes,
        EntryRoutes,
        GuideStartRoutes,
        TranslationRoutes,
        GuideVersionRoutes,
        RunningOutRoutes,
    ):
        guide_routes(guide_desk).register()


def _register_oidc(access_control: AccessControl, settings: Settings) -> None:
    """Let people sign in by another provider."""
    from widget.web.admin.oidc import OidcRoutes  # with the provider, 8 MB that most servers do not need
    from widget.web.admin.oidc_provider import Provider

    provider = Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    OidcRoutes(access_control, provider).register()


def notices_of(settings: Settings, translate: Callable[[str], str]) -> AccountNotices:
    """The mails to owners of accounts; none is sent where there is no server for mail."""
    mailer = Mailer(settings.smtp_url, settings.mail_from) if settings.smtp_url else None
    return AccountNotices(translate, settings.base_url, mailer)


def build_accounts(settings: Settings, now: Callable[[], datetime]) -> Accounts:
    """The accounts on a database of their own. Raises `DatabaseUnavailable` while it is away."""
    return accounts_on(Database(open_engine(settings.database_url, settings.data_folder)), settings, now)


def knows_partner(settings: Settings, partner: str) -> bool:
    """Whether there is a partner of that id. Raises `DatabaseUnavailable` while the database is away."""
    database = Database(open_engine(settings.database_url, settings.data_folder))
    try:
        with database.reading() as connection:
            return partner_exists(connection, partner)
    finally:
        database.engine.dispose()


def accounts_on(database: Database, settings: Settings, now: Callable[[], datetime]) -> Accounts:
    """The accounts of a database. Raises `DatabaseUnavailable` while it is away."""
    kommuner = (kommune.name.casefold() for kommune in load_kommuner().values())
    with database.answering():  # a key that cannot be written beside the database counts as that
        return Accounts(database, secret_key(settings), now, context=kommuner)
