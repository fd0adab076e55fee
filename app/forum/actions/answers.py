"""Marking the answer that solved the question."""

from sqlalchemy import select

from app.activity import record
from app.auth.models import User
from app.extensions import db
from app.forum import policies as may
from app.forum.errors import NotAnAnswer
from app.forum.models import Post, Topic
from app.forum.notices import ACCEPTED
from app.forum.queries.topics import topic_for_change
from app.notifications import deliver
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.unit_of_work import unit_of_work


def accept_answer(actor: User, topic_id: int, number: int) -> Topic:
    """The answer stands second in its topic from now on; the one marked before goes back to its place.

    Refused for the first post and for hidden ones (NotAnAnswer). Who wrote it hears of it.
    """
    with unit_of_work():
        topic = topic_for_change(actor, topic_id)
        authorize(may.accept_answer(actor, topic))
        if topic.accepted_number == number:
            return topic
        post = db.session.scalar(select(Post).where(Post.topic_id == topic_id, Post.number == number))
        if post is None or post.is_first or post.is_hidden:
            raise NotAnAnswer
        topic.accepted_number, topic.accepted_by_id = number, actor.id
        _note(actor, topic, "forum.accepted_answer", number)
        deliver(ACCEPTED, ("post", post.id), actor=actor, data={"people": [post.author_id]})
        reindex("post", post.id)
    return topic


def withdraw_answer(actor: User, topic_id: int) -> Topic:
    """The question has no solution any more."""
    with unit_of_work():
        topic = topic_for_change(actor, topic_id)
        authorize(may.withdraw_answer(actor, topic))
        if topic.accepted_number is not None:
            _note(actor, topic, "forum.withdrew_answer", topic.accepted_number)
            topic.accepted_number = topic.accepted_by_id = None
    return topic


def _note(actor: User, topic: Topic, act: str, number: int) -> None:
    """Moderators act with power over others' texts, so their act is recorded; the person who asked acts for themselves."""
    if actor.id != topic.author_id:
        record(actor, act, ("topic", topic.id), details={"post": number})
