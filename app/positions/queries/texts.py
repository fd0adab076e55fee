"""Reading texts: trees of versions, demands, and the facts that guards ask for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.positions.lifecycle import Facts
from app.positions.models import NodeRevision, Position, PositionVersion, StageChange, Vote
from app.positions.states import State
from app.positions.text.hashing import body_sha256
from app.positions.text.nodes import Node, Tree, build
from app.positions.text.numbering import labels, numbering
from app.web.addresses import LARGEST
from app.web.errors import NotFound
from app.web.locale import current_language


@dataclass(frozen=True)
class Demand:
    """One demand (postulat) of a version: its number among the demands, its place, its text with what hangs below."""

    node_id: str
    no: int
    place: str
    text: str
    lines: tuple[tuple[str, str], ...]
    addressees: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.place


def node_of(row: NodeRevision) -> Node:
    """A stored row as a value."""
    return Node(
        node_id=row.node_id,
        parent_id=row.parent_node_id,
        rank=row.rank,
        kind=row.kind,
        text=row.text,
        demand=bool(row.flags.get("demand")),
        addressees=tuple(row.flags.get("addressees", ())),
        marker_override=row.marker_override,
    )


def rows_of(tree: Tree, version_id: int) -> list[NodeRevision]:
    """A tree as rows of a version; ranks are counted anew in the order of reading."""
    return [
        NodeRevision(
            version_id=version_id,
            node_id=node.node_id,
            parent_node_id=node.parent_id,
            rank=rank,
            kind=node.kind,
            marker_override=node.marker_override,
            text=node.text,
            flags={"demand": True, "addressees": list(node.addressees)} if node.demand else {},
        )
        for rank, node in enumerate(tree, start=1)
    ]


def tree_of(version_id: int | None) -> Tree:
    """The text of a version; an empty one for None. One statement."""
    if version_id is None:
        return build(())
    rows = db.session.scalars(
        select(NodeRevision).where(NodeRevision.version_id == version_id, NodeRevision.is_tombstone.is_(False))
    )
    return build(node_of(row) for row in rows)


def trees_of(version_ids: Collection[int]) -> dict[int, Tree]:
    """The texts of several versions. One statement."""
    nodes: dict[int, list[Node]] = {version_id: [] for version_id in version_ids}
    rows = db.session.scalars(
        select(NodeRevision).where(NodeRevision.version_id.in_(version_ids), NodeRevision.is_tombstone.is_(False))
    )
    for row in rows if nodes else ():
        nodes[row.version_id].append(node_of(row))
    return {version_id: build(found) for version_id, found in nodes.items()}


def tombstones_of(version_id: int) -> dict[str, NodeRevision]:
    """The places of nodes that were removed up to this version."""
    rows = db.session.scalars(
        select(NodeRevision).where(NodeRevision.version_id == version_id, NodeRevision.is_tombstone.is_(True))
    )
    return {row.node_id: row for row in rows}


def text_of_node(version_id: int, node_id: str) -> str | None:
    """The text of one node in a version, or None when it is not there."""
    return db.session.scalar(
        select(NodeRevision.text).where(
            NodeRevision.version_id == version_id,
            NodeRevision.node_id == node_id,
            NodeRevision.is_tombstone.is_(False),
        )
    )


def published(position: Position) -> PositionVersion:
    """The current version of a position that is known to have one."""
    if position.current_version is None:
        raise NotFound
    return position.current_version


def draft_of(position: Position) -> PositionVersion | None:
    """The working draft, if there is one."""
    return db.session.scalar(
        select(PositionVersion).where(
            PositionVersion.position_id == position.id, PositionVersion.published_at.is_(None)
        )
    )


def published_versions(position: Position) -> Sequence[PositionVersion]:
    """The published versions, newest first."""
    return list(
        db.session.scalars(
            select(PositionVersion)
            .where(PositionVersion.position_id == position.id, PositionVersion.published_at.is_not(None))
            .order_by(PositionVersion.no.desc())
        )
    )


def find_version(position: Position, no: int) -> PositionVersion:
    """A published version by its number; NotFound otherwise, also for the working draft."""
    if not 0 < no <= LARGEST:
        raise NotFound
    version = db.session.scalar(
        select(PositionVersion).where(
            PositionVersion.position_id == position.id,
            PositionVersion.no == no,
            PositionVersion.published_at.is_not(None),
        )
    )
    if version is None:
        raise NotFound
    return version


def demands_in(tree: Tree) -> list[Demand]:
    """The demands of a text in the order of reading."""
    places = labels(tree, current_language())
    numbers = numbering(tree)
    found = []
    for no, node in enumerate(tree.demands(), start=1):
        below = tuple((numbers[one.node_id].marker, one.text) for one in tree.subtree(node.node_id)[1:])
        found.append(Demand(node.node_id, no, places[node.node_id], node.text, below, node.addressees))
    return found


def demands_of(position: Position) -> list[Demand]:
    """The demands of the version that is current (after adoption: the adopted one)."""
    return demands_in(tree_of(position.current_version_id))


def facts_of(position: Position) -> Facts:
    """What the guards ask, from the published text, or from the working draft while nothing is published."""
    draft = draft_of(position) if position.is_being_written else None
    published = tree_of(position.current_version_id)
    tree = published if position.current_version_id else tree_of(draft.id if draft else None)
    places = labels(tree, current_language())
    demands = tree.demands()
    return Facts(
        title=tree.title,
        published=position.current_version_id is not None,
        demands=sum(bool(node.addressees) for node in demands),
        demands_without_addressee=tuple(places[node.node_id] for node in demands if not node.addressees),
        unpublished_changes=draft is not None and body_sha256(tree_of(draft.id)) != body_sha256(published),
        published_since_merging=_published_since_merging(position),
        votes_held=_votes_held(position),
        max_repeat=position.rules.max_repeat,
    )


def _published_since_merging(position: Position) -> bool:
    if position.state != State.MERGING:
        return False
    since = db.session.scalar(
        select(func.max(StageChange.at)).where(
            StageChange.position_id == position.id, StageChange.to_state == State.MERGING
        )
    )
    published = db.session.scalar(
        select(PositionVersion.published_at).where(PositionVersion.id == position.current_version_id)
    )
    return bool(since and published and published >= since)


def _votes_held(position: Position) -> int:
    if position.state != State.INQUORATE:
        return 0
    return db.session.scalar(select(func.count()).select_from(Vote).where(Vote.position_id == position.id)) or 0
