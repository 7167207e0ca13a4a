"""Translators on the desk: texts beside the Danish, what is wrong beside its field, files of Poedit in and out."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages.pofile import read_po
from selectolax.lexbor import LexborHTMLParser

from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.admin.desk import FROM_DATABASE, begun, publish, published_files
from tests.web.admin.test_guides_translations import GERMAN, NEW, OLD, assert_sound, retitle, set_files
from tests.web.conformance import strict_html5
from widget.guides.loading import read_library
from widget.guides.translation import Translation, read_texts
from widget.publishing.content_files import write_content

SETTINGS = FROM_DATABASE

FIGURE = "Satsen er {fact:dagpenge-max} om måneden."


def field_of(browser: AdminBrowser, original: str) -> str:
    """The name of the field in which a text is translated."""
    page = LexborHTMLParser(browser.response.text)
    (found,) = [one for one in page.css("input[name^='o.']") if one.attributes["value"] == original]
    return str(found.attributes["name"]).replace("o.", "t.", 1)


def translate(browser: AdminBrowser, at: str, original: str, translation: str, more: str = "") -> None:
    """Open the page of German, type a translation, and save."""
    browser.open(f"{at}/translations/de{more}")
    browser.fill(f"{at}/translations/de", {field_of(browser, original): translation})


def upload(browser: AdminBrowser, at: str, content: bytes) -> None:
    browser.open(f"{at}/translations/de")
    files = {"catalogue": (BytesIO(content), "guides-de.po")}
    browser.fill(f"{at}/translations/de/upload", files=files)


def german(files: dict[str, bytes], original: str) -> tuple[str, bool]:
    """The translation of a text in some files, and whether a translator has to look at it."""
    message = read_po(BytesIO(files[GERMAN]))[original]
    return str(message.string), message.fuzzy


def test_a_changed_text_comes_first_is_translated_in_the_browser_and_published_by_a_second_person(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser, tmp_path: Path
) -> None:
    at = begun(anna)
    retitle(anna, at, NEW)
    anna.open(at)
    assert f"{at}/translations/de" in anna.response.text
    anna.open(f"{at}/translations/de")
    strict_html5(anna.response.text)
    first = anna.text(".pair")
    assert "den danske tekst er ændret" in first
    assert re.sub(r"\s+", " ", first).count("i dag") == 3  # the item, marked as new, and the text as it is now
    before = german(set_files(admin, at), NEW)
    assert anna.value(field_of(anna, NEW)) == before[0]

    anna.fill(f"{at}/translations/de", {field_of(anna, NEW): "Melden Sie sich heute arbeitslos"})
    assert "1 oversættelse er gemt i denne ændring" in anna.response.text
    assert german(set_files(admin, at), NEW) == ("Melden Sie sich heute arbeitslos", False)
    assert_sound(set_files(admin, at), tmp_path)

    anna.open(at)
    strict_html5(anna.response.text)
    assert "1 tekst oversat" in anna.text("main")
    assert "heute arbeitslos" in anna.text("#translated")
    assert "Tysk" not in anna.text("#translations")
    publish(anna, bo, at)
    write_content(published_files(admin), tmp_path / "out")
    texts = read_texts((tmp_path / "out" / GERMAN).read_bytes(), GERMAN)
    library, _ = read_library(tmp_path / "out", Translation(texts).translate)
    assert library
    titles = {"".join(map(str, item.title.segments)) for item in library.guides["hvis-du-bliver-ledig"].items()}
    assert "Melden Sie sich heute arbeitslos" in titles


def test_an_old_translation_is_kept_only_when_it_is_said_to_fit(admin: Admin, anna: AdminBrowser) -> None:
    at = begun(anna)
    retitle(anna, at, NEW)
    anna.open(f"{at}/translations/de")
    anna.fill(f"{at}/translations/de")
    assert german(set_files(admin, at), NEW)[1]
    anna.open(f"{at}/translations/de")
    anna.fill(f"{at}/translations/de", {field_of(anna, NEW).replace("t.", "fits."): "yes"})
    assert german(set_files(admin, at), NEW) == (german(published_files(admin), OLD)[0], False)


def test_what_is_wrong_is_said_beside_the_field_and_the_others_are_saved(admin: Admin, anna: AdminBrowser) -> None:
    at = begun(anna)
    retitle(anna, at, NEW)
    original = next(text for text in texts_with_gap(published_files(admin)) if len(text) < 200)
    anna.open(f"{at}/translations/de?show=all&q={original.split('{')[0].strip()[:30]}")
    wrong = field_of(anna, original)
    action, filled = anna.filled(2)
    anna.post(action, {**filled, wrong: "Ohne Klammern"})
    assert anna.response.status_code == 422
    strict_html5(anna.response.text)
    gap = re.search(r"\{[^}]*\}", original)
    assert gap
    assert f"{gap.group()} mangler" in anna.problem(wrong)
    assert anna.value(wrong) == "Ohne Klammern"

    both = f"{at}/translations/de"
    anna.open(both)
    action, filled = anna.filled(2)
    key = wrong.removeprefix("t.")
    typed = {wrong: "Ohne Klammern", f"o.{key}": original, f"was.{key}": german(published_files(admin), original)[0]}
    anna.post(action, {**filled, **typed, field_of(anna, NEW): "Heute melden"})
    assert anna.response.status_code == 422
    assert "1 oversættelse er gemt" in anna.response.text
    assert anna.value(wrong) == "Ohne Klammern"
    assert german(set_files(admin, at), NEW) == ("Heute melden", False)
    assert german(set_files(admin, at), original) == german(published_files(admin), original)


def texts_with_gap(files: dict[str, bytes]) -> list[str]:
    messages = read_po(BytesIO(files[GERMAN]))
    return [str(one.id) for one in messages if one.id and "{fact:" in str(one.id) and one.string and not one.fuzzy]


def test_two_translators_of_one_text_are_told(admin: Admin, anna: AdminBrowser, bo: AdminBrowser) -> None:
    at = begun(anna)
    for browser in (anna, bo):
        browser.open(f"{at}/translations/de?show=all&q=Meld+dig+ledig+på+Jobnet")
    name = field_of(anna, OLD)
    anna.fill(f"{at}/translations/de", {name: "Annas Text"})
    bo.fill(f"{at}/translations/de", {name: "Bos Text"})
    assert bo.response.status_code == 422
    assert "Annas Text" in bo.problem(name)
    assert bo.value(name) == "Bos Text"
    bo.fill(f"{at}/translations/de")
    assert german(set_files(admin, at), OLD) == ("Bos Text", False)


def test_a_danish_text_changed_meanwhile_leaves_the_typed_translation_on_the_page(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    at = begun(anna)
    bo.open(f"{at}/translations/de?show=all&q=Meld+dig+ledig+på+Jobnet")
    name = field_of(bo, OLD)
    retitle(anna, at, NEW)
    bo.fill(f"{at}/translations/de", {name: "Lange getippt"})
    assert bo.response.status_code == 422
    assert "Den danske tekst er blevet en anden" in bo.problem(name)
    assert bo.value(name) == "Lange getippt"


def test_a_file_goes_out_to_poedit_and_back_and_overwrites_nothing_newer(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser, tmp_path: Path
) -> None:
    at = begun(anna)
    retitle(anna, at, NEW)
    anna.open(f"{at}/translations/de/guides.po")
    assert anna.response.headers["Content-Disposition"] == 'attachment; filename="guides-de.po"'
    out = anna.response.data
    assert_sound({"a.po": out}, tmp_path)
    texts = read_po(BytesIO(out))
    other = next(one for one in texts if one.id and one.string and not one.fuzzy and "{" not in str(one.id))

    translate(bo, at, NEW, "Bos Text")
    translate(bo, at, str(other.id), "Bos anderer Text", f"?show=all&q={other.id}")
    old = f'msgid "{NEW}"\nmsgstr "{german({GERMAN: out}, NEW)[0]}"'.encode()
    assert old in out
    back = out.replace(b"#, fuzzy\n" + f'#| msgid "{OLD}"\n'.encode() + old, f'msgid "{NEW}"\nmsgstr "Anna"'.encode())
    upload(anna, at, back)
    assert anna.response.status_code == 422
    assert "Bos Text" in anna.problem(field_of(anna, NEW))
    assert anna.value(field_of(anna, NEW)) == "Anna"
    files = set_files(admin, at)
    assert german(files, NEW) == ("Bos Text", False)
    assert german(files, str(other.id)) == ("Bos anderer Text", False)  # as it was in the file: not touched

    anna.open(f"{at}/translations/de/guides.po")
    upload(anna, at, anna.response.data.replace(b'msgstr "Bos Text"', b'msgstr "Wir beide"'))
    assert "1 oversættelse er gemt" in anna.response.text
    files = set_files(admin, at)
    assert german(files, NEW) == ("Wir beide", False)
    assert b"X-Guide-Widget-Base" not in files[GERMAN]
    assert_sound(files, tmp_path)


def test_what_is_no_catalogue_is_refused_in_words(anna: AdminBrowser) -> None:
    at = begun(anna)
    for content in (b"", b"\x89PNG", b"hej", b'msgid "a"\n<<<<<<<\nmsgstr "b"', b"\xff\xfe msgid"):
        upload(anna, at, content)
        assert anna.response.status_code == 422
        assert "ikke en fil med oversættelser" in anna.problem("catalogue"), content


def test_a_translation_that_is_undone_leaves_the_catalogues_as_they_were(admin: Admin, anna: AdminBrowser) -> None:
    at = begun(anna)
    translate(anna, at, OLD, "Anders gesagt", "?show=all&q=Meld+dig+ledig+på+Jobnet")
    assert set_files(admin, at)[GERMAN] != published_files(admin)[GERMAN]
    retitle(anna, at, NEW)
    assert german(set_files(admin, at), NEW) == ("Anders gesagt", True)  # the newest translation, to be looked at
    for number in ("2", "1"):
        anna.open(at)
        revision = anna.value("revision")
        token = anna.value("csrf")
        anna.post(f"{at}/undo", {"csrf": token, "revision": revision, "number": number})
    assert set_files(admin, at) == published_files(admin)


def test_a_change_brought_up_to_date_does_not_overwrite_a_translation_that_was_published_since(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    mine, theirs = begun(anna), begun(bo, "Andet")
    more = "?show=all&q=Meld+dig+ledig+på+Jobnet"
    translate(anna, mine, OLD, "Meine", more)
    translate(bo, theirs, OLD, "Ihre", more)
    publish(bo, anna, theirs)
    anna.open(mine)
    anna.fill(f"{mine}/update")
    assert anna.response.status_code == 422
    assert "Fortryd" in anna.response.text
    assert german(set_files(admin, mine), OLD) == ("Meine", False)


def test_a_session_that_ends_shows_what_was_typed_beside_its_danish_and_nothing_else(anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(f"{at}/translations/de?show=all")
    action, filled = anna.filled(-1)
    field = next(name for name in filled if name.startswith("t."))
    anna.sign_out()
    anna.post(action, {**filled, field: "Etwas, das dauerte."})
    page = LexborHTMLParser(anna.response.text)
    assert [one.text() for one in page.css(".kept dd")] == ["Etwas, das dauerte."]
    assert filled[field.replace("t.", "o.")][:30] in anna.text(".kept dt")
