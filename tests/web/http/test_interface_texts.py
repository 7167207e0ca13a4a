"""The interface's catalogues: one wrong message is said in Danish, and the language stays."""

import re
import shutil
from pathlib import Path

import pytest

from tests.pseudo import read_catalogue, write_catalogue
from tests.web.guide.test_languages import language_links, served
from tests.web.page_reading import one
from widget.settings import Settings
from widget.web.http.interface_texts import read_interface_texts
from widget.web.http.languages import load_languages

GUIDE = "hvis-du-bliver-ledig"
HEAD = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=n != 1;\n"

"""


@pytest.fixture
def translations(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the shipped translations, to be spoilt."""
    folder = tmp_path / "translations"
    shutil.copytree(settings.translation_folder, folder)
    return folder


def spoil(folder: Path, original: str, wrong: str) -> None:
    file = folder / "de" / "LC_MESSAGES" / "messages.po"
    catalogue = read_catalogue(file)
    catalogue[original].string = wrong
    write_catalogue(file, catalogue)


def all_fuzzy(folder: Path, but: int = 0) -> None:
    file = folder / "de" / "LC_MESSAGES" / "messages.po"
    catalogue = read_catalogue(file)
    for message in [message for message in catalogue if message.id][but:]:
        message.flags.add("fuzzy")
    write_catalogue(file, catalogue)


EVERY_PAGE = (
    f"/guide/{GUIDE}",
    f"/embed/{GUIDE}",
    f"/print/{GUIDE}",
    f"/sources/{GUIDE}",
    "/",
    "/privacy",
    "/accessibility",
)
ANSWERED = "dato=2026-12-01&a-kasse=ja&alder=30-49&dato=2026-12-01"


@pytest.mark.parametrize(("there", "slip"), [("%(day)s", "%(tag)s"), ("%(day)s", "%(day)"), ("%(day)s", "100 %")])
def test_a_misspelt_placeholder_takes_no_page_down(
    settings: Settings, translations: Path, there: str, slip: str
) -> None:
    file = translations / "de" / "LC_MESSAGES" / "messages.po"
    catalogue = read_catalogue(file)
    spoilt = [message for message in catalogue if isinstance(message.string, str) and there in message.string]
    assert spoilt, "no message says a day"
    for message in spoilt:
        message.string = str(message.string).replace(there, slip)
    write_catalogue(file, catalogue)
    client = served(settings, translation_folder=translations, languages=("de",))
    for path in EVERY_PAGE:
        for query in ("?lang=de", f"?lang=de&{ANSWERED}", "?lang=de&dato=2026-13-40"):
            response = client.get(path + query)
            assert response.status_code == 200, path + query
            assert "%(" not in response.text
            assert not re.search("[\ufdd0\ufdd1]", response.text)
    page = client.get(f"/guide/{GUIDE}?lang=de&{ANSWERED}").text
    assert one(page, "html").attributes["lang"] == "de"


def test_a_refused_message_is_said_in_danish_and_marked(settings: Settings, translations: Path) -> None:
    danish = load_languages(translations)["da"].text("Your guide")
    spoil(translations, "Your guide", "Ihr %(leitfaden)s")
    page = served(settings, translation_folder=translations, languages=("de",)).get(
        f"/guide/{GUIDE}?lang=de&{ANSWERED}&open=alt"
    )
    assert page.status_code == 200
    assert f'<span lang="da" dir="ltr">{danish}</span>' in page.text


def test_a_refused_message_is_named_with_its_line(translations: Path) -> None:
    spoil(translations, "Your guide", "Ihr %(leitfaden)s")
    file = translations / "de" / "LC_MESSAGES" / "messages.po"
    line = file.read_text(encoding="utf-8").splitlines().index('msgid "Your guide"') + 1
    (problem,) = load_languages(translations)["de"].problems
    assert str(problem.place) == f"de/LC_MESSAGES/messages.po:{line}"
    assert "%(leitfaden)s står ikke i originalen" in problem.message


def test_a_language_whose_interface_is_missing_is_not_offered(settings: Settings, translations: Path) -> None:
    all_fuzzy(translations)
    page = served(settings, translation_folder=translations, languages=("de",)).get(f"/guide/{GUIDE}?lang=de").text
    assert one(page, "html").attributes["lang"] == "da"
    assert not language_links(page)


def test_a_draft_language_says_in_danish_what_is_missing_and_never_in_english(
    settings: Settings, translations: Path
) -> None:
    all_fuzzy(translations)
    client = served(settings, translation_folder=translations, languages=(), draft_languages=("de",))
    page = client.get(f"/guide/{GUIDE}?lang=de&{ANSWERED}&open=alt").text
    assert one(page, "html").attributes["lang"] == "de"
    assert "Your guide" not in page
    assert '<span lang="da" dir="ltr">Din guide</span>' in page
    assert not re.search(r'="[^"]*<span', page)
    assert not re.search(r"<title>[^<]*<span", page)


@pytest.mark.parametrize(
    ("original", "translation", "said"),
    [
        ("Until %(day)s", "Bis %(tag)s", "%(tag)s står ikke i originalen"),
        ("Until %(day)s", "Bis dann", "%(day)s mangler"),
        ("Until %(day)s", "Bis %(day)", "%(day)s mangler"),
        ("Until %(day)s", "Bis %(day)s, 100 %", "procenttegn"),
        ("Until", "Bis 100 %", "procenttegn"),
        ("Until <b>then</b>", "Bis <b>dann", "HTML-mærkerne"),
        ("Until", "Bis <script>alert(1)</script>", "HTML-mærkerne"),
        ("Until %(day)s", "Bis %(day)s", ""),
        ("Until %(day)s, <b>100</b> %%", "%%, bis <b>%(day)s</b>", ""),
        ("400 % wide", "400 % breit", ""),
    ],
)
def test_each_kind_of_fault_is_found_and_a_sound_message_is_used(original: str, translation: str, said: str) -> None:
    po = f'{HEAD}msgid "{original}"\nmsgstr "{translation}"\n'
    texts = read_interface_texts(po.encode(), "de/messages.po")
    assert [said in problem.message for problem in texts.problems] == ([True] if said else [])
    assert texts.coverage.done == (0 if said else 1)


@pytest.mark.parametrize(
    ("forms", "sound"),
    [
        (("ein Tag", "%(num)s Tage"), True),
        (("%(num)s Tag", "%(num)s Tage"), True),
        (("ein Tag", "%(zahl)s Tage"), False),
        (("ein Tag", ""), False),
    ],
)
def test_each_form_of_a_plural_is_looked_at(forms: tuple[str, str], sound: bool) -> None:
    po = f'{HEAD}msgid "a day"\nmsgid_plural "%(num)s days"\nmsgstr[0] "{forms[0]}"\nmsgstr[1] "{forms[1]}"\n'
    assert bool(read_interface_texts(po.encode(), "de/messages.po").problems) is not sound


def test_a_catalogue_that_cannot_be_read_is_a_problem_of_its_own_language(
    settings: Settings, translations: Path
) -> None:
    (translations / "de" / "LC_MESSAGES" / "messages.po").write_bytes(b'msgid "\xff\xfe\nmsgstr what\n')
    languages = load_languages(translations)
    assert [str(problem.place) for problem in languages["de"].problems] == ["de/LC_MESSAGES/messages.po:1"]
    client = served(settings, translation_folder=translations, languages=("de", "en"))
    assert client.get(f"/guide/{GUIDE}?lang=de").status_code == 200
    assert one(client.get(f"/guide/{GUIDE}?lang=en").text, "html").attributes["lang"] == "en"
