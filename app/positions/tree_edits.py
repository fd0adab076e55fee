"""One change of a text's tree at a time, as pure functions: each gives a new tree. Rules are checked by `text.checks`."""

from collections.abc import Sequence
from dataclasses import replace

from app.positions.text.nodes import MAY_HOLD, ONLY_ONE, ROOT_KINDS, Node, Tree, build, new_node_id, normal_text


def edit(tree: Tree, node_id: str, text: str, *, demand: bool = False, addressees: Sequence[str] = ()) -> Tree:
    """Another text of a node, and whether it is a demand; its identity and place stay."""
    changed = replace(
        tree.node(node_id),
        text=normal_text(text),
        demand=demand,
        addressees=tuple(addressees) if demand else (),
    )
    return build(changed if node.node_id == node_id else node for node in tree)


def add(tree: Tree, kind: str, text: str, *, after: str | None = None, inside: str | None = None) -> tuple[Tree, str]:
    """A new node after another (as its sibling), last inside another, or last among the roots; and its identity."""
    parent_id = tree.node(after).parent_id if after else inside
    new = Node(new_node_id(), parent_id, 0, kind, normal_text(text))
    siblings = list(tree.children(parent_id))
    place = next((at for at, node in enumerate(siblings, start=1) if node.node_id == after), len(siblings))
    siblings.insert(place, new)
    return _with_order(tree, siblings), new.node_id


def delete(tree: Tree, node_id: str) -> Tree:
    """Without a node and all that hangs below it."""
    gone = {node.node_id for node in tree.subtree(node_id)}
    return build(node for node in tree if node.node_id not in gone)


def move(tree: Tree, node_id: str, direction: str) -> Tree:
    """One place up or down among its siblings of the same sort; at the end of the row nothing happens."""
    node = tree.node(node_id)
    siblings = list(tree.children(node.parent_id))
    if node.parent_id is None:
        siblings = [one for one in siblings if one.kind == node.kind]
    at = next(index for index, one in enumerate(siblings) if one.node_id == node_id)
    other = at - 1 if direction == "up" else at + 1
    if not 0 <= other < len(siblings):
        return tree
    siblings[at], siblings[other] = siblings[other], siblings[at]
    return _with_order(tree, siblings)


def kinds_inside(tree: Tree, node: Node) -> tuple[str, ...]:
    """What may hang below a node now: ust. and words of its own do not go together, nor do ust. and points."""
    allowed = MAY_HOLD[node.kind]
    below = {child.kind for child in tree.children(node.node_id)}
    if "paragraph" in below:
        return tuple(kind for kind in allowed if kind == "paragraph")
    if node.text or below:
        return tuple(kind for kind in allowed if kind != "paragraph")
    return allowed


def kinds_at_top(tree: Tree) -> tuple[str, ...]:
    """Which roots may still be added."""
    return tuple(kind for kind in ROOT_KINDS if kind not in ONLY_ONE or not tree.roots(kind))


def _with_order(tree: Tree, siblings: Sequence[Node]) -> Tree:
    """The tree with these siblings (new ones among them) ranked in this order."""
    ranked = {node.node_id: replace(node, rank=rank) for rank, node in enumerate(siblings, start=1)}
    others = (node for node in tree if node.node_id not in ranked)
    return build([*others, *ranked.values()])
