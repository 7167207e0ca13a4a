"""Editions in the database: exact in both directions, published by two, each kept."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, column, insert, table
from sqlalchemy.types import TypeEngine

from tests.partners.conftest import Clock
from widget.database.database import Database
from widget.database.engine import migrate, open_engine
from widget.publishing.change_set_store import ChangeSetStore
from widget.publishing.content_files import read_content, write_content
from widget.publishing.edition_store import EditionStore, NewerEditionError
from widget.publishing.edits import Edit, SetFields, StaleEditError, apply_edits, edit_from_json, edit_to_json
from widget.publishing.entries import EntryPath
from widget.publishing.local_editions import LocalEditions
from widget.publishing.records import PublishRefusal, SetState
from widget.publishing.tables import CHANGE_SET, CHANGE_SET_COMMENT, METADATA

ITEM = EntryPath("hvis-du-bliver-ledig/guide.yaml", ("phases", "foerste-dag", "items", "meld-dig-ledig"))
BEFORE = "Meld dig ledig på Jobnet"


def title(after: str, before: str = BEFORE) -> Edit:
    return SetFields(ITEM, {"title": before}, {"title": after})


def test_the_migrations_make_the_tables_that_the_code_expects(engine: Engine) -> None:
    def differs(_: object, __: object, ___: object, found: TypeEngine[object], meant: TypeEngine[object]) -> bool:
        return found.compile(engine.dialect) != meant.compile(engine.dialect)

    migrate(engine)
    ours = {"include_name": lambda name, kind, _: kind != "table" or name in METADATA.tables, "compare_type": differs}
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), METADATA) == []


def test_a_folder_comes_out_of_the_database_byte_for_byte(
    editions: EditionStore, files: dict[str, bytes], tmp_path: Path
) -> None:
    odd = {**files, "facts.yaml": files["facts.yaml"].replace(b"\n", b"\r\n"), "notes.bin": bytes(range(256))}
    assert editions.import_files(odd, "Alt", "anna") == 1
    current = editions.current()
    assert current
    write_content(editions.files(current.manifest), tmp_path / "out")
    assert read_content(tmp_path / "out") == odd


def test_comments_of_accounts_and_of_the_link_stand_in_their_order_and_a_form_is_kept_once(
    change_sets: ChangeSetStore, files: dict[str, bytes]
) -> None:
    made, other = (change_sets.begin(heading, "anna", files, 0) for heading in ("Satser 2027", "Andet"))
    change_sets.comment(made, "anna@styrelsen.example", "Se på den.")
    for _ in range(2):
        change_sets.comment_by_link(made, "Karen", "Tallet er forkert.", "a" * 64)
    change_sets.comment_by_link(made, "Karen", "Nu passer det.", "b" * 64)
    change_sets.comment(made, "anna@styrelsen.example", "Se på den.")
    said = [(one.who, one.text, one.by_link) for one in change_sets.comments(made)]
    assert said == [
        ("anna@styrelsen.example", "Se på den.", False),
        ("Karen", "Tallet er forkert.", True),
        ("Karen", "Nu passer det.", True),
        ("anna@styrelsen.example", "Se på den.", False),
    ]
    assert change_sets.comments(other) == ()


def test_comments_of_the_release_before_are_those_of_accounts(engine: Engine) -> None:
    migrate(engine, "notices_0007")
    texts = dict.fromkeys(("base_manifest", "manifest"), "{}") | {"created_by": "anna", "submitted_by": ""}
    numbers = {"id": 1, "revision": 1, "base_number": 0, "created_at": 0, "submitted_at": 0}
    rows = [{"change_set": 1, "at": 5, "who": "anna", "text": word} for word in ("Ja", "Nej")]
    with engine.begin() as connection:
        connection.execute(insert(CHANGE_SET), {"heading": "Satser", "state": "open"} | texts | numbers)
        there = table(CHANGE_SET_COMMENT.name, *(column(name) for name in rows[0]))
        connection.execute(insert(there), rows)
    migrate(engine)
    kept = ChangeSetStore(Database(engine), Clock()).comments(1)
    assert [(one.who, one.text, one.by_link) for one in kept] == [("anna", "Ja", False), ("anna", "Nej", False)]


def test_importing_the_same_again_publishes_nothing(editions: EditionStore, files: dict[str, bytes]) -> None:
    assert editions.import_files(files, "Alt", "anna") == 1
    assert editions.import_files(files, "Alt igen", "bo") == 1
    assert [edition.heading for edition in editions.editions()] == ["Alt"]


def test_an_edition_can_be_gone_back_to_and_none_is_lost(editions: EditionStore, files: dict[str, bytes]) -> None:
    editions.import_files(files, "Den første", "anna")
    editions.import_files(apply_edits(files, [title("Ny titel")]), "Den anden", "anna")
    assert editions.restore(1, "Tilbage", "bo") == 3
    first, _, third = reversed(editions.editions())
    assert third.digest == first.digest
    assert editions.restore(9, "Nej", "bo") is None
    assert editions.restore(1, "Igen", "bo") == 3


def test_an_edition_is_not_gone_back_to_from_one_that_citizens_see_no_more(
    editions: EditionStore, files: dict[str, bytes]
) -> None:
    editions.import_files(files, "Den første", "anna")
    editions.import_files(apply_edits(files, [title("Ny titel")]), "Den anden", "anna")
    for seen in (0, 1):
        with pytest.raises(NewerEditionError) as refused:
            editions.restore(1, "Tilbage", "bo", seen=seen)
        assert refused.value.number == 2
    assert len(editions.editions()) == 2
    assert editions.restore(1, "Tilbage", "bo", seen=2) == 3


def test_a_change_set_is_published_by_a_second_person(
    editions: EditionStore, change_sets: ChangeSetStore, files: dict[str, bytes]
) -> None:
    made = change_sets.begin("Satser 2027", "anna", files, 0)
    seen = change_sets.find(made)
    assert seen
    assert change_sets.publish(seen, "bo") is PublishRefusal.EMPTY
    edit = title("Meld dig ledig")
    assert change_sets.save(seen, apply_edits(files, [edit]), [edit], "anna") is None
    assert change_sets.save(seen, files, [edit], "bo") is PublishRefusal.CHANGED

    seen = change_sets.find(made)
    assert seen
    assert change_sets.publish(seen, "bo") is PublishRefusal.NOT_SUBMITTED
    assert change_sets.submit(seen, "anna") is None
    seen = change_sets.find(made)
    assert seen
    assert change_sets.publish(seen, "anna") is PublishRefusal.SAME_PERSON
    assert editions.stamp() is None
    assert change_sets.publish(seen, "bo") == 2
    assert change_sets.publish(seen, "bo") is PublishRefusal.CLOSED

    newest, base = editions.editions()
    assert (newest.heading, newest.submitted_by, newest.published_by) == ("Satser 2027", "anna", "bo")
    assert editions.files(base.manifest) == files
    published = change_sets.find(made)
    assert published
    assert (published.state, published.edition) == (SetState.PUBLISHED, 2)
    assert change_sets.open_sets() == ()


def test_an_edit_after_it_was_said_to_be_ready_takes_that_back(
    change_sets: ChangeSetStore, files: dict[str, bytes]
) -> None:
    made = change_sets.begin("Satser", "anna", files, 0)
    for text, before in (("En", BEFORE), ("To", "En")):
        seen = change_sets.find(made)
        assert seen
        edit = title(text, before)
        assert change_sets.save(seen, apply_edits(change_sets.files(seen.manifest), [edit]), [edit], "anna") is None
        seen = change_sets.find(made)
        assert seen
        assert seen.submitted_by == ""
        assert change_sets.submit(seen, "anna") is None
    assert [(each.number, each.who) for each in change_sets.edits(made)] == [(1, "anna"), (2, "anna")]


def test_a_set_that_was_begun_on_an_older_edition_is_put_on_the_newer_one(
    editions: EditionStore, change_sets: ChangeSetStore, files: dict[str, bytes]
) -> None:
    editions.import_files(files, "Grundlag", "anna")
    made = change_sets.begin("Satser", "anna", files, 1)
    seen = change_sets.find(made)
    assert seen
    edit = title("Ny titel")
    change_sets.save(seen, apply_edits(files, [edit]), [edit], "anna")
    other = SetFields(ITEM, {"timing": "Din første dag uden arbejde"}, {"timing": "Straks"})
    newer = apply_edits(files, [other])
    editions.import_files(newer, "En anden", "bo")

    seen = change_sets.find(made)
    assert seen
    change_sets.submit(seen, "anna")
    seen = change_sets.find(made)
    assert seen
    assert change_sets.publish(seen, "bo") is PublishRefusal.OUTDATED
    both = apply_edits(newer, [each.edit for each in change_sets.edits(made)])
    assert change_sets.rebase(seen, (2, newer), both) is None
    seen = change_sets.find(made)
    assert seen
    change_sets.submit(seen, "anna")
    seen = change_sets.find(made)
    assert seen
    assert change_sets.publish(seen, "bo") == 3
    text = change_sets.files(seen.manifest)[ITEM.file].decode()
    assert "title: Ny titel" in text
    assert "timing: Straks" in text


def test_an_edit_of_what_was_changed_since_is_a_conflict_that_says_what_stands_there(files: dict[str, bytes]) -> None:
    newer = apply_edits(files, [title("En andens titel")])
    with pytest.raises(StaleEditError) as conflict:
        apply_edits(newer, [title("Min titel")])
    assert conflict.value.found == {"title": "En andens titel"}
    assert apply_edits(newer, [title("En andens titel")]) == newer


def test_an_edit_is_read_as_it_was_kept() -> None:
    edit = SetFields(ITEM, {"when": {"a-kasse": "ja"}, "to": None}, {"when": None, "to": "2027-01-01"})
    assert edit_from_json(edit_to_json(edit)) == edit


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from tests.partners.conftest import Clock
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.publishing import change_set_store as store
database = Database(open_engine(sys.argv[1], Path()))
sets = store.ChangeSetStore(database, lambda: datetime.now(UTC))
make = store.add_edition
def add_and_die(*arguments):
    make(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
store.add_edition = add_and_die
sets.publish(sets.find(int(sys.argv[2])), "bo")
"""


