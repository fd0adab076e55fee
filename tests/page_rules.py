"""What holds on every page: checked each time that a test opens one."""

from collections import Counter
from collections.abc import Iterator

from tests.html_tree import Node

CONTROLS = ("input", "select", "textarea")
UNLABELLED_TYPES = ("hidden", "submit", "reset", "button", "image")
DATA_SCRIPTS = ("application/json", "application/ld+json")
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage", "aria-details")


def faults_of(root: Node) -> list[str]:
    """Every broken rule, in words; empty when the page is as it should be."""
    rules = (_head, _headings, _ids, _labels, _forms, _inline, _names)
    return [fault for rule in rules for fault in rule(root)]


def _head(root: Node) -> Iterator[str]:
    titles = [node for node in root.find_all("title") if not any(up.tag == "svg" for up in node.above())]
    if len(titles) != 1 or not titles[0].text:
        yield f"{len(titles)} titles, or an empty one"
    if not any(node.get("lang") for node in root.find_all("html")):
        yield "<html> does not say its language"
    if len(root.find_all("main")) != 1:
        yield f"{len(root.find_all('main'))} main elements"


def _headings(root: Node) -> Iterator[str]:
    headings = root.find_all("h1", "h2", "h3", "h4", "h5", "h6")
    firsts = [node for node in headings if node.tag == "h1"]
    if len(firsts) != 1:
        yield f"{len(firsts)} h1"
    for node in headings:
        if not node.text:
            yield f"{node} is empty"


def _ids(root: Node) -> Iterator[str]:
    count = Counter(node["id"] for node in root.walk() if node.has("id"))
    for name, times in count.items():
        if times > 1:
            yield f"id {name!r} stands {times} times"
        if not name or any(character.isspace() for character in name):
            yield f"id {name!r} is empty or has blanks"
    for node in root.walk():
        for attribute in REFERENCES:
            for name in node.get(attribute).split():
                if name not in count:
                    yield f"{node}: {attribute} leads to {name!r}, which is not there"
        if (
            node.tag == "a"
            and node.get("href").startswith("#")
            and len(node["href"]) > 1
            and node["href"][1:] not in count
        ):
            yield f"{node} leads to a place that is not on the page"


def _labels(root: Node) -> Iterator[str]:
    controls = [n for n in root.find_all(*CONTROLS) if n.get("type") not in UNLABELLED_TYPES]
    labelled = {node["for"] for node in root.find_all("label") if node.get("for") and node.text}
    for node in controls:
        named = node.get("id") in labelled or node.get("aria-label") or node.get("aria-labelledby")
        if not named and not any(up.tag == "label" and up.text for up in node.above()):
            yield f"{node} has no label"
    ids = {node["id"] for node in root.find_all(*CONTROLS, "output", "meter", "progress", "button") if node.has("id")}
    for node in root.find_all("label"):
        if node.has("for") and node["for"] not in ids:
            yield f"{node} is the label of {node['for']!r}, which is not there"


def _forms(root: Node) -> Iterator[str]:
    for form in root.find_all("form"):
        method = form.get("method", "get").lower()
        tokens = form.find_all("input", name="csrf_token")
        if method == "post" and not any(token.get("value") for token in tokens):
            yield f"{form} posts without csrf_token"
        if method == "get" and tokens:
            yield f"{form} would show its csrf_token in the address"
        if any(node.get("type") == "file" for node in form.find_all("input")):
            if form.get("enctype") != "multipart/form-data":
                yield f"{form} has a file and no enctype"
        if any(up.tag == "form" for up in form.above()):
            yield f"{form} stands inside a form"


def _inline(root: Node) -> Iterator[str]:
    for node in root.walk():
        if node.tag == "style" or node.has("style"):
            yield f"{node} has a style of its own"
        if node.tag == "script" and not node.get("src") and node.get("type") not in DATA_SCRIPTS:
            yield f"{node} is an inline script"
        for name in node.attributes:
            if name.startswith("on"):
                yield f"{node} has {name}"
        for name in ("href", "src", "action", "formaction"):
            if node.get(name).strip().lower().startswith(("javascript:", "data:text", "vbscript:")):
                yield f"{node}: {name} is a script"


def _names(root: Node) -> Iterator[str]:
    for node in root.find_all("a", "button"):
        if node.tag == "a" and not node.has("href"):
            continue
        pictures = [inner.get("alt") for inner in node.find_all("img")]
        drawings = [inner.text for inner in node.find_all("title")]
        if not (node.text or node.get("aria-label") or node.get("aria-labelledby") or any(pictures) or any(drawings)):
            yield f"{node} has no name"
    for node in root.find_all("img"):
        if not node.has("alt"):
            yield f"{node} has no alt"
