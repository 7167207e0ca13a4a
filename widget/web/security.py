"""The headers that keep our promises, as data: what a browser may do with a page, and who may frame it."""

from collections.abc import Mapping

EVERYWHERE: Mapping[str, str] = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""On every answer, errors and redirects included: a host isolated by COEP shows nothing without two of them."""


def content_security_policy(
    frame_ancestors: str, style_source: str = "'none'", *, frame_source: str = "'none'", images: str = "data:"
) -> str:
    """The policy of a page: no script, no request to anybody, forms to ourselves.

    `frame_ancestors` are the origins that may frame it, `style_source` the hash of its one style, `frame_source` what
    it may frame itself, `images` where its pictures come from.
    """
    directives = {
        "default-src": "'none'",
        "script-src": "'none'",
        "style-src": style_source,
        "img-src": images,
        "frame-src": frame_source,
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": frame_ancestors,
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())
