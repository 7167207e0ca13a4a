"""Feedback: a text is stored before its sender is thanked, what they typed is never lost, and no sender is known."""

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.database.fixtures import database_url, server
from tests.web.conformance import strict_html5
from tests.web.pages.feedback_posting import GUIDE, SECRET, Sender, sender_in
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.database.sqlite_file import DATABASE_FILE
from widget.insight.feedback import FeedbackFilter, StoredFeedback, Verdict
from widget.insight.feedback_store import FeedbackStore
from widget.partners.model import Partner
from widget.web.http.open_forms import LONGEST, LONGEST_FORM, PER_MINUTE, SHORTEST, FormTokens

__all__ = ["database_url", "server"]

SEND_ONCE_MORE = "Dit svar er ikke sendt endnu"


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Sender]:
    with sender_in(tmp_path) as sender:
        yield sender


@pytest.fixture
def feedback_store(tmp_path: Path) -> Iterator[FeedbackStore]:
    """What the sender's database holds."""
    engine = open_engine("", tmp_path)
    yield FeedbackStore(Database(engine))
    engine.dispose()


def only(store: FeedbackStore) -> StoredFeedback:
    (found,) = store.read(FeedbackFilter())
    return found


def test_feedback_is_kept_and_thanked_for(sender: Sender, feedback_store: FeedbackStore) -> None:
    sender.open(f"/feedback/{GUIDE}?alder=under-25&from=embed")
    response = sender.send(verdict="delvist", text="Der mangler noget om feriepenge.\r\nHilsen")
    assert response.status_code == 303
    found = only(feedback_store)
    assert found.feedback.verdict is Verdict.PARTLY
    assert found.feedback.text == "Der mangler noget om feriepenge.\nHilsen"
    assert (found.feedback.day, found.feedback.guide, found.feedback.partner) == (TODAY, GUIDE, "")
    assert found.feedback.language == "da"
    assert not found.handled
    sender.open(response.headers["Location"])
    assert sender.text("h2") == "Tak"
    back = sender.tree.css_first("main a")
    assert back is not None
    assert back.attributes["href"] == f"/embed/{GUIDE}?alder=under-25", "back to the guide as it was left"


def test_it_is_kept_on_postgresql_too(database_url: str, tmp_path: Path) -> None:
    with sender_in(tmp_path, database_url) as sender:
        sender.open()
        assert sender.send(verdict="ja", text="Fin \x00guide \U0001f600").status_code == 303
    engine = open_engine(database_url, tmp_path)
    assert only(FeedbackStore(Database(engine))).feedback.text == "Fin guide \U0001f600"
    engine.dispose()


def test_what_could_tell_who_a_citizen_is_is_masked(sender: Sender, feedback_store: FeedbackStore) -> None:
    sender.open()
    sender.send(verdict="nej", text="Mit cpr er 010203-1234, skriv til anne@mail.dk eller ring 12 34 56 78.")
    text = only(feedback_store).feedback.text
    assert text == "Mit cpr er [cpr-nummer], skriv til [e-mail] eller ring [telefonnummer]."


@pytest.mark.parametrize("after", [0, SHORTEST - 1, LONGEST + 1])
def test_a_form_sent_too_fast_or_too_late_comes_back_filled_in_and_can_be_sent_again(
    sender: Sender, feedback_store: FeedbackStore, after: float
) -> None:
    sender.open()
    assert sender.send(after, verdict="nej", text="Jeg manglede noget.").status_code == 422
    assert SEND_ONCE_MORE in sender.text("[role=alert]")
    assert feedback_store.count(FeedbackFilter()) == 0
    assert sender.send(5).status_code == 303
    assert only(feedback_store).feedback.text == "Jeg manglede noget."


@pytest.mark.parametrize("token", ["", "x", "a.b", "å", "WzEsMl0.x"])
def test_a_form_that_is_not_ours_comes_back_filled_in(
    sender: Sender, feedback_store: FeedbackStore, token: str
) -> None:
    sender.open()
    assert sender.send(token=token, verdict="ja", text="<b>&\"'</textarea>").status_code == 422
    assert feedback_store.count(FeedbackFilter()) == 0
    assert sender.filled()[1]["text"] == "<b>&\"'</textarea>"
    assert sender.send(5).status_code == 303


def test_the_form_of_one_guide_is_none_of_another(sender: Sender) -> None:
    sender.open()
    _, values = sender.filled(verdict="ja")
    sender.clock.pass_by(60)
    assert sender.post("/feedback/naar-du-faar-nyt-job", values).status_code == 422


def test_a_program_that_fills_in_everything_is_not_kept_and_not_thanked(
    sender: Sender, feedback_store: FeedbackStore
) -> None:
    sender.open()
    assert sender.send(verdict="ja", text="Buy now", website="https://spam.example").status_code == 422
    assert feedback_store.count(FeedbackFilter()) == 0
    assert sender.filled()[1]["website"] == ""


