"""axe-core on an open page. The page has to be opened with `bypass_csp=True`: our content policy keeps axe out too."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def source() -> str:
    spec = find_spec("axe_playwright_python")
    assert spec, "axe-playwright-python, which brings axe-core, is not installed"
    assert spec.submodule_search_locations
    for place in spec.submodule_search_locations:
        for path in sorted(Path(place).rglob("axe*.js")):
            return path.read_text(encoding="utf-8")
    raise AssertionError("axe-playwright-python has no axe-core file")


def run(page: Page) -> dict[str, Any]:
    """All of axe's results: `violations`, and `incomplete`, which it could not decide."""
    if not page.evaluate("typeof axe === 'object'"):
        page.add_script_tag(content=source())
    result: dict[str, Any] = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return result


def violations(page: Page) -> list[str]:
    """What breaks a rule, one line for each element."""
    return [
        f"{found['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary'].splitlines()[-1].strip()}"
        for found in run(page)["violations"]
        for node in found["nodes"]
    ]
