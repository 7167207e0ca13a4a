"""Comments by people with the link to a change set: no account, no script, nothing lost, told apart on the desk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import BASE_URL
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.admin.desk import ANNA, FROM_DATABASE, ITEM, LEDIG, begun, entry, send
from tests.web.admin.prepared import Prepared, prepared
from tests.web.conformance import strict_html5
from widget.accounts.model import Role
from widget.database.errors import DatabaseUnavailable
from widget.publishing.records import PublishRefusal
from widget.publishing.tables import CHANGE_SET_COMMENT
from widget.web.http.open_forms import LONGEST_FORM, LONGEST_TEXT, SHORTEST
from widget.web.previews.comment_page import LONGEST_NAME
from widget.web.previews.review_comments import MOST_COMMENTS, PER_MINUTE
from widget.web.previews.review_links import LIFETIME

SAID = "Beløbet i juni er forkert.\n\nSe side 2."


@dataclass(frozen=True)
class UnderWay:
    """A change set with one edit: its address on the desk, the link to it, and the desk itself."""

    at: str
    link: str
    desk: Prepared


@pytest.fixture(scope="module")
def under_way(tmp_path_factory: pytest.TempPathFactory) -> UnderWay:
    """Made once: each test goes on with a copy of its own."""
    folder = tmp_path_factory.mktemp("under-way")
    admin = admin_in(folder, **FROM_DATABASE)
    anna = admin.signed_in(ANNA, Role.EDITOR)
    at = begun(anna)
    anna.open(entry(at, ITEM))
    send(anna, {"f.title": "Meld dig ledig i dag"})
    return UnderWay(at, link_of(anna, at), prepared(admin, anna, folder, FROM_DATABASE))


@pytest.fixture
def desk(under_way: UnderWay, tmp_path: Path) -> Iterator[tuple[Admin, AdminBrowser]]:
    """The desk with that change set, and the browser of Anna."""
    with under_way.desk.again(tmp_path) as found:
        yield found


@pytest.fixture
def admin(desk: tuple[Admin, AdminBrowser]) -> Admin:
    return desk[0]


@pytest.fixture
def anna(desk: tuple[Admin, AdminBrowser]) -> AdminBrowser:
    return desk[1]


@pytest.fixture
def at(under_way: UnderWay) -> str:
    """The address of the change set."""
    return under_way.at


@dataclass
class Caseworker:
    """A partner's caseworker: has the link to a guide under review, and no account."""

    admin: Admin
    link: str
    response: TestResponse = field(init=False)

    def open(self, address: str) -> TestResponse:
        client = self.admin.app.test_client(use_cookies=False)
        self.response = client.get(address.partition("#")[0], base_url=BASE_URL)
        return self.response

    def come(self) -> TestResponse:
        """From the guide to the comments, by the link in its banner."""
        self.open(self.link)
        (link,) = self.tree.css(".review a[href*='/comments']")
        return self.open(str(link.attributes["href"]))

    def filled(self, **typed: str) -> tuple[str, dict[str, str]]:
        (form,) = self.tree.css("form")
        values = {str(f.attributes["name"]): f.attributes.get("value") or "" for f in form.css("input")}
        values |= {str(f.attributes["name"]): f.text().removeprefix("\n") for f in form.css("textarea")}
        assert typed.keys() <= values.keys()
        return str(form.attributes["action"]), values | typed

    def send(self, after: float = 60, **typed: str) -> TestResponse:
        address, values = self.filled(**typed)
        self.admin.people.clock.pass_by(after)
        return self.post(address, values)

    def post(self, address: str, values: dict[str, str]) -> TestResponse:
        client = self.admin.app.test_client(use_cookies=False)
        self.response = client.post(address.partition("#")[0], data=values, base_url=BASE_URL)
        return self.response

    @property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.response.text)

    def text(self, selector: str) -> str:
        return " ".join(" ".join(node.text().split()) for node in self.tree.css(selector))

    @property
    def kept(self) -> tuple[str, str]:
        """What stands in the fields of the page: the name and the text."""
        values = self.filled()[1]
        return values["name"], values["text"]


def link_of(browser: AdminBrowser, at: str) -> str:
    found = re.search(rf'href="{re.escape(BASE_URL)}(/review/[^"]+/guide/{LEDIG})"', browser.open(at).text)
    assert found
    return found[1]


