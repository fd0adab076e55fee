"""Comments on a node, and the evidence cited at it."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.activity import record
from app.extensions import db
from app.lib import clock
from app.links import Link, cite, uncite
from app.notifications import deliver
from app.positions import lifecycle
from app.positions import policies as may
from app.positions.errors import CommentsClosed, NodeGone, TextClosed
from app.positions.models import Comment, Position, Source, Thread
from app.positions.models.discussion import OPEN, RESOLVED
from app.positions.queries.texts import text_of_node
from app.positions.states import State
from app.web.access import authorize
from app.web.errors import Invalid
from app.web.unit_of_work import unit_of_work


def comment_on_node(actor: Any, position: Position, node_id: str, body: str) -> Comment:
    """Begin a thread at a node of the published text; it is tied to the node and to this version.

    Refuses after the consultation's end by the server's clock (CommentsClosed), and a node that is gone (NodeGone).
    The lead author hears of it.
    """
    with unit_of_work() as session:
        position = lifecycle.lock_position(position.id)
        _refuse_comments_after_the_end(position)
        authorize(may.comment_on_node(actor, position))
        if position.current_version_id is None:
            raise NodeGone
        quote = text_of_node(position.current_version_id, node_id)
        if quote is None:
            raise NodeGone
        thread = Thread(position_id=position.id, node_id=node_id, version_id=position.current_version_id, quote=quote)
        session.add(thread)
        session.flush()
        return _add_comment(actor, position, thread, body)


def reply_to_thread(actor: Any, thread: Thread, body: str) -> Comment:
    """Add to a thread; a resolved one opens again."""
    with unit_of_work():
        position = lifecycle.lock_position(thread.position_id)
        _refuse_comments_after_the_end(position)
        authorize(may.reply_to_thread(actor, position))
        thread.state = OPEN
        return _add_comment(actor, position, thread, body)


def _refuse_comments_after_the_end(position: Position) -> None:
    if not position.is_being_written:
        raise CommentsClosed
    if position.state == State.CONSULTATION and position.consultation_is_over:
        raise CommentsClosed(position.consultation_ends_at)


def _add_comment(actor: Any, position: Position, thread: Thread, body: str) -> Comment:
    if not body.strip():
        raise Invalid(_("Write your comment."))
    mandates = list(actor.mandates)
    comment = Comment(
        thread_id=thread.id,
        author_id=actor.id,
        mandate_id=mandates[0].id if mandates else None,
        place=actor.place,
        body=body.strip(),
    )
    db.session.add(comment)
    db.session.flush()
    deliver(
        "position_commented",
        ("position", position.id),
        actor=actor,
        data={"title": position.title, "node": thread.node_id, "thread": thread.id},
    )
    return comment


def resolve_thread(actor: Any, thread: Thread, resolution: str = "") -> Thread:
    """Mark a thread as settled, with a word on how; it stays readable."""
    with unit_of_work():
        position = lifecycle.lock_position(thread.position_id)
        authorize(may.resolve_thread(actor, position))
        thread.state, thread.resolution = RESOLVED, resolution.strip()
        thread.resolved_by_id, thread.resolved_at = actor.id, clock.now()
        record(actor, "comment.resolved", position, details={"thread": thread.id})
    return thread


def cite_evidence(
    actor: Any, position: Position, node_id: str, target: tuple[str, int], *, version: int | None = None, note: str = ""
) -> Link:
    """Cite a practice or topic at a node, in the version that was read; it shows "cited in" on the other side."""
    with unit_of_work():
        position = lifecycle.lock_position(position.id)
        if not position.is_being_written:
            raise TextClosed
        authorize(may.cite_evidence(actor, position))
        link = cite(actor, ("position", position.id), target, place=node_id, version=version, note=note)
        record(actor, "evidence.cited", position, details={"node": node_id, "target": list(target)})
    return link


def cite_source(actor: Any, position: Position, node_id: str, text: str) -> Link:
    """Cite something from outside at a node, named in words: a statute, a study."""
    with unit_of_work() as session:
        position = lifecycle.lock_position(position.id)
        if not position.is_being_written:
            raise TextClosed
        authorize(may.cite_source(actor, position))
        source = session.scalar(select(Source).where(Source.position_id == position.id, Source.text == text))
        if source is None:
            source = Source(position_id=position.id, text=text, made_by_id=actor.id)
            session.add(source)
            session.flush()
        return cite_evidence(actor, position, node_id, ("source", source.id))


def remove_evidence(actor: Any, position: Position, link: Link) -> None:
    """Take a citation away while the text may still change."""
    with unit_of_work():
        position = lifecycle.lock_position(position.id)
        if not position.is_being_written:
            raise TextClosed
        authorize(may.remove_evidence(actor, position))
        record(actor, "evidence.removed", position, details={"target": [link.target_kind, link.target_id]})
        uncite(link)
