"""The application for any WSGI server: `wsgi:app`."""

from widget.app import create_app

app = create_app()
