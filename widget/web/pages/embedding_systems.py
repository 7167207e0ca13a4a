"""The systems that a webmaster can name on the share page, and the one snippet that each gets. Knows no request.

Their names and what to do in each stand in `embed_templates/pages/parts/share_systems.html`.
"""

from collections.abc import Mapping
from types import MappingProxyType

KINDS = ("frame", "frame_plain", "frame_links", "address", "card", "ssi", "esi")
"""Every kind of snippet. All but the address are markup, each with a template in `pages/snippets/`."""

OTHER = "other"
"""The system of webmasters who chose none."""

SYSTEMS: Mapping[str, str] = MappingProxyType(
    {
        "wordpress-editor": "frame",
        "wordpress-author": "address",
        "drupal": "frame",
        "tinymce": "frame_links",
        "sharepoint": "frame_plain",
        "html": "frame",
        "strict-policy": "frame_plain",
        "consent": "frame",
        "nginx": "ssi",
        "varnish": "esi",
        "no-frames": "card",
        OTHER: "frame",
    }
)
"""The kind of snippet for each system, in the order in which systems are offered.

WordPress removes frames of authors and embeds an address by itself; TinyMCE 7 and later forbids forms in frames, so
its frame answers by links; what removes styles gets the frame without.
"""

NOT_CARRIED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "address": ("heading", "height", "scheme"),
        "card": ("height", "scheme"),
        "ssi": ("height", "scheme"),
        "esi": ("height", "scheme"),
    }
)
"""The choices that a kind of snippet cannot carry. Guide, answers, language and partner reach every kind."""


def not_carried(kind: str) -> tuple[str, ...]:
    """The names of the choices that this kind of snippet cannot carry."""
    return NOT_CARRIED.get(kind, ())