def test_the_trap_is_out_of_sight_out_of_the_way_and_silent(sender: Sender) -> None:
    sender.open()
    trap = sender.tree.css_first("input[name=website]")
    assert trap is not None
    assert trap.attributes["tabindex"] == "-1"
    assert trap.parent is not None
    assert trap.parent.parent is not None
    around = trap.parent.parent.attributes
    assert around["aria-hidden"] == "true"
    assert around["class"] == "vh"


def test_without_a_verdict_the_form_says_what_is_missing(sender: Sender, feedback_store: FeedbackStore) -> None:
    for verdict in ("", "måske"):
        sender.open()
        assert sender.send(verdict=verdict, text="Tekst").status_code == 422
        assert sender.text("#error-verdict") == "Vælg ja, delvist eller nej."
        assert sender.filled()[1]["text"] == "Tekst"
    assert feedback_store.count(FeedbackFilter()) == 0


def test_a_text_that_is_too_long_comes_back_whole(sender: Sender, feedback_store: FeedbackStore) -> None:
    sender.open()
    assert sender.send(verdict="ja", text="\U0001f600" * 2001).status_code == 422
    assert "2001 tegn" in sender.text("#error-text")
    _, values = sender.filled()
    assert values["text"] == "\U0001f600" * 2001
    assert values["verdict"] == "ja"
    assert sender.send(text="x" * 2000).status_code == 303
    assert len(only(feedback_store).feedback.text) == 2000


def test_a_huge_form_is_refused_with_a_page(sender: Sender, feedback_store: FeedbackStore) -> None:
    sender.open()
    assert sender.send(verdict="ja", text="x" * LONGEST_FORM).status_code == 413
    assert "<h1" in sender.response.text
    assert feedback_store.count(FeedbackFilter()) == 0


def test_a_form_that_is_too_long_to_be_read_says_so_and_how_the_text_is_found(sender: Sender) -> None:
    sender.open()
    assert sender.send(verdict="ja", text="x" * 70_000).status_code == 413
    said = sender.text("#error-text")
    assert "for lang" in said
    assert "ikke sendt" in said
    assert "Gå tilbage" in said
    assert "højst 2000 tegn" in said
    assert sender.response.headers["Cache-Control"] == "no-store"
    assert sender.send(verdict="ja", text="Kortere").status_code == 303, "the page has a form that can be sent"


def test_the_form_names_the_limit_and_lets_the_browser_cut_nothing_off(sender: Sender) -> None:
    """A browser shortens what is pasted without a word."""
    sender.open()
    (text,) = sender.tree.css("textarea")
    assert "maxlength" not in text.attributes
    assert "Højst 2000 tegn" in sender.text("#help-text")


def test_too_many_a_minute_are_asked_to_wait_and_lose_nothing(sender: Sender, feedback_store: FeedbackStore) -> None:
    sender.open()
    address, values = sender.filled(verdict="ja")
    sender.clock.pass_by(60)
    for number in range(PER_MINUTE):
        assert sender.post(address, values | {"text": str(number)}).status_code == 303
    refused = sender.post(address, values | {"verdict": "nej", "text": "En til"})
    assert refused.status_code == 429
    assert "Prøv igen om et minut" in sender.text("[role=alert]")
    assert sender.filled()[1]["text"] == "En til"
    assert feedback_store.count(FeedbackFilter()) == PER_MINUTE
    assert sender.send(60).status_code == 303


def test_the_same_form_sent_twice_is_kept_once_and_thanked_for_twice(
    sender: Sender, feedback_store: FeedbackStore
) -> None:
    sender.open()
    address, values = sender.filled(verdict="ja", text="Fint")
    sender.clock.pass_by(60)
    assert sender.post(address, values).status_code == 303
    assert sender.post(address, values).status_code == 303
    assert feedback_store.count(FeedbackFilter()) == 1
    assert sender.post(address, values | {"text": "Fint, men"}).status_code == 303
    assert feedback_store.count(FeedbackFilter()) == 2, "other words are another answer"


def test_while_the_database_is_away_the_form_keeps_what_was_typed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with sender_in(tmp_path / "file" / "folder") as sender:
        assert sender.open().status_code == 200
        assert sender.send(verdict="nej", text="Der mangler noget.").status_code == 503
        assert "Vi kunne ikke gemme dit svar lige nu" in sender.text("[role=alert]")
        assert sender.filled()[1] == sender.filled(verdict="nej", text="Der mangler noget.")[1]
        assert sender.client.get(f"/guide/{GUIDE}").status_code == 200


