"""An edition is told to those who use the guides: on their page, in the feed, by mail, and each once."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.frozen import CONTENT
from tests.notices.letterbox import Letterbox
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.conformance import strict_html5
from widget.accounts.mail import Mailer
from widget.accounts.model import Role
from widget.notices.delivery import Deliveries, NoticeDelivery
from widget.notices.notices import DueNotices, due_notices
from widget.notices.sent_notices import STALE_AFTER, SentNotices
from widget.notices.words import NoticeWords
from widget.partners.model import Partner
from widget.publishing.content_files import read_content

LEDIG, JOB = "hvis-du-bliver-ledig", "naar-du-faar-nyt-job"
KAREN, BO = "karen@aarhus.example", "bo@randers.example"
TITLE = "Meld dig ledig på Jobnet"


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Admin]:
    """Two partners: Aarhus uses all guides, Randers the other one."""
    settings = {"CONTENT_SOURCE": "database", "SMTP_URL": "smtp://mail.example", "MAIL_FROM": "guider@guides.example"}
    made = admin_in(tmp_path, BASE_URL="https://guides.example", **settings)
    registry = made.app.stores.registry
    for partner in (Partner("aarhus", "Aarhus"), Partner("randers", "Randers", guides=(JOB,))):
        assert registry.create(partner, "test") is None
        registry.publish(partner.id, "test")
    yield made
    made.people.accounts.store._database.engine.dispose()
    made.app.stores.engine.dispose()


def edition(admin: Admin, before: str = TITLE, after: str = f"{TITLE} i dag") -> None:
    files = read_content(CONTENT, admin.app.site.settings.translation_folder)
    store = admin.app.stores.content_editions
    if store.stamp() is None:
        store.import_files(files, "", "")
        admin.people.clock.pass_by(60)
    name = f"{LEDIG}/guide.yaml"
    changed = files[name].replace(before.encode(), after.encode(), 1)
    assert changed != files[name]
    store.import_files({**files, name: changed}, "Rettet af Anna Hansen", "anna@styrelsen.example")
    admin.app.stores.edition_news.complete()
    admin.people.clock.pass_by(60)


def due(admin: Admin) -> DueNotices:
    stores, language = admin.app.stores, admin.app.site.language
    words = NoticeWords(language.text, language.medium_date)
    base = admin.app.site.settings.base_url
    return due_notices(stores.edition_news, stores.registry, words, base, admin.people.clock)


def run(admin: Admin) -> Deliveries:
    sent = SentNotices(admin.app.stores.database, admin.people.clock)
    return NoticeDelivery(Mailer("smtp://mail.example", "x@y.example"), sent).send(due(admin).editions())


def partners(admin: Admin) -> tuple[AdminBrowser, AdminBrowser]:
    return admin.signed_in(KAREN, Role.PARTNER, "aarhus"), admin.signed_in(BO, Role.PARTNER, "randers")


def test_who_uses_the_guide_is_mailed_once_and_who_does_not_is_not(admin: Admin, letterbox: Letterbox) -> None:
    partners(admin)
    letterbox.mails.clear()
    edition(admin)
    assert (run(admin).sent, run(admin).sent) == (1, 0)
    ((to, subject, text),) = letterbox.mails
    assert (to, subject) == (KAREN, "Guiderne på jeres hjemmeside er ændret")
    assert f"- {TITLE} i dag (ændret)" in text
    assert "https://guides.example/admin/partners/aarhus/guide-changes/2" in text
    assert "Anna Hansen" not in text


def test_each_edition_of_one_day_is_told_also_one_that_was_published_before(
    admin: Admin, letterbox: Letterbox
) -> None:
    admin.signed_in(KAREN, Role.PARTNER, "aarhus")
    letterbox.mails.clear()
    edition(admin)
    assert run(admin).sent == 1
    store = admin.app.stores.content_editions
    for back_to in (1, 2):
        store.restore(back_to, "Og tilbage", "bo")
        admin.people.clock.pass_by(60)
        assert run(admin).sent == 1, back_to
    pages = [text.rsplit("/", 1)[1].strip() for _, _, text in letterbox.mails]
    assert pages == ["2", "3", "4"]


def test_what_was_not_taken_is_sent_by_the_next_run_and_to_nobody_twice(admin: Admin, letterbox: Letterbox) -> None:
    admin.signed_in(KAREN, Role.PARTNER, "aarhus")
    admin.signed_in("line@aarhus.example", Role.READER, "aarhus")
    letterbox.mails.clear()
    edition(admin)
    letterbox.refused = {KAREN}
    assert run(admin) == Deliveries(sent=1, failed=1)
    letterbox.refused = set()
    assert run(admin) == Deliveries(sent=1, failed=0)
    assert letterbox.addresses == [KAREN, "line@aarhus.example"]


def test_a_mail_whose_process_died_is_sent_later_and_not_while_it_may_still_be_on_its_way(
    admin: Admin, letterbox: Letterbox
) -> None:
    admin.signed_in(KAREN, Role.PARTNER, "aarhus")
    letterbox.mails.clear()
    edition(admin)
    (notice,) = due(admin).editions()
    assert SentNotices(admin.app.stores.database, admin.people.clock).claim(notice.topic, notice.recipient)
    assert run(admin).sent == 0
    admin.people.clock.pass_by(STALE_AFTER + 1)
    assert run(admin).sent == 1


def test_a_figure_of_next_year_is_told_with_the_day_from_which_it_holds(admin: Admin) -> None:
    files = read_content(CONTENT, admin.app.site.settings.translation_folder)
    store = admin.app.stores.content_editions
    store.import_files(files, "", "")
    facts = files["facts.yaml"].decode()
    row = "    - {from: 2026-01-01, to: 2026-12-31, value: 22041, sources: [ca-satser], reviewed: 2026-11-22}\n"
    following = row.replace("2026-01-01, to: 2026-12-31, value: 22041", "2027-01-01, value: 22500")
    assert facts.count(row) == 1
    store.import_files({**files, "facts.yaml": facts.replace(row, row + following).encode()}, "2027", "anna")
    admin.app.stores.edition_news.complete()
    items = [item for guide in admin.app.stores.edition_news.latest()[0].guides for item in guide.items]
    assert items, "an item that names the figure"
    assert {item.since for item in items} == {"2027-01-01"}


def test_a_guide_of_which_only_the_introduction_reads_otherwise_is_told_too(admin: Admin) -> None:
    before = "Tag én ting ad gangen."
    edition(admin, before, "Tag det roligt.")
    answer = admin.app.test_client().get("/changes.atom")
    feed = ElementTree.fromstring(answer.data)  # noqa: S314 (our own feed)
    (entry,) = feed.findall("{http://www.w3.org/2005/Atom}entry")
    text = entry.findtext("{http://www.w3.org/2005/Atom}content")
    assert text == "“Hvis du bliver ledig” er ændret:\n- Titel, indledning og overskrifter (ændret)"


def test_who_came_after_an_edition_is_not_told_of_it(admin: Admin, letterbox: Letterbox) -> None:
    edition(admin)
    admin.people.clock.pass_by(3600)
    admin.signed_in(KAREN, Role.PARTNER, "aarhus")
    letterbox.mails.clear()
    assert run(admin).sent == 0


def test_publishing_on_the_desk_tells_partners_and_succeeds_without_a_server_for_mail(
    admin: Admin, letterbox: Letterbox
) -> None:
    partners(admin)
    edition(admin)
    run(admin)
    letterbox.mails.clear()
    letterbox.refused = {KAREN}
    operator = admin.signed_in()
    operator.open("/admin/guides/editions/1")
    operator.send()
    assert operator.response.status_code == 200
    stamp = admin.app.stores.content_editions.stamp()
    assert stamp
    assert stamp.number == 3
    for thread in threading.enumerate():
        if thread.name == "announce":
            thread.join(60)
    letterbox.refused = set()
    assert run(admin).sent == 1, "the first time it was refused"


def test_the_partners_page_has_what_changed_in_its_guides_and_each_word(admin: Admin) -> None:
    karen, bo = partners(admin)
    edition(admin)
    karen.open("/admin/partners/aarhus/guide-changes")
    strict_html5(karen.response.text)
    assert f"{TITLE} i dag (ændret)" in karen.text("main")
    karen.open("/admin/partners/aarhus/guide-changes/2")
    strict_html5(karen.response.text)
    assert "<ins>" in karen.response.text
    assert "/admin/guides/editions" not in karen.response.text
    assert "Versionen er den samme" not in karen.text("main"), "a task of the editors"
    assert karen.open("/admin/partners/randers/guide-changes").status_code == 403
    bo.open("/admin/partners/randers/guide-changes")
    assert TITLE not in bo.text("main")
    assert bo.open("/admin/partners/randers/guide-changes/2").status_code == 404


def test_the_page_with_each_word_reads_what_was_kept_when_the_edition_was_published(
    admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    karen, _ = partners(admin)
    edition(admin)
    monkeypatch.setattr("widget.notices.news_store.read_library", lambda *_: pytest.fail("worked out in a request"))
    karen.open("/admin/partners/aarhus/guide-changes/2")
    assert "<ins>" in karen.response.text


def test_the_feed_has_the_changed_guide_and_no_name_of_a_person(admin: Admin) -> None:
    edition(admin)
    visitor = admin.app.test_client()
    for path, entries in (("/changes.atom", 1), (f"/changes/{LEDIG}.atom", 1), (f"/changes/{JOB}.atom", 0)):
        answer = visitor.get(path)
        assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
        feed = ElementTree.fromstring(answer.data)  # noqa: S314 (our own feed)
        found = feed.findall("{http://www.w3.org/2005/Atom}entry")
        assert len(found) == entries, path
        for name in ("id", "title", "updated"):
            assert all(one.findtext(f"{{http://www.w3.org/2005/Atom}}{name}") for one in (feed, *found))
        assert "Anna" not in answer.text
        assert "styrelsen" not in answer.text
    assert f"{TITLE} i dag (ændret)" in visitor.get("/changes.atom").text
    assert visitor.get("/changes/no-such.atom").status_code == 404


def test_a_request_reads_what_an_edition_changed_and_never_works_it_out(
    admin: Admin, monkeypatch: pytest.MonkeyPatch
) -> None:
    karen, _ = partners(admin)
    edition(admin)
    monkeypatch.setattr("widget.notices.news_store.news_between", lambda *_: pytest.fail("worked out in a request"))
    store = admin.app.stores.content_editions
    store.restore(1, "Som før", "bo")
    karen.open("/admin/partners/aarhus/guide-changes")
    assert "Rettet af Anna Hansen" in karen.text("main")
    assert "Som før" not in karen.text("main"), "not worked out yet"
    for path in ("/changes.atom", f"/changes/{LEDIG}.atom"):
        feed = ElementTree.fromstring(admin.app.test_client().get(path).data)  # noqa: S314 (our own feed)
        assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1
    monkeypatch.undo()
    due(admin).editions()
    karen.open("/admin/partners/aarhus/guide-changes")
    assert "Som før" in karen.text("main"), "guide-widget notices has worked it out"


def test_what_runs_out_is_mailed_once_a_month_to_editors_and_to_offices_with_a_mailbox(
    admin: Admin, letterbox: Letterbox
) -> None:
    editor = admin.signed_in("anna@styrelsen.example", Role.EDITOR)
    letterbox.mails.clear()
    library, today = admin.app.site.library, admin.people.clock().date() + timedelta(days=330)
    owner = next(iter(library.guides.values())).owner
    object.__setattr__(library.registers.actors[owner], "mail", "guider@kontor.example")
    sender = NoticeDelivery(
        Mailer("smtp://mail.example", "x@y.example"), SentNotices(admin.app.stores.database, admin.people.clock)
    )
    assert sender.send(due(admin).running_out(library, today)).sent == 2
    assert sender.send(due(admin).running_out(library, today)).sent == 0
    assert letterbox.addresses == ["anna@styrelsen.example", "guider@kontor.example"]
    office = next(text for to, _, text in letterbox.mails if to == "guider@kontor.example")
    assert library.registers.actors[owner].name in office
    assert "/admin/" not in office, "who has no account is led to no page that asks for one"
    assert sender.send(due(admin).running_out(library, today + timedelta(days=31))).sent == 2
    editor.open("/admin/guides/runs-out")
    strict_html5(editor.response.text)
    assert "Udløber snart" in editor.response.text
