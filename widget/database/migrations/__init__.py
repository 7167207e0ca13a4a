"""The history of the tables, for Alembic; `widget.database.engine.migrate` runs it, so there is no env.py."""
