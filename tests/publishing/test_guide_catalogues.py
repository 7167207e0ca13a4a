"""Catalogues that follow the texts of an edition: what changes in their files, and what stays."""

from babel.messages.catalog import Catalog

from widget.publishing.catalogue_merging import merged_bytes, parse_catalogue, translated_bytes
from widget.publishing.guide_catalogues import with_catalogues

POEDIT = """\
# Anna's own words
msgid ""
msgstr ""
"Language: de\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Generator: Poedit 3.4\\n"

#: a.yaml
msgid ""
"Ring til "
"kommunen"
msgstr ""
"Rufen Sie "
"an"

#, fuzzy
#| msgid "Skriv til a-kassen"
msgid "Skriv til din a-kasse"
msgstr "Schreiben Sie der Kasse"

msgid "Gem dit brev"
msgstr "Bewahren Sie Ihren Brief auf"

#~ msgid "Gammelt"
#~ msgstr "Alt"
"""


def template(*texts: str) -> Catalog:
    made = Catalog()
    for text in texts:
        made.add(text, locations=[("a.yaml", None)] if text == "Ring til kommunen" else ())  # type: ignore[list-item]  # no lines
    return made


def test_only_the_changed_text_changes_in_a_file_that_poedit_wrote() -> None:
    now = template("Ring til kommunen", "Skriv til din a-kasse", "Gem dit nye brev")
    expected = POEDIT.replace('msgid "Gem dit brev"', '#, fuzzy\n#| msgid "Gem dit brev"\nmsgid "Gem dit nye brev"')
    assert merged_bytes(POEDIT.encode(), now).decode() == expected
    windows = POEDIT.replace("\n", "\r\n").encode()
    assert merged_bytes(windows, now).decode() == expected.replace("\n", "\r\n")


def test_a_text_that_is_changed_twice_names_the_text_that_was_translated() -> None:
    now = template("Ring til kommunen", "Skriv til din egen a-kasse", "Gem dit brev")
    message = parse_catalogue(merged_bytes(POEDIT.encode(), now))["Skriv til din egen a-kasse"]
    assert message.fuzzy
    assert list(message.previous_id) == ["Skriv til a-kassen"]
    back = template("Ring til kommunen", "Skriv til a-kassen", "Gem dit brev")
    merged = merged_bytes(merged_bytes(POEDIT.encode(), now), back)
    assert not parse_catalogue(merged)["Skriv til a-kassen"].fuzzy
    assert b"egen" not in merged


def test_a_text_that_is_gone_or_written_afresh_keeps_its_translation_for_the_translator() -> None:
    merged = merged_bytes(
        POEDIT.encode(), template("Ring til kommunen", "Skriv til din a-kasse", "Læs videre på nettet")
    )
    assert b'#~ msgid "Gem dit brev"\n#~ msgstr "Bewahren Sie Ihren Brief auf"' in merged
    assert not parse_catalogue(merged)["Læs videre på nettet"].string


def test_a_catalogue_that_cannot_be_read_costs_no_edit(files: dict[str, bytes]) -> None:
    name = "translations/de/LC_MESSAGES/guides.po"
    broken = {**files, name: b"\xff\xfe broken"}
    edited = {**broken, "facts.yaml": files["facts.yaml"].replace(b"label: ", b"label: Ny ", 1)}
    assert with_catalogues(edited, broken)[name] == broken[name]


def test_translations_change_their_own_text_only_and_one_of_no_text_changes_nothing() -> None:
    made = translated_bytes(POEDIT.encode(), {"Skriv til din a-kasse": "Neu", "Findes ikke": "Nichts"}).decode()
    old = '#, fuzzy\n#| msgid "Skriv til a-kassen"\nmsgid "Skriv til din a-kasse"\nmsgstr "Schreiben Sie der Kasse"'
    assert made == POEDIT.replace(old, 'msgid "Skriv til din a-kasse"\nmsgstr "Neu"')
    assert translated_bytes(POEDIT.encode(), {"Findes ikke": "Nichts"}).decode() == POEDIT


def test_a_translation_survives_a_later_change_of_its_danish_as_what_was_translated() -> None:
    made = merged_bytes(
        translated_bytes(POEDIT.encode(), {"Gem dit brev": "Neu"}),
        template("Ring til kommunen", "Skriv til din a-kasse", "Gem dit nye brev"),
    )
    message = parse_catalogue(made)["Gem dit nye brev"]
    assert (message.string, message.fuzzy) == ("Neu", True)


LONG = (
    "Kommer kortet senere end 1 måned og 10 dage efter månedens slutning, mister du hele månedens “dagpenge”. \\ Ja"
)


def test_a_long_original_is_told_in_whole_lines_and_read_again_however_its_lines_were_broken() -> None:
    before = POEDIT.replace("Gem dit brev", LONG.replace("\\", "\\\\")).encode()
    merged = merged_bytes(before, template("Ring til kommunen", "Skriv til din a-kasse", f"{LONG} nu"))
    told = [line for line in merged.decode().splitlines() if line.startswith("#|") and "a-kassen" not in line]
    assert told[0] == '#| msgid ""'
    assert all(line.startswith('#| "') and line.endswith('"') for line in told[1:])
    assert list(parse_catalogue(merged)[f"{LONG} nu"].previous_id) == [LONG]
    broken = (
        '#, fuzzy\n#| msgid "" "Kommer kortet senere end \\"10\\" dage\n#| efter " "nytår."\nmsgid "a"\nmsgstr "b"\n'
    )
    assert list(parse_catalogue(broken.encode())["a"].previous_id) == [
        'Kommer kortet senere end "10" dage efter nytår.'
    ]
