"""What is wrong with a position's text, unit by unit: errors forbid saving it, warnings forbid consulting it.

Sentences for people are made by the page from `code` and `limit`; the rules are those of positions.md §2.1.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.lib import limits
from app.positions.text.nodes import (
    MARKER_OVERRIDE,
    MAY_DEMAND,
    MAY_HOLD,
    MAY_OVERRIDE,
    ONLY_ONE,
    ROOT_KINDS,
    Node,
    Tree,
    normal_text,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; without `node_id` it is about the whole text."""

    severity: Literal["error", "warning"]
    code: str
    node_id: str | None = None
    limit: int | None = None


class InvalidText(ValueError):
    """The tree cannot be kept; `problems` are the reasons, all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(sorted({problem.code for problem in problems})))
        self.problems = problems


def validate(tree: Tree) -> Tree:
    """The tree itself, when nothing forbids keeping it; else InvalidText."""
    errors = tuple(problem for problem in problems(tree) if problem.severity == "error")
    if errors:
        raise InvalidText(errors)
    return tree


def problems(tree: Tree) -> tuple[Problem, ...]:
    """All errors and warnings in the order of reading, those of the whole text first.

    Errors: bad_nesting, too_many_of_kind, too_many_nodes, too_many_recitals, text_too_long, text_not_normal,
    title_too_long, text_beside_paragraphs, not_a_demand_kind, addressee_without_demand, too_many_addressees,
    bad_addressee, bad_marker. Warnings: no_title, title_too_short, no_demand, demand_without_addressee, empty_text.
    """
    return (*_of_the_whole(tree), *(problem for node in tree for problem in _of_node(tree, node)))


def _of_the_whole(tree: Tree) -> Iterator[Problem]:
    if len(tree) > limits.POSITION_NODES:
        yield Problem("error", "too_many_nodes", limit=limits.POSITION_NODES)
    counts = Counter(node.kind for node in tree)
    if counts["recital"] > limits.POSITION_RECITALS:
        yield Problem("error", "too_many_recitals", limit=limits.POSITION_RECITALS)
    for kind in ONLY_ONE:
        if counts[kind] > 1:
            yield Problem("error", "too_many_of_kind", tree.roots(kind)[1].node_id if tree.roots(kind)[1:] else None, 1)
    if not tree.title:
        yield Problem("warning", "no_title")
    if not tree.demands():
        yield Problem("warning", "no_demand")


def _of_node(tree: Tree, node: Node) -> Iterator[Problem]:
    allowed = ROOT_KINDS if node.parent_id is None else MAY_HOLD[tree.node(node.parent_id).kind]
    if node.kind not in allowed:
        yield Problem("error", "bad_nesting", node.node_id)
    yield from _of_text(tree, node)
    yield from _of_demand(node)
    if node.marker_override is not None and (
        node.kind not in MAY_OVERRIDE or not MARKER_OVERRIDE.fullmatch(node.marker_override)
    ):
        yield Problem("error", "bad_marker", node.node_id)


def _of_text(tree: Tree, node: Node) -> Iterator[Problem]:
    if node.kind == "title":
        if len(node.text) > limits.POSITION_TITLE:
            yield Problem("error", "title_too_long", node.node_id, limits.POSITION_TITLE)
        elif 0 < len(node.text) < limits.POSITION_TITLE_MIN:
            yield Problem("warning", "title_too_short", node.node_id, limits.POSITION_TITLE_MIN)
    elif len(node.text) > limits.POSITION_PARAGRAPH:
        yield Problem("error", "text_too_long", node.node_id, limits.POSITION_PARAGRAPH)
    if node.text != normal_text(node.text):
        yield Problem("error", "text_not_normal", node.node_id)
    has_paragraphs = any(child.kind == "paragraph" for child in tree.children(node.node_id))
    if has_paragraphs and (node.text or any(child.kind == "point" for child in tree.children(node.node_id))):
        yield Problem("error", "text_beside_paragraphs", node.node_id)
    elif not node.text and not has_paragraphs:
        yield Problem("warning", "empty_text", node.node_id)


def _of_demand(node: Node) -> Iterator[Problem]:
    if node.demand and node.kind not in MAY_DEMAND:
        yield Problem("error", "not_a_demand_kind", node.node_id)
    if node.addressees and not node.demand:
        yield Problem("error", "addressee_without_demand", node.node_id)
    if node.demand and not node.addressees:
        yield Problem("warning", "demand_without_addressee", node.node_id)
    if len(node.addressees) > limits.POSITION_ADDRESSEES:
        yield Problem("error", "too_many_addressees", node.node_id, limits.POSITION_ADDRESSEES)
    if any(not is_addressee(name) for name in node.addressees) or len(set(node.addressees)) < len(node.addressees):
        yield Problem("error", "bad_addressee", node.node_id, limits.POSITION_ADDRESSEE)


def is_addressee(name: str) -> bool:
    """A name that can stand in the mark of a demand: one line, no brackets, no semicolon."""
    fits = 0 < len(name) <= limits.POSITION_ADDRESSEE and name == normal_text(name)
    return fits and not any(sign in name for sign in "[];")
