"""Addresses that were given out before the unemployed were asked what has happened: each is read as one of today."""

from itertools import product
from pathlib import Path
from shutil import copytree

import pytest

from tests.guides.guide_examples import DOG, SHIPPED, SHIPPED_DAY, THIRD
from tests.guides.test_shipped_guides import ADDRESSES
from widget.guides.answers import Answers, parse_answers, parse_query
from widget.guides.library import Library
from widget.guides.loading import load_library
from widget.guides.model import Guide
from widget.guides.personalise import personalise

UNEMPLOYED = "hvis-du-bliver-ledig"
REASONS = (None, "opsagt", "selv-opsagt", "tidsbegraenset", "konkurs", "andet", "ved-ikke")
EDUCATIONS = (None, "ingen", "erhverv", "videregaaende", "nyuddannet", "ved-ikke")
"""What addresses of November 2026 hold: all that could be answered, and nothing."""

KEPT = ("opsagt", "selv-opsagt", "tidsbegraenset", "konkurs")
OF_GRADUATES = {"nyuddannet-frist", "nyuddannet-status", "nyuddannet-hvornaar", "nyuddannet-krav"}
GRADUATE = {"uddannelse": {"nyuddannet"}}
BEFORE = {
    "varsel": {"aarsag": {"opsagt", "selv-opsagt"}},
    "tal-med-a-kassen": {"a-kasse": {"ja"}, "aarsag": {"selv-opsagt"}},
    "slutdato": {"aarsag": {"tidsbegraenset"}},
    "bliv-til-fritstilling": {"aarsag": {"konkurs"}},
    "loen-ved-konkurs": {"aarsag": {"konkurs"}},
    "laan-ved-konkurs": {"a-kasse": {"ja"}, "aarsag": {"konkurs"}},
    "nyuddannet-frist": {"a-kasse": {"nej"}, **GRADUATE},
    "nyuddannet-status": {"a-kasse": {"ja"}, **GRADUATE},
    "nyuddannet-hvornaar": GRADUATE,
    "nyuddannet-krav": GRADUATE,
    "g-dage": {"a-kasse": {"ja"}, "aarsag": {"opsagt", "tidsbegraenset"}},
    "karantaene": {"a-kasse": {"ja"}, "aarsag": {"selv-opsagt"}},
    "kontanthjaelp-selv-opsagt": {"a-kasse": {"nej"}, "aarsag": {"selv-opsagt"}},
    "overvej-a-kasse": {"a-kasse": {"nej"}, "uddannelse": {"ingen", "erhverv", "videregaaende"}},
    "dagpenge-sats": {"a-kasse": {"ja"}, "uddannelse": {"ingen", "erhverv", "videregaaende"}},
    "kurser-ingen": {"uddannelse": {"ingen"}},
    "kurser-erhverv": {"uddannelse": {"erhverv"}},
    "kurser-videregaaende": {"uddannelse": {"videregaaende"}},
}
"""Who was shown what hangs on the reason or the education, as the guide said on 28 November 2026."""

OF_A_LOST_JOB = {item for item, concerns in BEFORE.items() if "aarsag" in concerns}


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(SHIPPED)


@pytest.fixture(scope="module")
def guide(library: Library) -> Guide:
    return library.guides[UNEMPLOYED]


def read(guide: Guide, query: str, defaults: dict[str, str] | None = None) -> tuple[dict[str, str], dict[str, str]]:
    """The answers that an address is read as, and what is told to be no answer."""
    answers, misread = parse_answers(guide, parse_query(query.encode()), defaults)
    return dict(answers.values), {problem.parameter: problem.given for problem in misread}


def address_of(**answers: str | None) -> str:
    return "&".join(f"{name.replace('_', '-')}={answer}" for name, answer in answers.items() if answer)


@pytest.mark.parametrize(
    ("query", "answers", "asked_again"),
    [
        ("aarsag=opsagt", {"aarsag": "opsagt"}, {}),
        ("aarsag=ved-ikke", {"aarsag": "ved-ikke"}, {}),
        ("uddannelse=nyuddannet", {"aarsag": "nyuddannet"}, {}),
        ("aarsag=andet&uddannelse=nyuddannet", {"aarsag": "nyuddannet"}, {}),
        ("aarsag=ved-ikke&uddannelse=nyuddannet", {"aarsag": "nyuddannet"}, {}),
        ("uddannelse=Nyuddannet.&aarsag=ANDET", {"aarsag": "nyuddannet"}, {}),
        ("aarsag=&uddannelse=nyuddannet", {"aarsag": "nyuddannet"}, {}),
        # “Andet, fx slut på min uddannelse” was either of two answers of today
        ("aarsag=andet", {}, {"aarsag": "andet"}),
        ("aarsag=andet&uddannelse=erhverv", {"uddannelse": "erhverv"}, {"aarsag": "andet"}),
        # both were possible, and neither may be lost
        ("aarsag=opsagt&uddannelse=nyuddannet", {}, {"aarsag": "nyuddannet, opsagt"}),
        ("uddannelse=nyuddannet&aarsag=konkurs", {}, {"aarsag": "nyuddannet, konkurs"}),
        # what addresses of today say beside it
        ("aarsag=nyuddannet&uddannelse=nyuddannet", {"aarsag": "nyuddannet"}, {}),
        ("aarsag=hjaelper&uddannelse=nyuddannet", {"aarsag": "nyuddannet"}, {}),
        ("aarsag=noget-andet&uddannelse=ingen", {"aarsag": "noget-andet", "uddannelse": "ingen"}, {}),
        ("aarsag=nyuddannet&uddannelse=ingen", {"aarsag": "nyuddannet", "uddannelse": "ingen"}, {}),
        # never an answer
        ("aarsag=fyret&uddannelse=nyuddannet", {"aarsag": "nyuddannet"}, {"aarsag": "fyret"}),
        ("uddannelse=andet", {}, {"uddannelse": "andet"}),
    ],
)
def test_earlier_answers_are_read_as_those_of_today(
    guide: Guide, query: str, answers: dict[str, str], asked_again: dict[str, str]
) -> None:
    assert read(guide, query) == (answers, asked_again)
    reordered, told = read(guide, "&".join(reversed(query.split("&"))))
    assert (reordered, set(told)) == (answers, set(asked_again)), "the order of an address says nothing"


