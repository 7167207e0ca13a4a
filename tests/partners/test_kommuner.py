"""The 98 kommuner are all there, each with its right code and name."""

import re

from widget.partners.documents import PARTNER_ID
from widget.partners.kommuner import load_kommuner
from widget.partners.name_search import danish_order, words_of
from widget.partners.origins import parse_origin


def test_there_are_98_kommuner_each_with_its_own_code_name_and_id() -> None:
    kommuner = load_kommuner()
    assert len(kommuner) == 98
    assert len({one.name for one in kommuner.values()}) == 98
    assert len({one.id for one in kommuner.values()}) == 98
    for code, one in kommuner.items():
        assert code == one.code
        assert re.fullmatch(r"0[1-8][0-9]{2}", code)
        assert one.region.startswith("Region ")


def test_every_proposed_id_can_be_a_partners_id() -> None:
    assert all(PARTNER_ID.fullmatch(one.id) for one in load_kommuner().values())


def test_some_kommuner_that_everybody_knows_are_right() -> None:
    kommuner = load_kommuner()
    assert (kommuner["0751"].name, kommuner["0751"].title, kommuner["0751"].id) == (
        *("Aarhus", "Aarhus Kommune"),
        "aarhus",
    )
    assert (kommuner["0101"].title, kommuner["0101"].id) == ("Københavns Kommune", "koebenhavn")
    assert kommuner["0400"].title == "Bornholms Regionskommune"
    assert kommuner["0492"].id == "aeroe"
    assert kommuner["0410"].title == "Middelfart Kommune"


def test_websites_are_hosts_that_may_frame_and_ten_are_not_known() -> None:
    kommuner = load_kommuner()
    assert sum(not one.website for one in kommuner.values()) == 10
    for one in kommuner.values():
        for origin in one.origins:
            assert parse_origin(str(origin)) == origin
    assert [str(origin) for origin in kommuner["0101"].origins] == ["https://www.kk.dk", "https://kk.dk"]
    assert [str(origin) for origin in kommuner["0360"].origins] == ["https://www.lolland.dk", "https://lolland.dk"]


def test_they_stand_in_the_order_of_the_danish_alphabet() -> None:
    names = [one.name for one in load_kommuner().values()]
    assert names[0] == "Albertslund"
    assert names[-4:] == ["Ærø", "Aabenraa", "Aalborg", "Aarhus"]


def test_names_are_ordered_as_danes_do() -> None:
    names = ["Zoo", "Ærø", "Ørsted", "Århus", "Aarhus", "Aabenraa", "Albertslund", "Éa", "bo"]
    ordered = ["Albertslund", "bo", "Éa", "Zoo", "Ærø", "Ørsted", "Aabenraa", "Århus", "Aarhus"]
    assert sorted(names, key=danish_order) == ordered


def test_words_are_the_same_however_they_are_spelt() -> None:
    assert words_of("Århus") == words_of("AARHUS") == words_of("a\u030arhus") == {"aarhus"}
    assert words_of("Høje-Taastrup") == words_of("hoeje taastrup") == {"hoeje", "taastrup"}
    assert words_of("3F, Lærernes (a-kasse)") == {"3f", "laerernes", "a", "kasse"}
    assert words_of(" -_% \x00") == frozenset()