@pytest.fixture
def karen(admin: Admin, under_way: UnderWay) -> Caseworker:
    return Caseworker(admin, under_way.link)


def stored(admin: Admin) -> list[tuple[str, str, bool]]:
    said = CHANGE_SET_COMMENT.c
    with admin.app.stores.engine.connect() as connection:
        rows = connection.execute(select(said.who, said.text, said.by_link).order_by(said.id)).all()
    return [(row.who, row.text, row.by_link) for row in rows]


def test_a_comment_by_the_link_is_thanked_for_shown_there_and_marked_on_the_desk(
    admin: Admin, anna: AdminBrowser, karen: Caseworker, at: str
) -> None:
    anna.open(at)
    anna.post(f"{at}/comment", {"csrf": anna.value("csrf"), "comment": "Kun for os."})
    assert karen.come().status_code == 200
    strict_html5(karen.response.text)
    assert karen.send(name=" Karen\tHolm,  Odense ", text=SAID.replace("\n", "\r\n")).status_code == 303
    assert stored(admin) == [(ANNA, "Kun for os.", False), ("Karen Holm, Odense", SAID, True)]
    karen.open(karen.response.headers["Location"])
    strict_html5(karen.response.text)
    assert "Tak" in karen.text("[role=status]")
    assert karen.text("blockquote") == " ".join(SAID.split())
    assert "Karen Holm, Odense" in karen.text("main")
    assert karen.kept == ("", "")
    desk = anna.open(at)
    strict_html5(desk.text)
    marked = [node.text() for node in LexborHTMLParser(desk.text).css(".remark .help")]
    assert ["skrev via linket" in text for text in marked] == [False, True]
    assert "Karen Holm, Odense" in marked[1]


def test_what_accounts_say_and_who_they_are_is_not_behind_the_link(
    anna: AdminBrowser, karen: Caseworker, at: str
) -> None:
    anna.open(at)
    anna.post(f"{at}/comment", {"csrf": anna.value("csrf"), "comment": "Kun for os."})
    assert "Kun for os." in anna.open(at).text
    assert "Kun for os." not in karen.come().text
    assert ANNA not in karen.response.text


def test_numbers_and_addresses_are_masked_in_the_text_and_the_name(admin: Admin, karen: Caseworker) -> None:
    karen.come()
    karen.send(name="Karen 20 30 40 50", text="Borger 010190-1234 skrev fra bo@odense.example.")
    assert stored(admin) == [("Karen [telefonnummer]", "Borger [cpr-nummer] skrev fra [e-mail].", True)]


