"""What the whole guide tells and no page within two links of the overview does. Knows HTML, not our addresses."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache, partial
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.web.conformance import parameters_in

Get = Callable[[str], str]
Block = frozenset[str]
"""The sentences of a task, of a text to read or of something that happens by itself; its title is one of them."""

_BLOCKS = ".task, .automatic > ul > li, .information, dl > dt, dl > dd"
_SENTENCES = ".title, p, li, dt, dd, h1, h2, h3, h4, h5, h6"
_UNLIKE = ".vh, .links, .actions, .source, .state"
"""What a block has more or less of on another page: links have words of their own, and a tick is a link or a box."""


def blocks(html: str) -> Iterator[Block]:
    """Everything that a page of a guide tells, block by block."""
    tree = _stripped(html)
    for node in tree.css(_BLOCKS):
        yield frozenset(_sentences(node))


def sentences(html: str) -> Block:
    """All sentences of a page."""
    main = _stripped(html).css_first("main")
    assert main is not None, "a page has a main part"
    return frozenset(_sentences(main))


def onward(html: str, page: str) -> dict[str, str]:
    """Links from `page` to other pages of its guide for the same citizen: address by words.

    The same citizen has the same parameters, but for the one that names the page: a tick is no link onward.
    """
    path, own = urlsplit(page).path, _citizen(page)
    found: dict[str, str] = {}
    for link in LexborHTMLParser(html).css("a[href^='/']"):
        address = str(link.attributes["href"]).partition("#")[0]
        if urlsplit(address).path == path and _citizen(address) == own:
            found.setdefault(_words(link), address)
    return found


def unreached(get: Get, overview: str, whole: str, told: Callable[[str], Block] | None = None) -> list[Block]:
    """The blocks of the page `whole` that neither `overview` nor a page within two links of it has.

    Links to `whole` itself are not followed. Pages that a missing block's title leads to are looked at first; nothing
    more is looked at once nothing is missing. `told` gives the sentences at an address, where they are known already.
    """
    missing = [block for block in blocks(get(whole)) if block]
    assert missing, f"{whole} shows nothing"
    seen = {overview, whole}
    pages = [overview]
    for _ in range(3):
        for page in pages:
            here = told(page) if told else sentences(get(page))
            missing = [block for block in missing if not block <= here]
            if not missing:
                return []
        following = {address: words for page in pages for words, address in onward(get(page), page).items()}
        following = {address: words for address, words in following.items() if address not in seen}
        seen |= following.keys()
        pages = sorted(following, key=partial(_is_no_title, following, tuple(missing)))
    return missing


def _is_no_title(words: Mapping[str, str], missing: Iterable[Block], address: str) -> bool:
    return not any(words[address] in block for block in missing)


def _stripped(html: str) -> LexborHTMLParser:
    tree = LexborHTMLParser(html)
    for node in tree.css(_UNLIKE):
        node.decompose()
    return tree


def _sentences(node: LexborNode) -> Iterator[str]:
    for part in node.css(_SENTENCES):
        if part.tag != "li" or part.css_first("p, li li") is None:
            yield from filter(None, [_words(part)])


def _words(node: LexborNode) -> str:
    return " ".join(node.text().split())


@lru_cache(maxsize=10_000)
def _citizen(address: str) -> Set[tuple[str, str]]:
    return {(name, value) for name, value in parameters_in(address) if name != "open"}
