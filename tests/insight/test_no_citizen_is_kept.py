"""After everything has been used with values that stand for a citizen, none of them is in the database."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine, MetaData, select

from tests.web.pages.feedback_posting import GUIDE, Sender, sender_in
from widget.guides.answers import parse_answers, parse_query
from widget.guides.library import Library
from widget.insight.feedback import FeedbackFilter
from widget.insight.usage import UsageCounter

ADDRESS = "203.0.113.77"
BROWSER = "Plantet-Browser/7.7"
REFERRER = "https://plantet.example/side"
PLANTED = (
    ADDRESS,
    "Plantet",
    "plantet",
    "0102031234",
    "010203-1234",
    "anne@",
    "12 34 56 78",
    "utm_",
    "2026-12-01",
    "alder=",
)

HEADERS = {
    "User-Agent": BROWSER,
    "Referer": REFERRER,
    "X-Forwarded-For": ADDRESS,
    "Forwarded": f"for={ADDRESS}",
    "Origin": "null",
    "Cookie": "plantet=1",
}


def everything_in(engine: Engine) -> list[str]:
    """Each row of each table, as text."""
    metadata = MetaData()
    metadata.reflect(engine)
    with engine.connect() as connection:
        return [str(tuple(row)) for table in metadata.tables.values() for row in connection.execute(select(table))]


def use_everything(sender: Sender, library: Library) -> None:
    guide = library.guides[GUIDE]
    query = f"{guide.questions[0].id}={guide.questions[0].choices[0].id}&alder=under-25&dato=2026-12-01&utm_x=plantet"
    stores = sender.app.stores
    counter = UsageCounter(stores.usage.add)
    answers, _ = parse_answers(guide, parse_query(query.encode()))
    asked = {question.id: answers.values.get(question.id) for question in guide.questions}
    shown = [item.id for item in guide.items()]
    counter.count_page(date(2026, 11, 22), "embed", GUIDE, "", "da", asked)
    counter.count_items(date(2026, 11, 22), GUIDE, shown)
    assert counter.flush()
    sender.open(f"/feedback/{GUIDE}?{query}&from=embed")
    address, values = sender.filled(verdict="nej", text=f"cpr 010203-1234, anne@plantet.example, {'12 34 56 78'}")
    sender.clock.pass_by(60)
    response = sender.client.post(
        address.partition("#")[0], data=values, headers=HEADERS, environ_base={"REMOTE_ADDR": ADDRESS}
    )
    assert response.status_code == 303
    assert stores.feedback.count(FeedbackFilter()) == 1


def test_nothing_of_a_citizen_is_in_the_database(
    database_url: str, engine: Engine, tmp_path: Path, library: Library
) -> None:
    with sender_in(tmp_path, database_url) as sender:
        use_everything(sender, library)
    rows = everything_in(engine)
    assert any("[cpr-nummer]" in row for row in rows)
    assert any("'under-25'" in row for row in rows)
    assert [(row, word) for row in rows for word in PLANTED if word in row] == []
    answers = [row for row in rows if "under-25" in row]
    assert all(choice not in row for row in answers for choice in ("a-kasse", "uddannelse")), (
        "no two answers together"
    )
    clock = sender.clock().strftime("%H:%M")
    assert not any(clock in row for row in rows), "no time finer than the day"


def test_the_file_itself_holds_nothing_either(tmp_path: Path, library: Library) -> None:
    with sender_in(tmp_path) as sender:
        use_everything(sender, library)
    content = b"".join(file.read_bytes() for file in tmp_path.glob("guides.sqlite3*"))
    assert b"[cpr-nummer]" in content
    assert [word for word in PLANTED if word.encode() in content] == []
