"""The headers that keep our promises, as data: what a browser may do with a page, and who may frame it."""

import re
from collections.abc import Mapping

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)

DEFAULT_HEADERS: Mapping[str, str] = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
"""On every answer, errors and redirects included: a host isolated by COEP shows nothing without two of them.

No `Permissions-Policy`: camera and place are asked for by scripts, and no page may run one."""


def content_security_policy(
    frame_ancestors: str,
    style_source: str = "'none'",
    *,
    frame_source: str = "'none'",
    images: str = "data:",
    public_address: str = "",
) -> str:
    """The policy of a page: no script, no request to another server, forms to this server alone.

    `frame_ancestors` are the origins that may frame it, `style_source` the hash of its one style, `frame_source` what
    it may frame itself, `images` where its pictures come from. `public_address` is the origin by which visitors reach
    this server: in a sandboxed frame of opaque origin WebKit matches `'self'` never. It is left out where it is no
    origin, since it may have come with the request.
    """
    forms = f"'self' {public_address}" if _ORIGIN.fullmatch(public_address) else "'self'"
    # A page that frames nothing needs no word of it: `default-src` says so, and each page has few bytes to give.
    frames = {} if frame_source == "'none'" else {"frame-src": frame_source}
    directives = {
        "default-src": "'none'",
        "script-src": "'none'",
        "style-src": style_source,
        "img-src": images,
        **frames,
        "form-action": forms,
        "base-uri": "'none'",
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())
