"""Puts the admin together: accounts, sign-in, and who may use which route. Loaded only where the admin is on."""

from collections.abc import Callable
from datetime import datetime
from functools import cache

from sqlalchemy.exc import SQLAlchemyError

from widget.accounts.accounts import Accounts
from widget.accounts.store import AccountsUnavailable
from widget.partners.database import migrate, open_engine
from widget.secret_key import secret_key
from widget.settings import Settings
from widget.stores import Stores
from widget.web.admin_passwords import PasswordRoutes
from widget.web.admin_security import Door
from widget.web.feedback_admin import FeedbackAdminRoutes
from widget.web.oidc import OidcRoutes
from widget.web.oidc_provider import Provider
from widget.web.sign_in import SignInRoutes
from widget.web.site import Site


def build_admin(site: Site, stores: Callable[[], Stores], now: Callable[[], datetime]) -> Door:
    """The admin of a site. Its database is opened when somebody first comes: it cannot keep guides from starting."""
    door = build_door(site, cache(lambda: build_accounts(site.settings, now)))
    FeedbackAdminRoutes(door, lambda: stores().feedback).register()
    return door


def build_accounts(settings: Settings, now: Callable[[], datetime]) -> Accounts:
    """The accounts, their tables up to date. Raises `AccountsUnavailable` while the database is away."""
    try:
        engine = open_engine(settings.database_url, settings.data_folder)
        migrate(engine)
        return Accounts(engine, secret_key(settings), now)
    except (SQLAlchemyError, OSError) as error:
        raise AccountsUnavailable(str(error)) from error


def build_door(site: Site, accounts: Callable[[], Accounts]) -> Door:
    """The admin with all its routes; `Door.rules` is the table of who may use them."""
    door = Door(site, accounts)
    SignInRoutes(door).register()
    PasswordRoutes(door).register()
    settings = site.settings
    if settings.oidc_issuer:
        provider = Provider(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
        OidcRoutes(door, provider).register()
    return door
