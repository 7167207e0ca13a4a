"""The checks of a page can fail: each broken promise is found, and a sound page passes."""

import html5lib
import pytest

from tests.web.conformance import check_page, check_targets, strict_html5

SOUND = """<!doctype html>
<html lang="da" dir="ltr"><head><meta charset="utf-8"><title>Prøve</title>
<style>a{background:url(data:image/png;base64,AA)}</style></head>
<body><main><h2>Guide</h2><p><a href="#mål">Videre</a></p>
<form method="get" action="/embed/x#mål" autocomplete="off"><fieldset><legend>Hvad?</legend>
<label><input type="radio" name="a" value="1"> En</label></fieldset>
<input type="checkbox" id="b" name="b"><label for="b">To</label><button>Send</button></form>
<h3 id="mål" tabindex="-1">Mål</h3><details><summary>Mere</summary><p>Tekst</p></details>
<p><a href="https://a.example/" target="_blank" rel="noopener">Ud<span class="vh"> (nyt vindue)</span></a></p>
</main></body></html>"""

BROKEN = {
    "a script": ("</main>", "<script></script></main>"),
    "an event handler": ("<h2>", '<h2 onclick="x()">'),
    "a style attribute": ("<h2>", '<h2 style="color:red">'),
    "a script address": ('"https://a.example/"', '" java\tscript:alert(1)"'),
    "a picture from outside": ("</main>", '<img src="https://a.example/x.png" alt=""></main>'),
    "a style sheet from outside": ("</head>", '<link rel="stylesheet" href="/static/x.css"></head>'),
    "a style that imports": ("<style>", '<style>@import "x.css";'),
    "a style that loads": ("url(data:", "url(/x?"),
    "a frame": ("</main>", '<iframe srcdoc="x"></iframe></main>'),
    "a refresh": ("</head>", '<meta http-equiv="refresh" content="0;url=/"></head>'),
    "an id that stands twice": ("<main>", '<main id="b">'),
    "a second heading of the level": ("<h3", "<h2>Igen</h2><h3"),
    "a heading above": ("<h3", "<h1>Igen</h1><h3"),
    "a heading that skips": ("<h3", "<h4>Dybt</h4><h3"),
    "no heading of the level": ("h2>", "h3>"),
    "a field without a label": ('for="b"', 'for="c"'),
    "a radio button without a label": ("label>", "span>"),
    "an empty legend": ("Hvad?", ""),
    "a fieldset without a legend": ("legend>", "p>"),
    "a fieldset named by what is not there": (
        "<fieldset><legend>Hvad?</legend>",
        '<fieldset aria-labelledby="andet">',
    ),
    "a fieldset that is named twice": ("<fieldset>", '<fieldset aria-labelledby="mål">'),
    "a form that leaves people at the top": ("/embed/x#mål", "/embed/x"),
    "a form that posts": ('method="get"', 'method="post"'),
    "a form that browsers fill in": (' autocomplete="off"', ""),
    "a form without a button": ("button>", "b>"),
    "a link to a place that is not there": ('href="#mål"', 'href="#andet"'),
    "a link to a place that takes no focus": (' tabindex="-1"', ""),
    "no language": (' lang="da"', ""),
    "no direction": (' dir="ltr"', ""),
    "an empty title": ("Prøve", " "),
    "no title": ("<title>Prøve</title>", ""),
    "a new window that is not told": (" (nyt vindue)", ""),
    "a new window that can reach back": (' rel="noopener"', ""),
    "details without a summary": ("summary>", "p>"),
    "a link without words": ("Videre", ""),
    "a description that is not there": ("<fieldset>", '<fieldset aria-describedby="hjælp">'),
    "focus that jumps": ('name="b">', 'name="b" autofocus>'),
}


def test_a_sound_page_passes() -> None:
    check_page(SOUND, 2)
    strict_html5(SOUND)
    check_targets(SOUND, lambda _address: SOUND)


@pytest.mark.parametrize("promise", BROKEN)
def test_a_broken_promise_is_found(promise: str) -> None:
    old, new = BROKEN[promise]
    assert old in SOUND
    with pytest.raises(AssertionError):
        check_page(SOUND.replace(old, new), 2)


def test_a_form_to_a_page_without_the_place_is_found() -> None:
    with pytest.raises(AssertionError, match="without that place"):
        check_targets(SOUND, lambda _address: SOUND.replace('id="mål"', 'id="andet"'))


@pytest.mark.parametrize("broken", ["<p><div></p>", "<b><p></b>", "<a href=x>&nosuch;</a>", "<p a=1 a=2>", "</p"])
def test_html_that_is_not_strict_is_found(broken: str) -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        strict_html5(SOUND.replace("<h2>", f"{broken}<h2>"))
