"""Pages as a person without script uses them: open one, read it, follow a link, fill in a form.

    page = visit(client, "/forum")
    topic = page.link("Zadaj pytanie").follow().form("Opublikuj").submit(title="Jak?", body="Tak.")
    assert "Jak?" in topic.text

Every page is checked on the way (tests/page_rules.py). Texts are compared with ordinary spaces.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.html_tree import Node, parse
from tests.page_rules import faults_of

SUBMITTING = ("submit", "image")


def visit(client: FlaskClient, path: str, status: int = 200, **options: Any) -> "Page":
    """Open an address, go where it leads, expect this status at the end."""
    response = client.get(path, follow_redirects=True, **options)
    return Page(client, response, status)


class Page:
    """An answer in HTML: its tree, its address, what can be done on it."""

    def __init__(self, client: FlaskClient, response: TestResponse, status: int = 200) -> None:
        self.client, self.response = client, response
        self.status = response.status_code
        self.path = response.request.path
        self.url = response.request.url
        self.html = response.get_data(as_text=True)
        assert self.status == status, f"{self.path} answered {self.status}, not {status}: {self._beginning()}"
        assert response.mimetype == "text/html", f"{self.path} is {response.mimetype}"
        self.root, faults = parse(self.html)
        faults += faults_of(self.root)
        assert not faults, f"{self.path}:\n  " + "\n  ".join(faults)

    def __repr__(self) -> str:
        return f"<Page {self.path} {self.status} {self.title!r}>"

    def _beginning(self) -> str:
        return parse(self.html)[0].text[:300]

    @property
    def title(self) -> str:
        return self.root.find("title").raw_text.replace("\xa0", " ").strip()

    @property
    def heading(self) -> str:
        return self.root.find("h1").text

    @property
    def main(self) -> Node:
        return self.root.find("main")

    @property
    def text(self) -> str:
        """All that can be read, header and footer included; `page.main.text` leaves those out."""
        return self.root.text

    def find(self, *tags: str, **attributes: str) -> Node:
        return self.root.find(*tags, **attributes)

    def find_all(self, *tags: str, **attributes: str) -> list[Node]:
        return self.root.find_all(*tags, **attributes)

    def link(self, text: str = "", *, href: str = "") -> "Link":
        """The first link that is called so (whole text, or its aria-label) or leads there."""
        links = [node for node in self.find_all("a") if node.has("href")]
        for node in links:
            if (text and text in (node.text, node.get("aria-label"))) or (href and node["href"] == href):
                return Link(self, node)
        raise AssertionError(f"{self.path} has no link {text or href!r}; it has {[n.text for n in links]}")

    def has_link(self, text: str) -> bool:
        return any(text in (node.text, node.get("aria-label")) for node in self.find_all("a"))

    def form(self, button: str = "", *, action: str = "", id: str = "") -> "Form":
        """The form with a button of this text, or with this action (without query) or id."""
        for form in self.find_all("form"):
            if id and form.get("id") == id:
                return Form(self, form)
            if action and urlsplit(self.absolute(form.get("action"))).path == action:
                return Form(self, form)
            if button:
                for node in self.buttons_of(form):
                    if button in (node.text, node.get("value"), node.get("aria-label")):
                        return Form(self, form, node)
        names = [node.text or node.get("value") for form in self.find_all("form") for node in self.buttons_of(form)]
        raise AssertionError(f"{self.path} has no form {button or action or id!r}; its buttons are {names}")

    def has_button(self, text: str) -> bool:
        return any(text in (node.text, node.get("value")) for node in self.find_all("button", "input"))

    def buttons_of(self, form: Node) -> list[Node]:
        return [
            node
            for node in self.controls_of(form, "button", "input")
            if (node.tag == "button" and node.get("type", "submit") == "submit")
            or (node.tag == "input" and node.get("type") in SUBMITTING)
        ]

    def controls_of(self, form: Node, *tags: str) -> list[Node]:
        """Controls inside the form and those elsewhere that name it."""
        inside = [node for node in form.find_all(*tags) if not node.has("form")]
        outside = self.find_all(*tags, form=form["id"]) if form.get("id") else []
        return inside + outside

    def absolute(self, address: str) -> str:
        return urljoin(self.url, address)


class Link:
    """A link of a page."""

    def __init__(self, page: Page, node: Node) -> None:
        self.page, self.node = page, node
        self.href = node["href"]

    def follow(self, status: int = 200) -> Page:
        return visit(self.page.client, path_of(self.page.absolute(self.href)), status)


class Form:
    """A form of a page, with what stands in it."""

    def __init__(self, page: Page, node: Node, button: Node | None = None) -> None:
        self.page, self.node = page, node
        self.button = button or next(iter(page.buttons_of(node)), None)

    @property
    def values(self) -> MultiDict[str, str]:
        """What would be sent now, hidden fields included."""
        sent: MultiDict[str, str] = MultiDict()
        for node in self.page.controls_of(self.node, "input", "select", "textarea"):
            name = node.get("name")
            if not name or node.has("disabled"):
                continue
            if node.tag == "textarea":
                # The first line break after the tag belongs to the tag.
                sent.add(name, node.raw_text.replace("\r\n", "\n").removeprefix("\n"))
            elif node.tag == "select":
                sent.setlist(name, sent.getlist(name) + _chosen(node))
            elif node.get("type") in ("checkbox", "radio"):
                if node.has("checked"):
                    sent.add(name, node.get("value", "on"))
            elif node.get("type") not in (*SUBMITTING, "button", "reset", "file"):
                sent.add(name, node.get("value"))
        return sent

    @property
    def names(self) -> set[str]:
        controls = self.page.controls_of(self.node, "input", "select", "textarea", "button")
        return {node["name"] for node in controls if node.get("name")}

    def submit(
        self, fields: Mapping[str, Any] | None = None, /, *, status: int = 200, follow: bool = True, **values: Any
    ) -> Page:
        """Fill in and send, go where it leads. A list sends several values, None leaves a field out, True ticks a box.

        A file is `(stream, name)`. Fields that the form does not have are a mistake of the test.
        """
        response = self.send(fields, follow=follow, **values)
        return Page(self.page.client, response, status)

    def send(self, fields: Mapping[str, Any] | None = None, /, *, follow: bool = False, **values: Any) -> TestResponse:
        """The bare answer to the form, for redirects and refusals."""
        sent: MultiDict[str, Any] = MultiDict(self.values)
        if self.button is not None and self.button.get("name"):
            sent.add(self.button["name"], self.button.get("value"))
        for name, value in {**(fields or {}), **values}.items():
            assert name in self.names, f"{self.node} has no field {name!r}; it has {sorted(self.names)}"
            sent.setlist(name, self._sent_for(name, value))
        button = self.button.attributes if self.button else {}
        target = self.page.absolute(button.get("formaction") or self.node.get("action"))
        method = (button.get("formmethod") or self.node.get("method", "get")).upper()
        if method == "GET":
            path = urlsplit(target).path
            return self.page.client.get(path, query_string=sent, follow_redirects=follow)
        options: dict[str, Any] = {}
        if self.node.get("enctype"):
            options["content_type"] = self.node["enctype"]
        return self.page.client.post(path_of(target), data=sent, follow_redirects=follow, **options)

    def _sent_for(self, name: str, value: Any) -> list[Any]:
        if value is None or value is False:
            return []
        if value is True:
            boxes = [n for n in self.page.controls_of(self.node, "input") if n.get("name") == name]
            return [boxes[0].get("value", "on")] if boxes else ["on"]
        return list(value) if isinstance(value, list) else [value if isinstance(value, tuple) else str(value)]


def _chosen(select: Node) -> list[str]:
    options = [node for node in select.find_all("option") if not node.has("disabled")]
    chosen = [node for node in options if node.has("selected")]
    if not chosen and not select.has("multiple"):
        chosen = options[:1]
    return [node.get("value", node.text) if node.has("value") else node.text for node in chosen]


def path_of(address: str) -> str:
    """Path and query of an address; the place on the page is not sent."""
    parts = urlsplit(urldefrag(address).url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
