"""The application with a registry of partners behind it, for tests of their editions."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import BASE_URL, TODAY, application_of
from tests.database.servers import copy_migrated_file
from tests.frozen import frozen_settings
from widget.app import Application, create_app
from widget.database.sqlite_file import DATABASE_FILE
from widget.demo.example_partners import publish_examples
from widget.guides.loading import load_library
from widget.partners.model import Partner
from widget.partners.registry import Registry
from widget.settings import Settings
from widget.stores import Stores

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class PartnerSite:
    """Two workers of a server whose registry has the made-up partners."""

    settings: Settings
    stores: Stores
    workers: tuple[FlaskClient, FlaskClient]

    @property
    def registry(self) -> Registry:
        """The registry as an administrator's server has it."""
        return self.stores.registry

    def close(self) -> None:
        """Give back every connection."""
        self.stores.close()
        for worker in self.workers:
            application_of(worker).stores.close()

    @property
    def app(self) -> Application:
        """The application of the first worker."""
        return application_of(self.workers[0])

    def get(self, address: str, worker: int = 0) -> TestResponse:
        """The answer of a worker."""
        return self.workers[worker].get(address.partition("#")[0])

    def page(self, address: str, worker: int = 0) -> str:
        """The HTML of a page that must be there."""
        response = self.get(address, worker)
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        return response.text

    def publish(self, partner_id: str, **changes: object) -> Partner:
        """Change what is published of a partner."""
        entry = self.registry.entry(partner_id)
        assert entry is not None
        assert entry.working is not None
        changed = replace(entry.working, **changes)  # type: ignore[arg-type]  # the fields of a partner
        assert self.registry.save_draft(changed, "test") is None
        assert isinstance(self.registry.publish(partner_id, "test"), int)
        return changed


def noon() -> datetime:
    """The usual clock."""
    return NOON


def partner_site(folder: Path, now: Callable[[], datetime] = noon, **environment: str) -> PartnerSite:
    """The made-up partners published, in a database in `folder` unless the environment names one."""
    settings = frozen_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(folder), **environment})
    if "DATABASE_URL" not in environment:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / DATABASE_FILE).write_bytes(_published(now))
    stores = Stores(settings, load_library(settings.content_folder), now)
    if "DATABASE_URL" in environment:
        publish_examples(stores.registry)
    first, second = (
        create_app(settings, today=lambda: TODAY, now=now).test_client(use_cookies=False) for _ in range(2)
    )
    return PartnerSite(settings, stores, (first, second))


@cache
def _published(now: Callable[[], datetime]) -> bytes:
    """A file with the made-up partners. To publish each of them takes a while, since all workers have to see it."""
    with TemporaryDirectory(prefix="guides-") as name:
        folder = Path(name)
        copy_migrated_file(folder / DATABASE_FILE)
        settings = frozen_settings({"BASE_URL": BASE_URL, "DATA_DIR": name})
        stores = Stores(settings, load_library(settings.content_folder), now)
        publish_examples(stores.registry)
        stores.close()
        return (folder / DATABASE_FILE).read_bytes()
