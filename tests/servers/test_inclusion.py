"""A guide as part of a host's page, put together by the host's own nginx or Varnish."""

import gzip
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.browser.hosts import host_page
from tests.servers.hosts import Host, nginx
from tests.servers.recipes import recipe, shared_line
from tests.servers.stand_in import StandIn

pytestmark = pytest.mark.servers

GUIDE, OTHER_GUIDE = "hvis-du-bliver-ledig", "naar-du-faar-nyt-job"
SOONEST_A_VISITOR_LEAVES = 10
"""Seconds; the recipes wait for two."""

ILLNESSES = (301, 400, 403, 404, 410, 429, 500, 502, 503)


@dataclass(frozen=True)
class Answer:
    """What a host's server answered."""

    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def text(self) -> str:
        """The body, unpacked."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.raw) if packed else self.raw).decode()

    @property
    def guide(self) -> LexborHTMLParser:
        """What stands in the shadow root of the one guide in the page."""
        inside = re.findall(r"<template shadowrootmode=\"open\">(.*?)</template>", self.text, re.DOTALL)
        assert len(inside) == 1, self.text[:2000]
        return LexborHTMLParser(inside[0])

    @property
    def fallback_links(self) -> list[str]:
        """Where links to guides lead that stand in the page itself, outside of any shadow root."""
        links = LexborHTMLParser(self.text).css("a[href*='/guide/']")
        return [link.attributes["href"] or "" for link in links]


def visit(address: str, headers: Mapping[str, str] | None = None, method: str = "GET", body: str = "") -> Answer:
    """Ask for a page as a visitor does."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=SOONEST_A_VISITOR_LEAVES)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, target, body or None, {"Host": parts.netloc, **(headers or {})})
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


def page_with(host: Host, guides: str, *names: str) -> str:
    """A page of the host with guides in it; gives its address."""
    return host.show(host_page("".join(shared_line(guides, host.kind, guide) for guide in names or (GUIDE,))))


def is_whole(answer: Answer) -> bool:
    """Whether the host's page came in order, from its first to its last line, and is one document."""
    text = answer.text
    once = ("<!doctype html>", "<html", "<body", "Job og ledighed", 'id="before"', 'id="after"', "</body>", "</html>")
    return answer.status == 200 and text.endswith("</html>") and all(text.lower().count(p.lower()) == 1 for p in once)


def shows_only_the_way_out(answer: Answer, guide: str = GUIDE) -> bool:
    """Whether the host's page came with a link to the guide instead of the guide, and nothing that is broken."""
    links = [urlsplit(link).path for link in answer.fallback_links]
    broken = ("<template", "an error occurred", "esi:", "<!--#", "stand-in is ill")
    return is_whole(answer) and links == [f"/guide/{guide}"] and not any(word in answer.text for word in broken)


def test_the_page_contains_the_guide_as_one_document(host: Host, guides: str) -> None:
    answer = visit(page_with(host, guides))
    assert is_whole(answer)
    headings = [heading.text() for heading in answer.guide.css("h2")]
    assert "Hvis du bliver ledig" in headings[0]
    assert answer.guide.css("fieldset input[type=radio]")
    for left in ("<!--#", "esi:", "endblock"):
        assert left not in answer.text
    assert answer.fallback_links == [f"{guides}/guide/{GUIDE}"], "one link, for browsers without shadow roots"


