"""What holds for every page that a citizen can see, in every state. A failed promise is an `AssertionError`."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from urllib.parse import parse_qsl, urlencode, urlsplit

import html5lib
from selectolax.lexbor import LexborHTMLParser, LexborNode

NEW_WINDOW = {"da": "(nyt vindue)", "en": "(new window)", "de": "(neues Fenster)"}
"""What a link says that opens a window, by the language of the page."""

_LOADING = frozenset({"src", "srcset", "poster", "background", "data", "formaction", "ping", "manifest", "codebase"})
_NEVER = frozenset({"script", "iframe", "frame", "object", "embed", "applet", "base", "audio", "video", "portal"})
_FIELDS = frozenset({"input", "select", "textarea"})
_LOADING_CSS = re.compile(r"@import|@font-face|image-set\(|url\(\s*['\"]?(?!data:)", re.IGNORECASE)
_LOADING_RELATIONS = frozenset({"stylesheet", "preload", "prefetch", "modulepreload", "icon", "preconnect"})
_HEADING = re.compile(r"h([1-6])")


def strict_html5(html: str) -> None:
    """Parse as the standard says, with no forgiveness."""
    html5lib.HTMLParser(strict=True).parse(html)


def check_page(html: str, heading_level: int) -> None:
    """Assert every promise about a page whose guide has its heading on `heading_level`."""
    tree = LexborHTMLParser(html)
    nodes = [node for node in tree.css("*") if node.tag != "-undef"]
    attributes = [(node, node.attributes) for node in nodes]
    language = _check_document(tree)
    for node, given in attributes:
        _check_inert(node, given, language)
    ids = Counter(given["id"] for _, given in attributes if "id" in given)
    doubled = [name for name, times in ids.items() if times > 1]
    assert not doubled, f"ids that stand more than once: {doubled}"
    _check_headings(nodes, heading_level)
    _check_forms(tree)
    _check_names(tree, frozenset(name for name in ids if name))
    _check_places(html)


def places(html: str) -> frozenset[str]:
    """The ids that take focus when jumped to."""
    nodes = LexborHTMLParser(html).css('[id][tabindex="-1"]')
    return frozenset(str(node.attributes["id"]) for node in nodes)


def own_addresses(html: str) -> Iterator[str]:
    """Every address on this server that the page leads to: links, and forms with what they send unchanged."""
    tree = LexborHTMLParser(html)
    for link in tree.css("a[href^='/']"):
        yield str(link.attributes["href"])
    for form in tree.css("form[action^='/']"):
        page, _, place = str(form.attributes["action"]).partition("#")
        hidden = ((str(field.attributes["name"]), field.attributes["value"]) for field in form.css("[type=hidden]"))
        yield f"{page}?{urlencode(list(hidden))}#{place}"


def links(html: str, selector: str = "a[href]") -> dict[str, str]:
    """Words and addresses of the links that `selector` finds."""
    found = LexborHTMLParser(html).css(selector)
    return {" ".join(link.text().split()): str(link.attributes["href"]) for link in found}


def parameters_in(address: str) -> list[tuple[str, str]]:
    """The parameters of an address, in their order."""
    return parse_qsl(urlsplit(address).query, keep_blank_values=True)


def check_targets(html: str, get: Callable[[str], str]) -> None:
    """Assert that every link and form to this server with a `#place` leads to a page that has the place."""
    for address in dict.fromkeys(own_addresses(html)):
        page, _, place = address.partition("#")
        assert not place or place in places(get(page)), f"{address} leads to a page without that place"


def _check_document(tree: LexborHTMLParser) -> str:
    """The page as a whole; gives its language."""
    assert tree.root is not None
    root = tree.root.attributes
    language = root.get("lang")
    assert language, "the page does not say its language"
    assert root.get("dir") in {"ltr", "rtl"}, "the page does not say its direction"
    title = tree.css_first("head > title")
    assert title is not None, "the page has no title"
    assert title.text().strip(), "the title is empty"
    assert len(tree.css("main")) == 1, "a page has one main part"
    return language


def _check_inert(node: LexborNode, given: dict[str, str | None], language: str) -> None:
    tag = node.tag or ""
    assert tag not in _NEVER, f"<{tag}> on the page"
    for name, value in given.items():
        assert not name.startswith("on"), f"an event handler: {name} on <{tag}>"
        assert name not in {"style", "autofocus"}, f"the attribute {name} on <{tag}>"
        stripped = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
        assert not stripped.startswith(("javascript:", "vbscript:")), f"a script address on <{tag}>"
        assert name not in _LOADING or stripped.startswith("data:"), f"{name} on <{tag}> loads {value}"
    if tag == "link" and not (given.get("href") or "").startswith("data:"):
        assert not _LOADING_RELATIONS & set((given.get("rel") or "").split()), f"<link> loads {given.get('href')}"
    if tag == "style":
        assert not _LOADING_CSS.search(node.text()), "the style sheet loads something"
    if tag == "meta":
        assert given.get("http-equiv") is None, "a meta element that acts as a header"
    if tag in {"image", "use", "feImage"}:
        assert (given.get("href") or "#").startswith(("#", "data:")), "a picture from elsewhere"
    if tag == "a" and given.get("target") == "_blank":
        assert "noopener" in (given.get("rel") or "").split(), f"no rel=noopener on {given.get('href')}"
        hidden = " ".join(part.text() for part in node.css(".vh"))
        assert NEW_WINDOW[language] in hidden, f"the link to {given.get('href')} does not say that it opens a window"


def _check_headings(nodes: Iterable[LexborNode], highest: int) -> None:
    levels = [int(match[1]) for node in nodes if (match := _HEADING.fullmatch(node.tag or ""))]
    assert levels, "no heading"
    assert levels[0] == highest == min(levels), f"the first heading is h{levels[0]}, the highest h{min(levels)}"
    assert levels.count(highest) == 1, f"{levels.count(highest)} headings of the guide's own level"
    for before, after in pairwise(levels):
        assert after <= before + 1, f"h{after} follows h{before}"


def _check_forms(tree: LexborHTMLParser) -> None:
    for form in tree.css("form"):
        given = form.attributes
        assert (given.get("method") or "get").lower() == "get", "a form that does not ask with GET"
        assert given.get("autocomplete") == "off", "a form that browsers fill in by themselves"
        place = urlsplit(given.get("action") or "").fragment
        assert place, f"the form to {given.get('action')} leaves people at the top"
        assert form.css_first("button, input[type=submit]") is not None, "a form without a button"


def _check_names(tree: LexborHTMLParser, ids: frozenset[str]) -> None:
    """Everything that is used has a name, and every reference to a name holds."""
    _check_labels(tree, ids)
    for button in tree.css("button, a[href], summary, legend, label"):
        assert button.text().strip(), f"<{button.tag}> without words"
    for fieldset in tree.css("fieldset"):
        first = next(child for child in fieldset.iter() if child.tag != "-text")
        named = (fieldset.attributes.get("aria-labelledby") or "").split()
        assert named or first.tag == "legend", "a fieldset without a legend"
        for name in named:
            heading = tree.css_first(f"[id='{name}']")
            assert heading is not None, f"{name} is not there"
            assert heading.text().strip(), f"a fieldset named by {name}, which has no words"
            assert first.tag != "legend", "a fieldset whose question is heard three times"
    for details in tree.css("details"):
        assert details.css_first("summary") is not None, "details without a summary"
    for node in tree.css("[aria-describedby], [aria-labelledby]"):
        referred = f"{node.attributes.get('aria-describedby') or ''} {node.attributes.get('aria-labelledby') or ''}"
        assert ids.issuperset(referred.split()), f"{referred} is not there"


def _check_labels(tree: LexborHTMLParser, ids: frozenset[str]) -> None:
    named = {label.attributes["for"]: label for label in tree.css("label[for]") if label.text().strip()}
    wrapped = {field.mem_id for label in tree.css("label") if label.text().strip() for field in label.css("*")}
    for field in (node for tag in _FIELDS for node in tree.css(tag)):
        given = field.attributes
        if given.get("type") not in {"hidden", "submit"}:
            assert given.get("id") in named or field.mem_id in wrapped, f"no label for {given}"
    for label in named:
        assert label in ids, f"a label for {label}, which is not there"


def _check_places(html: str) -> None:
    fields = LexborHTMLParser(html).css("input[id], select[id], textarea[id]")
    there = places(html).union(str(field.attributes["id"]) for field in fields)
    for link in LexborHTMLParser(html).css("a[href^='#']"):
        place = (link.attributes["href"] or "")[1:]
        assert place in there, f"#{place} is not there, or takes no focus"
