"""Charts as inline SVG, with no script, no style of their own and no address in them. Knows pygal.

What they look like stands in the style sheet of the report. Numbers that are None are not drawn.
"""

import sys
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from markupsafe import Markup, escape

_WIDTH = 720
_BAR = 26
"""Height of a horizontal bar with the space around it, in the units of the drawing."""

_ROOM_FOR_NUMBERS = 1.12
"""How much longer the axis is than the longest bar."""

_MAX_VALUES = 6
"""Labels up to which the numbers fit above the columns."""

_UNWANTED = ("script", "style", "desc", "title")
"""What pygal adds for browsers with scripts: our pages have none of it."""

Number = int | float | None


def columns(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[Number]]],
    description: str,
    write: Callable[[Any], str],
) -> Markup:
    """Columns beside each other for each label. `write` puts a number into words; `description` names the chart."""
    settings = _settings(write) | {"print_values": len(labels) <= _MAX_VALUES, "show_minor_y_labels": False}
    chart = _pygal().Bar(**settings, height=260, legend_at_bottom=True, legend_at_bottom_columns=2)
    chart.x_labels = list(labels)
    for name, numbers in series:
        chart.add(name, list(numbers))
    return _drawn(chart, description)


def bars(labels: Sequence[str], numbers: Sequence[Number], description: str, write: Callable[[Any], str]) -> Markup:
    """A horizontal bar for each label, the first on top."""
    chart = _pygal().HorizontalBar(**_settings(write), height=60 + _BAR * len(labels), show_legend=False)
    chart.range = (0, max((number or 0 for number in numbers), default=0) * _ROOM_FOR_NUMBERS or 1)
    chart.x_labels = list(reversed(labels))
    chart.add("", list(reversed(numbers)))
    return _drawn(chart, description)


def _pygal() -> Any:
    """The library, without what it adds to Python's own way of importing.

    It takes a while to import, and only the report needs it. For plugins that we do not have, it puts a finder of an
    old kind among Python's, about which every import that fails would warn from then on.
    """
    import pygal
    import pygal.style

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]
    return pygal


def _settings(write: Callable[[Any], str]) -> dict[str, Any]:
    return {
        "js": (),
        "css": (),
        "width": _WIDTH,
        "margin": 4,
        "no_prefix": True,
        "disable_xml_declaration": True,
        "print_values": True,
        "print_values_position": "top",
        "truncate_label": 60,
        "truncate_legend": 60,
        "zero": 0,
        "min_scale": 2,
        "max_scale": 6,
        "value_formatter": lambda number: "" if number is None else write(number),
        "style": _font_sizes(),
    }


def _font_sizes() -> Any:
    """Pygal leaves room by these; the style sheet has the same sizes."""
    return _pygal().style.Style(label_font_size=13, major_label_font_size=13, value_font_size=13, legend_font_size=13)


def _drawn(chart: Any, description: str) -> Markup:
    chart.add_xml_filter(_cleaned)
    drawing = str(chart.render(is_unicode=True))
    start, rest = drawing[drawing.index("<svg") :].split(">", 1)
    named = Markup('<svg viewBox="{}" role="img" aria-label="{}" class="chart">').format(
        _view_box(start), description
    )
    return named + Markup(rest)  # noqa: S704 (Pygal escapes the texts that it is given)


def _view_box(start: str) -> str:
    return str(escape(start.split('viewBox="', 1)[1].split('"', 1)[0]))


def _cleaned(root: Element) -> Element:
    """The drawing without what is unwanted, and without comments, whose tag is no text."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _UNWANTED:
                parent.remove(child)
            else:  # the names of several charts on one page would be the same
                child.attrib.pop("style", None)
                child.attrib.pop("id", None)
    return root
