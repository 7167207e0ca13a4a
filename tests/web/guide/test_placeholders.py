"""Text with gaps: filled by the class of their kind, escaped, put into each other; no text from outside makes one."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from widget.web.guide.placeholders import Placeholder, PlaceholderNamespace, PrerenderedPart, parse_placeholders

OWN = PlaceholderNamespace("own")


class Filler:
    """Fills gaps of the kind `own`."""

    def plain(self) -> str:
        return "<b> & “æ”"

    def html(self) -> Markup:
        return Markup("<b>æ</b>")

    def ready(self) -> bytes:
        return "<i>ø</i>".encode()

    def of(self, one: str, other: str) -> str:
        return f"{other}/{one}"


FILLERS = {"own": Filler}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("", ""),
        ("nothing left open", "nothing left open"),
        (f"a {OWN.plain()} z", "a &lt;b&gt; &amp; “æ” z"),
        (f"{OWN.html()}{OWN.ready()}", "<b>æ</b><i>ø</i>"),
        (f'<a href="{OWN.of("a-kasse", "2026-12-01")}">', '<a href="2026-12-01/a-kasse">'),
    ],
)
def test_gaps_are_filled_and_what_fills_them_is_escaped(text: str, filled: str) -> None:
    assert parse_placeholders(text, FILLERS).fill({"own": Filler()}).decode() == filled


def test_who_fills_a_gap_is_told_by_its_kind() -> None:
    class To:
        def plain(self) -> str:
            return "address"

    text = f"{PlaceholderNamespace('to').plain()} {OWN.plain()}"
    cut = parse_placeholders(text, {"to": To, "own": Filler})
    assert cut.fill({"to": To(), "own": Filler()}).decode() == "address &lt;b&gt; &amp; “æ”"


def test_an_unfilled_gap_is_a_fault() -> None:
    with pytest.raises(AttributeError):
        parse_placeholders(str(OWN.unheard_of()), FILLERS)


def test_whole_cuts_take_the_place_of_gaps_and_their_own_gaps_stay_open() -> None:
    inner = parse_placeholders(f"[{OWN.html()}]", FILLERS)

    def inside(gap: Placeholder) -> Iterable[PrerenderedPart] | None:
        return [inner, parse_placeholders("plain", FILLERS), inner] if gap.name == "items" else None

    outer = parse_placeholders(f"a{OWN.items('part')}{OWN.ready()}z", FILLERS, frozenset({"items"})).inline(inside)
    assert outer.fill({"own": Filler()}).decode() == "a[<b>æ</b>]plain[<b>æ</b>]<i>ø</i>z"
    assert inner.fill({"own": Filler()}).decode() == "[<b>æ</b>]"


@given(st.text())
def test_no_text_from_outside_makes_a_gap(words: str) -> None:
    for text in (words, f"<?own {words}?>", f"<?own html?>{words}"):
        assert parse_placeholders(str(escape(text)), {}).fill({}).decode(errors="surrogatepass") == escape(text)
