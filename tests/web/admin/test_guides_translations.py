"""What an editor's change does to the translations of the guides, and what the desk tells of it."""

import re
import shutil
import subprocess
from collections import Counter
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.admin.desk import FROM_DATABASE, ITEM, begun, entry, publish, published_files, send
from tests.web.conformance import strict_html5

SETTINGS = FROM_DATABASE

GERMAN = "translations/de/LC_MESSAGES/guides.po"
ENGLISH, ARABIC = (GERMAN.replace("/de/", f"/{tag}/") for tag in ("en", "ar"))
OLD, NEW = "Meld dig ledig på Jobnet", "Meld dig ledig på Jobnet i dag"


def catalogue(files: dict[str, bytes], name: str = GERMAN) -> Catalog:
    return read_po(BytesIO(files[name]), abort_invalid=True)


def catalogues(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name.startswith("translations/")}


def assert_sound(files: dict[str, bytes], folder: Path) -> None:
    """Gettext's own tools accept each catalogue; none has a text twice, not even among the obsolete."""
    for name in [name for name in files if name.endswith(".po")]:
        text = files[name].decode()
        told = re.findall(r"(?ms)^(?:#~ )?msgid (.*?)^(?:#~ )?msgstr ", text)
        joined = Counter("".join(re.findall(r'(?m)"(.*)"$', one)) for one in told)
        assert [one for one, times in joined.items() if times > 1] == [], name
        if checker := shutil.which("msgfmt"):
            (folder / "checked.po").write_bytes(files[name])
            done = subprocess.run([checker, "-c", "-o", "/dev/null", folder / "checked.po"], check=False)
            assert done.returncode == 0, name


def set_files(admin: Admin, at: str) -> dict[str, bytes]:
    """The files of a change set, by its address."""
    found = admin.app.stores.change_sets.find(int(at.rsplit("/", 1)[1]))
    assert found
    return admin.app.stores.change_sets.files(found.manifest)


def retitle(browser: AdminBrowser, at: str, title: str) -> None:
    browser.open(entry(at, ITEM))
    send(browser, {"f.title": title})
    assert "Gemt i denne ændring" in browser.response.text


def test_a_text_that_is_changed_on_the_desk_waits_for_translators_with_its_old_translation(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser, tmp_path: Path
) -> None:
    before = published_files(admin)
    german = catalogue(before)[OLD].string
    assert german
    at = begun(anna)
    retitle(anna, at, NEW)
    publish(anna, bo, at)

    after = published_files(admin)
    message = catalogue(after)[NEW]
    assert message.fuzzy
    assert message.string == german
    assert f'#| msgid "{OLD}"'.encode() in after[GERMAN]
    assert_sound(after, tmp_path)
    changed = {line for line in after[GERMAN].splitlines() if line not in before[GERMAN].splitlines()}
    assert changed == {b"#, fuzzy", f'#| msgid "{OLD}"'.encode(), f'msgid "{NEW}"'.encode()}
    gone = {line for line in before[GERMAN].splitlines() if line not in after[GERMAN].splitlines()}
    assert gone == {f'msgid "{OLD}"'.encode()}


def test_a_text_that_is_changed_back_has_its_translation_again_and_nothing_is_left_of_it(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser, tmp_path: Path
) -> None:
    before = published_files(admin)
    at = begun(anna)
    for title in (NEW, "Gå på Jobnet, og sig, at du er ledig", OLD):
        retitle(anna, at, title)
        assert_sound(set_files(admin, at), tmp_path)
    assert catalogues(set_files(admin, at)) == catalogues(before)

    for title in (NEW, OLD):
        at = begun(anna)
        retitle(anna, at, title)
        publish(anna, bo, at)
        assert_sound(published_files(admin), tmp_path)
    after = published_files(admin)
    assert [after[name] == before[name] for name in (GERMAN, ENGLISH)] == [True, True]
    # In Arabic it was never translated: there may be a guess for the translator, which citizens do not see.
    message = catalogue(after, ARABIC)[OLD]
    assert message.fuzzy or not message.string


def test_an_edit_that_is_undone_leaves_the_catalogues_as_they_were(admin: Admin, anna: AdminBrowser) -> None:
    at = begun(anna)
    retitle(anna, at, NEW)
    assert set_files(admin, at)[GERMAN] != published_files(admin)[GERMAN]
    anna.open(at)
    anna.fill(f"{at}/undo")
    assert set_files(admin, at) == published_files(admin)


def test_the_page_of_a_change_tells_which_texts_lack_a_translation_and_who_reads_them_in_danish(
    anna: AdminBrowser,
) -> None:
    at = begun(anna)
    anna.open(at)
    assert 'id="translations"' not in anna.response.text
    retitle(anna, at, NEW)
    anna.open(at)
    strict_html5(anna.response.text)
    told = anna.text("#translations")
    assert "Tysk" in told
    assert "Engelsk" in told
    assert told.count(NEW) == 3  # Arabic too, which citizens cannot choose
    assert "Borgerne kan ikke vælge dette sprog her" in told
    assert "ser den, der læser guiden på sproget, dem på dansk" in told
    retitle(anna, at, OLD)
    anna.open(at)
    assert NEW not in anna.text("#translations")
    assert "Ingen tekst mangler en oversættelse på grund af ændringen" in anna.text("#translations")
