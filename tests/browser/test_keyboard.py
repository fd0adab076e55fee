"""The keyboard alone: the skip link, menus, the ballot, the field that finds units; and the focus is always seen."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.demonstration import copy_demonstration, person
from tests.browser.page_list import ANNA, places

MOST_STOPS = 200
FOCUS = """() => {
  const one = document.activeElement
  if (one === document.body || one === document.documentElement) return null
  const style = getComputedStyle(one)
  const box = one.getBoundingClientRect()
  return {
    name: `${one.tagName} ${one.id || one.name || one.textContent.trim().slice(0, 40)}`,
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    inMain: document.querySelector("main").contains(one),
  }
}"""


@pytest.fixture
def database(databases, data_dir):
    return copy_demonstration(databases, data_dir)


@pytest.fixture
def addresses(app):
    with app.test_request_context("/"):
        return places()


def test_skip_link_comes_first_and_leads_into_the_page(open_page):
    page = open_page()
    page.goto("/forum")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Przejdź do treści")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["inMain"]


@pytest.mark.parametrize(("width", "name"), [(1280, "Menu konta"), (320, "Menu")])
def test_menu_opens_and_closes_by_keyboard(open_page, width, name):
    page = open_page(person(ANNA), width=width)
    page.goto("/forum")
    summary = page.locator("summary:visible").filter(has_text=name)
    tab_to(page, summary)
    page.keyboard.press("Enter")
    entry = page.get_by_role("link", name="Moje szkice").locator("visible=true")
    expect(entry).to_be_visible()
    tab_to(page, entry)
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(summary).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_ballot_is_cast_by_tab_and_enter(open_page, addresses, javascript):
    page = open_page(person(ANNA), javascript=javascript)
    page.goto(f"/stanowiska/{addresses['voted_id']}/glosowanie")
    press_by_keyboard(page, "Przeciw")
    press_by_keyboard(page, "Oddaj głos")
    expect(page.get_by_role("heading", name="Głos oddany")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Przeciw")


def test_unit_is_chosen_with_the_arrows(open_page):
    page = open_page()
    page.goto("/zostan-rzecznikiem")
    field = page.get_by_role("combobox", name="Gmina lub powiat")
    tab_to(page, field)
    page.keyboard.type("lochow")
    offered = page.get_by_role("option")
    expect(offered.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(offered.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Gmina Łochów")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator("input[name=unit_code]")).not_to_have_value("")
    expect(field).to_be_focused()


@pytest.mark.parametrize(
    "path", ["/", "/forum", "{topic}", "/praktyki", "{consulted}", "/stanowiska/{voted_id}/glosowanie", "/konto"]
)
@pytest.mark.parametrize("width", [1280, 320])
def test_focus_is_seen_at_every_stop(open_page, addresses, path, width):
    page = open_page(person(ANNA), width=width)
    page.goto(path.format(**addresses))
    stops = list(stops_of(page))
    assert [stop["name"] for stop in stops if not (stop["outlined"] and stop["inside"])] == []
    assert len(stops) > 10


def stops_of(page: Page) -> Iterator[dict[str, Any]]:
    """Where the Tab key leads, once around the page."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            return
        yield stop


def tab_to(page: Page, target) -> None:
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by the Tab key")


def press_by_keyboard(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("main").get_by_role("button", name=re.compile(f"^{name}")))
    with page.expect_navigation():
        page.keyboard.press("Enter")
