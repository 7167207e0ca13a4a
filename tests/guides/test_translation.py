"""A translation of the guides: what of it can be used, how far it is, and what stands in for the rest."""

import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from selectolax.lexbor import LexborHTMLParser

from tests.pseudo import read_catalogue, write_catalogue
from widget.cli.catalogues import GUIDES, Folders, update
from widget.guides.extraction import read_prose
from widget.guides.library import Library
from widget.guides.loading import CATALOGUE, load_translation, read_library
from widget.guides.model import Guide
from widget.guides.problems import Place
from widget.guides.prose import Untranslated
from widget.guides.richtext import Filling, TextCompiler
from widget.guides.translation import Coverage, Translation, check_translation, fault, with_quotations
from widget.publishing.content_files import read_content
from widget.publishing.guide_catalogues import guide_template

MINIMAL = Path(__file__).parent / "minimal"
CONTENT = Path(__file__).parents[2] / "widget" / "content"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(MINIMAL, tmp_path / "translations", Path())


def translated(
    folders: Folders, texts: dict[str, str], *, fuzzy: tuple[str, ...] = ()
) -> tuple[Library, Translation]:
    """The small guide with these texts in English."""
    catalogue = Catalog("en", fuzzy=False)
    for message in guide_template(read_content(MINIMAL)):
        if message.id:
            flags = ("fuzzy",) if message.id in fuzzy else ()
            catalogue.add(message.id, texts.get(str(message.id), ""), flags=flags)
    write_catalogue(folders.catalogue(GUIDES, "en"), catalogue)
    translation = load_translation(folders.translations, "en")
    library, problems = read_library(MINIMAL, translation.translate, "new window")
    assert library
    assert not problems.errors
    return library, translation


def only(library: Library) -> Guide:
    (guide,) = library.guides.values()
    return guide


@pytest.fixture
def danish() -> Guide:
    library, _ = read_library(MINIMAL)
    assert library
    return only(library)


def test_a_translated_text_stands_in_the_guide(folders: Folders, danish: Guide) -> None:
    library, _ = translated(folders, {danish.title: "An example"})
    assert only(library).title == "An example"


def test_a_text_without_a_translation_stays_as_it_is_and_says_so(folders: Folders, danish: Guide) -> None:
    guide = only(translated(folders, {})[0])
    assert guide.title == danish.title
    assert isinstance(guide.title, Untranslated)


def test_a_fuzzy_translation_is_as_good_as_none(folders: Folders, danish: Guide) -> None:
    guide = only(translated(folders, {danish.title: "An example"}, fuzzy=(danish.title,))[0])
    assert isinstance(guide.title, Untranslated)


def test_what_is_asked_and_answered_has_the_same_ids_in_every_language(folders: Folders, danish: Guide) -> None:
    guide = only(translated(folders, {})[0])
    assert [question.id for question in guide.questions] == [question.id for question in danish.questions]
    assert [item.id for item in guide.items()] == [item.id for item in danish.items()]
    assert [item.when for item in guide.items()] == [item.when for item in danish.items()]


@pytest.mark.parametrize(
    ("original", "translation", "said"),
    [
        ("Op til {fact:pris}.", "Up to {fact:pris}.", ""),
        ("Spørg {actor:a} eller {actor:b}.", "Ask {actor:b} or {actor:a}.", ""),
        ("Op til {fact:pris}.", "Up to 100 kroner.", "{fact:pris} mangler."),
        ("Op til {fact:pris}.", "Up to {fact:rate}.", "{fact:pris} mangler, og {fact:rate} står ikke i originalen."),
        ("Gratis.", "Up to {fact:pris}.", "{fact:pris} står ikke i originalen."),
        ("Op til {fact:pris}.", "Up to {fact:pris} or {fact: pris}.", "{fact: pris} står ikke i originalen."),
        ("Se [siden](link:a).", "See [the page](link:a).", ""),
        ("Se [siden](link:a).", "See [the page] (link:a).", "link:a mangler."),
        ("Se [siden](link:a).", "See [the page](link:b).", "link:a mangler, og link:b står ikke i originalen."),
        ("Se siden.", "See [the page](https://bad.example).", "https://bad.example står ikke i originalen."),
        ("Se [det](#sted).", "See [it](#place).", "#sted mangler, og #place står ikke i originalen."),
        ("Først.", "# First", "en linje begynder med #."),
        ("Ring **nu**.", "Call **now**.", ""),
        ("Ring **nu**.", "Call **now.", "borgerne ville se “*”, som det står."),
        ("Ring nu.", "<b>Call</b> now.", "borgerne ville se “<b”, som det står."),
        ("Se siden.", "See [[page]].", "borgerne ville se “[[”, som det står."),
        ("Se [siden](link:a).", "See [[the page](link:a)].", ""),
        ("Se siden.", "See www.page.example.", "borgerne ville se “www.”, som det står."),
    ],
)
def test_a_translation_points_to_what_the_original_points_to(original: str, translation: str, said: str) -> None:
    assert fault(original, translation) == said


