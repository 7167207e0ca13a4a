"""A partner written to a file and read again is the same partner; what is wrong in a file is said with its key."""

import json
import tomllib
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from tests.partners.samples import any_partner, full_partner
from widget.partners.documents import LONGEST_TEXT, is_https, partner_document, read_partner, read_stored, stored_form
from widget.partners.files import parse_partner, partner_toml, read_partner_file, write_partner_file
from widget.partners.model import Partner


def problems_of(**changes: object) -> dict[str, str]:
    """What is found in the full partner's file after changes to its top level, by key."""
    document = {**partner_document(full_partner()), **changes}
    kept = {key: value for key, value in document.items() if value is not None}
    partner, problems = parse_partner(tomli_w.dumps(kept))
    assert (partner is None) == bool(problems)
    return {problem.key: problem.message for problem in problems}


@given(any_partner)
def test_any_partner_comes_back_from_its_file_as_it_was(partner: Partner) -> None:
    assert parse_partner(partner_toml(partner)) == (partner, ())


@given(any_partner)
def test_any_partner_has_one_file_only(partner: Partner) -> None:
    read, _ = parse_partner(partner_toml(partner))
    assert read
    assert partner_toml(read) == partner_toml(partner)


@given(any_partner)
def test_any_partner_comes_back_from_the_database_as_it_was_but_for_a_pause(partner: Partner) -> None:
    stored, problems = read_stored(stored_form(partner))
    assert not problems
    assert stored
    assert partner_document(stored) == {
        key: value for key, value in partner_document(partner).items() if key != "pause_message"
    }


def test_a_file_on_the_disk_is_the_same_on_every_system(tmp_path: Path) -> None:
    file = write_partner_file(tmp_path / "new" / "folder", full_partner())
    assert file.name == "aarhus.toml"
    assert b"\r" not in file.read_bytes()
    assert read_partner_file(file) == (full_partner(), ())


def test_a_file_that_notepad_wrote_is_read(tmp_path: Path) -> None:
    file = tmp_path / "aarhus.toml"
    file.write_bytes(b"\xef\xbb\xbf" + partner_toml(full_partner()).replace("\n", "\r\n").encode())
    assert read_partner_file(file) == (full_partner(), ())


def test_a_file_holds_only_what_is_set_and_is_easy_to_read() -> None:
    assert partner_toml(Partner("town", "Town")) == 'id = "town"\nname = "Town"\nkind = "kommune"\n'
    assert '"""\nover\nlines"""' in partner_toml(Partner("town", "Town", pause_message="over\nlines"))


def test_the_full_partner_has_something_in_every_part() -> None:
    document = partner_document(full_partner())
    assert document.keys() >= {
        "origins",
        "theme",
        "terms",
        "contact",
        "notes",
        "guides",
        "languages",
        "default_answers",
    }
    assert tomllib.loads(partner_toml(full_partner())) == document


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("id", {"id": "Aarhus"}),
        ("id", {"id": "-aarhus"}),
        ("id", {"id": "a" * 65}),
        ("id", {"id": None}),
        ("id", {"id": 751}),
        ("name", {"name": ""}),
        ("name", {"name": "  "}),
        ("name", {"name": None}),
        ("name", {"name": "two\nlines"}),
        ("name", {"name": "a" * 301}),
        ("kind", {"kind": "town"}),
        ("kommune_code", {"kommune_code": "751"}),
        ("origins", {"origins": "https://www.aarhus.dk"}),
        ("origins[2]", {"origins": ["https://www.aarhus.dk", "www.aarhus.dk"]}),
        ("origins[1]", {"origins": [7]}),
        ("theme", {"theme": "blue"}),
        ("theme.light-text", {"theme": {"light-text": "#cccccc"}}),
        ("theme.light-txt", {"theme": {"light-txt": "#000000"}}),
        ("theme.radius", {"theme": {"radius": 99}}),
        ("theme.logo", {"theme": {"logo": "data:text/html,<script>"}}),
        ("theme.dark", {"theme": {"dark": True}}),
        ("terms.jobcenter", {"terms": {"jobcenter": "Jobcenter Aarhus"}}),
        ("terms.jobcenter.in_text", {"terms": {"jobcenter": {"name": "Jobcenter Aarhus"}}}),
        ("terms.jobcenter.plural", {"terms": {"jobcenter": {"name": "a", "in_text": "a", "plural": "b"}}}),
        ("contact.url", {"contact": {"url": "http://www.aarhus.dk"}}),
        ("contact.url", {"contact": {"url": "https://["}}),
        ("contact.url", {"contact": {"url": "javascript:alert(1)"}}),
        ("contact.fax", {"contact": {"fax": "1"}}),
        ("notes", {"notes": {"guide": "a"}}),
        ("notes[1]", {"notes": ["text"]}),
        ("notes[1].item", {"notes": [{"guide": "a", "source": "b"}]}),
        ("notes[2].source", {"notes": [{"guide": "a", "item": "b", "source": c} for c in ("b", "[x](ftp://a)")]}),
        ("guides", {"guides": "all"}),
        ("default_answers.a", {"default_answers": {"a": "b"}}),
        ("default_answers.a.b", {"default_answers": {"a": {"b": True}}}),
        ("pause_message", {"pause_message": "a" * (LONGEST_TEXT + 1)}),
        ("pause_message", {"pause_message": "\x00"}),
        ("farve", {"farve": "blue"}),
    ],
)
def test_a_mistake_in_a_file_is_named_by_its_key(key: str, changes: dict[str, object]) -> None:
    found = problems_of(**changes)
    assert list(found) == [key]
    assert found[key]


