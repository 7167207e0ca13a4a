"""The application for any WSGI server: `wsgi:app`."""

import os

from widget.server.following import application_for

app = application_for(os.environ)
