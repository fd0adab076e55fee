"""A text as the units that a page shows, in the order of reading, with headings and what stands beside each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.positions import addressees
from app.positions.text.nodes import Node, Tree
from app.positions.text.numbering import labels, numbering
from app.positions.text.plain import RECITALS_BEGIN, RECITALS_END
from app.web.locale import current_language


def anchor_of(node_id: str) -> str:
    """The id of a unit on the page; begins with a letter, so that every tool takes it."""
    return f"j-{node_id}"


@dataclass(frozen=True)
class UnitView:
    """One unit, or one generated line between units (then `node` is None)."""

    anchor: str
    text: str
    number: str = ""
    label: str = ""
    depth: int = 0
    kind: str = ""
    demand: str = ""
    outer: Mapping[str, str] | None = None
    node: Node | None = None


def units_of(tree: Tree) -> list[UnitView]:
    """Everything after the formal head: basis, recitals with their frame, §s, justification."""
    return _Setter(tree).units()


def demand_words(no: int, names: Sequence[str]) -> str:
    """Above a demand: its number and its addressees, in the reader's language."""
    if not names:
        return _("Demand %(no)s, no addressee yet", no=no)
    return _("Demand %(no)s, to: %(names)s", no=no, names=", ".join(addressees.words(name) for name in names))


class _Setter:
    """Knows the numbers and which § begins with its first subsection beside it."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.numbers = numbering(tree)
        self.labels = labels(tree, current_language())
        self.demands = {node.node_id: no for no, node in enumerate(tree.demands(), start=1)}

    def units(self) -> list[UnitView]:
        found: list[UnitView] = []
        region = ""
        for node, depth in self.tree.walk():
            if node.kind == "title" or self._stands_beside_its_first(node):
                region = region if node.kind == "title" else self._enter(found, region, node)
                continue
            if depth == 0:
                region = self._enter(found, region, node)
            found.append(self._unit(node, depth))
        if region == "recital":
            found.append(UnitView("motywy-koniec", RECITALS_END, kind="plain"))
        return found

    def _enter(self, found: list[UnitView], region: str, node: Node) -> str:
        if region == "recital" and node.kind != "recital":
            found.append(UnitView("motywy-koniec", RECITALS_END, kind="plain"))
        if node.kind == "recital" and region != "recital":
            found.append(UnitView("motywy", RECITALS_BEGIN, kind="plain"))
        if node.kind == "justification" and region != "justification":
            found.append(UnitView("uzasadnienie", "Uzasadnienie", kind="head"))
        return node.kind

    def _stands_beside_its_first(self, node: Node) -> bool:
        """A § without words of its own is printed in the line of its first ust."""
        below = self.tree.children(node.node_id)
        return node.kind in ("section", "closing") and not node.text and bool(below) and below[0].kind == "paragraph"

    def _unit(self, node: Node, depth: int) -> UnitView:
        parent = self.tree.find(node.parent_id or "")
        outer = None
        if (
            parent is not None
            and self._stands_beside_its_first(parent)
            and self.tree.children(parent.node_id)[0] is node
        ):
            outer = {
                "anchor": anchor_of(parent.node_id),
                "number": self.numbers[parent.node_id].marker,
                "label": self.labels[parent.node_id],
            }
        demand = node if node.demand else parent if outer and parent is not None and parent.demand else None
        return UnitView(
            anchor=anchor_of(node.node_id),
            text=node.text,
            number=self.numbers[node.node_id].marker,
            label=self.labels[node.node_id],
            depth=1 if node.kind == "recital" else depth,
            kind=self._kind(node, bool(outer)),
            demand=demand_words(self.demands[demand.node_id], demand.addressees) if demand is not None else "",
            outer=outer,
            node=node,
        )

    def _kind(self, node: Node, first: bool) -> str:
        if node.kind in ("section", "closing") or first:
            return "sec"
        return {"basis": "plain", "justification": "just"}.get(node.kind, "")


def outline_of(tree: Tree, threads: Mapping[str, Sequence[Any]], evidence_count: int) -> list[dict[str, str]]:
    """The units at the top as links, each with the number of comments in it."""
    names = labels(tree, current_language())
    entries = [{"label": _("Title"), "url": "#tytul", "note": _comments(_count(tree, tree.roots("title"), threads))}]
    if tree.roots("recital"):
        entries.append(
            {"label": _("Recitals"), "url": "#motywy", "note": _comments(_count(tree, tree.roots("recital"), threads))}
        )
    for node in (*tree.roots("section"), *tree.roots("closing")):
        entries.append(
            {
                "label": names[node.node_id],
                "url": f"#{anchor_of(node.node_id)}",
                "note": _comments(_count(tree, [node], threads)),
            }
        )
    if tree.roots("justification"):
        count = _count(tree, tree.roots("justification"), threads)
        entries.append({"label": _("Justification"), "url": "#uzasadnienie", "note": _comments(count)})
    if evidence_count:
        entries.append({"label": _("Evidence"), "url": "#dowody", "note": str(evidence_count)})
    return entries


def _count(tree: Tree, roots: Sequence[Node], threads: Mapping[str, Sequence[Any]]) -> int:
    return sum(
        len(placed.thread.comments)
        for root in roots
        for node in tree.subtree(root.node_id)
        for placed in threads.get(node.node_id, ())
    )


def _comments(count: int) -> str:
    return ngettext("%(num)s comm.", "%(num)s comm.", count) if count else ""