def test_all_mistakes_are_named_at_once() -> None:
    assert {"id", "kind", "origins[1]", "farve"} <= problems_of(id="Å", kind="x", origins=["x"], farve="y").keys()


def test_a_colour_that_cannot_be_read_is_named_with_one_that_can() -> None:
    assert "perhaps #" in problems_of(theme={"light-text": "#cccccc"})["theme.light-text"]


@pytest.mark.parametrize("text", ["id = ", "id = 'a'\nid = 'b'", "\x00", "[" * 10_000, "{", "id"])
def test_a_text_that_is_no_toml_is_a_mistake(text: str) -> None:
    partner, problems = parse_partner(text)
    assert partner is None
    assert "not TOML" in str(problems[0])


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes("name = 'Ærø'".encode("latin-1"))
    for file in (tmp_path, tmp_path / "missing.toml", tmp_path / "latin.toml"):
        partner, problems = read_partner_file(file)
        assert partner is None
        assert "cannot be read" in str(problems[0])


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*partner_document(full_partner()), "pause_message", "else"]), _values))
def test_any_document_is_read_or_refused_and_never_breaks_a_page(changes: dict[str, object]) -> None:
    for strict in (True, False):
        partner, problems = read_partner(partner_document(full_partner()) | changes, strict=strict)
        assert (partner is None) == bool(problems)
        if partner:
            assert read_partner(partner_document(partner)) == (partner, ())


@pytest.mark.parametrize("text", ["", "null", "[]", '"a"', "{", '{"id": 1}'])
def test_a_stored_text_that_is_none_is_a_problem_and_no_crash(text: str) -> None:
    partner, problems = read_stored(text)
    assert partner is None
    assert problems


def test_what_a_newer_release_stored_is_read_without_what_only_that_knows() -> None:
    document = partner_document(full_partner()) | {"colour_of_the_sky": "blue"}
    assert read_partner(document)[0] is None
    assert read_partner(document, strict=False) == (full_partner(), ())
    assert read_stored(json.dumps(document)) == (full_partner(), ())


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\ufeff"])
def test_no_text_that_is_imported_turns_what_follows_and_one_that_was_stored_is_not_lost(character: str) -> None:
    document = partner_document(full_partner())
    document["contact"] = {"phone": f"12 34{character} 56 78"}
    partner, problems = read_partner(document)
    assert partner is None
    assert [problem.key for problem in problems] == ["contact.phone"]
    stored, _ = read_stored(json.dumps(document))
    assert stored
    assert stored.contact.phone == f"12 34{character} 56 78"


@pytest.mark.parametrize(
    ("url", "sound"),
    [
        ("https://www.aarhus.dk/kontakt?a=b#c", True),
        ("https://user:pw@www.aarhus.dk/", False),
        ("https://www.aarhus.dk/\u200b", False),
        ("https://www.aarhus.dk/\u202egpj", False),
        ("https://192.0.2.1/", False),
        ("https://x/", False),
        ("http://www.aarhus.dk/", False),
        ("https://www.aarhus.dk\\@evil.example/", False),
    ],
)
def test_an_address_for_contact_is_one_that_people_can_read(url: str, sound: bool) -> None:
    assert is_https(url) is sound


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        (" ", "(empty)"),
        ("https://a.example;", "(characters)"),
        ("www.aarhus.dk", "(no-scheme); perhaps https://www.aarhus.dk"),
        ("ftp://aarhus.dk", "(scheme)"),
        ("http://aarhus.dk", "(not-https); perhaps https://aarhus.dk"),
        ("https://aarhus.dk/borger", "(path); perhaps https://aarhus.dk"),
        ("https://me@aarhus.dk", "(user); perhaps https://aarhus.dk"),
        ("https://aarhus.dk:0", "(port)"),
        ("https://intranet", "(host)"),
        ("https://192.168.1.10", "(address)"),
        ("https://*", "(everybody)"),
        ("https://www.*.dk", "(wildcard)"),
        ("https://*.dk", "(wildcard-too-wide)"),
    ],
)
def test_a_file_with_what_is_no_origin_is_told_why_in_a_word(origin: str, said: str) -> None:
    assert problems_of(origins=[origin]) == {"origins[1]": f"“{origin}” is not an origin {said}"}
