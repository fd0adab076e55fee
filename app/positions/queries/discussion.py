"""Reading comments and evidence; where a comment stands in the text as it is now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.links import Cited, Link, links_from
from app.positions.models import Comment, Position, Thread
from app.positions.text.nodes import Tree
from app.web.errors import NotFound

EXACT, CHANGED, ORPHANED = "exact", "changed", "orphaned"


@dataclass(frozen=True)
class Placed:
    """A thread and how its place has fared since: the same words, other words, or gone."""

    thread: Thread
    anchor: str

    @property
    def last(self) -> Comment:
        return self.thread.comments[-1]


def threads_of(viewer: Any, position: Position, tree: Tree) -> dict[str, list[Placed]]:
    """The threads by node, oldest first; members only, since comments are never public. One statement."""
    if not (viewer.is_authenticated and viewer.is_member):
        return {}
    rows = db.session.scalars(
        select(Thread)
        .where(Thread.position_id == position.id)
        .order_by(Thread.id)
        .options(
            joinedload(Thread.comments).joinedload(Comment.author),
            joinedload(Thread.resolved_by),
            joinedload(Thread.version),
        )
    )
    found: dict[str, list[Placed]] = defaultdict(list)
    for thread in rows.unique():
        found[thread.node_id].append(Placed(thread, _anchor(thread, tree)))
    return dict(found)


def _anchor(thread: Thread, tree: Tree) -> str:
    node = tree.find(thread.node_id)
    if node is None:
        return ORPHANED
    return EXACT if node.text == thread.quote else CHANGED


def find_thread(viewer: Any, position: Position, thread_id: int) -> Thread:
    """A thread of this position; the position has been found for this viewer already."""
    thread = db.session.scalar(select(Thread).where(Thread.id == thread_id, Thread.position_id == position.id))
    if thread is None or not viewer.is_member:
        raise NotFound
    return thread


@dataclass(frozen=True)
class Evidence:
    """A cited thing with its number on the page and the node at which it is cited."""

    no: int
    link: Link
    cited: Cited


def evidence_of(viewer: Any, position: Position, tree: Tree) -> list[Evidence]:
    """What is cited, numbered in the order of the text; what this viewer may not see is left out."""
    order = {node.node_id: place for place, node in enumerate(tree)}
    found = sorted(
        links_from(viewer, "position", position.id), key=lambda pair: (order.get(pair[0].place, len(order)), pair[0].id)
    )
    return [Evidence(no, link, cited) for no, (link, cited) in enumerate(found, start=1)]


def evidence_by_node(evidence: Sequence[Evidence]) -> Mapping[str, list[Evidence]]:
    """The same by node."""
    by_node: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        by_node[one.link.place].append(one)
    return by_node


def find_evidence(position: Position, link_id: int) -> Link:
    """A link that begins at this position."""
    link = db.session.get(Link, link_id)
    if link is None or (link.source_kind, link.source_id) != ("position", position.id):
        raise NotFound
    return link
