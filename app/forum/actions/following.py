"""How far a person has read and how much they want to hear of a topic."""

from collections.abc import Sequence

from sqlalchemy import case, select, update
from sqlalchemy.exc import IntegrityError

from app.auth.models import User
from app.extensions import db
from app.forum import policies as may
from app.forum.models import CHOSEN, NORMAL, WATCHING, Category, CategoryReader, Topic, TopicReader
from app.forum.notices import about_topic
from app.forum.queries.topics import topic_for_change
from app.lib import clock
from app.notifications import Notification
from app.web.access import authorize
from app.web.unit_of_work import require_unit_of_work, unit_of_work


def follow(user_id: int, topic_id: int, reason: str, read_up_to: int) -> int:
    """Part of writing: watch the topic unless a level was chosen; how many watchers that adds.

    The read mark moves over the person's own post only, so that posts of others in between stay new.
    """
    require_unit_of_work(follow)
    reader = _reader(user_id, topic_id)
    if reader is None and _begin_reading(user_id, topic_id, read_up_to, level=WATCHING, level_reason=reason):
        return 1
    reader = reader or db.session.get_one(TopicReader, (user_id, topic_id))
    if reader.last_read_number == read_up_to - 1:
        reader.last_read_number = read_up_to
    if reader.level == NORMAL and reader.level_reason != CHOSEN:
        reader.level, reader.level_reason = WATCHING, reason
        return 1
    return 0


def watch_topic(actor: User, topic_id: int, level: str) -> Topic:
    """Set how much the person wants to hear: watching, normal, muted. A choice that no later answer overrides."""
    with unit_of_work() as session:
        topic = topic_for_change(actor, topic_id)
        authorize(may.watch_topic(actor, topic))
        reader = _reader(actor.id, topic_id)
        if reader is None:
            _begin_reading(actor.id, topic_id, 0)
            reader = session.get_one(TopicReader, (actor.id, topic_id))
        topic.watcher_count += (level == WATCHING) - (reader.level == WATCHING)
        reader.level, reader.level_reason = level, CHOSEN
    return topic


def mark_topic_read(user_id: int, topic_id: int, up_to: int, *, is_known: bool, has_notices: bool) -> None:
    """After a page was shown: move the mark forward, never back (two tabs), and the topic's notices to "read".

    `is_known`: the person has a row already; asking for it again would cost a query on every page.
    """
    with unit_of_work() as session:
        if is_known or not _begin_reading(user_id, topic_id, up_to):
            session.execute(
                update(TopicReader)
                .where(
                    TopicReader.user_id == user_id,
                    TopicReader.topic_id == topic_id,
                    TopicReader.last_read_number < up_to,
                )
                .values(last_read_number=up_to)
                .execution_options(synchronize_session=False)
            )
        if has_notices:
            session.execute(
                update(Notification)
                .where(Notification.recipient_id == user_id, Notification.read_at.is_(None), about_topic(topic_id))
                .values(read_at=clock.now())
                .execution_options(synchronize_session=False)
            )


def mark_everything_read(actor: User, categories: Sequence[Category]) -> None:
    """What stands in these categories now is no news to the person any more; hidden and muted topics alike."""
    ids, now = [category.id for category in categories], clock.now()
    with unit_of_work() as session:
        authorize(may.mark_everything_read(actor))
        user_id = actor.id
        there = select(Topic.newest_number).where(Topic.id == TopicReader.topic_id).scalar_subquery()
        session.execute(
            update(TopicReader)
            .where(
                TopicReader.user_id == user_id,
                TopicReader.topic_id.in_(select(Topic.id).where(Topic.category_id.in_(ids))),
            )
            .values(
                last_read_number=case((TopicReader.last_read_number < there, there), else_=TopicReader.last_read_number)
            )
            .execution_options(synchronize_session=False)
        )
        known = set(
            session.scalars(
                select(CategoryReader.category_id).where(
                    CategoryReader.user_id == user_id, CategoryReader.category_id.in_(ids)
                )
            )
        )
        session.execute(
            update(CategoryReader)
            .where(CategoryReader.user_id == user_id, CategoryReader.category_id.in_(known))
            .values(read_up_to=now)
            .execution_options(synchronize_session=False)
        )
        session.add_all(
            CategoryReader(user_id=user_id, category_id=one, read_up_to=now) for one in ids if one not in known
        )


def _reader(user_id: int, topic_id: int) -> TopicReader | None:
    return db.session.get(TopicReader, (user_id, topic_id), populate_existing=True)


def _begin_reading(user_id: int, topic_id: int, up_to: int, **values: str) -> bool:
    """Make the row of a person who was never here; False when another tab was faster."""
    try:
        with db.session.begin_nested():
            db.session.add(TopicReader(user_id=user_id, topic_id=topic_id, last_read_number=up_to, **values))
    except IntegrityError:
        return False
    return True
