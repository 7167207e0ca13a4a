"""The admin with a fresh database, for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.admin.desk import ANNA, BO
from widget.accounts.model import Role
from widget.partners.model import Partner
from widget.partners.registry import Registry


@pytest.fixture
def admin(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Admin]:
    """The admin, with no account in it. A module may say in `SETTINGS` which others it has than the usual ones."""
    made = admin_in(tmp_path, **getattr(request.module, "SETTINGS", {}))
    yield made
    made.people.accounts.store._database.engine.dispose()
    made.app.stores.engine.dispose()


@pytest.fixture
def registry(admin: Admin) -> Registry:
    """The partners, as another worker would see them."""
    return Registry(admin.people.accounts.store._database, admin.people.clock, ())


@pytest.fixture
def browser(admin: Admin, registry: Registry) -> AdminBrowser:
    """An operator, and the draft of Aarhus."""
    found = admin.signed_in()
    registry.create(Partner("aarhus", "Aarhus Kommune", kommune_code="0751"), "test")
    return found


@pytest.fixture
def anna(admin: Admin) -> AdminBrowser:
    """An editor of the guides."""
    return admin.signed_in(ANNA, Role.EDITOR)


@pytest.fixture
def bo(admin: Admin) -> AdminBrowser:
    """Another one, who publishes."""
    return admin.signed_in(BO, Role.EDITOR)