def test_no_cache_keeps_the_form_and_no_cookie_is_set(sender: Sender) -> None:
    sender.open()
    answers = [sender.response, sender.send(verdict="ja"), sender.open(f"/feedback/{GUIDE}?sent=1")]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "frame-ancestors *" in answers[0].headers["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["", "?from=embed", "?sent=1", "?from=embed&heading=3", "?ui=links&from=embed"])
def test_the_page_conforms(sender: Sender, query: str) -> None:
    html = sender.open(f"/feedback/{GUIDE}{query}").text
    strict_html5(html)
    tree = LexborHTMLParser(html)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    assert len(tree.css("main")) == 1
    assert not tree.css("[style], script")
    for node in tree.css("[aria-describedby]"):
        assert set((node.attributes["aria-describedby"] or "").split()) <= set(ids)
    headings = tree.css("h1, h2, h3, h4")
    assert len(headings) == 1
    assert headings[0].tag == {"": "h1", "?sent=1": "h1", "?from=embed&heading=3": "h3"}.get(query, "h2")


def test_where_forms_are_forbidden_the_page_says_where_one_can_write(sender: Sender) -> None:
    sender.open(f"/feedback/{GUIDE}?from=embed&ui=links&alder=under-25")
    assert not sender.tree.css("form")
    assert sender.text(".address") == f"{BASE_URL}/feedback/{GUIDE}"


def test_unknown_guides_and_partners_lead_on(sender: Sender) -> None:
    assert sender.open("/feedback/findes-ikke").status_code == 404
    assert sender.open(f"/feedback/findes-ikke/{GUIDE}").status_code == 404
    assert sender.client.delete(f"/feedback/{GUIDE}").status_code == 405
    assert sender.post(f"/feedback/findes-ikke/{GUIDE}", {"verdict": "ja"}).status_code == 404


def test_a_partners_feedback_is_the_partners(sender: Sender, feedback_store: FeedbackStore) -> None:
    registry = sender.app.stores.registry
    assert registry.create(Partner("aarhus", "Aarhus Kommune"), "anna") is None
    assert registry.publish("aarhus", "anna") == 1
    response = sender.open(f"/feedback/aarhus/{GUIDE}?from=embed")
    assert "Aarhus Kommune" in sender.text(".sender")
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert sender.send(verdict="ja").headers["Location"].startswith(f"/feedback/aarhus/{GUIDE}?")
    assert only(feedback_store).feedback.partner == "aarhus"


def test_no_visitor_makes_up_a_partner_while_it_cannot_be_told(
    sender: Sender, feedback_store: FeedbackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = sender.app.stores.partners
    monkeypatch.setattr(type(editions), "degraded", "away")
    monkeypatch.setattr(type(editions), "get", lambda *_: None)
    assert sender.open(f"/feedback/made-up/{GUIDE}").status_code == 200
    assert sender.send(verdict="ja", text="Tekst").status_code == 503
    assert sender.filled()[1]["text"] == "Tekst"
    assert feedback_store.count(FeedbackFilter()) == 0


# What was thanked for is there, come what may

SERVER = """
import itertools, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from werkzeug.serving import make_server
from widget.app import create_app
from widget.database.sqlite_file import ensure_sqlite_file
from widget.settings import read_settings
minutes = itertools.count()
start = datetime(2026, 11, 22, 12, tzinfo=UTC)
ensure_sqlite_file("", Path(sys.argv[1]))
app = create_app(read_settings({"DATA_DIR": sys.argv[1], "SECRET_KEY": "s" * 64}),
                 now=lambda: start + timedelta(seconds=2 * next(minutes)))
server = make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
"""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _post(port: int, values: dict[str, str]) -> int:
    opener = urllib.request.build_opener(_Stay)
    data = urllib.parse.urlencode(values).encode()
    try:
        return int(opener.open(f"http://127.0.0.1:{port}/feedback/{GUIDE}", data, timeout=30).status)
    except urllib.error.HTTPError as answer:
        return answer.code


def test_what_was_thanked_for_survives_kill_9_and_is_there_once(tmp_path: Path) -> None:
    token = FormTokens(SECRET.encode(), "feedback").make(
        (GUIDE, ""), int(datetime(2026, 11, 22, 11, 59, tzinfo=UTC).timestamp())
    )
    thanked: list[str] = []
    for life in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", SERVER, str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout
        port = int(process.stdout.readline())
        for text in [*thanked[-1:], *(f"liv {life} svar {number}" for number in range(5))]:
            assert _post(port, {"token": token, "verdict": "ja", "text": text}) == 303
            thanked.append(text)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with sqlite3.connect(tmp_path / DATABASE_FILE) as connection:
            found = sorted(text for (text,) in connection.execute("SELECT text FROM feedback"))
        connection.close()
        assert found == sorted(set(thanked)), "everything thanked for, once, and nothing else"
