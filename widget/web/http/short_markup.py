"""The same page in fewer bytes: without what HTML lets be left out. Knows HTML as text; no template."""

import re

_BLOCKS = (
    rb"(?:body|d[dlt]|details|div|fieldset|footer|form|h[1-6]|head|li|link|main|meta|nav|p|section|style|summary|title"
    rb"|[uo]l)\b"
)

_BREAKS_BEFORE = re.compile(rb"\n+(?=</?" + _BLOCKS + rb")")
_BREAKS_AFTER = re.compile(rb"(</?" + _BLOCKS + rb"[^<>]*>)\n+")
_IMPLIED_END_TAGS = re.compile(
    rb"</p>(?=<(?:details|div|dl|footer|form|h[1-6]|p|section|[uo]l|/dd|/div|/footer|/li|/main|/section)\b)"
    rb"|</li>(?=<(?:li|/[uo]l)\b)"
    rb"|</d[dt]>(?=<(?:d[dt]|/dl)\b)"
)
_BEGINS = re.compile(rb'<!doctype html>\s*<html lang="[^"]*" dir="(?P<direction>\w+)"')


def shorten_markup(page: bytes) -> bytes:
    """A page of a guide with the same elements, attributes and words; anything else stays as it is.

    Line breaks beside blocks, which no browser shows; end tags that the next tag implies; and directions that the
    whole page has already. Not for pages with `<pre>` or `<textarea>`, where a line break is seen.
    """
    begins = _BEGINS.match(page)
    if begins is None:
        return page
    head, rest = page[: begins.end()], page[begins.end() :]
    if begins["direction"] == b"ltr" and b' dir="rtl"' not in rest:
        rest = rest.replace(b' dir="ltr"', b"")
    rest = rest.removesuffix(b"</body>\n</html>\n").removesuffix(b"</body>\n</html>")
    return head + _IMPLIED_END_TAGS.sub(b"", _BREAKS_AFTER.sub(rb"\1", _BREAKS_BEFORE.sub(b"", rest)))
