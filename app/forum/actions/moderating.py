"""Decisions of moderators about topics and posts: each with a reason, in the public log, told to the author."""

from collections.abc import Callable
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from app.auth.models import User
from app.extensions import db
from app.forum import policies as may
from app.forum.actions.counts import count_category_anew, count_topic_anew
from app.forum.addresses import permalink
from app.forum.errors import AlreadyDecided, HideTheTopic
from app.forum.models import Post, Topic
from app.forum.notices import MODERATED, withdraw_decisions, withdraw_notices
from app.forum.queries.categories import category_by_id
from app.forum.queries.posts import post_for_change
from app.forum.queries.topics import topic_for_change
from app.jobs import enqueue
from app.lib import clock
from app.moderation import log_decision
from app.notifications import deliver
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.unit_of_work import unit_of_work

INDEX_TOPIC = "forum.index_topic"


def lock_topic(actor: User, topic_id: int, reason: str) -> Topic:
    """Nobody but moderators can answer any more; everybody reads why."""

    def lock(topic: Topic) -> None:
        topic.locked_at, topic.lock_reason = clock.now(), reason
        count_category_anew(topic.category_id)

    return _decide(actor, topic_id, "lock", reason, may.lock_topic, lambda topic: not topic.is_locked, lock)


def unlock_topic(actor: User, topic_id: int, reason: str) -> Topic:
    """The topic is open again."""

    def unlock(topic: Topic) -> None:
        topic.locked_at, topic.lock_reason = None, ""
        count_category_anew(topic.category_id)

    return _decide(actor, topic_id, "unlock", reason, may.unlock_topic, lambda topic: topic.is_locked, unlock)


def pin_topic(actor: User, topic_id: int, reason: str) -> Topic:
    """The topic stands before the others in lists."""

    def pin(topic: Topic) -> None:
        topic.is_pinned = True

    return _decide(actor, topic_id, "pin", reason, may.pin_topic, lambda topic: not topic.is_pinned, pin)


def unpin_topic(actor: User, topic_id: int, reason: str) -> Topic:
    """The topic takes its place by its newest post."""

    def unpin(topic: Topic) -> None:
        topic.is_pinned = False

    return _decide(actor, topic_id, "unpin", reason, may.unpin_topic, lambda topic: topic.is_pinned, unpin)


def hide_topic(actor: User, topic_id: int, reason: str) -> Topic:
    """Only its author and moderators can read the topic; it leaves lists, search and notices."""

    def hide(topic: Topic) -> None:
        topic.hidden_at, topic.hidden_reason = clock.now(), reason
        count_category_anew(topic.category_id)
        withdraw_notices(topic_id=topic.id)
        enqueue(INDEX_TOPIC, {"topic": topic.id, "after": 0})

    return _decide(actor, topic_id, "hide", reason, may.hide_topic, lambda topic: not topic.is_hidden, hide)


def restore_topic(actor: User, topic_id: int, reason: str) -> Topic:
    """The topic is readable again, with everything in it that was not hidden by itself."""

    def restore(topic: Topic) -> None:
        topic.hidden_at, topic.hidden_reason = None, ""
        count_category_anew(topic.category_id)
        enqueue(INDEX_TOPIC, {"topic": topic.id, "after": 0})

    return _decide(actor, topic_id, "restore", reason, may.restore_topic, lambda topic: topic.is_hidden, restore)


def move_topic(actor: User, topic_id: int, category_id: int, reason: str) -> Topic:
    """The topic stands in another category; who may read it follows from there."""

    def move(topic: Topic) -> None:
        before, topic.category = topic.category_id, category_by_id(actor, category_id)
        db.session.flush()
        for one in sorted({before, category_id}):
            count_category_anew(one)
        enqueue(INDEX_TOPIC, {"topic": topic.id, "after": 0})

    return _decide(
        actor, topic_id, "move", reason, may.move_topic, lambda topic: topic.category_id != category_id, move
    )


def hide_post(actor: User, post_id: int, reason: str) -> Post:
    """A line stands in the post's place, with the reason; the text leaves search and notices.

    Refused for the first post (HideTheTopic). A hidden solution is no solution any more.
    """
    with unit_of_work():
        post = post_for_change(actor, post_id)
        authorize(may.hide_post(actor, post))
        if post.is_first:
            raise HideTheTopic
        if post.is_hidden:
            raise AlreadyDecided
        post.hidden_at, post.hidden_reason = clock.now(), reason
        if post.topic.accepted_number == post.number:
            post.topic.accepted_number = post.topic.accepted_by_id = None
        withdraw_notices(topic_id=post.topic_id, post_id=post.id)
        _after_post_decision(actor, post, "hide", reason)
    return post


def restore_post(actor: User, post_id: int, reason: str) -> Post:
    """The post is readable again, in its old place."""
    with unit_of_work():
        post = post_for_change(actor, post_id)
        authorize(may.restore_post(actor, post))
        if not post.is_hidden:
            raise AlreadyDecided
        post.hidden_at, post.hidden_reason = None, ""
        _after_post_decision(actor, post, "restore", reason)
    return post


def _decide(
    actor: User,
    topic_id: int,
    act: str,
    reason: str,
    policy: Callable[[Any, Any], bool],
    is_possible: Callable[[Topic], bool],
    change: Callable[[Topic], None],
) -> Topic:
    """What all decisions about a topic share: the policy, the state asked for, the log, the author's notice."""
    with unit_of_work():
        topic = topic_for_change(actor, topic_id)
        authorize(policy(actor, topic))
        if not is_possible(topic):
            raise AlreadyDecided
        change(topic)
        with force_locale("pl"):
            label = _("Topic %(id)s in “%(category)s”", id=topic.id, category=topic.category.name)
        log_decision(
            actor,
            act,
            ("topic", topic.id),
            label=label,
            url=permalink(topic.id, 1),  # without the words of the title, which may be why it is hidden
            reason=reason,
            audience=topic.category.readers,
        )
        withdraw_decisions(("topic", topic.id))
        deliver(MODERATED, ("topic", topic.id), actor=actor, data={"act": act, "people": [topic.author_id]})
    return topic


def _after_post_decision(actor: User, post: Post, act: str, reason: str) -> None:
    count_topic_anew(post.topic_id)
    count_category_anew(post.topic.category_id)
    with force_locale("pl"):
        label = _("Post %(number)s in topic %(id)s", number=post.number, id=post.topic_id)
    log_decision(
        actor,
        act,
        ("post", post.id),
        label=label,
        url=permalink(post.topic_id, post.number),
        reason=reason,
        audience=post.topic.category.readers,
    )
    withdraw_decisions(("post", post.id))
    deliver(MODERATED, ("post", post.id), actor=actor, data={"act": act, "people": [post.author_id]})
    reindex("post", post.id)
