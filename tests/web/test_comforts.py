"""The components in a real browser: sound for everybody in both themes, wide and narrow, and their comforts work.

The comforts are tried under the real policy of content, so a script that it forbids fails here.
"""

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.browser import axe
from tests.web.gallery_app import ERRORS, PAGES, make_gallery

pytestmark = pytest.mark.browser

ADDRESSES = [*(f"/galeria/{name}" for name in PAGES), *(f"/bledy/{name}" for name in ERRORS)]


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, make_gallery(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def page(chromium: Any, site: str) -> Iterator[Any]:
    """A page under the real policy of content; any complaint of the browser fails the test."""
    context = chromium.new_context(base_url=site, locale="pl-PL", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []
    context.close()


def test_axe_finds_nothing_and_nothing_sticks_out(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, reduced_motion="reduce")
    page = context.new_page()
    for path in ADDRESSES:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(one => { one.open = true })")
        for width, scheme, again in ((320, "dark", False), (1280, "light", True)):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert axe.violations(page, appearance_only=again) == [], (path, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
    context.close()


def test_first_visit_needs_few_requests(chromium: Any) -> None:
    server = make_server("127.0.0.1", 0, make_gallery(signed_in=False), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"http://127.0.0.1:{server.server_port}/galeria/start", wait_until="networkidle")
    assert len([url for url in asked if not url.endswith("favicon.svg")]) <= 6, asked
    context.close()
    server.shutdown()


def test_menu_closes_by_escape_and_by_a_click_beside_it(page: Any) -> None:
    page.goto("/galeria/start", wait_until="networkidle")
    menu = page.locator("details.menu.masthead__wide")
    with page.expect_response("**/menu.js"):  # the comfort comes when a menu is first opened
        menu.locator("summary").click()
    for _ in range(100):  # it has come, but nothing says when the browser has run it
        page.keyboard.press("Escape")
        if menu.get_attribute("open") is None:
            break
    assert menu.get_attribute("open") is None
    menu.locator("summary").click()
    page.locator("h1").click()
    expect(menu).not_to_have_attribute("open", "")


def test_unit_is_found_while_typing_and_chosen_by_keys(page: Any) -> None:
    page.goto("/galeria/forms", wait_until="networkidle")
    field = page.get_by_role("combobox", name="Gmina albo powiat")
    field.press_sequentially("gm")
    options = page.locator(".combo__list [role=option]")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")
    assert field.input_value() == "Gmina Jadów"
    assert page.locator("#unit_code").input_value() == "143405"
    field.press("Backspace")
    assert page.locator("#unit_code").input_value() == ""
    options.first.click()
    assert page.locator("#unit_code").input_value() == "141613"


def test_toolbar_marks_the_chosen_words(page: Any) -> None:
    page.goto("/galeria/talk", wait_until="networkidle")
    text = page.locator("#body")
    text.fill("jedno drugie")
    text.evaluate("field => field.setSelectionRange(6, 12)")
    page.locator('[data-mark="bold"]').click()
    assert text.input_value() == "jedno **drugie**"
    page.keyboard.press("Control+z")
    assert text.input_value() == "jedno drugie"
    page.locator('[data-mark="list"]').click()
    assert text.input_value() == "- jedno drugie"
    page.locator('[data-mark="bold"]').focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.mark") == "italic"
    assert page.locator(".toolbar [tabindex='0']").count() == 1


def test_quote_keeps_what_was_being_written(page: Any) -> None:
    page.goto("/galeria/talk", wait_until="networkidle")
    page.locator("#body").fill("Moje słowa.")
    page.locator("#wpis-1 p").first.select_text()
    page.locator("#wpis-1 [data-enhance=quote]").click()
    value = page.locator("#body").input_value()
    assert value.startswith("Moje słowa.\n\n> ")
    assert "> Uchwała jest potrzebna.\n\n" in value
    assert page.evaluate("document.activeElement.id") == "body"


def test_count_speaks_only_near_the_limit(page: Any) -> None:
    page.goto("/galeria/talk", wait_until="networkidle")
    page.locator("#body").fill("a" * 19_000)
    hint = page.locator("#body + .hint")
    assert re.sub(r"\D", "", hint.inner_text()) == "1000"
    page.locator("#body").fill("a")
    assert hint.inner_text() == ""
