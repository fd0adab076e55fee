"""What a first visit costs: bytes over the wire, requests, nobody else asked."""

import pytest

from tests.browser.demonstration import copy_demonstration
from tests.browser.page_list import places

MOST_BYTES = 70 * 1024
MOST_REQUESTS = 6
PAGES = {"front": "/", "topic": "{topic}", "practice": "/praktyki/{full_practice}-x", "position": "{answered}"}


@pytest.fixture
def database(databases, data_dir):
    return copy_demonstration(databases, data_dir)


@pytest.mark.parametrize("name", PAGES)
def test_first_visit_is_light(name, app, open_page):
    with app.test_request_context("/"):
        address = PAGES[name].format(**places())
    page = open_page()
    page.goto(address)  # where it leads: a wrong word in the address costs a redirect
    address = page.url
    page = open_page()
    done = []
    page.on("requestfinished", lambda request: done.append(request))
    page.goto(address, wait_until="networkidle")
    sizes = {one.url: one.sizes() for one in done if "favicon" not in one.url}
    received = {url: size["responseBodySize"] + size["responseHeadersSize"] for url, size in sizes.items()}
    told = "\n".join(f"{size:>7} {url}" for url, size in received.items())
    assert sum(received.values()) <= MOST_BYTES, told
    assert len(received) <= MOST_REQUESTS, told