def test_a_translation_that_points_elsewhere_is_refused_with_its_line_and_not_shown(
    folders: Folders, danish: Guide
) -> None:
    library, translation = translated(folders, {danish.title: "See [this](https://bad.example)"})
    assert isinstance(only(library).title, Untranslated)
    (problem,) = check_translation(translation)
    lines = folders.catalogue(GUIDES, "en").read_text(encoding="utf-8").splitlines()
    assert problem.place == Place(f"en/{CATALOGUE}", lines.index(f'msgid "{danish.title}"') + 1)
    assert "https://bad.example" in problem.message


def test_markup_in_a_translation_is_text(folders: Folders) -> None:
    library, _ = read_library(MINIMAL)
    assert library
    texts = [prose.text for prose in read_prose("eksempel/guide.yaml", (MINIMAL / "eksempel/guide.yaml").read_text())]
    bad = dict.fromkeys(texts, "<script>alert(1)</script><b onclick=x>x</b>")
    library, _ = translated(folders, bad)
    filling = Filling({}, {}, str, str)
    for item in only(library).items():
        for text in item.texts():
            if not text.placeholders:
                assert "<script" not in text.html(filling)
                assert "<b" not in text.html(filling)


def test_a_text_left_in_danish_has_its_names_and_figures_in_danish_too(folders: Folders) -> None:
    library, _ = translated(folders, {})
    danish = Filling({"pris": "100 kr."}, {}, str, str)
    english = Filling({"pris": "DKK 100"}, {}, str, str, danish)
    shown = [
        text.html(english)
        for item in only(library).items()
        for text in item.texts()
        if any(gap.kind == "fact" for gap in text.placeholders)
    ]
    assert shown
    for html in shown:
        assert html.startswith('<div lang="da" dir="ltr">')
        assert "100 kr." in html
        assert "DKK" not in html


def test_how_far_a_guide_is_counts_what_citizens_read(folders: Folders, danish: Guide) -> None:
    _, nothing = translated(folders, {})
    _, one = translated(folders, {danish.title: "An example"})
    assert nothing.coverage(danish).done == 0
    assert one.coverage(danish).done == 1
    assert nothing.coverage(danish).all == one.coverage(danish).all > 10


@pytest.mark.parametrize(
    ("done", "every", "enough"), [(95, 100, True), (94, 100, False), (949, 1000, False), (0, 0, True)]
)
def test_a_guide_is_offered_from_95_percent(done: int, every: int, *, enough: bool) -> None:
    assert Coverage(done, every).enough is enough


def test_a_changed_original_makes_its_translation_fuzzy_by_itself(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "eksempel").mkdir(parents=True)
    for file in ("actors.yaml", "links.yaml", "facts.yaml", "eksempel/guide.yaml"):
        (content / file).write_bytes((MINIMAL / file).read_bytes())
    folders = Folders(content, tmp_path / "translations", Path())
    update(folders, GUIDES, guide_template(read_content(content)), "en")
    po = folders.catalogue(GUIDES, "en")
    catalogue = read_catalogue(po)
    text = next(
        prose.text for prose in read_prose("eksempel/guide.yaml", (content / "eksempel/guide.yaml").read_text())
    )
    catalogue[text].string = "In English"
    write_catalogue(po, catalogue)
    assert load_translation(folders.translations, "en").texts[text].text == "In English"

    guide = content / "eksempel/guide.yaml"
    guide.write_text(guide.read_text(encoding="utf-8").replace(text, f"{text} nu"), encoding="utf-8")
    update(folders, GUIDES, guide_template(read_content(content)), "en")
    changed = read_catalogue(po)[f"{text} nu"]
    assert changed.fuzzy
    assert changed.string == "In English"
    assert f"{text} nu" not in load_translation(folders.translations, "en").texts


