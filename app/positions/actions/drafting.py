"""Opening a position and writing its text: the working draft, whole or node by node, and publishing it as a version."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from app.activity import record
from app.extensions import db
from app.lib import clock
from app.positions import lifecycle, tree_edits
from app.positions import policies as may
from app.positions.addresses import slug_of
from app.positions.errors import NodeGone, NothingToPublish, TextClosed, TextRefused
from app.positions.models import NodeRevision, Position, PositionVersion, RuleSet
from app.positions.queries.texts import draft_of, rows_of, tree_of
from app.positions.text.checks import InvalidText, problems, validate
from app.positions.text.hashing import body_sha256
from app.positions.text.nodes import Node, Tree, build, new_node_id, normal_text
from app.positions.text.plain import to_plain
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.errors import StaleEdit
from app.web.unit_of_work import require_unit_of_work, unit_of_work


def open_position(
    actor: Any, *, title: str, matter: str, kind: str = "stanowisko", visibility: str = may.COMMITTEE, topic: str = ""
) -> Position:
    """Begin a position: the person leads it, and its working draft holds the formal title ("w sprawie …")."""
    with unit_of_work() as session:
        authorize(may.open_position(actor))
        position = Position(
            slug=slug_of(title),
            title=title,
            kind=kind,
            topic=topic,
            visibility=visibility,
            created_by_id=actor.id,
            lead_id=actor.id,
            rule_set_id=_default_rules().id,
        )
        session.add(position)
        session.flush()
        _save(actor, position, build([Node(new_node_id(), None, 1, "title", normal_text(matter))]))
        record(actor, "position.opened", position)
    return position


def _default_rules() -> RuleSet:
    """The newest default rules; written the first time they are asked for."""
    require_unit_of_work(_default_rules)
    rules = db.session.scalar(
        select(RuleSet).where(RuleSet.name == "default").order_by(RuleSet.version.desc()).limit(1)
    )
    if rules is None:
        rules = RuleSet()
        db.session.add(rules)
        db.session.flush()
    return rules


def change_details(
    actor: Any, position: Position, *, title: str, kind: str, visibility: str, lock_version: int
) -> Position:
    """Change the short title, the kind, and the circle of readers; refuses a stale form (StaleEdit)."""
    with unit_of_work():
        position = lifecycle.lock_position(position.id)
        authorize(may.change_details(actor, position))
        if position.lock_version != lock_version:
            raise StaleEdit(mine=title, saved=position.title, lock_version=position.lock_version)
        position.title, position.kind, position.visibility = title, kind, visibility
        position.slug = slug_of(title)
        record(actor, "position.details_changed", position)
        reindex("position", position.id)
    return position


def save_text(actor: Any, position: Position, tree: Tree, text_rev: int) -> Position:
    """Keep a whole text as the working draft; its nodes keep their identities.

    Refuses a text that breaks the drafting rules (TextRefused says where), and one written on an older state
    (StaleEdit, both texts).
    """
    with unit_of_work():
        position = _position_to_write(actor, position, "save_text")
        if position.text_rev != text_rev:
            raise StaleEdit(
                mine=to_plain(tree), saved=to_plain(_working_tree(position)), lock_version=position.text_rev
            )
        _save(actor, position, tree)
    return position


def edit_node(
    actor: Any, position: Position, node_id: str, text: str, *, demand: bool, addressees: Sequence[str], rev: int
) -> None:
    """Another text for one node of the working draft; others may edit other nodes meanwhile.

    Refuses when this node was saved meanwhile (StaleEdit, both texts) or is gone (NodeGone).
    """
    with unit_of_work():
        position = _position_to_write(actor, position, "edit_node")
        row = _row(_draft(actor, position), node_id)
        if row.rev != rev:
            raise StaleEdit(mine=text, saved=row.text, lock_version=row.rev)
        tree = tree_edits.edit(tree_of(row.version_id), node_id, text, demand=demand, addressees=addressees)
        _save(actor, position, tree)


def add_node(
    actor: Any, position: Position, kind: str, text: str, *, after: str | None = None, inside: str | None = None
) -> str:
    """A new node after another, inside another, or at the end; its identity."""
    with unit_of_work():
        position = _position_to_write(actor, position, "add_node")
        tree = _working_tree(position)
        _refuse_missing(tree, after or inside)
        tree, node_id = tree_edits.add(tree, kind, text, after=after, inside=inside)
        _save(actor, position, tree)
    return node_id


def move_node(actor: Any, position: Position, node_id: str, direction: str) -> None:
    """One place up or down among its siblings."""
    with unit_of_work():
        position = _position_to_write(actor, position, "move_node")
        tree = _working_tree(position)
        _refuse_missing(tree, node_id)
        _save(actor, position, tree_edits.move(tree, node_id, direction))


def delete_node(actor: Any, position: Position, node_id: str) -> None:
    """Take a node and all below it out of the working draft; published versions keep it."""
    with unit_of_work():
        position = _position_to_write(actor, position, "delete_node")
        tree = _working_tree(position)
        _refuse_missing(tree, node_id)
        _save(actor, position, tree_edits.delete(tree, node_id))


def discard_draft(actor: Any, position: Position) -> None:
    """Go back to the published version; what was not published is lost, so the page asks first."""
    with unit_of_work() as session:
        position = _position_to_write(actor, position, "discard_draft")
        draft = draft_of(position)
        if draft is None or position.current_version_id is None:
            raise NothingToPublish
        session.execute(delete(NodeRevision).where(NodeRevision.version_id == draft.id))
        session.delete(draft)
        position.text_rev += 1
        record(actor, "draft.discarded", position)


def publish_version(actor: Any, position: Position, note: str, *, origin: str = "edit") -> PositionVersion:
    """Make the working draft a version that never changes again, with a word on what is new.

    Refuses when nothing changed (NothingToPublish). Places of removed nodes stay as tombstones for their comments.
    """
    with unit_of_work() as session:
        position = _position_to_write(actor, position, "publish_version")
        draft = draft_of(position)
        if draft is None:
            raise NothingToPublish
        tree, before = _valid(tree_of(draft.id)), tree_of(position.current_version_id)
        if not len(tree) or body_sha256(tree) == body_sha256(before):
            raise NothingToPublish
        _leave_tombstones(position, draft, tree)
        draft.body_sha256, draft.title, draft.note = body_sha256(tree), tree.title[:250], note.strip()
        draft.origin, draft.saved_by_id = origin, actor.id
        session.flush()
        draft.published_at = clock.now()
        position.current_version_id = draft.id
        position.text_rev += 1
        record(actor, "version.published", position, details={"no": draft.no, "sha256": draft.body_sha256})
        reindex("position", position.id)
    return draft


def _leave_tombstones(position: Position, draft: PositionVersion, tree: Tree) -> None:
    if position.current_version_id is None:
        return
    rows = db.session.scalars(select(NodeRevision).where(NodeRevision.version_id == position.current_version_id))
    db.session.add_all(
        NodeRevision(
            version_id=draft.id,
            node_id=row.node_id,
            parent_node_id=row.parent_node_id,
            rank=row.rank,
            kind=row.kind,
            text=row.text,
            flags=row.flags,
            is_tombstone=True,
        )
        for row in list(rows)
        if row.node_id not in tree
    )


def _position_to_write(actor: Any, position: Position, action: str) -> Position:
    position = lifecycle.lock_position(position.id)
    if not position.is_being_written:
        raise TextClosed
    authorize(getattr(may, action)(actor, position))
    return position


def _draft(actor: Any, position: Position) -> PositionVersion:
    """The working draft; the first change after a publication makes it, as a copy of the published text."""
    draft = draft_of(position)
    if draft is not None:
        return draft
    parent = db.session.get(PositionVersion, position.current_version_id) if position.current_version_id else None
    draft = PositionVersion(
        position_id=position.id,
        no=parent.no + 1 if parent else 1,
        parent_id=parent.id if parent else None,
        saved_by_id=actor.id,
    )
    db.session.add(draft)
    db.session.flush()
    if parent is not None:
        revs = _revs(parent.id)
        rows = rows_of(tree_of(parent.id), draft.id)
        for row in rows:
            row.rev = revs[row.node_id]
        db.session.add_all(rows)
        db.session.flush()
    return draft


def _revs(version_id: int) -> dict[str, int]:
    rows = db.session.execute(
        select(NodeRevision.node_id, NodeRevision.rev).where(
            NodeRevision.version_id == version_id, NodeRevision.is_tombstone.is_(False)
        )
    )
    return dict(rows.all())


def _working_tree(position: Position) -> Tree:
    draft = draft_of(position)
    return tree_of(draft.id if draft else position.current_version_id)


def _row(draft: PositionVersion, node_id: str) -> NodeRevision:
    row = db.session.scalar(
        select(NodeRevision).where(NodeRevision.version_id == draft.id, NodeRevision.node_id == node_id)
    )
    if row is None:
        raise NodeGone
    return row


def _refuse_missing(tree: Tree, node_id: str | None) -> None:
    if node_id is not None and node_id not in tree:
        raise NodeGone


def _valid(tree: Tree) -> Tree:
    try:
        return validate(tree)
    except InvalidText:
        raise TextRefused(tree, [one for one in problems(tree) if one.severity == "error"]) from None


def _save(actor: Any, position: Position, tree: Tree) -> None:
    """Put a tree into the working draft: rows are written anew, a changed node's `rev` grows."""
    tree = _valid(tree)
    draft = _draft(actor, position)
    before, revs = tree_of(draft.id), _revs(draft.id)
    db.session.execute(delete(NodeRevision).where(NodeRevision.version_id == draft.id))
    db.session.expire(draft, ["rows"])
    rows = rows_of(tree, draft.id)
    for row in rows:
        old, new = before.find(row.node_id), tree.node(row.node_id)
        if old is not None:
            same = (old.text, old.demand, old.addressees) == (new.text, new.demand, new.addressees)
            row.rev = revs[row.node_id] + (0 if same else 1)
    db.session.add_all(rows)
    draft.saved_at, draft.saved_by_id, draft.title = clock.now(), actor.id, tree.title[:250]
    position.text_rev += 1
    db.session.flush()
    if actor.id != position.lead_id:
        record(actor, "draft.edited", position)
