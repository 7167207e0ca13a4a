"""Find din a-kasse: every fund's own website, reached from the tasks and left again without losing anything."""

import json
import re

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.web.conformance import check_page, links, parameters_in
from widget.guides.library import Library

UNEMPLOYED, NEW_JOB = "hvis-du-bliver-ledig", "naar-du-faar-nyt-job"

FUNDS = {
    "3F (Faglig Fælles A-kasse)": "https://www.3f.dk",
    "AJKS – A-kassen Journalistik, Kommunikation og Sprog": "https://ajks.dk",
    "Akademikernes A-kasse": "https://www.aka.dk",
    "Ase A-kasse": "https://www.ase.dk",
    "BUPL A-kasse": "https://bupl.dk",
    "CA a-kasse": "https://www.ca.dk",
    "Dansk Metals A-kasse": "https://www.danskmetal.dk",
    "Det Faglige Hus A-kasse": "https://www.detfagligehus.dk",
    "Din Faglige A-kasse (FAK)": "https://fa-k.dk",
    "DLF-A (Lærernes a-kasse)": "https://dlfa.dk",
    "DSA – Din Sundhedsfaglige A-kasse": "https://dsa.dk",
    "FOA A-kasse": "https://www.foa.dk",
    "Frie A-kasse": "https://www.frie.dk",
    "FTFa A-kasse": "https://ftfa.dk",
    "HK A-kasse": "https://www.hk.dk",
    "Krifa A-kasse": "https://krifa.dk",
    "Lederne A-kasse": "https://www.lederne.dk",
    "MA – Magistrenes A-kasse": "https://ma-kasse.dk",
    "Min A-kasse": "https://minakasse.dk",
    "Socialpædagogernes A-kasse (SL)": "https://sl.dk",
    "Teknikernes A-kasse (TL)": "https://tl.dk",
}
"""Every fund with its own website, in the order of the page, as read outside this project."""


def page(client: FlaskClient, address: str) -> str:
    response = client.get(address.partition("#")[0])
    assert response.status_code == 200, address
    return response.text


def to_funds(html: str) -> list[str]:
    """Where links to the list lead."""
    return [href for href in re.findall(r'href="([^"]*)"', html.replace("&amp;", "&")) if "/a-kasser/" in href]


@pytest.mark.parametrize("guide", [UNEMPLOYED, NEW_JOB])
def test_every_fund_is_listed_once_in_alphabetical_order_with_its_own_website(
    shipped_client: FlaskClient, guide: str
) -> None:
    tree = LexborHTMLParser(page(shipped_client, f"/a-kasser/{guide}"))
    listed = [(link.text(deep=False).strip(), link.attributes["href"]) for link in tree.css("ul.sources a")]
    assert listed == list(FUNDS.items())
    assert [node.text() for node in tree.css("h2")] == ["A–C", "D–F", "G–L", "M–Å"]


@pytest.mark.parametrize("state", ["", "?from=embed", "?from=embed&ui=links", "?lang=en", "?heading=3&from=embed"])
def test_the_list_keeps_every_promise_about_a_page(shipped_client: FlaskClient, state: str) -> None:
    level = 3 if "heading" in state else 2 if "from" in state else 1
    check_page(page(shipped_client, f"/a-kasser/{UNEMPLOYED}{state}"), level)


@pytest.mark.parametrize(
    ("surface", "state"),
    [
        ("embed", [("a-kasse", "ved-ikke"), ("ui", "fit")]),
        ("embed", [("a-kasse", "ved-ikke"), ("ui", "links"), ("scheme", "dark")]),
        ("embed", [("a-kasse", "ved-ikke"), ("heading", "3"), ("scheme", "auto")]),
        ("guide", [("a-kasse", "ved-ikke"), ("dato", "2026-12-01")]),
    ],
)
def test_the_way_there_and_back_loses_nothing(
    shipped_client: FlaskClient, surface: str, state: list[tuple[str, str]]
) -> None:
    query = "&".join(f"{name}={value}" for name, value in state)
    start = f"/{surface}/{UNEMPLOYED}?{query}"
    there = to_funds(page(shipped_client, start))
    assert there
    html = page(shipped_client, there[0])
    back = next(
        href for words, href in links(html).items() if words in {"Tilbage til guiden", "Back to the guide"}
    ).replace("&amp;", "&")
    assert back.partition("?")[0] == f"/{surface}/{UNEMPLOYED}"
    assert sorted(parameters_in(back)) == sorted(state)


def test_in_a_frame_the_list_opens_in_the_frame_and_from_a_fragment_in_a_window_of_its_own(
    shipped_client: FlaskClient,
) -> None:
    framed = page(shipped_client, f"/embed/{UNEMPLOYED}?a-kasse=ved-ikke")
    included = page(shipped_client, f"/fragment/{UNEMPLOYED}?a-kasse=ved-ikke")
    to_list = re.compile(r'<a [^>]*href="[^"]*/a-kasser/[^"]*"[^>]*>')
    assert {"_blank" in link for link in to_list.findall(framed)} == {False}
    assert {"_blank" in link for link in to_list.findall(included)} == {True}


def test_on_paper_and_in_data_the_list_has_its_whole_address(shipped_client: FlaskClient) -> None:
    whole = f"https://guides.example/a-kasser/{UNEMPLOYED}"
    assert whole in page(shipped_client, f"/print/{UNEMPLOYED}?a-kasse=ved-ikke")
    items = json.loads(page(shipped_client, f"/data/{UNEMPLOYED}.json?a-kasse=ved-ikke"))["items"]
    found = {link["url"] for item in items for link in item["links"] if link["title"] == "Find din a-kasse"}
    assert found == {whole}


def test_no_task_leads_to_advertising(shipped_client: FlaskClient, shipped_library: Library) -> None:
    assert "a-kasser.dk" not in page(shipped_client, f"/guide/{UNEMPLOYED}")
    urls = [link.url for link in shipped_library.registers.links.values()]
    assert not [url for url in urls if re.search(r"//(www\.)?(a-kasser|skift-a-kasse|usd|powerplan)\.", url)]


def test_a_content_folder_without_funds_says_so(client: FlaskClient) -> None:
    assert "Her er ingen liste." in page(client, f"/a-kasser/{UNEMPLOYED}")
