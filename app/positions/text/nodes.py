"""Units of a position's text ("jednostki redakcyjne") and the tree they make: building, walking, checking.

A unit keeps its `node_id` through all versions; its number is computed (`numbering`), never stored.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

# Kinds that stand at the top, in the order in which they are printed.
ROOT_KINDS: Final = ("title", "basis", "recital", "section", "closing", "justification")

# ZTP § 55-57: a § is divided into ust. or straight into points, these into letters, these into dashes (tiret).
MAY_HOLD: Final[Mapping[str, tuple[str, ...]]] = {
    "title": (),
    "basis": (),
    "recital": (),
    "section": ("paragraph", "point"),
    "closing": ("paragraph", "point"),
    "justification": (),
    "paragraph": ("point",),
    "point": ("letter",),
    "letter": ("indent",),
    "indent": (),
}
KINDS: Final = tuple(MAY_HOLD)
ONLY_ONE: Final = ("title", "basis")
MAY_DEMAND: Final = ("section", "paragraph", "point", "letter")
MAY_OVERRIDE: Final = ("recital", "section", "closing", "paragraph", "point", "justification")
MARKER_OVERRIDE: Final = re.compile(r"[1-9][0-9]{0,3}[a-z]{1,2}")


class BrokenTree(ValueError):
    """The units do not make a tree; `node_id` says where, `code` what is wrong."""

    code = "broken_tree"

    def __init__(self, node_id: str) -> None:
        super().__init__(f"{self.code}: {node_id}")
        self.node_id = node_id


class UnknownKind(BrokenTree):
    code = "unknown_kind"


class DuplicateNode(BrokenTree):
    code = "duplicate_node"


class UnknownParent(BrokenTree):
    code = "unknown_parent"


class Cycle(BrokenTree):
    code = "cycle"


class UnknownNode(BrokenTree):
    code = "unknown_node"


@dataclass(frozen=True, slots=True)
class Node:
    """One unit. `rank` orders it among its siblings; `addressees` are names or ids of those whom a demand asks."""

    node_id: str
    parent_id: str | None
    rank: int
    kind: str
    text: str = ""
    demand: bool = False
    addressees: tuple[str, ...] = ()
    marker_override: str | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """Made by `build` only. `nodes` are in the order of reading."""

    nodes: tuple[Node, ...]
    _by_id: Mapping[str, Node] = field(repr=False, compare=False)
    _children: Mapping[str | None, tuple[Node, ...]] = field(repr=False, compare=False)

    def __iter__(self) -> Iterator[Node]:
        return iter(self.nodes)

    def __len__(self) -> int:
        return len(self.nodes)

    def __contains__(self, node_id: object) -> bool:
        return node_id in self._by_id

    def node(self, node_id: str) -> Node:
        """The unit with that identity; UnknownNode when the tree has none."""
        try:
            return self._by_id[node_id]
        except KeyError:
            raise UnknownNode(node_id) from None

    def find(self, node_id: str) -> Node | None:
        """The unit with that identity or None."""
        return self._by_id.get(node_id)

    def children(self, node_id: str | None) -> tuple[Node, ...]:
        """The units right below one, in order; below None stand the roots."""
        return self._children.get(node_id, ())

    def ancestors(self, node_id: str) -> list[Node]:
        """From the root down to the parent of the unit."""
        above: list[Node] = []
        parent_id = self.node(node_id).parent_id
        while parent_id is not None:
            parent = self.node(parent_id)
            above.append(parent)
            parent_id = parent.parent_id
        return above[::-1]

    def roots(self, kind: str) -> tuple[Node, ...]:
        """The roots of one kind, in order."""
        return tuple(node for node in self.children(None) if node.kind == kind)

    def walk(self) -> Iterator[tuple[Node, int]]:
        """Every unit with its depth (roots have 0), in the order of reading."""
        waiting = [(node, 0) for node in reversed(self.children(None))]
        while waiting:
            node, depth = waiting.pop()
            yield node, depth
            waiting += [(child, depth + 1) for child in reversed(self.children(node.node_id))]

    @property
    def title(self) -> str:
        """The text of the title, or nothing."""
        return next((node.text for node in self.roots("title")), "")

    def demands(self) -> tuple[Node, ...]:
        """The units that ask somebody for something ("postulaty"), in the order of reading."""
        return tuple(node for node in self.nodes if node.demand)

    def subtree(self, node_id: str) -> tuple[Node, ...]:
        """The unit and all below it, in the order of reading."""
        found: list[Node] = []
        waiting = [self.node(node_id)]
        while waiting:
            node = waiting.pop()
            found.append(node)
            waiting += reversed(self.children(node.node_id))
        return tuple(found)


def new_node_id() -> str:
    """128 random bits as text, made once for a unit and never again."""
    return secrets.token_hex(16)


def normal_text(text: str) -> str:
    """The one form in which a unit's text is kept: one line, single plain spaces, NFC.

    No-break spaces are set when the text is shown, so they are no part of it.
    """
    return unicodedata.normalize("NFC", " ".join(text.split()))


def build(nodes: Iterable[Node]) -> Tree:
    """The tree of some units, in whatever order they come. Refuses with a BrokenTree what is no tree."""
    by_id: dict[str, Node] = {}
    below: dict[str | None, list[Node]] = {}
    for node in nodes:
        if node.kind not in MAY_HOLD:
            raise UnknownKind(node.node_id)
        if node.node_id in by_id:
            raise DuplicateNode(node.node_id)
        by_id[node.node_id] = node
        below.setdefault(node.parent_id, []).append(node)
    for node in by_id.values():
        if node.parent_id is not None and node.parent_id not in by_id:
            raise UnknownParent(node.node_id)
    children = {parent_id: tuple(sorted(group, key=_order)) for parent_id, group in below.items()}
    tree = Tree((), by_id, children)
    in_order = tuple(node for node, _ in tree.walk())
    if len(in_order) < len(by_id):
        # Whatever cannot be reached from a root hangs on itself.
        reached = {node.node_id for node in in_order}
        raise Cycle(next(node_id for node_id in by_id if node_id not in reached))
    return Tree(in_order, by_id, children)


def _order(node: Node) -> tuple[int, int, str]:
    """Roots go by kind first, so that the justification is last wherever its rank puts it."""
    by_kind = ROOT_KINDS.index(node.kind) if node.parent_id is None and node.kind in ROOT_KINDS else len(ROOT_KINDS)
    return by_kind, node.rank, node.node_id
