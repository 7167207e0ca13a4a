"""Logos: pictures come out small and encoded again, and nothing hostile survives."""

import base64
import gzip
import io
import re
import struct
import zlib

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.partners.drawings import HOSTILE, REFUSED
from tests.partners.pictures import encoded, picture, png
from widget.partners.logo import MAX_BYTES, MAX_UPLOAD, Logo, LogoFault, LogoProblem, logo_of_uri, read_logo
from widget.partners.svg import MAX_SOURCE, rebuild_drawing

NS = 'xmlns="http://www.w3.org/2000/svg"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
DRAWN = '<path d="M0 0h9v9z"/>'


def svg(content: str, attributes: str = 'viewBox="0 0 30 10"', before: str = "") -> bytes:
    return f"{before}<svg {NS} {attributes}>{content}</svg>".encode()


def made(data: bytes) -> Logo:
    found = read_logo(data)
    assert isinstance(found, Logo), found
    return found


def fault_of(data: bytes) -> LogoFault:
    found = read_logo(data)
    assert isinstance(found, LogoProblem), found
    return found.fault


def bytes_of(logo: Logo) -> bytes:
    return base64.b64decode(logo.data_uri.partition(",")[2])


def source_of(data: bytes) -> str:
    return bytes_of(made(data)).decode()


# --- Pictures of points ---


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_pictures_of_points_are_made_small_and_encoded_again(form: str) -> None:
    logo = made(encoded(picture(1200, 400), form))
    assert re.fullmatch(r"data:image/(png|webp);base64,[A-Za-z0-9+/]+=*", logo.data_uri)
    assert (logo.width, logo.height) == (240, 80)
    assert len(bytes_of(logo)) <= MAX_BYTES
    with Image.open(io.BytesIO(bytes_of(logo))) as opened:
        assert opened.size == (480, 160)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((100, 50), (100, 50)),
        ((300, 100), (240, 80)),
        ((1000, 50), (240, 12)),
        ((50, 1000), (4, 80)),
        ((1, 1), (1, 1)),
    ],
)
def test_a_logo_is_never_larger_than_its_place_nor_than_itself(size: tuple[int, int], shown: tuple[int, int]) -> None:
    logo = made(png(*size))
    assert (logo.width, logo.height) == shown


def test_a_picture_that_cannot_be_made_short_loses_sharpness_until_it_fits() -> None:
    logo = made(png(600, 200, noise=True))
    assert len(bytes_of(logo)) <= MAX_BYTES
    assert (logo.width, logo.height) == (240, 80)


def test_where_nothing_helps_the_size_is_told() -> None:
    found = read_logo(png(600, 200, noise=True), most=100)
    assert isinstance(found, LogoProblem)
    assert (found.fault, found.limit) == (LogoFault.TOO_LARGE, 100)
    assert found.found > 100


@pytest.mark.parametrize(
    ("mode", "form"),
    [
        *(("1", "PNG"), ("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("RGBA", "PNG"), ("I;16", "PNG")),
        *(("L", "JPEG"), ("CMYK", "JPEG"), ("RGBA", "WEBP")),
    ],
)
def test_every_kind_of_points_is_read(mode: str, form: str) -> None:
    source = picture(60, 20, mode="L" if mode == "I;16" else mode)
    assert made(encoded(source.convert("I;16") if mode == "I;16" else source, form))


def test_what_is_transparent_stays_so_and_empty_edges_go() -> None:
    sent = Image.new("RGBA", (300, 300))
    sent.paste((200, 0, 0, 255), (100, 120, 200, 160))
    logo = made(encoded(sent, "PNG"))
    assert (logo.width, logo.height) == (100, 40)


def test_a_photograph_taken_sideways_stands_upright() -> None:
    sideways = Image.Exif()
    sideways[0x0112] = 6
    logo = made(encoded(picture(100, 40), "JPEG", exif=sideways))
    assert (logo.width, logo.height) == (32, 80)


def test_nothing_that_the_file_says_besides_the_picture_survives() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "<script>alert(1)</script>", zip=False)
    said.add_itxt("XML:com.adobe.xmp", "<x>secret</x>")
    exif = Image.Exif()
    exif[0x010E] = "secret"
    for data in (
        encoded(picture(90, 30), "PNG", pnginfo=said),
        encoded(picture(90, 30), "JPEG", exif=exif, comment=b"secret <script>"),
        encoded(picture(90, 30), "WEBP", exif=exif, xmp=b"secret <script>"),
    ):
        assert b"secret" in data or b"script" in data
        left = bytes_of(made(data))
        assert b"secret" not in left
        assert b"script" not in left
        assert b"eXIf" not in left
        assert b"EXIF" not in left


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    "tail", [b"<script>alert(1)</script>", b"PK\x03\x04evil", b"<?php system($_GET[0]);", b"%PDF-1.4"]
)
def test_what_hangs_behind_a_picture_is_gone(form: str, tail: bytes) -> None:
    assert tail not in bytes_of(made(encoded(picture(90, 30), form) + tail))


