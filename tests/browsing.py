"""A real Chromium against the test's own application, served in this process, so that the clock can be moved.

    def test_story(open_page, factories...):
        page = open_page(as_=advocate)              # signed in; also javascript=False, width=320, color_scheme="dark"
        page.goto("/forum")

At the end of each test it fails when a page broke a script, broke the content policy or asked another host.
"""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tools import browser as chromium_on_this_machine

if TYPE_CHECKING:  # the quick tests do without it, and it takes a while to load
    from playwright.sync_api import Browser, BrowserContext, Page

HERE = Path(__file__).parent / "browser"
FAILURES = Path(".pytest_cache") / "pictures"
ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Not even a name of another host is looked up.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
        if "database" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.application)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    visits = getattr(item, "visits", None)
    if report.when == "call" and report.failed and visits is not None:
        report.sections.append(("pictures of the open pages", "\n".join(visits.photograph(item.name))))
    return report


@dataclass
class LiveServer:
    """The application of the test at an address of its own."""

    app: Flask
    url: str


class Quiet(WSGIRequestHandler):
    def log_request(self, *_arguments: Any) -> None:
        pass


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    url = f"http://127.0.0.1:{server.server_port}"
    app.config["BASE_URL"] = url
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield LiveServer(app, url)
    server.shutdown()
    thread.join(5)
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator["Browser"]:
    """One browser for all tests of a process (Playwright allows no second beside it); contexts keep tests apart."""
    from playwright.sync_api import sync_playwright

    path = chromium_on_this_machine.find()
    if path is None:
        pytest.fail(
            "There is no Chromium for the browser tests. Install it with: apt-get install chromium", pytrace=False
        )
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS + as_root)
        yield browser
        browser.close()


@dataclass
class Visits:
    """The pages that a test has opened, and what went wrong on them."""

    browser: "Browser"
    url: str
    contexts: list["BrowserContext"] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def open(
        self,
        *,
        javascript: bool = True,
        color_scheme: Any = "light",
        width: int = 1280,
        height: int = 900,
        cookies: tuple[tuple[str, str], ...] = (),
        **options: Any,
    ) -> "Page":
        context = self.browser.new_context(
            base_url=self.url,
            locale="pl-PL",
            timezone_id="Europe/Warsaw",
            java_script_enabled=javascript,
            color_scheme=color_scheme,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies])
        self.contexts.append(context)
        page = context.new_page()
        self.watch(page)
        context.on("page", self.watch)
        return page

    def watch(self, page: "Page") -> None:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self.note_console(page, message))
        page.on("request", lambda request: self.note_request(page, request.url))

    def note_console(self, page: "Page", message: Any) -> None:
        # A refused form is a 4xx, which Chromium reports as well; that is no fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{page.url}: {message.text}")

    def note_request(self, page: "Page", url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(self.url).netloc:
            self.faults.append(f"{page.url} asks another host: {url}")

    def photograph(self, name: str) -> Iterator[str]:
        FAILURES.mkdir(parents=True, exist_ok=True)
        pages = [page for context in self.contexts for page in context.pages]
        for number, page in enumerate(pages, 1):
            picture = FAILURES / f"{name.translate(str.maketrans('[]/ ', '____'))}-{number}.png"
            try:
                page.screenshot(path=picture, full_page=True)
            except Exception as error:  # a page that hangs must not hide why the test failed
                yield f"{page.url}: no picture, {type(error).__name__}"
            else:
                yield f"{page.url}: {picture}"


@pytest.fixture
def visits(request: pytest.FixtureRequest, chromium: "Browser", live_server: LiveServer) -> Iterator[Visits]:
    visits = request.node.visits = Visits(chromium, live_server.url)
    yield visits
    for context in visits.contexts:
        context.close()
    assert not visits.faults, "\n".join(visits.faults)


@pytest.fixture
def open_page(app: Flask, visits: Visits, sign_in_as: Callable[[Any], Any]) -> Callable[..., "Page"]:
    """`open_page(as_=user, javascript=True, color_scheme="light", width=1280, bypass_csp=False)`: a page of its own browser."""

    def open_one(as_: Any = None, **options: Any) -> "Page":
        cookies: tuple[tuple[str, str], ...] = ()
        if as_ is not None:
            from app.auth.sessions import cookie_name

            cookie = sign_in_as(as_).get_cookie(cookie_name())
            cookies = ((cookie.key, cookie.value),)
        return visits.open(cookies=cookies, **options)

    return open_one


@pytest.fixture
def page(open_page: Callable[..., "Page"]) -> "Page":
    """A visitor's page."""
    return open_page()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def any_page(request: pytest.FixtureRequest, open_page: Callable[..., "Page"]) -> Callable[..., "Page"]:
    """`open_page` for a test that runs twice, with scripts and without."""

    def open_one(as_: Any = None, **options: Any) -> "Page":
        return open_page(as_, javascript=request.param, **options)

    return open_one
