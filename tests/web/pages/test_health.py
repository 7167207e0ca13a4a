"""Alive, ready, degraded: what the machines that watch are told."""

import threading
from itertools import count

import pytest
from flask import Flask

from widget.web.pages.health import Check, HealthRoutes


def watched(needed: Check, helpful: Check, clock: "count[float] | None" = None) -> Flask:
    ticks = clock or count(0.0, 10.0)
    app = Flask("watched")
    HealthRoutes({"guides": needed}, {"database": helpful}, lambda: next(ticks)).register(app)
    return app


@pytest.mark.parametrize(
    ("needed", "helpful", "status", "said"),
    [
        ("", "", 200, {"status": "ready", "missing": {}, "degraded": {}}),
        ("", "it is away", 200, {"status": "degraded", "missing": {}, "degraded": {"database": "it is away"}}),
        ("none", "", 503, {"status": "unready", "missing": {"guides": "none"}, "degraded": {}}),
    ],
)
def test_ready_is_who_can_show_guides(needed: str, helpful: str, status: int, said: dict[str, object]) -> None:
    response = watched(lambda: needed, lambda: helpful).test_client().get("/readyz")
    assert (response.status_code, response.json) == (status, said)
    assert response.headers["Cache-Control"] == "no-store"


def test_alive_asks_no_service() -> None:
    def fails() -> str:
        raise AssertionError

    assert watched(fails, fails).test_client().get("/healthz").status_code == 200


@pytest.mark.parametrize(("step", "asked"), [(0.0, 1), (10.0, 10)])
def test_what_was_found_is_believed_for_a_moment_however_often_it_is_asked(step: float, asked: int) -> None:
    questions: list[str] = []

    def ask() -> str:
        questions.append("how are you")
        return ""

    client = watched(lambda: "", ask, count(5.0, step)).test_client()
    for _ in range(10):
        client.get("/readyz")
    assert len(questions) == asked


def test_a_check_that_fails_is_a_reason_and_no_500() -> None:
    def fails() -> str:
        raise KeyError("registry_state")

    said = watched(lambda: "", fails).test_client().get("/readyz")
    assert said.status_code == 200
    assert said.json == {"status": "degraded", "missing": {}, "degraded": {"database": "the check failed: KeyError"}}


def test_a_check_that_says_nothing_is_not_waited_for() -> None:
    never, asked = threading.Event(), []

    def hangs() -> str:
        asked.append("how are you")
        never.wait()
        return ""

    app, ticks = Flask("watched"), count(0.0, 10.0)
    HealthRoutes({}, {"database": hangs}, lambda: next(ticks), patience=0.01).register(app)
    for _ in range(3):
        assert app.test_client().get("/readyz").json == {
            "status": "degraded",
            "missing": {},
            "degraded": {"database": "no answer within 0.01 seconds"},
        }
    assert len(asked) == 1, "no request is sent to wait behind the one that waits"
    never.set()
