"""Pages of other people's websites that frame a guide, kind and unkind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

SANDBOX = (
    "allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-top-navigation-by-user-activation"
)

_FALLBACK = "Åbn guiden på sin egen side"


@dataclass(frozen=True)
class Host:
    """How a website treats what is put into its pages; `quirk` is what it must log by its own fault."""

    style: str = "body{margin:0}"
    headers: Mapping[str, str] = field(default_factory=dict)
    quirk: str = "\0"


HOSTS = {
    "plain": Host(),
    "strict policy": Host(
        style="",
        headers={"Content-Security-Policy": "default-src 'none'; frame-src http://127.0.0.1:*; style-src 'self'"},
        quirk="Applying inline style violates",  # the snippet's style attribute: the height attribute takes over
    ),
    "isolated by COEP": Host(
        headers={"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}
    ),
    "aggressive style": Host(
        style=(
            "*{color:red!important;font-size:22px!important;letter-spacing:2px!important;box-sizing:content-box}"
            "label,legend,summary,form,details{display:none!important}"
            "iframe{width:100%!important;max-width:100%!important;aspect-ratio:16/9;padding:7px!important}"
            "body{margin:0;overflow-x:hidden;zoom:1.1}main{display:flex;flex-direction:column;max-width:600px}"
        )
    ),
}


def snippet(address: str, sandbox: str | None = SANDBOX) -> str:
    """What a webmaster pastes: the frame, and the link for whom no frame is shown. `sandbox` None leaves it out."""
    boxed = "" if sandbox is None else f' sandbox="{sandbox}"'
    own_page = address.replace("/embed/", "/guide/")
    return (
        f'<iframe src="{escape(address)}" title="Guide" width="100%" height="600" '
        'style="width:100%;height:auto;min-height:600px;border:0;color-scheme:light;frame-sizing:content-height"'
        f'{boxed} loading="lazy" referrerpolicy="strict-origin-when-cross-origin"></iframe>'
        f'<p><a id="fallback" href="{escape(own_page)}">{_FALLBACK}</a></p>'
    )


def wordpress_embed(address: str) -> str:
    """What WordPress makes of an oEmbed answer: no style, no forms, no new windows, and a secret as fragment."""
    return (
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">'
        '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" title="Guide" '
        f'src="{escape(address)}#?secret=k3Jd81hQzW" data-secret="k3Jd81hQzW" width="600" height="800" '
        'frameborder="0"></iframe></div></figure>'
    )


def host_page(content: str, style: str = "body{margin:0}") -> str:
    """A page with a link before and after `content`."""
    styled = f"<style>{style}</style>" if style else ""
    return (
        '<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Eksempel Kommune</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">{styled}</head><body><main>'
        '<h1>Job og ledighed</h1><p><a id="before" href="#after">Spring guiden over</a></p>'
        f'{content}<p><a id="after" href="#before">Til toppen</a></p></main></body></html>'
    )
