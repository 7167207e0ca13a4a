"""A change set meets an edition that changed the same: both texts are shown, and nothing that was typed is lost."""

from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from tests.web.admin.browser import AdminBrowser
from tests.web.admin.desk import (
    FROM_DATABASE,
    ITEM,
    JOBLOG,
    begun,
    entry,
    publish,
    send,
    written,
)
from tests.web.conformance import strict_html5

SETTINGS = FROM_DATABASE
OLD = "Meld dig ledig på Jobnet"


def conflict(
    anna: AdminBrowser, bo: AdminBrowser, by_anna: Callable[[str], None], by_bo: Callable[[str], None]
) -> str:
    """The change set of Anna, which cannot be put on the edition that Bo's change made; with that page."""
    mine, other = begun(anna, "Annas"), begun(bo, "Bos")
    by_anna(mine)
    by_bo(other)
    publish(bo, anna, other)
    anna.open(mine)
    anna.fill(f"{mine}/update")
    assert anna.response.status_code == 422
    strict_html5(anna.response.text)
    return mine


class TestUpdating:
    """A change set is put on the new edition, and both have changed the same."""

    def test_both_texts_stand_there_under_the_name_of_the_field(self, anna: AdminBrowser, bo: AdminBrowser) -> None:
        mine = "Meld dig om < 2 timer & samme dag"
        at = conflict(
            anna,
            bo,
            written(anna, ITEM, {"f.title": mine, "f.timing": "Straks"}),
            written(bo, ITEM, {"f.title": "Bos titel"}),
        )
        assert "#conflicts" in anna.response.text
        assert "Fortryd først nummer 1" in anna.text(".alert")
        section = LexborHTMLParser(anna.response.text).css_first("section#conflicts")
        assert section
        heading = section.css_first("h3")
        assert heading
        assert "Nummer 1" in heading.text()
        link = heading.css_first("a")
        assert link
        assert (link.text(), link.attributes["href"]) == (mine, f"{at}/entry?at={ITEM.replace('/', '%2F')}")
        fields = [node.text() for node in section.css("h4")]
        assert fields == ["Titel", "Hvornår, i ord"]
        assert [node.text() for node in section.css("dt")] == ["Her i ændringen", "I den nye udgave"] * 2
        texts = [node.text() for node in section.css("dd")]
        assert texts == [mine, "Bos titel", "Straks", "Din første dag uden arbejde"]
        assert "<dd>Meld dig om &lt; 2 timer &amp; samme dag</dd>" in anna.response.text

        anna.fill(f"{at}/undo")
        assert "conflicts" not in anna.response.text
        anna.fill(f"{at}/update")
        assert anna.response.status_code == 200
        anna.open(entry(at, ITEM))
        assert anna.value("f.title") == "Bos titel"

    def test_what_only_one_wrote_in_the_same_edit_can_be_copied_too(
        self, anna: AdminBrowser, bo: AdminBrowser
    ) -> None:
        conflict(
            anna,
            bo,
            written(anna, ITEM, {"f.text": "Annas *tekst*.\n\nTo afsnit.", "f.reviewed": "2026-11-20"}),
            written(bo, ITEM, {"f.text": "Bos tekst."}),
        )
        section = anna.text("section#conflicts")
        assert "Annas *tekst*. To afsnit." in section
        assert "Bos tekst." in section

    def test_an_item_that_is_gone_says_so(self, anna: AdminBrowser, bo: AdminBrowser) -> None:
        conflict(anna, bo, written(anna, JOBLOG, {"f.title": "Annas titel"}), written(bo, JOBLOG, {"remove": "yes"}))
        section = anna.text("section#conflicts")
        assert "Annas titel" in section
        assert "Det findes ikke mere i den nye udgave." in section

    def test_what_was_removed_here_and_rewritten_there_shows_both(self, anna: AdminBrowser, bo: AdminBrowser) -> None:
        conflict(anna, bo, written(anna, JOBLOG, {"remove": "yes"}), written(bo, JOBLOG, {"f.title": "Bos titel"}))
        section = LexborHTMLParser(anna.response.text).css_first("section#conflicts")
        assert section
        assert "Fjernet" in section.text()
        assert section.css("h4")[0].text() == "Titel"
        assert [node.text() for node in section.css("dt")][:2] == ["Da det blev fjernet", "I den nye udgave"]
        assert section.css("dd")[1].text() == "Bos titel"

    def test_a_translation_of_the_same_text_stands_beside_the_other(
        self, anna: AdminBrowser, bo: AdminBrowser
    ) -> None:
        def translated(browser: AdminBrowser, words: str) -> Callable[[str], None]:
            def do(at: str) -> None:
                browser.open(f"{at}/translations/de?show=all&q={OLD}")
                key = next(
                    str(node.attributes["name"])
                    for node in LexborHTMLParser(browser.response.text).css("main textarea")
                )
                send(browser, {key: words}, 2)

            return do

        conflict(anna, bo, translated(anna, "Annas Worte"), translated(bo, "Bos Worte"))
        section = LexborHTMLParser(anna.response.text).css_first("section#conflicts")
        assert section
        assert [node.text() for node in section.css("h4")] == [OLD]
        assert [node.text() for node in section.css("dd")] == ["Annas Worte", "Bos Worte"]
        assert {node.attributes.get("lang") for node in section.css("dd")} == {"de"}


def test_an_edit_that_a_later_one_builds_on_is_shown_with_what_would_stand_there(anna: AdminBrowser) -> None:
    at = begun(anna)
    for title in ("Den første", "Den anden"):
        written(anna, ITEM, {"f.title": title})(at)
    anna.open(at)
    anna.fill(f"{at}/undo")
    section = LexborHTMLParser(anna.response.text).css_first("section#conflicts")
    assert section
    assert [node.text() for node in section.css("dt")] == ["Her i ændringen", "Hvis du fortryder"]
    assert [node.text() for node in section.css("dd")] == ["Den anden", OLD]