def test_every_text_that_a_guide_shows_is_given_to_translators() -> None:
    """What reading a whole folder asks for is what the extractor finds in its files."""
    translation = Translation({})
    read_library(CONTENT, translation.translate)
    asked = {prose.text for prose, _ in translation.asked}
    assert {str(message.id) for message in guide_template(read_content(CONTENT)) if message.id} == asked
    assert len(asked) > 700


def test_translators_are_told_where_a_text_stands() -> None:
    template = guide_template(read_content(CONTENT))
    message = template.get("du er medlem af en a-kasse")
    assert message
    assert any("hvis-du-bliver-ledig · a-kasse · ja · phrase" in comment for comment in message.auto_comments)


def test_a_text_that_is_changed_and_changed_back_has_its_translation_again(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(MINIMAL, content)
    guide = content / "eksempel/guide.yaml"
    before = guide.read_text(encoding="utf-8")
    folders = Folders(content, tmp_path / "translations", Path())
    update(folders, GUIDES, guide_template(read_content(content)), "en")
    po = folders.catalogue(GUIDES, "en")
    catalogue = read_catalogue(po)
    text = next(prose.text for prose in read_prose("eksempel/guide.yaml", before))
    catalogue[text].string = "In English"
    write_catalogue(po, catalogue)

    for changed in (f"{text} nu", "Noget helt andet uden lighed"):
        guide.write_text(before.replace(text, changed), encoding="utf-8")
        update(folders, GUIDES, guide_template(read_content(content)), "en")
        guide.write_text(before, encoding="utf-8")
        update(folders, GUIDES, guide_template(read_content(content)), "en")
        back = read_catalogue(po)
        assert not back[text].fuzzy
        assert back[text].string == "In English"
        assert text not in back.obsolete
        lines = po.read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if line.endswith(f'msgid "{text}"')] == [f'msgid "{text}"']


QUOTING = [
    ("Vælg ”dagpengemodtager” på Jobnet.", "Choose “dagpengemodtager” on Jobnet.", ["dagpengemodtager"]),
    (
        "Søg kontanthjælp, hvis det er nødvendigt.",
        "Apply for cash benefit (kontanthjælp) if you must.",
        ["kontanthjælp"],
    ),
    ("Anden aktør", "Other actor (anden aktør)", ["anden aktør"]),
    ("Se ”Min plan”.", "Siehe „Min plan“.", ["Min plan"]),
    ("Spar op & få feriepenge", "Save & get holiday pay (feriepenge)", ["feriepenge"]),
    # Half of a longer word is no word, and neither are figures, a short answer, an address and what is not quoted.
    ("Send dit dagpengekort.", "Send your card (dagpenge).", []),
    ("Satsen er fra (2026).", "The rate is of (2026).", []),
    ("Svar ”Ja” her.", "Antworten Sie „Ja“.", []),
    ("[Se kontanthjælp](#kontanthjaelp)", "[See this](#kontanthjaelp)", []),
    ("Skriv til c/o ”c/o”", "Write to “c/o”", []),
    ("Meld dig på Jobnet.", "Register on Jobnet (new window).", []),
]


@pytest.mark.parametrize(("original", "translation", "danish"), QUOTING, ids=[one[1] for one in QUOTING])
def test_danish_words_in_quotation_marks_or_brackets_are_marked(
    original: str, translation: str, danish: list[str]
) -> None:
    text = with_quotations(original, translation)
    filling = Filling({}, {}, str, str)
    for shown in (TextCompiler({}, "new window").markdown(text), TextCompiler.line(text)):
        marks = [node.text() for node in LexborHTMLParser(shown.html(filling)).css('span[lang="da"]')]
        assert marks == danish
    assert TextCompiler.line(text).plain(filling) == translation, "nothing is said twice, and nothing lost"
