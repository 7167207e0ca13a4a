"""Brings a catalogue of translations (PO) in line with the texts as they are now. Knows Babel; no file, no folder."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import pairwise

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, escape, normalize, read_po, unescape, write_po

UNREADABLE_CATALOGUE = (PoFileError, ValueError, LookupError)
"""What is raised for a file that is no catalogue: by its lines, its encoding, or the name of that."""

_WIDTH = 100
_LOOKS_LIKE = 60
"""From how many per cent on two originals are taken for one that was changed: the share that gettext takes."""
_QUOTED = re.compile(rb'"(.*)"')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


def empty_catalogue(comment: str, language: str | None = None) -> Catalog:
    """A catalogue without a text. `comment` stands at its top. Raises `UnknownLocaleError` for no known language."""
    about = {"project": "guide-widget", "version": "1", "copyright_holder": "", "msgid_bugs_address": ""}
    catalogue = Catalog(language, **about, last_translator="", language_team="", fuzzy=False)
    catalogue.header_comment = comment
    return catalogue


def add_message(catalogue: Catalog, text: str | tuple[str, ...], file: str, comments: list[str]) -> None:
    """Add a text that stands in a file, without its line: lines would change with every edit above."""
    catalogue.add(text, locations=[(file, None)], auto_comments=comments)  # type: ignore[list-item]  # no lines


def parse_catalogue(content: bytes, language: str | None = None, *, strict: bool = False) -> Catalog:
    """A catalogue from the content of its file; the language of its head where none is given.

    Raises `ValueError` or `LookupError`, and where it is `strict` also `PoFileError` for lines that say nothing.
    """
    catalogue = read_po(BytesIO(content), locale=language, abort_invalid=strict)
    for message in catalogue:
        _read_previous(message)
    return catalogue


def catalogue_bytes(catalogue: Catalog, *, omit_header: bool = False) -> bytes:
    """A catalogue as it stands in its file."""
    text = BytesIO()
    write_po(text, catalogue, width=_WIDTH, omit_header=omit_header, include_lineno=False)
    content = text.getvalue()
    previous = {key: _previous_lines(message) for key, message in _messages(catalogue)}
    blocks = (_with_previous(block, previous.get(key, b"")) for key, block in _blocks(content))
    return b"\n\n".join(blocks) + content[len(content.rstrip(b"\n")) :]


def _previous_lines(message: Message) -> bytes:
    """The lines with the previous original of a fuzzy message. Babel would fold those of a long one as it likes."""
    if not message.fuzzy:
        return b""
    names = ("msgid", "msgid_plural")
    texts = (
        f"{name} {normalize(text, width=_WIDTH)}"
        for name, text in zip(names, _key(message.previous_id), strict=False)
    )
    return "".join(f"#| {line}\n" for text in texts for line in text.split("\n")).encode()


def _with_previous(block: bytes, previous: bytes) -> bytes:
    if not previous or block.startswith(b"#~"):
        return block
    comments, msgid, rest = block.partition(b"\nmsgid ")
    return comments + b"\n" + previous.removesuffix(b"\n") + msgid + rest if msgid else previous + block


def _read_previous(message: Message) -> None:
    """Set the previous original of a fuzzy message, which Babel reads as a comment (`#| msgid …`).

    However its lines are folded: those that Babel once wrote break off inside their quotation marks.
    """
    previous = [comment.removeprefix("| ") for comment in message.user_comments if comment.startswith("| ")]
    if previous:
        message.user_comments = [comment for comment in message.user_comments if not comment.startswith("| ")]
        starts = [number for number, line in enumerate(previous) if line.startswith("msgid")]
        texts = [" ".join(previous[start:end]) for start, end in pairwise((*starts, len(previous)))]
        message.previous_id = [unescape(f'"{"".join(_STRING.findall(text))}"') for text in texts]


def merge_template(catalogue: Catalog, template: Catalog) -> None:
    """Give a catalogue the texts of the empty catalogue `template`, which has all that are there now.

    A translation whose original was changed stays, marked as fuzzy until a translator has looked at it; one whose
    original is gone is kept as obsolete.
    """
    _restore(catalogue, template)
    _draft_new_texts(catalogue, template)
    before = {_key(message.id): message for message in catalogue if message.id}
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    _keep_previous(catalogue, before)
    _forget_obsolete_twins(catalogue)


def _restore(catalogue: Catalog, template: Catalog) -> None:
    """Give texts that are back as they were their translation back.

    An original that was changed and changed back is found among the obsolete messages, or as the previous original of
    a fuzzy one. Babel looks at neither, and would ask the translator again.
    """
    before = {
        _key(message.previous_id): message
        for message in catalogue
        if message.fuzzy and message.id and message.previous_id
    }
    for message in template:
        if not message.id or (message.id in catalogue and not catalogue[message.id].fuzzy):
            continue
        obsolete = next((old for old in catalogue.obsolete.values() if old.id == message.id), None)
        known = obsolete if obsolete and not obsolete.fuzzy else before.get(_key(message.id))
        if known and known.string:
            if known is not obsolete and known.id not in template:
                catalogue.delete(known.id)  # only a copy, which no translator has seen
            catalogue.delete(message.id)
            catalogue.add(message.id, known.string, user_comments=known.user_comments)


def _draft_new_texts(catalogue: Catalog, template: Catalog) -> None:
    """Give each new text the translation of the one that it is most like, marked as fuzzy.

    Babel's own search takes 20 ms for each text: with a guide of 150 new texts an editor would wait for seconds.
    """
    known = {_key(message.id): message for message in catalogue if message.id and message.string}
    changed = []
    for message in template:
        if message.id and message.id not in catalogue and (old := _most_alike(_key(message.id), known)):
            draft = catalogue.add(
                message.id, old.string, flags={*old.flags, "fuzzy"}, user_comments=old.user_comments
            )
            # Where it was changed before as well, the original that its translation was made of.
            draft.previous_id = list(old.previous_id if old.fuzzy and old.previous_id else _key(old.id))
            changed.append(old)
    for old in changed:
        if old.id in catalogue and old.id not in template:
            catalogue.delete(old.id)  # so that it does not become obsolete


def _most_alike(original: tuple[str, ...], known: Mapping[tuple[str, ...], Message]) -> Message | None:
    """The message whose original is most like a text, with as many plural forms."""
    from rapidfuzz import fuzz, process  # 6 MB, which only a worker that edits needs

    texts = {key: key[0].lower() for key in known if len(key) == len(original)}
    found = process.extractOne(original[0].lower(), texts, scorer=fuzz.ratio, score_cutoff=_LOOKS_LIKE)
    return known[found[2]] if found else None


def _keep_previous(catalogue: Catalog, before: Mapping[tuple[str, ...], Message]) -> None:
    """Let fuzzy messages name the original that their translation was made of, as gettext's `msgmerge` does.

    Babel forgets it at each update.
    """
    for message in catalogue:
        source = before.get(_key(message.id))
        if source and source.fuzzy and message.fuzzy:
            message.previous_id = source.previous_id


def _key(original: str | Sequence[str]) -> tuple[str, ...]:
    return (original,) if isinstance(original, str) else tuple(original)


def _forget_obsolete_twins(catalogue: Catalog) -> None:
    """Leave out obsolete messages that are there again: gettext's own tools refuse a message that stands twice."""
    for key in [key for key, message in catalogue.obsolete.items() if message.id in catalogue]:
        del catalogue.obsolete[key]


