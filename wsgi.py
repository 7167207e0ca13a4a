"""The application for any WSGI server: `wsgi:app`."""

from widget.app import create_served_app

app = create_served_app()
