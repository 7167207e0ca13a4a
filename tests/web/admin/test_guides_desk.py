"""The editors' desk as two editors use it: from sign-in to published by the second, and what goes wrong."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.frozen import CONTENT
from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.admin.desk import BO, FROM_DATABASE, ITEM, LEDIG, begun, entry, published_files, send
from tests.web.conformance import strict_html5
from widget.accounts.model import Role
from widget.guides.checking import check_library
from widget.guides.loading import read_library
from widget.publishing.content_files import read_content, write_content

SETTINGS = FROM_DATABASE


def test_next_years_figures_and_a_text_are_published_by_a_second_person(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser, tmp_path: Path
) -> None:
    at = begun(anna)
    anna.open(f"{at}/figures?from=2027-01-01")
    strict_html5(anna.response.text)
    send(anna, {"value.dagpenge-max": "22.500", "value.koerselsfradrag-hoej": "2,31"}, 1)
    assert "Gemt i denne ændring" in anna.response.text
    anna.open(entry(at, ITEM))
    strict_html5(anna.response.text)
    assert anna.value("f.title") == "Meld dig ledig på Jobnet"
    send(anna, {"f.title": "Meld dig ledig på Jobnet i dag"})
    assert "Gemt i denne ændring" in anna.response.text
    anna.open(at)
    strict_html5(anna.response.text)
    assert "Meld dig ledig på Jobnet i dag" in anna.response.text
    anna.fill(f"{at}/submit")
    assert f"{at}/publish" not in anna.response.text
    assert published_files(admin) == read_content(CONTENT, admin.app.site.settings.translation_folder)

    bo.open(f"{at}?date=2027-01-01")
    assert "22.500 kr." in bo.response.text
    bo.fill(f"{at}/publish", {"untold": "yes"})
    assert "Udgivet" in bo.response.text

    files = published_files(admin)
    facts = files["facts.yaml"].decode()
    assert "    - {from: 2027-01-01, to: 2027-12-31, value: 22500, sources: [ca-satser]" in facts
    assert "value: 2.31" in facts
    assert "title: Meld dig ledig på Jobnet i dag" in files[f"{LEDIG}/guide.yaml"].decode()
    write_content(files, tmp_path / "out")
    library, problems = read_library(tmp_path / "out")
    assert library is not None
    assert not problems.errors
    before = {problem.message for problem in check_library(admin.app.site.library, admin.app.site.today()).errors}
    after = {problem.message for problem in check_library(library, admin.app.site.today()).errors}
    assert after <= before
    assert read_content(tmp_path / "out") == files


def test_a_text_that_is_too_long_is_told_with_its_length_and_the_limit(anna: AdminBrowser) -> None:
    anna.open("/admin/guides")
    assert anna.send(heading="").status_code == 422
    assert anna.problem("heading") == "Skriv med få ord, hvad den handler om."
    assert anna.send(heading="x" * 121).status_code == 422
    assert anna.problem("heading") == "Teksten er på 121 tegn. Skriv højst 120."
    assert anna.value("heading") == "x" * 121
    at = begun(anna)
    anna.fill(f"{at}/comment", {"comment": "x" * 4001})
    assert anna.problem("comment") == "Teksten er på 4001 tegn. Skriv højst 4000."
    anna.open(f"{at}/new-guide")
    anna.fill(f"{at}/new-guide", {"title": "x" * 121})
    assert anna.problem("title") == "Teksten er på 121 tegn. Skriv højst 120."


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(entry(at, ITEM))
    send(anna, {"f.text": "Se {fact:findes-ikke} og **glemt", "f.timing": "Straks"})
    assert anna.response.status_code == 422
    assert "Luk fremhævelsen" in anna.problem("f.text")
    assert "{fact:findes-ikke}, som ikke findes" in anna.text(".field:has([name='f.text'])")
    assert anna.value("f.text") == "Se {fact:findes-ikke} og **glemt"
    assert anna.value("f.timing") == "Straks"
    send(anna, {"f.text": "", "f.timing": ""})
    assert "tom" in anna.problem("f.text") or "mangler" in anna.problem("f.text")


def test_double_brackets_are_refused_as_citizens_would_see_them(anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(entry(at, ITEM))
    send(anna, {"f.text": "Se [[link]]."})
    assert anna.response.status_code == 422
    assert anna.problem("f.text") == (
        "“meld-dig-ledig” har “[[”, som borgerne ville se, som det står. Skriv linket som [ord](link:ID)."
    )
    assert anna.value("f.text") == "Se [[link]]."


def test_a_figure_with_a_wrong_value_is_said_beside_it(anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(f"{at}/figures?from=2027-01-01")
    send(anna, {"value.dagpenge-max": "toogtyve"}, 1)
    assert anna.response.status_code == 422
    assert anna.value("value.dagpenge-max") == "toogtyve"
    assert "ikke et tal" in anna.response.text


def test_who_sees_an_item_is_ticked(admin: Admin, anna: AdminBrowser) -> None:
    at = begun(anna)
    path = f"{LEDIG}/guide.yaml/phases/foer-sidste-dag/items/varsel"
    anna.open(entry(at, path))
    action, values = anna.filled()
    del values["f.when.aarsag"]
    anna.post(action, {**values, "f.when.alder": "under-25", "f.when.aarsag": "opsagt"})
    assert "Gemt i denne ændring" in anna.response.text
    anna.open(f"{at}/guide?id={LEDIG}")
    assert "Gælder, hvis du er blevet opsagt, og du er under 25 år" in anna.response.text


def test_a_season_is_filled_in_and_listed(anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(entry(at, ITEM))
    assert "Det går efter den dag, guiden bliver læst" in anna.response.text
    send(anna, {"f.season": "15. november"})
    assert "“15. november” er ikke en tid på året" in anna.response.text
    send(anna, {"f.season": "11-15 to 12-31"})
    assert "Gemt i denne ændring" in anna.response.text
    anna.open(f"{at}/guide?id={LEDIG}")
    assert "Vises hvert år på dagene 11-15 to 12-31" in anna.response.text


def test_two_editors_of_one_field_are_told_and_of_two_fields_both_kept(anna: AdminBrowser, bo: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(entry(at, ITEM))
    bo.open(entry(at, ITEM))
    send(anna, {"f.title": "Annas titel"})
    send(bo, {"f.timing": "Straks"})
    assert "Gemt i denne ændring" in bo.response.text
    anna.open(entry(at, ITEM))
    assert (anna.value("f.title"), anna.value("f.timing")) == ("Annas titel", "Straks")

    bo.open(entry(at, ITEM))
    send(anna, {"f.title": "Annas anden titel"})
    send(bo, {"f.title": "Bos titel"})
    assert bo.response.status_code == 422
    assert "Annas anden titel" in bo.problem("f.title")
    assert bo.value("f.title") == "Bos titel"
    bo.send()
    assert "Gemt i denne ændring" in bo.response.text
    anna.open(entry(at, ITEM))
    assert anna.value("f.title") == "Bos titel"


@pytest.mark.parametrize("first", [{"show": "1"}, {"f.reviewed": "i går måske"}])
def test_a_look_or_a_mistake_in_between_undoes_no_text_of_another_editor(
    anna: AdminBrowser, bo: AdminBrowser, first: dict[str, str]
) -> None:
    at = begun(anna)
    for editor in (anna, bo):
        editor.open(entry(at, ITEM))
    reviewed = anna.value("f.reviewed")
    send(bo, {"f.text": "Bos tekst."})
    send(anna, {"f.title": "Annas titel", **first})
    assert anna.value("f.text") == "Bos tekst.", "a field that Anna left alone is as Bo has it"
    send(anna, {"f.reviewed": reviewed})
    assert "Gemt i denne ændring" in anna.response.text
    bo.open(entry(at, ITEM))
    assert (bo.value("f.title"), bo.value("f.text")) == ("Annas titel", "Bos tekst.")


def test_two_editors_of_one_field_are_told_after_a_look_too(anna: AdminBrowser, bo: AdminBrowser) -> None:
    at = begun(anna)
    for editor in (anna, bo):
        editor.open(entry(at, ITEM))
    send(bo, {"f.title": "Bos titel"})
    send(anna, {"f.title": "Annas titel", "show": "1"})
    anna.send()
    assert anna.response.status_code == 422
    assert "Bos titel" in anna.problem("f.title")
    assert anna.value("f.title") == "Annas titel"
    anna.send()
    assert "Gemt i denne ændring" in anna.response.text


def test_a_session_that_ends_loses_nothing(admin: Admin, anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(entry(at, ITEM))
    action, filled = anna.filled()
    values = {**filled, "f.title": "En titel, der tog lang tid"}
    anna.sign_out()
    anna.post(action, values)
    assert anna.response.status_code == 403
    assert "En titel, der tog lang tid" in anna.response.text
    assert "Titel" in anna.text(".kept")


def test_a_new_item_with_a_new_link_is_moved_and_removed_again(admin: Admin, anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(f"{at}/new?in={LEDIG}/guide.yaml/phases/foerste-dag/items")
    strict_html5(anna.response.text)
    send(
        anna,
        {
            "f.title": "Åbn din Digital Post",
            "f.need": "must",
            "f.actor": "dig",
            "f.timing": "I dag",
            "f.text": "Der kan ligge breve om din sag.",
            "f.sources.title": "Digital Post",
            "f.sources.url": "https://post.example/om",
            "f.sources.owner": "digitaliseringsstyrelsen",
        },
    )
    assert "Gemt i denne ændring" in anna.response.text, anna.response.text
    assert "Åbn din Digital Post" in anna.response.text
    new = f"{LEDIG}/guide.yaml/phases/foerste-dag/items/aabn-din-digital-post"
    anna.open(entry(at, new))
    send(anna, {"place": "phases/foer-sidste-dag|varsel"})
    assert "Gemt i denne ændring" in anna.response.text
    moved = new.replace("foerste-dag", "foer-sidste-dag")
    anna.open(entry(at, moved))
    send(anna, {"remove": "yes"})
    anna.open(f"{at}/guide?id={LEDIG}")
    assert "Åbn din Digital Post" not in anna.response.text


def test_the_parts_of_a_guide_are_listed_above_it_and_each_link_leads_to_its_part(anna: AdminBrowser) -> None:
    anna.open(f"{begun(anna)}/guide?id={LEDIG}")
    page = LexborHTMLParser(anna.response.text)
    links = page.css('nav[aria-label="På siden"] a')
    assert [links[0].text(), links[-1].text()] == ["Før din sidste arbejdsdag", "Spørgsmål"]
    for link in links:
        (heading,) = page.css((link.attributes["href"] or "").replace("#", "h2#"))
        assert heading.text().startswith(link.text())


def test_an_edit_is_undone_and_the_others_stay(anna: AdminBrowser) -> None:
    at = begun(anna)
    for path, title in ((ITEM, "Første"), (f"{LEDIG}/guide.yaml/phases/foerste-dag/items/joblog", "Anden")):
        anna.open(entry(at, path))
        send(anna, {"f.title": title})
    anna.open(at)
    forms = re.findall(r'name="number" value="(\d+)"', anna.response.text)
    assert forms == ["1", "2"]
    anna.fill(f"{at}/undo")
    assert "Første" not in anna.text("main")
    assert "Anden" in anna.text("main")


def test_a_partners_administrator_gets_nowhere_on_the_desk_and_an_editor_nowhere_else(
    admin: Admin, anna: AdminBrowser
) -> None:
    at = begun(anna)
    partner = admin.signed_in("per@aarhus.example", Role.PARTNER, "aarhus")
    rules = admin.access_control.rules
    desk = [rule for rule in rules if rule.rule.startswith("/admin/guides")]
    assert len(desk) > 12
    for rule in desk:
        address = rule.rule.replace("<change_set>", at.rsplit("/", 1)[1]).replace("<edition>", "1")
        for method in rule.methods:
            sent = {"Sec-Fetch-Site": "same-origin"}
            answer = partner.client.open(address, method=method, headers=sent, base_url="https://guides.example")
            assert answer.status_code == 403, (method, address)
    for rule in rules:
        if "GET" in rule.methods and rule.access.value in {"partner", "partner accounts", "operator"}:
            address = rule.rule.replace("<partner>", "aarhus")
            address = re.sub(r"<[^>]+>", "x", address)
            assert anna.client.get(address, base_url="https://guides.example").status_code == 403, address


def test_a_link_shows_the_change_to_every_holder_and_nothing_once_it_is_thrown_away(
    admin: Admin, anna: AdminBrowser
) -> None:
    at = begun(anna)
    anna.open(entry(at, ITEM))
    send(anna, {"f.title": "Meld dig ledig straks"})
    anna.open(at)
    found = re.search(rf'href="https://guides\.example(/review/[^"]+/guide/{LEDIG})"', anna.response.text)
    assert found
    stranger = admin.app.test_client(use_cookies=False)
    shown = stranger.get(found[1] + "?open=foerste-dag", base_url="https://guides.example")
    assert shown.status_code == 200
    assert "Meld dig ledig straks" in shown.text
    assert "Meld dig ledig straks" not in stranger.get(f"/guide/{LEDIG}?open=foerste-dag").text
    anna.fill(f"{at}/discard")
    strict_html5(anna.response.text)
    assert "Meld dig ledig straks" not in stranger.get(found[1], base_url="https://guides.example").text
    assert at not in anna.open("/admin/guides").text
    anna.open(at)
    anna.fill(f"{at}/take-up")
    assert f"{at}/submit" in anna.response.text
    assert at in anna.open("/admin/guides").text
    assert (
        "Meld dig ledig straks"
        in stranger.get(found[1] + "?open=foerste-dag", base_url="https://guides.example").text
    )


def with_a_changed_text(anna: AdminBrowser) -> str:
    """The address of a change set with another title of an item."""
    at = begun(anna)
    anna.open(entry(at, ITEM))
    send(anna, {"f.title": "Meld dig ledig straks"})
    return at


def guide_file(admin: Admin, at: str) -> str:
    change_set = admin.app.stores.change_sets.find(int(at.rsplit("/", 1)[1]))
    assert change_set
    return admin.app.stores.change_sets.files(change_set.manifest)[f"{LEDIG}/guide.yaml"].decode()


def test_the_version_and_a_draft_of_what_is_new_are_proposed_and_what_is_typed_is_saved(
    admin: Admin, anna: AdminBrowser
) -> None:
    at = with_a_changed_text(anna)
    anna.open(f"{at}/versions")
    strict_html5(anna.response.text)
    today = admin.app.site.today()
    assert anna.value(f"version.{LEDIG}") == today.isoformat()
    assert anna.value(f"text.{LEDIG}") == "Ændret: “Meld dig ledig straks”."
    send(anna, {f"text.{LEDIG}": "Du skal melde dig ledig straks."})
    assert anna.address == at
    strict_html5(anna.response.text)
    assert "Gemt i denne ændring" in anna.response.text
    assert "guide.yaml" not in anna.text("table")
    assert f"version: {today}\n" in guide_file(admin, at)
    assert "Du skal melde dig ledig straks." in guide_file(admin, at)

    anna.open(entry(at, ITEM))
    send(anna, {"f.title": "Meld dig ledig i dag"})
    anna.open(f"{at}/versions")
    assert "<textarea" not in anna.text("main")
    assert "Du skal melde dig ledig straks." in anna.text("main")


def test_a_guide_whose_version_is_not_renewed_is_published_by_a_choice(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    at = with_a_changed_text(anna)
    before = published_files(admin)
    for browser in (anna, bo):
        browser.open(at)
        strict_html5(browser.response.text)
        assert f"{at}/versions" in browser.response.text
        assert "Versionen er ikke fornyet endnu" in browser.text("main")
        if browser is anna:
            browser.fill(f"{at}/submit")
    bo.fill(f"{at}/publish")
    assert bo.response.status_code == 422
    strict_html5(bo.response.text)
    assert "sæt kryds" in bo.problem("untold")
    assert published_files(admin) == before
    bo.fill(f"{at}/publish", {"untold": "yes"})
    assert "Udgivet" in bo.response.text
    assert published_files(admin) != before


def test_a_guide_whose_version_is_renewed_is_published_without_a_question(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    at = with_a_changed_text(anna)
    anna.open(f"{at}/versions")
    send(anna, {f"text.{LEDIG}": "Du skal melde dig ledig straks."})
    assert "Versionen er ikke fornyet" not in anna.text("main")
    anna.fill(f"{at}/submit")
    bo.open(at)
    assert "untold" not in bo.response.text
    bo.fill(f"{at}/publish")
    assert "Udgivet" in bo.response.text


def test_what_is_new_stands_above_what_was_new_before(admin: Admin, anna: AdminBrowser) -> None:
    at = with_a_changed_text(anna)
    anna.open(f"{at}/versions")
    send(anna, {f"text.{LEDIG}": "Det første."})
    anna.open(f"{at}/new?in={LEDIG}/guide.yaml/changes")
    send(anna, {"f.date": admin.app.site.today().isoformat(), "f.text": "Det andet."})
    texts = re.findall(r"text: (Det \w+\.)", guide_file(admin, at))
    assert texts == ["Det andet.", "Det første."]


def test_a_wrong_version_is_said_beside_it_and_the_text_stays(admin: Admin, anna: AdminBrowser) -> None:
    at = with_a_changed_text(anna)
    before = guide_file(admin, at)
    for wrong in ("i morgen", "2020-01-01"):
        anna.open(f"{at}/versions")
        send(anna, {f"version.{LEDIG}": wrong, f"text.{LEDIG}": "Noget, der tog tid."})
        assert anna.response.status_code == 422
        assert "ikke er før den version" in anna.problem(f"version.{LEDIG}")
        assert anna.value(f"version.{LEDIG}") == wrong
        assert anna.value(f"text.{LEDIG}") == "Noget, der tog tid."
        assert guide_file(admin, at) == before


def test_a_word_that_is_too_long_is_refused_in_what_is_new_too(admin: Admin, anna: AdminBrowser) -> None:
    at = with_a_changed_text(anna)
    before = guide_file(admin, at)
    anna.open(f"{at}/versions")
    send(anna, {f"text.{LEDIG}": "x" * 3000})
    assert anna.response.status_code == 422
    assert "har 3000 bogstaver. Skriv det kortere: højst 40." in anna.problem(f"text.{LEDIG}")
    assert anna.value(f"text.{LEDIG}") == "x" * 3000
    assert guide_file(admin, at) == before


def test_a_guide_whose_text_is_left_empty_keeps_its_version(admin: Admin, anna: AdminBrowser) -> None:
    at = with_a_changed_text(anna)
    before = guide_file(admin, at)
    anna.open(f"{at}/versions")
    send(anna, {f"text.{LEDIG}": " "})
    assert guide_file(admin, at) == before


def test_what_another_editor_wrote_of_the_same_guide_is_shown_and_nothing_is_overwritten(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser
) -> None:
    at = with_a_changed_text(anna)
    anna.open(f"{at}/versions")
    bo.open(f"{at}/versions")
    send(anna, {f"text.{LEDIG}": "Annas ord."})
    send(bo, {f"text.{LEDIG}": "Bos ord."})
    assert bo.response.status_code == 422
    assert "Annas ord." in bo.problem(f"text.{LEDIG}")
    assert bo.value(f"text.{LEDIG}") == "Bos ord."
    assert "Bos ord." not in guide_file(admin, at)


def test_a_session_that_ends_keeps_what_was_written_of_a_version(anna: AdminBrowser) -> None:
    at = with_a_changed_text(anna)
    anna.open(f"{at}/versions")
    action, filled = anna.filled()
    anna.sign_out()
    anna.post(action, {**filled, f"text.{LEDIG}": "Noget, der tog tid."})
    assert "Noget, der tog tid." in anna.response.text
    assert "Hvis du bliver ledig: " in anna.text(".kept")


def test_a_change_that_citizens_are_not_told_of_says_so_until_they_are(anna: AdminBrowser) -> None:
    at = with_a_changed_text(anna)
    anna.open(at)
    assert "Hvis du bliver ledig" in anna.text("#versions")
    anna.open(f"{at}/versions")
    anna.send()
    assert "Hvis du bliver ledig" not in anna.text("#versions")


def test_what_can_be_changed_is_grouped_and_each_group_says_what_it_is(anna: AdminBrowser) -> None:
    begun(anna)
    section = LexborHTMLParser(anna.response.text).css_first("main section")
    assert section
    groups = section.css("h3")
    assert [group.text() for group in groups] == ["Guider", "Fælles for guiderne", "Sprog"]
    for group in groups:
        line = group.next
        while line is not None and line.tag != "p":
            line = line.next
        assert line is not None
        assert line.text().strip()


def test_a_fund_is_changed_on_the_desk(admin: Admin, anna: AdminBrowser) -> None:
    link = next(iter(admin.app.site.library.registers.links))
    files = published_files(admin) | {"funds.yaml": f"3f:\n  link: {link}\n".encode()}
    admin.app.stores.content_editions.import_files(files, "A-kasser", BO)
    at = begun(anna)
    anna.open(f"{at}/register?id=funds")
    name = anna.text("main ul.ways a")
    anna.open(str(LexborHTMLParser(anna.response.text).css("main ul.ways a")[0].attributes["href"]))
    assert anna.text("h1") == name == admin.app.site.library.registers.links[link].title
    send(anna, {"f.phone": "70 10 20 30"})
    assert "Gemt i denne ændring" in anna.response.text
    assert anna.text("h1") == "A-kasser"


def test_days_of_registers_are_written_in_words(anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(entry(at, "facts.yaml/dagpenge-max"))
    assert "22.041 kr. (1. januar 2026 – 31. december 2026)" in anna.text("main")
    anna.open(f"{at}/figures?from=2027-01-01")
    send(anna, {"value.dagpenge-max": "22.500"}, 1)
    anna.open(entry(at, ITEM))
    send(anna, {"f.reviewed": "2026-11-20"})
    for day in ("", "?date=2027-01-01"):
        anna.open(at + day)
        assert "(1. januar 2027 – 31. december 2027)" in anna.text("main")
        assert not re.findall(r"20\d\d-\d\d-\d\d", anna.text("main"))
