"""axe-core, run over a page and the documents in its frames without any message between them."""

import json
from functools import cache
from importlib.resources import files
from typing import Literal

from playwright.sync_api import Frame, Page

from tests.browser.driving import framed

_FEW_TEXTS = """axe.configure({rules: [{id: 'color-contrast', selector: '[data-contrast]'}]})"""
"""The contrast of each text takes axe longer than all else together."""

_CHOOSE_TEXTS = """() => {
  const roots = [document], numbers = new Map(), chains = new Map([[null, 0]]);
  const number = key => numbers.get(key) ?? numbers.set(key, numbers.size + 1).get(key);
  const chain = e => chains.get(e) ?? chains.set(e, number([chain(e.parentElement || e.getRootNode().host || null),
    e.localName, e.className, ...ground(getComputedStyle(e))].join())).get(e);
  const ground = style => [style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
    style.mixBlendMode, style.position, style.zIndex];
  const letters = style => [style.color, style.fontSize, style.fontWeight, style.textShadow];
  const text = e => e.matches('input, select, textarea') ? e.value || e.placeholder || ' '
    : [...e.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join('').trim();
  const looks = new Map();
  for (const root of roots) for (const e of root.querySelectorAll('*')) {
    e.removeAttribute('data-contrast');
    if (e.shadowRoot) roots.push(e.shadowRoot);
    const said = text(e), control = e.control || e;
    if (!said || !e.checkVisibility() || !e.getClientRects().length) continue;
    const look = [chain(e), ...letters(getComputedStyle(e)), e.type, control.disabled, control.ariaDisabled,
      said.length > 1, /[\\p{L}\\p{N}]/u.test(said)].join();
    looks.set(look, [(looks.get(look) || [e])[0], e]);
  }
  for (const e of [...looks.values()].flat()) e.setAttribute('data-contrast', '');
}"""
"""Marks the first and the last text of each look: in the same elements and classes from the root on, same colours.

What else two of the same look can differ by, that other things lie over one, axe leaves to people.
"""

_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


ONLY_COLOURS = ("color-contrast", "link-in-text-block")
"""All that dark can change where every element stays where it is."""

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

_TOLD = """report => {
  const why = node => node.failureSummary.split('\\n').slice(1).join(' ').trim();
  return report.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id}: ${node.target.flat().join(' > ')}: ${why(node)}`));
}"""
"""Each violation as rule and element."""

_ALONE = f"""async options => {{
  const quick = await axe.run(document, {{...options, selectors: false}});
  return quick.violations.length ? ({_TOLD})(await axe.run(document, options)) : [];
}}"""
"""To name an element takes axe longer than to check it: that is done where there is something to name."""

_PLACES = """() => [...document.querySelectorAll('*')].map(e => {
  const box = e.getBoundingClientRect();
  return [e.checkVisibility({visibilityProperty: true}), box.x, box.y, box.width, box.height];
}).join()"""


@cache
def _source() -> str:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    return f"{axe}; {_FEW_TEXTS}"


def inject(page: Page) -> None:
    """Put axe into the page and its frames; works in spite of their policies, since it comes from outside.

    It stays in a window whose content alone is set, and takes longer to read than most pages to check.
    """
    for frame in page.frames:
        if not frame.evaluate("'axe' in window"):
            frame.evaluate(f"{_source()}; undefined")


def add_to_every_document(page: Page) -> None:
    """Have axe in each document that the page opens from now on: quicker than to inject it, where each is checked."""
    page.add_init_script(script=_source())


def violations(page: Page, *rules: str) -> list[str]:
    """Every violation, as rule and element, of the page with what its frame shows; of the named rules, or of all.

    The contrast is that of some texts of each look.
    """
    for frame in page.frames:
        frame.evaluate(_CHOOSE_TEXTS)
    options = json.dumps({"runOnly": list(rules or _TAGS), "resultTypes": ["violations"]})
    contexts = page.evaluate("axe.utils.getFrameContexts(document).map(frame => JSON.stringify(frame.frameContext))")
    if not contexts:
        alone: list[str] = page.evaluate(_ALONE, json.loads(options))
        return alone
    parts = [_partial(page.main_frame, "document", options)]
    for context in contexts:
        parts.append(_partial(framed(page), context, options))
    found: list[str] = page.evaluate(
        f"""async parts => {{
          const report = await axe.finishRun(parts.map(part => JSON.parse(part)), {options});
          return ({_TOLD})(report);
        }}""",
        parts,
    )
    return found


def violations_in_light_and_dark(page: Page) -> list[str]:
    """Every violation of the page, in either. In dark all is asked again where an element comes, goes or moves."""
    found, known = list[str](), set[str]()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        places = page.evaluate(_PLACES)
        rules = ONLY_COLOURS if places in known else ()
        known.add(places)
        found += [f"in {scheme}: {violation}" for violation in violations(page, *rules)]
    return found


def _partial(frame: Frame, context: str, options: str) -> str:
    text: str = frame.evaluate(f"axe.runPartial({context}, {options}).then(part => JSON.stringify(part))")
    return text
