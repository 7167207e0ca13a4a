"""How tests read a page: its one element of a kind, its words, the part that a place belongs to."""

from selectolax.lexbor import LexborHTMLParser, LexborNode


def one(html: str | LexborHTMLParser, selector: str) -> LexborNode:
    """The one element that `selector` finds."""
    tree = html if isinstance(html, LexborHTMLParser) else LexborHTMLParser(html)
    (found,) = tree.css(selector)
    return found


def words(node: LexborNode) -> str:
    """What an element says, with single spaces."""
    return " ".join(node.text().split())


def part_at(html: str | LexborHTMLParser, place: str) -> LexborNode:
    """The part that can be unfolded, of a place in it or at its head."""
    node: LexborNode | None = one(html, f'[id="{place}"]')
    while node is not None and node.tag != "details":
        node = node.parent
    assert node is not None, f"{place} stands in no part"
    return node
