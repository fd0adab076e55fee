"""Two versions compared by identity: what stayed, changed, moved, came and went, unit by unit, for showing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.lib.word_diff import Part, longest_rise, word_diff
from app.positions.text.nodes import Node, Tree
from app.positions.text.numbering import labels

Status = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True, slots=True)
class NodeChange:
    """One unit in both versions.

    `words` is the difference of the texts; `moved` says that it hangs elsewhere or stands in another order; `marks`
    names what else differs (kind, demand, addressees, marker_override). The labels are the numbers in each version.
    """

    node_id: str
    status: Status
    old: Node | None
    new: Node | None
    words: tuple[Part, ...]
    moved: bool = False
    marks: tuple[str, ...] = ()
    old_label: str = ""
    new_label: str = ""

    @property
    def node(self) -> Node:
        """The unit as it is now, or as it was before it went."""
        node = self.new or self.old
        assert node is not None
        return node

    @property
    def differs(self) -> bool:
        """Anything but the number, which follows from the others."""
        return self.status != "same" or self.moved or bool(self.marks)


def compare(old: Tree, new: Tree, locale: object = "pl") -> tuple[NodeChange, ...]:
    """Every unit of both versions once: the new text in its order, what went at its old place."""
    old_labels, new_labels = labels(old, locale), labels(new, locale)
    moved = _moved(old, new)
    changes: list[NodeChange] = []

    def show_removed(after: str | None) -> None:
        changes.extend(_removed(node, old_labels) for node in gone.get(after, ()))

    gone = _gone_after(old, new)
    show_removed(None)
    for node in new:
        before = old.find(node.node_id)
        changes.append(
            NodeChange(
                node_id=node.node_id,
                status=_status(before, node),
                old=before,
                new=node,
                words=tuple(word_diff(before.text if before else "", node.text)),
                moved=node.node_id in moved,
                marks=_marks(before, node),
                old_label=old_labels.get(node.node_id, ""),
                new_label=new_labels[node.node_id],
            )
        )
        show_removed(node.node_id)
    return tuple(changes)


def only_changes(changes: Sequence[NodeChange]) -> tuple[NodeChange, ...]:
    """Without the units in which nothing differs."""
    return tuple(change for change in changes if change.differs)


def _status(before: Node | None, node: Node) -> Status:
    if before is None:
        return "added"
    return "same" if before.text == node.text else "changed"


def _marks(before: Node | None, node: Node) -> tuple[str, ...]:
    if before is None:
        return ()
    names = ("kind", "demand", "addressees", "marker_override")
    return tuple(name for name in names if getattr(before, name) != getattr(node, name))


def _removed(node: Node, old_labels: Mapping[str, str]) -> NodeChange:
    words: tuple[Part, ...] = (("del", node.text),) if node.text else ()
    return NodeChange(node.node_id, "removed", node, None, words, old_label=old_labels[node.node_id])


def _gone_after(old: Tree, new: Tree) -> dict[str | None, list[Node]]:
    """The units that went, by the nearest unit before them that is still there."""
    gone: dict[str | None, list[Node]] = {}
    after: str | None = None
    for node in old:
        if node.node_id in new:
            after = node.node_id
        else:
            gone.setdefault(after, []).append(node)
    return gone


def _moved(old: Tree, new: Tree) -> set[str]:
    """Units with another parent, and as few as possible of those that changed the order among their siblings."""
    moved: set[str] = set()
    for parent_id in (None, *(node.node_id for node in new)):
        place = {node.node_id: index for index, node in enumerate(old.children(parent_id))}
        stayed: list[str] = []
        for child in new.children(parent_id):
            if child.node_id in place:
                stayed.append(child.node_id)
            elif child.node_id in old:
                moved.add(child.node_id)
        keep = set(longest_rise([place[node_id] for node_id in stayed]))
        moved.update(node_id for index, node_id in enumerate(stayed) if index not in keep)
    return moved
