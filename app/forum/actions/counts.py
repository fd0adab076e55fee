"""The numbers that lists live on: moved by one in the common case, counted anew after rare events."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from app.extensions import db
from app.forum.models import WATCHING, Category, Post, Topic, TopicReader

_PLAIN: dict[str, Any] = {"synchronize_session": False}


def topic_opened(category_id: int, topic_id: int, at: datetime) -> None:
    """One topic more, unanswered so far."""
    _update_category(
        category_id,
        topic_count=Category.topic_count + 1,
        unanswered_count=Category.unanswered_count + 1,
        last_topic_id=topic_id,
        last_post_at=at,
    )


def topic_answered(category_id: int, topic_id: int, at: datetime, was_unanswered: bool) -> None:
    """The category's newest post; with the first answer one unanswered topic less."""
    _update_category(
        category_id,
        unanswered_count=Category.unanswered_count - (1 if was_unanswered else 0),
        last_topic_id=topic_id,
        last_post_at=at,
    )


def count_topic_anew(topic_id: int) -> None:
    """After a post was hidden or restored."""
    shown = (Post.topic_id == topic_id, Post.hidden_at.is_(None))
    db.session.flush()
    db.session.execute(
        update(Topic)
        .where(Topic.id == topic_id)
        .values(
            reply_count=select(func.count()).select_from(Post).where(*shown, Post.number > 1).scalar_subquery(),
            newest_number=func.coalesce(select(func.max(Post.number)).where(*shown).scalar_subquery(), 1),
            last_post_at=func.coalesce(
                select(func.max(Post.created_at)).where(*shown).scalar_subquery(), Topic.created_at
            ),
        )
        .execution_options(**_PLAIN)
    )


def count_category_anew(category_id: int) -> None:
    """After a topic was locked, hidden, restored or moved, or an answer of one was hidden."""
    shown = (Topic.category_id == category_id, Topic.hidden_at.is_(None))
    newest = select(Topic.id).where(*shown).order_by(Topic.last_post_at.desc(), Topic.id.desc()).limit(1)
    db.session.flush()
    _update_category(
        category_id,
        topic_count=select(func.count()).select_from(Topic).where(*shown).scalar_subquery(),
        unanswered_count=(select(func.count()).select_from(Topic).where(*shown, Topic.is_unanswered).scalar_subquery()),
        last_topic_id=newest.scalar_subquery(),
        last_post_at=select(func.max(Topic.last_post_at)).where(*shown).scalar_subquery(),
    )


def count_everything_anew() -> None:
    """All topics and categories, after a bulk load. Inside a unit of work."""
    for topic_id in db.session.scalars(select(Topic.id)).all():
        count_topic_anew(topic_id)
        watchers = select(func.count()).select_from(TopicReader)
        watchers = watchers.where(TopicReader.topic_id == topic_id, TopicReader.level == WATCHING)
        db.session.execute(
            update(Topic)
            .where(Topic.id == topic_id)
            .values(watcher_count=watchers.scalar_subquery())
            .execution_options(**_PLAIN)
        )
    for category_id in db.session.scalars(select(Category.id)).all():
        count_category_anew(category_id)


def _update_category(category_id: int, **values: Any) -> None:
    # The version of the category stays: counts are not what its form edits.
    db.session.execute(update(Category).where(Category.id == category_id).values(**values).execution_options(**_PLAIN))
