"""The history of the tables, for Alembic; `widget.partners.database.migrate` runs it, so there is no env.py."""