def test_a_process_that_is_killed_while_it_publishes_leaves_nothing_half_done(
    database_url: str, editions: EditionStore, change_sets: ChangeSetStore, files: dict[str, bytes]
) -> None:
    editions.import_files(files, "Grundlag", "anna")
    made = change_sets.begin("Satser", "anna", files, 1)
    seen = change_sets.find(made)
    assert seen
    edit = title("Ny titel")
    change_sets.save(seen, apply_edits(files, [edit]), [edit], "anna")
    seen = change_sets.find(made)
    assert seen
    change_sets.submit(seen, "anna")
    ended = subprocess.run([sys.executable, "-c", KILLED, database_url, str(made)], check=False, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL

    stamp = editions.stamp()
    assert stamp
    assert stamp.number == 1
    seen = change_sets.find(made)
    assert seen
    assert seen.is_open
    assert change_sets.publish(seen, "bo") == 2


def test_another_machine_sees_the_same_edition(database_url: str, editions: EditionStore, tmp_path: Path) -> None:
    editions.import_files({"a.yaml": b"a: 1\n"}, "Alt", "anna")
    other = open_engine(database_url, tmp_path)
    assert EditionStore(Database(other), editions._clock).stamp() == editions.stamp()
    other.dispose()


def test_an_edition_is_unpacked_once_and_the_last_one_is_remembered(tmp_path: Path) -> None:
    local = LocalEditions(tmp_path / "editions")
    assert local.current() is None
    folders = []
    for digest in ("a" * 64, "b" * 64, "c" * 64):
        folders.append(local.keep(digest, {"x/guide.yaml": digest.encode()}))
        local.set_current(digest)
    assert local.current() == folders[2]
    assert (folders[2] / "x" / "guide.yaml").read_bytes() == b"c" * 64
    assert [folder.exists() for folder in folders] == [False, True, True]
    assert not list((tmp_path / "editions").glob(".unpacking-*"))
