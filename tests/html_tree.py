"""A small tree of an HTML page, made with the standard library's parser; notes tags that are not closed in order."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
BLOCK = frozenset(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main nav ol option p pre section summary table tbody td th thead tr ul button label br".split()
)
UNSEEN = frozenset({"script", "style", "template", "head"})


class Node:
    """An element: its tag, attributes, parent and children (elements and texts)."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Node | None", line: int) -> None:
        self.tag, self.attributes, self.parent, self.line = tag, attributes, parent, line
        self.children: list[Node | str] = []

    def __repr__(self) -> str:
        marks = "".join(f' {name}="{self[name][:40]}"' for name in ("id", "class", "name", "href") if self.get(name))
        return f"<{self.tag}{marks}> (line {self.line})"

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def has(self, name: str) -> bool:
        return name in self.attributes

    @property
    def classes(self) -> list[str]:
        return self.get("class").split()

    def walk(self) -> Iterator["Node"]:
        """This element and all below, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def above(self) -> Iterator["Node"]:
        """The elements around this one, from the nearest."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def find_all(self, *tags: str, **attributes: str) -> list["Node"]:
        """Elements below with one of the tags (any, when none is named) and these attributes; `class_` is one class.

        An attribute whose name has a hyphen is written with an underscore: `aria_current="page"`.
        """
        return [
            node
            for node in self.walk()
            if node is not self and (not tags or node.tag in tags) and node._fits(attributes)
        ]

    def find(self, *tags: str, **attributes: str) -> "Node":
        """The first of them; raises AssertionError when there is none."""
        found = self.find_all(*tags, **attributes)
        assert found, f"no {'/'.join(tags) or 'element'} {attributes or ''} in {self}"
        return found[0]

    def _fits(self, attributes: dict[str, str]) -> bool:
        for name, wanted in attributes.items():
            if name == "class_":
                if wanted not in self.classes:
                    return False
            elif self.attributes.get(name.rstrip("_").replace("_", "-")) != wanted:
                return False
        return True

    @property
    def text(self) -> str:
        """What a person reads: no-break spaces are spaces, runs of blanks one, elements of their own line apart."""
        return " ".join("".join(self._pieces()).replace("\xa0", " ").replace("\xad", "").split())

    def _pieces(self) -> Iterator[str]:
        if self.tag in UNSEEN:
            return
        apart = " " if self.tag in BLOCK else ""
        yield apart
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child._pieces()
        yield apart

    @property
    def raw_text(self) -> str:
        """Every character below, as it stands: what a textarea holds."""
        return "".join(child if isinstance(child, str) else child.raw_text for child in self.children)


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Node("#page", {}, None, 0)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        for name in {name for name in names if names.count(name) > 1}:
            self.faults.append(f"line {self.getpos()[0]}: <{tag}> has {name} twice")
        node = Node(tag, {name: value or "" for name, value in attrs}, self.here, self.getpos()[0])
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # In HTML the slash closes nothing; inside SVG it does.
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            if not any(node.tag in ("svg", "math") for node in (self.here, *self.here.above())):
                self.faults.append(f"line {self.getpos()[0]}: <{tag}/> is not closed by its slash")
            self.here = self.here.parent or self.root

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        if tag == self.here.tag:
            self.here = self.here.parent or self.root
            return
        self.faults.append(f"line {line}: </{tag}> closes {self.here}")
        for node in self.here.above():
            if node.tag == tag:
                self.here = node.parent or self.root
                return

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)

    def close(self) -> None:
        super().close()
        if self.here is not self.root:
            self.faults.append(f"{self.here} is never closed")


def parse(html: str) -> tuple[Node, list[str]]:
    """The tree of a page, and the tags that are not closed in order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root, builder.faults