def test_the_other_answers_stay_in_the_order_of_the_guide(guide: Guide) -> None:
    answers, _ = read(guide, "husstand=boern&uddannelse=nyuddannet&alder=25-29&a-kasse=ja")
    assert list(answers.items()) == [
        ("a-kasse", "ja"),
        ("aarsag", "nyuddannet"),
        ("alder", "25-29"),
        ("husstand", "boern"),
    ]


def test_an_earlier_answer_in_the_address_counts_more_than_what_is_filled_in(guide: Guide) -> None:
    assert read(guide, "uddannelse=nyuddannet", {"aarsag": "opsagt"}) == ({"aarsag": "nyuddannet"}, {})
    assert read(guide, "a-kasse=ja", {"aarsag": "nyuddannet"})[0] == {"a-kasse": "ja", "aarsag": "nyuddannet"}


def test_every_answer_of_every_address_given_out_is_an_answer_or_asked_again(library: Library) -> None:
    """None is told to be unknown, and none is dropped in silence."""
    for name, questions in ADDRESSES.items():
        for question, choices in questions.items():
            for choice in choices:
                answers, asked_again = read(library.guides[name], f"{question}={choice}")
                assert len(answers) + len(asked_again) == 1, (question, choice)
                assert not asked_again or (question, choice) == ("aarsag", "andet")


def shown_before(answered: dict[str, str]) -> set[str]:
    """What an address showed: all but what another answer than its own rules out."""
    return {
        item
        for item, concerns in BEFORE.items()
        if all(answered.get(name, "ved-ikke") in {*choices, "ved-ikke"} for name, choices in concerns.items())
    }


@pytest.mark.parametrize("fund", [None, "ja", "nej", "ved-ikke"])
def test_no_address_given_out_shows_less_than_it_did(guide: Guide, fund: str | None) -> None:
    """But for what another answer to the same question rules out: losing a job and graduating are two of them."""
    assert set(guide.items_by_id) > set(BEFORE)
    for reason, education in product(REASONS, EDUCATIONS):
        given = {"a-kasse": fund, "aarsag": reason, "uddannelse": education}
        answered = {name: answer for name, answer in given.items() if answer}
        today, _ = parse_answers(guide, {name: (answer,) for name, answer in answered.items()})
        lost = shown_before(answered) - personalise(guide, today, SHIPPED_DAY).visible_ids()
        if reason in KEPT and education in (None, "ved-ikke"):
            lost -= OF_GRADUATES
        if reason in (None, "ved-ikke") and education == "nyuddannet":
            lost -= OF_A_LOST_JOB
        assert not lost, (answered, lost)


def test_what_an_address_is_read_as_is_what_it_is_written_as(guide: Guide) -> None:
    for reason, education in product(REASONS, EDUCATIONS):
        answers, _ = parse_answers(guide, parse_query(address_of(aarsag=reason, uddannelse=education).encode()))
        again, misread = parse_answers(guide, parse_query(answers.query.encode()))
        assert (again, misread) == (answers, ())
        assert isinstance(again, Answers)


@pytest.fixture(scope="module")
def former(tmp_path_factory: pytest.TempPathFactory) -> Guide:
    """The third guide, whose addresses once had the parameters `race` and `job` as well."""
    folder = copytree(THIRD, tmp_path_factory.mktemp("former") / "content")
    file: Path = folder / DOG / "guide.yaml"
    text = file.read_text(encoding="utf-8")
    for choice, earlier in (
        ("hvalp", "{race: [lille, mellem]}"),
        ("ung", "{race: [lille], job: [jagt]}"),
        ("voksen", "{job: [jagt, vagt]}"),
    ):
        assert text.count(f"- {{id: {choice}, ") == 1
        text = text.replace(f"- {{id: {choice}, ", f"- {{id: {choice}, formerly: {earlier}, ")
    file.write_text(text, encoding="utf-8")
    return load_library(folder).guides[DOG]


@pytest.mark.parametrize(
    ("query", "answers", "asked_again"),
    [
        # one earlier answer stands for two of today: another one, or today's, may say which
        ("race=lille", {}, {"alder": "lille"}),
        ("race=lille&job=jagt", {"alder": "ung"}, {}),
        ("race=lille&alder=hvalp", {"alder": "hvalp"}, {}),
        ("race=lille&alder=ung", {"alder": "ung"}, {}),
        ("race=lille&alder=ved-ikke", {}, {"alder": "lille"}),
        # what cannot both be is told as it was said, in the order of the address
        ("race=mellem&job=vagt", {}, {"alder": "mellem, vagt"}),
        ("job=vagt&race=mellem", {}, {"alder": "vagt, mellem"}),
        ("race=lille&alder=voksen", {}, {"alder": "lille, voksen"}),
    ],
)
def test_answers_to_two_earlier_questions_are_read_together(
    former: Guide, query: str, answers: dict[str, str], asked_again: dict[str, str]
) -> None:
    assert read(former, query) == (answers, asked_again)