@pytest.mark.parametrize(
    ("name", "text", "field", "said"),
    [
        ("", SAID, "name", "dit navn"),
        (" \u200b ", SAID, "name", "dit navn"),
        ("K" * (LONGEST_NAME + 1), SAID, "name", f"højst {LONGEST_NAME}"),
        ("Karen", "", "text", "en kommentar"),
        ("Karen", " \n\u200b", "text", "en kommentar"),
        ("Karen", "x" * (LONGEST_TEXT + 1), "text", f"højst {LONGEST_TEXT}"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    admin: Admin, karen: Caseworker, name: str, text: str, field: str, said: str
) -> None:
    karen.come()
    assert karen.send(name=name, text=text).status_code == 422
    strict_html5(karen.response.text)
    assert said in karen.text(f"#error-{field}")
    assert karen.tree.css_first(f"[role=alert] a[href='#{field}']")
    assert karen.text("title").startswith("Fejl:")
    assert karen.kept == (name.strip(), text.strip())
    assert stored(admin) == []
    karen.send(name="Karen", text="Nu er det rettet.")
    assert karen.response.status_code == 303


@pytest.mark.parametrize("wrong", ["token", "website", "fast", "old"])
def test_a_form_that_is_not_ours_or_too_fast_or_too_old_comes_back_filled_in_and_can_be_sent(
    admin: Admin, karen: Caseworker, wrong: str
) -> None:
    karen.come()
    typed = {"name": "Karen", "text": SAID} | ({wrong: "x"} if wrong in {"token", "website"} else {})
    karen.send(after={"fast": SHORTEST - 1, "old": 90_000}.get(wrong, 60), **typed)
    assert karen.response.status_code == 422
    assert "endnu en gang" in karen.text("[role=alert]")
    assert karen.kept == ("Karen", SAID)
    assert stored(admin) == []
    assert karen.send().status_code == 303


def test_the_form_of_another_change_set_is_not_taken(admin: Admin, anna: AdminBrowser, karen: Caseworker) -> None:
    other = begun(anna, "Noget andet")
    anna.open(entry(other, ITEM))
    send(anna, {"f.title": "Meld dig ledig i morgen"})
    stranger = Caseworker(admin, link_of(anna, other))
    stranger.come()
    token = stranger.filled()[1]["token"]
    karen.come()
    assert karen.send(name="Karen", text=SAID, token=token).status_code == 422
    assert stored(admin) == []


def test_the_same_form_sent_twice_is_kept_once_and_thanked_for_twice(admin: Admin, karen: Caseworker) -> None:
    karen.come()
    address, values = karen.filled(name="Karen", text=SAID)
    admin.people.clock.pass_by(60)
    assert [karen.post(address, values).status_code for _ in range(2)] == [303, 303]
    assert len(stored(admin)) == 1


def test_too_many_a_minute_are_asked_to_wait_and_lose_nothing(admin: Admin, karen: Caseworker) -> None:
    karen.come()
    address, values = karen.filled(name="Karen")
    admin.people.clock.pass_by(60)
    for number in range(PER_MINUTE):
        assert karen.post(address, values | {"text": f"Nummer {number}"}).status_code == 303
    assert karen.post(address, values | {"text": SAID}).status_code == 429
    assert "om et minut" in karen.text("[role=alert]")
    assert karen.kept == ("Karen", SAID)
    assert len(stored(admin)) == PER_MINUTE
    assert karen.send(after=60).status_code == 303


def given_back(karen: Caseworker) -> bool:
    """Whether the page has no form, and all that was typed, with whom to ask."""
    strict_html5(karen.response.text)
    assert not karen.tree.css("form")
    assert "den, du fik linket af" in karen.text("main")
    (shown,) = karen.tree.css("textarea[readonly]")
    return shown.text().removeprefix("\n") == f"Karen\n\n{SAID}"


def test_a_link_that_has_ended_gives_back_what_was_typed(admin: Admin, karen: Caseworker) -> None:
    karen.come()
    assert karen.send(after=LIFETIME.total_seconds() + 60, name="Karen", text=SAID).status_code == 404
    assert given_back(karen)
    assert stored(admin) == []
    assert "gælder ikke" in karen.open(karen.link.replace(f"guide/{LEDIG}", "comments")).text
    assert karen.response.status_code == 404


def test_a_change_thrown_away_gives_back_what_was_typed(
    admin: Admin, anna: AdminBrowser, karen: Caseworker, at: str
) -> None:
    karen.come()
    anna.open(at)
    anna.post(f"{at}/discard", {"csrf": anna.value("csrf"), "revision": anna.value("revision")})
    assert karen.send(name="Karen", text=SAID).status_code == 404
    assert given_back(karen)
    assert stored(admin) == []


def test_a_published_change_takes_no_comment_and_still_shows_those_it_has(
    admin: Admin, anna: AdminBrowser, karen: Caseworker, at: str
) -> None:
    karen.come()
    karen.send(name="Karen", text="Det første.")
    karen.come()
    sets = admin.app.stores.change_sets
    for step, who in ((sets.submit, "anna"), (sets.publish, "bo")):
        found = sets.find(int(at.rsplit("/", 1)[1]))
        assert found
        assert not isinstance(step(found, who), PublishRefusal)
    assert karen.send(name="Karen", text=SAID).status_code == 409
    assert given_back(karen)
    assert karen.text("blockquote") == "Det første."
    assert karen.come().status_code == 200
    assert not karen.tree.css("form, textarea")
    assert len(stored(admin)) == 1
    anna.open("/admin/guides")
    strict_html5(anna.response.text)
    assert "Udgivet, med åbne kommentarer" in anna.text("main")
    anna.open(at)
    anna.fill(f"{comment_page(anna, at)}/mark", {"done": "yes"})
    assert "åbne kommentarer" not in anna.open("/admin/guides").text


def test_a_change_set_takes_no_more_than_can_be_read(admin: Admin, karen: Caseworker, at: str) -> None:
    karen.come()
    sets, number = admin.app.stores.change_sets, int(at.rsplit("/", 1)[1])
    for count in range(MOST_COMMENTS):
        sets.comment_by_link(number, "Karen", "Ja", str(count))
    assert karen.send(name="Karen", text=SAID).status_code == 409
    assert given_back(karen)
    assert len(stored(admin)) == MOST_COMMENTS


def test_a_database_that_is_away_loses_nothing(
    admin: Admin, karen: Caseworker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise DatabaseUnavailable("gone")

    karen.come()
    with monkeypatch.context() as patched:
        for method in ("find", "comments", "comment_by_link"):
            patched.setattr(type(admin.app.stores.change_sets), method, away)
        assert karen.send(name="Karen", text=SAID).status_code == 503
        assert "om et minut" in karen.text("[role=alert]")
        assert karen.kept == ("Karen", SAID)
    assert karen.send().status_code == 303
    assert stored(admin) == [("Karen", SAID, True)]


def test_text_is_text(admin: Admin, anna: AdminBrowser, karen: Caseworker, at: str) -> None:
    karen.come()
    karen.send(name="<b>K", text="<script>alert(1)</script> %(x)s {{ 7*7 }}")
    for html in (karen.come().text, anna.open(at).text):
        strict_html5(html)
        assert "<script" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt; %(x)s {{ 7*7 }}" in html
        assert "&lt;b&gt;K" in html


def test_no_cache_no_cookie_no_index_and_a_huge_form_is_refused(karen: Caseworker) -> None:
    headers = karen.come().headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert "Set-Cookie" not in headers
    assert karen.send(name="Karen", text="x" * LONGEST_FORM).status_code == 413


@pytest.mark.parametrize("guide", [LEDIG, "../../admin", "<i>", "//evil.example", "%00", "x" * 200])
def test_the_way_back_leads_to_the_guide_under_review_and_nowhere_else(karen: Caseworker, guide: str) -> None:
    place = karen.link.removesuffix(f"/guide/{LEDIG}")
    karen.open(f"{place}/comments?guide={guide}")
    assert karen.response.status_code == 200
    back = [str(node.attributes["href"]) for node in karen.tree.css("main a")]
    assert back == ([karen.link] if guide == LEDIG else [])


@pytest.mark.parametrize("surface", ["guide", "embed", "print", "fragment", "sources"])
def test_every_surface_under_review_leads_to_the_comments(karen: Caseworker, surface: str) -> None:
    karen.open(karen.link.replace("/guide/", f"/{surface}/"))
    found = re.search(r'href="([^"]*/comments[^"]*)"', karen.response.text)
    assert found
    address = found[1]
    assert address.startswith(BASE_URL) is (surface == "fragment")
    assert karen.open(address.removeprefix(BASE_URL)).status_code == 200


def test_a_link_is_good_for_comments_until_its_last_minute(admin: Admin, karen: Caseworker) -> None:
    admin.people.clock.pass_by((LIFETIME - timedelta(minutes=5)).total_seconds())
    karen.come()
    assert karen.send(name="Karen", text=SAID).status_code == 303


def comment_page(anna: AdminBrowser, at: str) -> str:
    """The address of the page of the first comment, by its link on the desk."""
    anna.open(at)
    return next(
        str(link.attributes["href"])
        for link in LexborHTMLParser(anna.response.text).css(".remark a")
        if link.text().startswith("Svar eller slet")
    )


@pytest.fixture
def said(karen: Caseworker) -> Caseworker:
    """The caseworker who has commented."""
    karen.come()
    karen.send(name="Karen Holm", text=SAID)
    return karen


def test_the_desk_counts_open_comments_until_they_are_handled(anna: AdminBrowser, said: Caseworker, at: str) -> None:
    for _ in range(2):
        anna.open("/admin/guides")
        strict_html5(anna.response.text)
        assert "1 åben kommentar" in anna.text("main")
        anna.open(at)
        strict_html5(anna.response.text)
        assert "1 kommentar er åben" in anna.text("main")
        mark = f"{comment_page(anna, at)}/mark"
        anna.fill(mark, {"done": "yes"})
        strict_html5(anna.response.text)
        assert "kommentar er åben" not in anna.text("main")
        assert f"behandlet af {ANNA}" in anna.text(".remark .help")
        assert "færdige med den" in said.come().text
        assert "åben kommentar" not in anna.open("/admin/guides").text
        anna.open(at)
        anna.fill(mark)


def test_an_answer_stands_at_the_link_without_the_address_of_the_editor(
    admin: Admin, anna: AdminBrowser, said: Caseworker, at: str
) -> None:
    anna.open(comment_page(anna, at))
    strict_html5(anna.response.text)
    anna.send(comment=" ")
    assert anna.response.status_code == 422
    assert "mindst ét ord" in anna.problem("comment")
    anna.send(comment="Det er rettet nu.", done="yes")
    assert anna.address == at
    assert "Det er rettet nu." in anna.text(".remark .answer")
    assert "kommentar er åben" not in anna.text("main")
    said.come()
    strict_html5(said.response.text)
    assert said.text(".answer blockquote") == "Det er rettet nu."
    assert "En redaktør svarede" in said.text(".answer .help")
    assert ANNA not in said.response.text
    anna.open(at)
    anna.post(f"{at}/comment", {"csrf": anna.value("csrf"), "comment": "Kun for os."})
    assert "Kun for os." not in said.come().text


def test_a_deleted_comment_is_gone_for_all_with_its_answers(
    admin: Admin, anna: AdminBrowser, said: Caseworker, at: str
) -> None:
    page = comment_page(anna, at)
    for text in ("Det første svar.", "Det andet svar."):
        anna.open(page)
        anna.send(comment=text)
    (first, _) = [
        str(link.attributes["href"])
        for link in LexborHTMLParser(anna.response.text).css(".answer a")
        if link.text().startswith("Slet svaret")
    ]
    anna.open(first)
    strict_html5(anna.response.text)
    assert "Svar" not in [node.text() for node in LexborHTMLParser(anna.response.text).css("h2")]
    anna.fill(f"{first}/delete")
    assert [text for _, text, _ in stored(admin)] == [SAID, "Det andet svar."]
    anna.open(page)
    assert len(stored(admin)) == 2, "nothing is deleted by opening its page"
    anna.fill(f"{page}/delete")
    assert anna.address == at
    assert stored(admin) == []
    assert "Beløbet i juni" not in said.come().text


def test_an_answer_to_a_comment_that_another_editor_has_deleted_is_given_back(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser, said: Caseworker, at: str
) -> None:
    page = comment_page(anna, at)
    bo.open(page)
    anna.open(page)
    anna.fill(f"{page}/delete")
    bo.send(comment="Et svar, der tog tid.")
    assert bo.response.status_code in {404, 409}
    assert "Et svar, der tog tid." in bo.response.text
    assert stored(admin) == []


def test_comments_are_for_editors_alone_and_for_our_own_forms(
    admin: Admin, anna: AdminBrowser, said: Caseworker, at: str
) -> None:
    page = comment_page(anna, at)
    others = [admin.signed_in(f"{role.value}@aarhus.example", role, "aarhus") for role in (Role.PARTNER, Role.READER)]
    for path, values in (("", {"comment": "Nej"}), ("/mark", {"done": "yes"}), ("/delete", {})):
        for other in others:
            other.open("/admin/password")
            assert other.post(page + path, values | {"csrf": other.value("csrf")}).status_code == 403
        assert anna.post(page + path, values | {"csrf": "x"}).status_code == 403
    for other in others:
        assert other.open(page).status_code == 403
    assert stored(admin) == [("Karen Holm", SAID, True)]
    assert "behandlet af" not in anna.open(at).text


def test_a_comment_belongs_to_its_change_set(admin: Admin, anna: AdminBrowser, said: Caseworker, at: str) -> None:
    page = comment_page(anna, at)
    other = begun(anna, "Noget andet")
    assert anna.open(page.replace(at, other)).status_code == 404
    assert anna.open(f"{at}/comments/999").status_code == 404
    assert anna.open(f"{at}/comments/x").status_code == 404