def merged_bytes(content: bytes, template: Catalog) -> bytes:
    """The content of a catalogue's file after `merge_template`. What the merging leaves alone stays byte for byte.

    Poedit and Weblate fold lines and write heads otherwise than Babel; a translator is to see the changed texts only.
    """
    return _rewritten(content, lambda catalogue: merge_template(catalogue, template))


def translated_bytes(content: bytes, translations: Mapping[str, str]) -> bytes:
    """The content of a catalogue's file with some translations, by their originals; an empty one takes it away.

    Originals that are not in the catalogue are left out. Everything else stays byte for byte.
    """
    return _rewritten(content, lambda catalogue: _translate(catalogue, translations))


def _translate(catalogue: Catalog, translations: Mapping[str, str]) -> None:
    for original, translation in translations.items():
        if (message := catalogue.get(original)) is not None:
            message.string = translation
            message.flags.discard("fuzzy")
            message.previous_id = []


def _rewritten(content: bytes, change: Callable[[Catalog], None]) -> bytes:
    """The content of a catalogue's file after a change; each message that it leaves alone as it is written there."""
    windows = b"\r\n" in content
    written = content.replace(b"\r\n", b"\n")
    catalogue = parse_catalogue(written)
    before = {key: _content_of(message) for key, message in _messages(catalogue)}
    change(catalogue)
    after = dict(_messages(catalogue))
    blocks = dict(_blocks(written))
    changed = {key for key, message in after.items() if key not in blocks or before.get(key) != _content_of(message)}
    if not changed and after.keys() == before.keys():
        return content
    blocks |= _blocks(catalogue_bytes(_only(catalogue, {key: after[key] for key in changed}), omit_header=True))
    head = [blocks[_HEAD]] if _HEAD in blocks else []
    merged = b"\n\n".join((*head, *(blocks[key] for key in after))) + written[len(written.rstrip(b"\n")) :]
    return merged.replace(b"\n", b"\r\n") if windows else merged


_MessageKey = tuple[bool, bytes]
"""Whether a message is obsolete, and its original as it is written."""

_HEAD: _MessageKey = (False, b"")


def _messages(catalogue: Catalog) -> Iterator[tuple[_MessageKey, Message]]:
    for obsolete, messages in ((False, catalogue), (True, catalogue.obsolete.values())):
        for message in messages:
            if message.id:
                yield (obsolete, escape(str(message.id))[1:-1].encode(catalogue.charset)), message


def _content_of(message: Message) -> tuple[object, ...]:
    comments = (message.locations, message.auto_comments, message.user_comments)
    return (message.string, frozenset(message.flags), tuple(message.previous_id), *comments)


def _only(catalogue: Catalog, messages: Mapping[_MessageKey, Message]) -> Catalog:
    """A catalogue of some messages of another; without its head, which no merging changes."""
    few = Catalog(catalogue.locale, charset=catalogue.charset)
    for (obsolete, _), message in messages.items():
        if obsolete:
            few.obsolete[str(message.id)] = message
        else:
            few[message.id] = message
    return few


def _blocks(content: bytes) -> Iterator[tuple[_MessageKey, bytes]]:
    """The messages of a file as they are written there."""
    for block in re.split(rb"\n{2,}", content.strip(b"\n")) if content.strip() else ():
        lines = [line.removeprefix(b"#~ ") for line in block.split(b"\n")]
        starts = [number for number, line in enumerate(lines) if line.startswith(b"msgid ")]
        ends = [number for number, line in enumerate(lines) if line.startswith(b"msgstr")]
        original = lines[starts[0] : ends[0]] if starts and ends else lines
        yield (b"#~ msgid" in block, b"".join(b"".join(_QUOTED.findall(line)) for line in original)), block
