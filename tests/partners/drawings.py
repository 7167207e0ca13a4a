"""Twenty drawings as programs and people make them, and hostile ones; each is drawn as a browser does, or refused."""

_NS = 'xmlns="http://www.w3.org/2000/svg"'
_XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
_BLUE = '<rect width="60" height="40" fill="#0b3d91"/>'


def _svg(content: str, attributes: str = 'viewBox="0 0 120 40"') -> str:
    return f"<svg {_NS} {_XLINK} {attributes}>{content}</svg>"


DRAWN = {
    "plain shapes": _svg(f'{_BLUE}<circle cx="90" cy="20" r="18" fill="#d9480f"/>'),
    "gradient by href": _svg(
        '<defs><linearGradient id="a"><stop offset="0" stop-color="#0b3d91"/><stop offset="1" stop-color="#4dabf7"/>'
        '</linearGradient><linearGradient id="b" xlink:href="#a" x1="0" y1="0" x2="0" y2="1"/></defs>'
        '<rect width="120" height="40" fill="url(#b)"/>'
    ),
    "use in a clip path": _svg(
        '<defs><circle id="c" cx="60" cy="20" r="20"/></defs><clipPath id="k"><use href="#c"/></clipPath>'
        '<rect width="120" height="40" fill="#006341" clip-path="url(#k)"/>'
    ),
    "symbol with its own view": _svg(
        '<symbol id="s" viewBox="0 0 10 10"><path d="M0 0h10v10z" fill="#862e9c"/></symbol>'
        '<use href="#s" width="40" height="40"/><use href="#s" x="60" width="20" height="20"/>'
    ),
    "nested svg": _svg(f'<svg x="20" width="60" height="40" viewBox="0 0 30 20">{_BLUE}</svg>'),
    "mask": _svg(
        '<mask id="m"><rect width="120" height="40" fill="#fff"/><circle cx="60" cy="20" r="15"/></mask>'
        '<rect width="120" height="40" fill="#0b7285" mask="url(#m)"/>'
    ),
    "pattern": _svg(
        '<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse">'
        '<rect width="5" height="10" fill="#c92a2a"/>'
        '</pattern><rect width="120" height="40" fill="url(#p)"/>'
    ),
    "dashes": _svg('<path d="M5 20h110" stroke="#0b3d91" stroke-width="10" stroke-dasharray="15 5" fill="none"/>'),
    "css by element and id": _svg(
        '<style>rect{fill:#2b8a3e}#b{fill:#e67700}</style><rect width="50" height="40"/>'
        '<rect id="b" x="60" width="50" height="40"/>'
    ),
    "css by child and several classes": _svg(
        "<style>g > rect{fill:#0b3d91}.a.b{fill:#c2255c}</style>"
        '<g><rect width="50" height="40"/></g><rect class="a b" x="60" width="50" height="40"/>'
    ),
    "currentColor": _svg('<g color="#364fc7"><rect width="120" height="30" fill="currentColor"/></g>'),
    "millimetres": _svg(_BLUE, 'width="60mm" height="20mm" viewBox="0 0 120 40"'),
    "only width and height": _svg(_BLUE, 'width="120" height="40"'),
    "not kept in proportion": _svg(_BLUE, 'width="200" height="40" viewBox="0 0 60 40" preserveAspectRatio="none"'),
    "kept at the left": _svg(_BLUE, 'width="200" height="40" viewBox="0 0 60 40" preserveAspectRatio="xMinYMin"'),
    "blur": _svg(
        '<filter id="f"><feGaussianBlur stdDeviation="2"/></filter>'
        '<rect x="20" y="8" width="80" height="24" fill="#0b3d91" filter="url(#f)"/>'
    ),
    "half transparent": _svg(
        '<g opacity=".5"><rect width="70" height="40" fill="#0b3d91"/>'
        '<rect x="50" width="70" height="40" fill="#d9480f"/></g>'
    ),
    "hidden parts": _svg(f'{_BLUE}<rect width="120" height="40" fill="red" display="none"/>'),
    "evenodd arms": _svg('<path fill-rule="evenodd" fill="#5f3dc4" d="M10 5h100v30h-100zM30 12h60v16h-60z"/>'),
    "entities of a program": (
        '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY st "fill:#087f5b">]>'
        '<svg xmlns="&ns;" viewBox="0 0 120 40"><rect width="100" height="40" style="&st;"/></svg>'
    ),
}

REFUSED = {
    "text": _svg(f'{_BLUE}<text x="5" y="30">Kommune</text>'),
    "html": _svg(
        f'{_BLUE}<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'
    ),
    "animation": _svg('<rect width="9" height="9"><animate attributeName="x" to="50" dur="1s"/></rect>'),
    "other file": _svg(f'{_BLUE}<image href="https://evil.example/x.png" width="20" height="20"/>'),
    "file of the server": _svg(f'{_BLUE}<image href="file:///etc/passwd" width="20" height="20"/>'),
    "relative file": _svg(f'{_BLUE}<image href="../../x.png" width="20" height="20"/>'),
    "use of another file": _svg(f'{_BLUE}<use href="other.svg#a"/>'),
    "dark mode": _svg(f"<style>@media (prefers-color-scheme:dark){{rect{{fill:#fff}}}}</style>{_BLUE}"),
    "variables": _svg('<style>svg{--c:#f00}</style><rect width="60" height="40" style="fill:var(--c)"/>'),
    "nth child": _svg(f"<style>rect:nth-child(2){{fill:red}}</style>{_BLUE}"),
}

HOSTILE = {
    "many uses": _svg(
        '<g id="a0"><rect width="9" height="9"/></g>'
        + "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 12))
    ),
    "itself": _svg('<g id="a"><use href="#a"/></g>'),
    "pattern in itself": _svg(
        '<pattern id="p" width="1" height="1">'
        '<rect width="9" height="9" fill="url(#p)"/></pattern>'
        '<rect width="120" height="40" fill="url(#p)"/>'
    ),
    "a huge blur": _svg(
        '<filter id="f"><feGaussianBlur stdDeviation="100000"/></filter>'
        '<rect width="120" height="40" filter="url(#f)"/>'
    ),
    "very tall": _svg(_BLUE, 'viewBox="0 0 1 900000"'),
    "deep": _svg("<g>" * 3000 + _BLUE + "</g>" * 3000),
    "entities that grow": '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    "a file as entity": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    "many dashes": _svg('<path d="M0 0h1e9" stroke="red" stroke-dasharray=".00001"/>'),
}