def png_that_says(width: int, height: int, content: bytes = b"") -> bytes:
    """A PNG whose head promises so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(5000, 5000), (11_000, 11_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_not_decoded(size: tuple[int, int]) -> None:
    assert fault_of(png_that_says(*size, zlib.compress(b"\0" * 100))) is LogoFault.TOO_LARGE


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", LogoFault.EMPTY),
        (b"x" * (MAX_UPLOAD + 1), LogoFault.TOO_LARGE),
        (b"hello", LogoFault.FORMAT),
        (b"\0" * 100, LogoFault.FORMAT),
        (encoded(picture(9, 9), "GIF"), LogoFault.FORMAT),
        (encoded(picture(9, 9), "BMP"), LogoFault.FORMAT),
        (encoded(picture(9, 9), "TIFF"), LogoFault.FORMAT),
        (encoded(picture(9, 9), "PDF"), LogoFault.FORMAT),
        (encoded(picture(9, 9), "ICO"), LogoFault.FORMAT),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", LogoFault.FORMAT),
        (gzip.compress(svg(DRAWN), mtime=0), LogoFault.FORMAT),
        (b"<html><script>alert(1)</script></html>", LogoFault.FORMAT),
        (b"<", LogoFault.FORMAT),
        (png(300, 100, noise=True)[:2000], LogoFault.BROKEN),
        (encoded(picture(300, 100, noise=True), "JPEG")[:700], LogoFault.BROKEN),
        (png_that_says(0, 0), LogoFault.FORMAT),
        (encoded(Image.new("RGBA", (50, 50)), "PNG"), LogoFault.NOTHING_LEFT),
        (b"<svg", LogoFault.BROKEN),
        (svg(""), LogoFault.NOTHING_LEFT),
        (svg(DRAWN, ""), LogoFault.NOTHING_LEFT),
        (svg(DRAWN, 'viewBox="0 0 1e99 1"'), LogoFault.NOTHING_LEFT),
        (svg(DRAWN, 'viewBox="0 0 -1 1"'), LogoFault.NOTHING_LEFT),
        (svg(DRAWN, 'viewBox="0 0 nan inf"'), LogoFault.NOTHING_LEFT),
        (svg(" " * MAX_SOURCE), LogoFault.TOO_LARGE),
    ],
    ids=lambda value: value.value if isinstance(value, LogoFault) else repr(value[:12]),
)
def test_what_cannot_be_a_logo_is_told(data: bytes, fault: LogoFault) -> None:
    assert fault_of(data) is fault


def test_a_name_of_a_file_is_not_believed() -> None:
    assert read_logo(svg(DRAWN), filename="logo.png") == read_logo(svg(DRAWN), filename="../../x.html")


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"RIFF\x10\0\0\0WEBPVP8 ", b"<svg "]),
)
@settings(max_examples=200)
def test_no_bytes_break_the_reading(data: bytes, head: bytes) -> None:
    assert isinstance(read_logo(head + data), Logo | LogoProblem)


# --- Drawings ---

ELEMENTS = {
    *("svg", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "stop"),
    *("g", "defs", "clipPath", "mask", "linearGradient", "radialGradient"),
}


def hostile(source: str) -> list[str]:
    """What a drawing may not have."""
    found = re.findall(
        r"(?i)script|javascript|\bon\w+=|href|style|<!|<\?|&|data:|https?://(?!www\.w3\.org/2000/svg\")", source
    )
    found += [] if source.count("url(") == source.count("url(#") else ["url("]
    names = {element.tag.rpartition("}")[2] for element in fromstring(source).iter()}
    return found + sorted(names - ELEMENTS)


ATTACKS = {
    "script": f"<script>alert(1)</script>{DRAWN}",
    "script in CDATA": f"<script><![CDATA[alert(1)]]></script>{DRAWN}",
    "script by address": f'<script href="https://evil.example/x.js"/>{DRAWN}',
    "script in a foreign namespace": f'<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>{DRAWN}',
    "script deep in groups": f"{'<g>' * 40}<script>alert(1)</script>{'</g>' * 40}{DRAWN}",
    "event on a shape": '<path d="M0 0h9v9z" onclick="alert(1)" onmouseover="alert(1)"/>',
    "event on a group": f'<g onload="alert(1)">{DRAWN}</g>',
    "event by animation": '<path d="M0 0h9v9z"><set attributeName="onmouseover" to="alert(1)"/></path>',
    "animated address": f'<a><animate attributeName="href" values="javascript:alert(1)"/>{DRAWN}</a>',
    "link": f'<a href="javascript:alert(1)">{DRAWN}</a>',
    "old link": f'<a {XLINK} xlink:href="javascript:alert(1)">{DRAWN}</a>',
    "foreign object": f'<foreignObject><b xmlns="http://www.w3.org/1999/xhtml" onload="x()"/></foreignObject>{DRAWN}',
    "frame in a foreign object": f'<foreignObject><iframe srcdoc="&lt;script>"/></foreignObject>{DRAWN}',
    "picture from elsewhere": f'<image href="https://evil.example/pixel.png" width="9" height="9"/>{DRAWN}',
    "picture of data": f'<image {XLINK} xlink:href="data:image/svg+xml,&lt;svg/>"/>{DRAWN}',
    "use from elsewhere": f'<use href="https://evil.example/x.svg#a"/>{DRAWN}',
    "use that doubles": f'<g id="a">{DRAWN}</g><use href="#a"/><use href="#a"/>',
    "style sheet": f"<style>@import url(https://evil.example/x.css); path{{fill:red}}</style>{DRAWN}",
    "class with an address": '<style>.a{fill:url(https://evil.example/#a)}</style><path class="a" d="M0 0h9v9z"/>',
    "class with an escape": r'<style>.a{fill:\75rl(//evil.example)}</style><path class="a" d="M0 0h9v9z"/>',
    "style with an address": '<path style="fill:url(https://evil.example/#a)" d="M0 0h9v9z"/>',
    "style with behaviour": '<path style="behavior:url(x.htc);-moz-binding:url(x)" d="M0 0h9v9z"/>',
    "fill from elsewhere": '<path fill="url(https://evil.example/x.svg#a)" d="M0 0h9v9z"/>',
    "fill in quotes from elsewhere": '<path fill="url(\'https://evil.example/x.svg#a\')" d="M0 0h9v9z"/>',
    "fill that breaks out": '<path fill="&quot;/&gt;&lt;script&gt;alert(1)&lt;/script&gt;" d="M0 0h9v9z"/>',
    "path that breaks out": f'<path d="M0 0&quot; onload=&quot;alert(1)"/>{DRAWN}',
    "id that breaks out": '<path id="a&quot; onload=&quot;x" d="M0 0h9v9z"/>',
    "mask from elsewhere": '<path mask="url(//evil.example/#m)" d="M0 0h9v9z"/>',
    "cursor": '<path cursor="url(https://evil.example/c.cur),auto" d="M0 0h9v9z"/>',
    "filter that fetches": f'<filter id="f"><feImage href="https://evil.example/x"/></filter>{DRAWN}',
    "base": f'<g xml:base="https://evil.example/">{DRAWN}</g>',
    "handler": f'<handler type="application/ecmascript">alert(1)</handler>{DRAWN}',
    "listener": f'<g xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load" ev:handler="#x">{DRAWN}</g>',
    "metadata": f"<metadata><secret/></metadata><title>&lt;script&gt;</title><desc>javascript:</desc>{DRAWN}",
    "instruction": f'<?xml-stylesheet href="https://evil.example/x.css"?>{DRAWN}',
    "comment": f"<!-- <script>alert(1)</script> -->{DRAWN}",
    "text with a font": f'<text font-family="url(https://evil.example/f.woff)">hi</text>{DRAWN}',
    "video": f'<video xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/v"/>{DRAWN}',
    "element without namespace": f'<script xmlns="">alert(1)</script><path xmlns="" d="M0 0" onload="x"/>{DRAWN}',
    "dashes too many to draw": '<path d="M0 0h1e9" stroke="red" stroke-dasharray=".00001"/>',
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_survives_and_the_drawing_does_or_is_refused_by_name(attack: str) -> None:
    found = read_logo(svg(ATTACKS[attack]))
    if isinstance(found, LogoProblem):
        assert found.undrawable or found.fault is LogoFault.NOTHING_LEFT
    elif found.data_uri.startswith("data:image/svg+xml"):
        assert hostile(bytes_of(found).decode()) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_survives_in_what_is_stored(attack: str) -> None:
    drawing = rebuild_drawing(svg(ATTACKS[attack]))
    assert drawing
    assert hostile(drawing.source) == []
    assert "<path d=" in drawing.source or "<path id=" in drawing.source
    assert "dasharray" not in drawing.source


@pytest.mark.parametrize("attack", ["onload='alert(1)'", "style='background:red'", "class='x' data-x='y'"])
def test_no_attack_on_the_outermost_element_survives(attack: str) -> None:
    assert hostile(source_of(svg(DRAWN, f'viewBox="0 0 9 9" {attack}'))) == []


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://evil.example/x.dtd"> %a;]>',
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>',
    ],
)
def test_a_drawing_that_declares_entities_is_refused(before: str) -> None:
    assert fault_of(svg(DRAWN, before=before)) is LogoFault.BROKEN


def test_the_usual_heads_of_drawing_programs_are_no_obstacle() -> None:
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!-- Generator -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    )
    assert hostile(source_of(b"\xef\xbb\xbf" + svg(DRAWN, before=head))) == []


def test_what_programs_paint_by_class_and_style_keeps_its_colours() -> None:
    drawing = rebuild_drawing(
        svg(
            "<defs><style>/* x */ .a,.b{fill:#14463a;} .b{stroke:red;stroke-width:2px}</style>"
            '<linearGradient id="g"><stop offset="0%" style="stop-color:#fff;stop-opacity:1"/></linearGradient>'
            "</defs>"
            '<path class="a b" d="M0 0\n  h9"/><rect style="fill:url(#g)" fill="red" width="3" height="3"/>'
            "<g transform=\"translate(1, 2) scale(.5)\" clip-path=\"url('#c')\"><circle r='4'/></g>"
        )
    )
    assert drawing
    source = drawing.source
    assert '<path d="M0 0 h9" fill="#14463a" stroke="red" stroke-width="2px"/>' in source
    assert '<rect fill="url(#g)" width="3" height="3"/>' in source
    assert '<stop offset="0%" stop-color="#fff" stop-opacity="1"/>' in source
    assert '<g transform="translate(1, 2) scale(.5)" clip-path="url(#c)"><circle r="4"/></g>' in source


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 30 10"', (240, 80)),
        ('viewBox="0,0,10,10"', (80, 80)),
        ('width="300px" height="50"', (240, 40)),
        ('viewBox="0 0 1000 1"', (240, 1)),
        ('width="9" height="9" viewBox="0 0 20 10"', (80, 80)),
    ],
)
def test_a_drawing_fills_its_place(attributes: str, size: tuple[int, int]) -> None:
    logo = made(svg(DRAWN, attributes))
    assert (logo.width, logo.height) == size


@given(
    st.lists(
        st.sampled_from(
            [*ATTACKS.values(), DRAWN, '<g fill="red">', "</g>", "<defs>", "</defs>", '<rect width="1"/>']
        ),
        max_size=8,
    ).map("".join)
)
def test_of_any_drawing_nothing_hostile_survives_and_rebuilding_changes_nothing(content: str) -> None:
    drawing = rebuild_drawing(svg(content))
    if drawing is not None:
        assert hostile(drawing.source) == []
        assert rebuild_drawing(drawing.source.encode()) == drawing


def test_a_pattern_cannot_be_kept_busy() -> None:
    for value in ("1 " * 50_000 + "!", "translate(1) " * 20_000 + "!", "1" * 200_000 + "!", "-.1" * 60_000 + "!"):
        source = svg(f'<path transform="{value}" fill="{value}" x="{value}" d="{value}"/>{DRAWN}')
        rebuild_drawing(source[:MAX_SOURCE])


@pytest.mark.parametrize(
    "source",
    [
        *("<svg><script/></svg>", '<svg onload="x"/>', '<svg><path fill="url(//x)"/></svg>', "<svg><image/></svg>"),
        *("<svg><!-- x --></svg>", '<svg><path style="x"/></svg>', '<svg><a href="x"/></svg>'),
    ],
)
def test_the_check_of_these_tests_finds_what_is_hostile(source: str) -> None:
    assert hostile(source)


# --- Stored logos ---


@pytest.mark.parametrize("data", [png(480, 160), png(90, 30), png(600, 200, noise=True), svg(DRAWN)], ids=len)
def test_a_stored_logo_is_the_same_again(data: bytes) -> None:
    logo = made(data)
    assert logo_of_uri(logo.data_uri) == logo


def uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "x",
            "javascript:alert(1)",
            "https://a.example/a.png",
            "data:text/html;base64,PHNjcmlwdD4=",
            "/static/a.png",
        ),
        *(
            "data:image/png;base64,",
            "data:image/png;base64,AAA",
            "data:image/svg+xml,<svg/>",
            "data:image/gif;base64,AAAA",
        ),
        uri("png", png(90, 30) + b"<script>"),
        uri("webp", encoded(picture(90, 30), "WEBP") + b"<script>"),
        uri("webp", encoded(picture(90, 30), "WEBP", xmp=b"<script>")),
        uri("png", encoded(picture(90, 30), "PNG", dpi=(72, 72))),
        uri("webp", png(90, 30)),
        uri("png", png(1000, 1000)),
        uri("png", png_that_says(60_000, 60_000)),
        uri("png", png(90, 30)) + '"onload="x',
        uri("svg+xml", b"<svg/>"),
    ],
    ids=lambda text: text[:24],
)
def test_what_we_did_not_make_is_no_stored_logo(text: str) -> None:
    assert logo_of_uri(text) is None


# --- Drawings of programs ---


@pytest.mark.parametrize("name", REFUSED)
def test_what_browsers_alone_can_draw_is_refused_with_the_reason(name: str) -> None:
    found = read_logo(REFUSED[name].encode())
    assert isinstance(found, LogoProblem)
    assert found.fault is LogoFault.UNDRAWABLE
    assert found.undrawable


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_drawing_ends_in_time_and_gives_a_small_logo_or_none(name: str) -> None:
    found = read_logo(HOSTILE[name].encode())
    if isinstance(found, Logo):
        assert len(bytes_of(found)) <= MAX_BYTES
        assert hostile(bytes_of(found).decode()) == [] if "svg" in found.data_uri[:20] else True
    else:
        assert found.fault in LogoFault


def test_a_small_part_that_is_drawn_otherwise_makes_points_of_the_drawing() -> None:
    """A sketch alone would not tell: it is a hundredth of the picture."""
    blurred = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><filter id="soft"><feGaussianBlur '
        'stdDeviation="1"/></filter><rect width="100" height="40" fill="#0b3d91"/>'
        '<circle cx="110" cy="20" r="3" fill="#c2255c" FILTER/></svg>'
    )
    kinds = [
        found.data_uri.partition(";")[0]
        for filtered in ("", 'filter="url(#soft)"')
        if isinstance(found := read_logo(blurred.replace("FILTER", filtered).encode()), Logo)
    ]
    assert kinds == ["data:image/svg+xml", "data:image/webp"]
