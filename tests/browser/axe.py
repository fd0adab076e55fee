"""axe-core on an open page. It is evaluated, not loaded by the page, so the content policy stays in force."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules whose answer hangs on colours, sizes and what is shown; the others read the same elements in every appearance.
RULES_OF_APPEARANCE = [
    "color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable", "aria-hidden-focus",
    "button-name", "link-name", "label", "heading-order", "landmark-unique", "page-has-heading-one", "skip-link",
]  # fmt: skip


@cache
def source() -> str:
    spec = find_spec("axe_playwright_python")
    assert spec, "axe-playwright-python, which brings axe-core, is not installed"
    assert spec.submodule_search_locations
    for place in spec.submodule_search_locations:
        for path in sorted(Path(place).rglob("axe*.js")):
            return path.read_text(encoding="utf-8")
    raise AssertionError("axe-playwright-python has no axe-core file")


def violations(page: Page, appearance_only: bool = False) -> list[str]:
    """What breaks a rule, one line for each element; on a page that was looked at before, of its appearance only."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(source())
    result: dict[str, Any] = page.evaluate(
        "options => axe.run(document, options)",
        {"runOnly": RULES_OF_APPEARANCE if appearance_only else EVERY_RULE, "resultTypes": ["violations"]},
    )
    return [
        f"{found['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary'].splitlines()[-1].strip()}"
        for found in result["violations"]
        for node in found["nodes"]
    ]
