"""axe-core, run over a page and the documents in its frames without any message between them."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Frame, Page

from tests.browser.driving import framed

_OPTIONS = (
    "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],"
    " resultTypes: ['violations']}"
)


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def inject(page: Page) -> None:
    """Put axe into the page and its frames; works in spite of their policies, since it comes from outside."""
    for frame in page.frames:
        frame.evaluate(f"{_source()}; undefined")


def violations(page: Page) -> list[str]:
    """Every violation, as rule and element, of the page with what its frame shows."""
    parts = [_partial(page.main_frame, "document")]
    contexts = page.evaluate("axe.utils.getFrameContexts(document).map(frame => JSON.stringify(frame.frameContext))")
    for context in contexts:
        parts.append(_partial(framed(page), context))
    found: list[str] = page.evaluate(
        """async parts => {
          const report = await axe.finishRun(parts.map(part => JSON.parse(part)), OPTIONS);
          return report.violations.flatMap(rule => rule.nodes.map(node =>
            `${rule.id}: ${node.target.join(' > ')}: ${node.failureSummary.split('\\n').slice(1).join(' ').trim()}`));
        }""".replace("OPTIONS", _OPTIONS),
        parts,
    )
    return found


def _partial(frame: Frame, context: str) -> str:
    text: str = frame.evaluate(f"axe.runPartial({context}, {_OPTIONS}).then(part => JSON.stringify(part))")
    return text
