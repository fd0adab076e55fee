"""Every type of page: nothing for axe-core to find, nothing to scroll sideways, no error, no other host.

Each page is looked at twice, wide in one appearance and narrow in the other, in turn, so that every room is seen in
all four ways; the second time for what an appearance can change.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page as Tab

from app.web.rate_limits import LIMITS
from tests.browser import axe
from tests.browser.demonstration import copy_demonstration, person
from tests.browser.page_list import ROOMS, PageType, places
from tests.browsing import Visits

WIDE, NARROW = 1280, 320
HEIGHT = 900
LOSES_TEXT = "document.querySelector('main form[method=post]:not([data-draft-place]) textarea') !== null"


@pytest.fixture
def database(databases, data_dir):
    return copy_demonstration(databases, data_dir)


@pytest.mark.parametrize("room", ROOMS)
def test_pages_are_fit_for_everybody(room, app, open_page, monkeypatch, visits):
    with app.test_request_context("/"):
        addresses = places()
    tabs: dict[str, Tab] = {}
    for number, kind in enumerate(ROOMS[room]):
        if kind.viewer not in tabs:
            tabs[kind.viewer] = open_page(person(kind.viewer) if kind.viewer else None)
        with circumstances_of(kind, app, monkeypatch):
            open_kind(tabs[kind.viewer], kind, addresses, visits)
        # How somebody means to vote is written down nowhere before it is a ballot.
        if kind.viewer and kind.status == 200 and kind.name != "vote" and tabs[kind.viewer].evaluate(LOSES_TEXT):
            visits.faults.append(f"{kind.name}: a long text whose draft nobody keeps")
        wide, narrow = ("light", "dark") if number % 2 == 0 else ("dark", "light")
        visits.faults += faults_of(tabs[kind.viewer], kind.name, NARROW, narrow)
        visits.faults += faults_of(tabs[kind.viewer], kind.name, WIDE, wide, again=True)


def open_kind(tab: Tab, kind: PageType, addresses: dict[str, Any], visits: Visits) -> None:
    """Go there; what goes wrong on the way is a fault like any other, and the walk goes on."""
    statuses: list[int] = []

    def note(response: Any) -> None:
        if response.request.is_navigation_request():
            statuses.append(response.status)

    tab.on("response", note)
    try:
        tab.goto(kind.path.format(**addresses))
        if kind.then:
            kind.then(tab, addresses)
    except Exception as error:
        visits.faults.append(f"{kind.name}: {str(error).splitlines()[0]}")
    tab.remove_listener("response", note)
    if statuses[-1:] != [kind.status]:
        visits.faults.append(f"{kind.name}: {tab.url} answered {statuses}, not {kind.status}")


def faults_of(tab: Tab, name: str, width: int, scheme: Any, again: bool = False) -> Iterator[str]:
    """What is wrong with the open page in this appearance."""
    look = f"{name}, {width} px, {scheme}"
    tab.set_viewport_size({"width": width, "height": HEIGHT})
    tab.emulate_media(color_scheme=scheme)
    if (needed := tab.evaluate("document.documentElement.scrollWidth")) > width:
        yield f"{look}: {needed} px wide"
    for violation in axe.violations(tab, appearance_only=again):
        yield f"{look}: {violation}"


@contextmanager
def circumstances_of(kind: PageType, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A view that breaks, a limit that is reached: for the two pages that nothing else leads to."""
    with monkeypatch.context() as only_now:
        if kind.name == "broken":
            only_now.setitem(app.view_functions, "pages.rules", breaking(app.view_functions["pages.rules"]))
        elif kind.name == "too-many":
            only_now.setitem(app.config, "RATE_LIMITS", True)
            only_now.setitem(LIMITS, "search", (1, 60))
            app.test_client().get("/praktyki?q=zbyt")
        yield


def breaking(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def broken(**_arguments: Any) -> Any:
        raise RuntimeError("broken for the test")

    return broken