def test_the_lines_in_the_docs_do_the_same_as_those_we_share(
    guides: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with nginx(guides, tmp_path_factory.mktemp("docs")) as host:
        by_docs, by_share = host.show(host_page(recipe("html", guides))), page_with(host, guides)
        assert "".join(visit(by_docs).text.split()) == "".join(visit(by_share).text.split())


def given_in(answer: Answer) -> set[str]:
    """The answers that the guide says it was made for."""
    return {node.text() for node in answer.guide.css("#answers b")}


def test_answers_in_the_address_of_the_host_make_the_guide_personal(host: Host, guides: str) -> None:
    address = page_with(host, guides)
    answer = visit(f"{address}?a-kasse=ja&alder=under-25")
    assert is_whole(answer)
    assert "Dine svar" in answer.guide.css("#answers")[0].text()
    assert {"Ja", "Under 25 år"} <= given_in(answer)
    assert not given_in(visit(address)), "and without answers it is for everybody"


def test_what_was_chosen_for_the_line_holds_with_the_answers_in_the_address_of_the_host(
    host: Host, guides: str
) -> None:
    address = host.show(host_page(shared_line(guides, host.kind, GUIDE, "heading=4")))
    for answer in (visit(address), visit(f"{address}?a-kasse=ja&alder=under-25")):
        assert is_whole(answer)
        assert "Hvis du bliver ledig" in next(heading.text() for heading in answer.guide.css("h4"))
    assert {"Ja", "Under 25 år"} <= given_in(visit(f"{address}?a-kasse=ja&alder=under-25"))


def test_answers_chosen_for_the_line_hold_without_any_in_the_address_of_the_host_and_beside_them(
    host: Host, guides: str
) -> None:
    address = host.show(host_page(shared_line(guides, host.kind, GUIDE, "alder=under-25&heading=4")))
    for query, answers in (("", {"Under 25 år"}), ("?a-kasse=ja", {"Ja", "Under 25 år"})):
        answer = visit(address + query)
        assert is_whole(answer)
        assert given_in(answer) >= answers
        assert "Hvis du bliver ledig" in next(heading.text() for heading in answer.guide.css("h4"))


def test_every_link_and_form_of_a_guide_leads_to_the_guide_server(host: Host, guides: str) -> None:
    answer = visit(f"{page_with(host, guides)}?a-kasse=ja&dato=2026-12-01&id=7&utm_source=brev")
    links = [node.attributes["href"] or "" for node in answer.guide.css("a")] + answer.fallback_links
    forms = [node.attributes["action"] or "" for node in answer.guide.css("form")]
    assert forms
    for address in links + forms:
        assert urlsplit(address).scheme in {"http", "https", "mailto", "tel"}, address
        if address.startswith("http") and urlsplit(address).hostname in {"127.0.0.1", "localhost"}:
            assert address.startswith(f"{guides}/"), address
            assert not urlsplit(address).path.startswith("/fragment/"), address
    for address in forms:
        assert urlsplit(address).path == f"/guide/{GUIDE}"


def test_links_instead_of_forms_lead_there_too(host: Host, guides: str) -> None:
    answer = visit(f"{page_with(host, guides)}?ui=links&a-kasse=ja")
    assert not answer.guide.css("form")
    ours = [a for node in answer.guide.css("a") if (a := node.attributes["href"] or "").startswith(guides)]
    assert {urlsplit(address).path.split("/")[1] for address in ours} <= {"guide", "sources", "print", "calendar"}


def test_other_parameters_of_the_host_stay_out_of_our_links(host: Host, guides: str) -> None:
    address = page_with(host, guides)
    answer = visit(f"{address}?id=4711&L=1&a-kasse=ja&utm_campaign=efter%C3%A5r&q=%3Cscript%3E%22%3E%2522")
    links = [node.attributes["href"] or "" for node in answer.guide.css("a")] + answer.fallback_links
    ours = [parse_qs(urlsplit(link).query) for link in links if link.startswith(guides)]
    assert {"a-kasse": ["ja"]} in ours
    assert not {"id", "L", "utm_campaign", "q"} & {name for query in ours for name in query}
    hidden = {node.attributes["name"] for node in answer.guide.css("input[type=hidden]")}
    assert hidden <= {"a-kasse", "dato", "open", "v"}
    for private in ("4711", "utm_campaign", "efter%C3%A5r", "<script", "%2522"):
        assert private not in answer.text


def test_two_guides_stand_on_one_page(host: Host, guides: str) -> None:
    answer = visit(page_with(host, guides, GUIDE, OTHER_GUIDE))
    assert is_whole(answer)
    sections = [node.attributes["id"] for node in LexborHTMLParser(answer.text).css("section[aria-label]")]
    assert sections == [f"guide-{GUIDE}", f"guide-{OTHER_GUIDE}"]


@pytest.mark.parametrize("accepted", ["gzip", "gzip, deflate, br, zstd", "br"])
def test_a_visitor_who_takes_compressed_pages_gets_the_same(host: Host, guides: str, accepted: str) -> None:
    address = page_with(host, guides)
    compressed = visit(address, {"Accept-Encoding": accepted})
    assert is_whole(compressed)
    assert compressed.text == visit(address, {"Accept-Encoding": "identity"}).text
    if host.kind == "ssi" and "gzip" in accepted:
        assert compressed.headers["Content-Encoding"] == "gzip", "this nginx is set to compress"


@pytest.mark.parametrize("status", ILLNESSES)
def test_the_page_comes_with_a_link_when_the_guide_server_answers(
    host_of_stand_in: Host, stand_in: StandIn, guides: str, status: int
) -> None:
    stand_in.status, stand_in.body = status, "<h1>the stand-in is ill</h1>"
    answer = visit(page_with(host_of_stand_in, guides))
    assert [asked.path for asked in stand_in.asked] == [f"/fragment/{GUIDE}"]
    assert shows_only_the_way_out(answer)


def test_the_page_comes_with_a_link_when_the_guide_server_is_silent(
    host_of_stand_in: Host, stand_in: StandIn, guides: str
) -> None:
    stand_in.silent = True
    answer = visit(page_with(host_of_stand_in, guides))
    assert stand_in.asked
    assert shows_only_the_way_out(answer)


def test_the_page_comes_with_a_link_when_the_guide_server_is_gone(host_without_guides: Host, guides: str) -> None:
    assert shows_only_the_way_out(visit(page_with(host_without_guides, guides)))
    personal = f"{page_with(host_without_guides, guides, OTHER_GUIDE)}?a-kasse=ja&x=%22%3E"
    assert shows_only_the_way_out(visit(personal), OTHER_GUIDE), "of every guide, to itself"


def test_the_guide_is_back_as_soon_as_its_server_is(host_of_stand_in: Host, stand_in: StandIn, guides: str) -> None:
    address = page_with(host_of_stand_in, guides)
    stand_in.status = 503
    assert shows_only_the_way_out(visit(address))
    stand_in.recover()
    assert "<p>Guiden</p>" in visit(address).text


def test_what_the_guide_server_says_is_not_run_as_a_directive(
    host_of_stand_in: Host, stand_in: StandIn, guides: str
) -> None:
    stand_in.body = '<!--# echo var="request_uri" --><esi:include src="/_guide/again"/><p>Guiden</p>'
    answer = visit(page_with(host_of_stand_in, guides))
    assert stand_in.body in answer.text
    assert len(stand_in.asked) == 1


@pytest.mark.parametrize(
    "path", [f"/_guide/{GUIDE}", f"/_guide/{GUIDE}?a-kasse=ja", "/_guide/", f"/fragment/{GUIDE}"]
)
def test_no_visitor_gets_the_guide_without_the_page(
    host: Host, host_of_stand_in: Host, stand_in: StandIn, path: str
) -> None:
    answer = visit(host.origin + path)
    assert answer.status in {204, 404}, "204 is what the server behind Varnish says of pages it has not"
    assert "template" not in answer.text
    visit(host_of_stand_in.origin + path)
    assert not stand_in.asked, "the guide server is not even asked"


def test_nothing_about_the_visitor_is_passed_on(host_of_stand_in: Host, stand_in: StandIn, guides: str) -> None:
    private = {
        "Cookie": "session=hemmelig",
        "Authorization": "Basic aGVtbWVsaWc6aGVtbWVsaWc=",
        "Referer": "http://localhost/hemmelig",
        "X-Forwarded-For": "192.0.2.7",
    }
    visit(f"{page_with(host_of_stand_in, guides)}?a-kasse=ja", private)
    (asked,) = stand_in.asked
    assert asked.path == f"/fragment/{GUIDE}?a-kasse=ja"
    assert not set(private) & set(asked.headers.keys())
    assert asked.headers["Host"] == urlsplit(stand_in.origin).netloc, "the guide server is called by its own name"


def test_no_cookie_comes_back(host: Host, guides: str) -> None:
    assert "Set-Cookie" not in visit(page_with(host, guides)).headers


def test_what_is_sent_to_a_form_of_the_host_stays_there(
    stand_in: StandIn, guides: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with (
        StandIn(body=host_page(shared_line(guides, "ssi", GUIDE))).running() as forms,
        nginx(stand_in.origin, tmp_path_factory.mktemp("forms"), forms.origin) as host,
    ):
        answer = visit(f"{host.origin}/form/kontakt", method="POST", body="cpr=0101010101")
        assert [asked.body for asked in forms.asked] == [b"cpr=0101010101"]
    assert is_whole(answer)
    assert "<p>Guiden</p>" in answer.text
    assert [(asked.method, asked.body) for asked in stand_in.asked] == [("GET", b"")]
