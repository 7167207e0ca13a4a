"""axe-core, run over a page and the documents in its frames without any message between them."""

import json
from functools import cache
from importlib.resources import files

from playwright.sync_api import Frame, Page

from tests.browser.driving import framed

_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def inject(page: Page) -> None:
    """Put axe into the page and its frames; works in spite of their policies, since it comes from outside."""
    for frame in page.frames:
        frame.evaluate(f"{_source()}; undefined")


def violations(page: Page, *rules: str) -> list[str]:
    """Every violation, as rule and element, of the page with what its frame shows; of the named rules, or of all."""
    options = json.dumps({"runOnly": list(rules or _TAGS), "resultTypes": ["violations"]})
    parts = [_partial(page.main_frame, "document", options)]
    contexts = page.evaluate("axe.utils.getFrameContexts(document).map(frame => JSON.stringify(frame.frameContext))")
    for context in contexts:
        parts.append(_partial(framed(page), context, options))
    found: list[str] = page.evaluate(
        """async ([parts, options]) => {
          const report = await axe.finishRun(parts.map(part => JSON.parse(part)), JSON.parse(options));
          const why = node => node.failureSummary.split('\\n').slice(1).join(' ').trim();
          return report.violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id}: ${node.target.flat().join(' > ')}: ${why(node)}`));
        }""",
        [parts, options],
    )
    return found


def _partial(frame: Frame, context: str, options: str) -> str:
    text: str = frame.evaluate(f"axe.runPartial({context}, {options}).then(part => JSON.stringify(part))")
    return text
