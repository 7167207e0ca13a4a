"""The migration makes the tables that the code expects."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from tests.database.servers import open_new
from widget.database.engine import migrate
from widget.notices.tables import METADATA


def test_the_migration_makes_the_tables_that_the_code_expects(tmp_path: Path) -> None:
    engine = open_new(tmp_path)
    migrate(engine)
    ours = {"include_name": lambda name, kind, _: kind != "table" or name in METADATA.tables, "compare_type": True}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), METADATA) == []
    engine.dispose()
