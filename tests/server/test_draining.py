"""A worker that lets go of its connections: what it says to those whom it still answers, and to those who knock."""

import socket
import subprocess
import sys
from pathlib import Path

from werkzeug.test import Client
from werkzeug.wrappers import Response

from widget.server.draining import close_connections


def test_each_answer_is_the_last_one_on_its_connection() -> None:
    response = Client(close_connections(Response("Guide", headers={"ETag": '"x"'}))).get("/")
    assert response.headers["Connection"] == "close"
    assert response.headers["ETag"] == '"x"'
    assert response.text == "Guide"


def test_who_knocks_is_left_to_others_who_listen_at_the_same_socket() -> None:
    """A process takes no more from a socket that it shares with this one, and waits there in peace."""
    with socket.create_server(("127.0.0.1", 0)) as shared:
        program = (
            "import socket, sys; from widget.server.draining import stop_accepting;"
            f"mine = socket.socket(fileno={shared.fileno()}); stop_accepting();"
            "mine.setblocking(False);\ntry: mine.accept()\nexcept BlockingIOError: print('no connection')"
        )
        with socket.create_connection(shared.getsockname()):
            run = subprocess.run(
                [sys.executable, "-c", program],
                pass_fds=[shared.fileno()],
                cwd=Path(__file__).parents[2],
                capture_output=True,
                text=True,
                check=True,
            )
            assert run.stdout == "no connection\n", run.stderr
            shared.settimeout(10)
            shared.accept()[0].close()
