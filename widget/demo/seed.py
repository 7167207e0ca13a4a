"""What the demo starts with: the made-up partners, published, and a way into the administration."""

from widget.accounts.model import Role
from widget.admin_app import accounts_on
from widget.app import utc_now
from widget.database.sqlite_file import ensure_sqlite_file
from widget.demo.example_partners import publish_examples
from widget.guides.loading import load_library
from widget.partners.origins import LOOPBACK, Origin, parse_origin
from widget.settings import Settings
from widget.stores import Stores

_ADMINISTRATOR = "demo@eksempel.example"


def prepare_demo(settings: Settings, port: int) -> str:
    """Fill the database of `settings`, which has to be the demo's own; the hosts are on the port after `port`.

    Returns the path by which the demo's administrator sets a password: another one each time the demo starts.
    """
    ensure_sqlite_file(settings.database_url, settings.data_folder)
    stores = Stores(settings, load_library(settings.content_folder, settings.draft_guides), utc_now)
    sites = (parse_origin(f"http://{name}:{port + 1}") for name in LOOPBACK)
    publish_examples(stores.registry, [site for site in sites if isinstance(site, Origin)])
    accounts = accounts_on(stores.database, settings, utc_now)
    token = accounts.invite(_ADMINISTRATOR, Role.OPERATOR, "") or accounts.reset(_ADMINISTRATOR)
    stores.close()
    return f"/admin/set-password?token={token}"
