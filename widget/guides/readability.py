"""Whether texts are easy to read: how long their sentences are. Knows guides; opens no file."""

import re
from collections.abc import Iterator

from widget.guides.library import Library
from widget.guides.model import Guide
from widget.guides.problems import Place, Problem, Severity
from widget.guides.richtext import RichText, TextPlaceholder

LONGEST_SENTENCE = 20
"""Words in a sentence. More are hard to read on a telephone, and harder for those who are new to Danish."""

_HIDDEN = re.compile(r'<span class="vh">[^<]*</span>')
_BLOCK = re.compile(r"</(?:p|li|ul|ol|div)>|<br ?/?>")
_TAG = re.compile(r"<[^>]*>")
_END = re.compile(r"(?<=[.?!:])[”\"]?\s+(?=[”\"(]?[A-ZÆØÅ])")
_WORD = re.compile(r"\w[\w½’'-]*")


def check_readability(library: Library) -> Iterator[Problem]:
    """A warning for each sentence that is too long."""
    for guide in library.guides.values():
        for name, place, html in _texts(guide):
            for sentence in sentences(html):
                words = len(_WORD.findall(sentence))
                if words > LONGEST_SENTENCE:
                    message = f"En sætning i “{name}” har {words} ord: “{sentence[:40]}…”"
                    advice = f"Del den i to. Højst {LONGEST_SENTENCE} ord er let at læse."
                    yield Problem(place, message, advice, "long-sentence", Severity.WARNING)


def sentences(html: str) -> Iterator[str]:
    """The sentences of a text, without its markup; a point of a list ends one."""
    text = _TAG.sub("", _BLOCK.sub("\n\n", _HIDDEN.sub("", html)))
    for block in re.split(r"\n\s*\n", text):
        yield from (sentence for sentence in _END.split(" ".join(block.split())) if sentence)


def _texts(guide: Guide) -> Iterator[tuple[str, Place, str]]:
    """Every text with sentences, the id of what it belongs to, and where that stands. A title is no sentence."""
    yield guide.id, guide.place, f"{guide.lead}\n\n{guide.teaser}"
    for item in guide.items():
        yield from ((item.id, item.place, _source(text)) for text in (item.text, item.why, item.announced))


def _source(text: RichText) -> str:
    """The text with its markup. A gap for a figure or a name counts as a word, one for an address as none."""
    return "".join(
        ("0" if segment.kind in {"fact", "actor"} else "") if isinstance(segment, TextPlaceholder) else str(segment)
        for segment in text.segments
    )
