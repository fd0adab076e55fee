"""One topic: its head with how far this person has read, and a page of its posts by number."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from app.auth.models import User
from app.extensions import db
from app.forum import policies as may
from app.forum.models import (
    NORMAL,
    PAGE_OF_POSTS,
    Category,
    CategoryReader,
    Post,
    Topic,
    TopicReader,
    TopicTag,
    TopicTagging,
)
from app.forum.queries.lists import news_in
from app.lib.pagination import Page
from app.notifications import Notification
from app.web.errors import NotFound


@dataclass(frozen=True, slots=True)
class Reading:
    """How a person stands to a topic."""

    is_known: bool = False
    last_read: int | None = None
    level: str = NORMAL
    has_notices: bool = False
    new_count: int | None = 0
    first_new: int | None = None


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post as its topic shows it."""

    topic: Topic
    id: int
    number: int
    author_id: int
    author_name: str
    author_handle: str
    author_title: str
    author_place: str
    author_is_active: bool
    author_is_listed: bool
    source: str
    html: Markup
    created_at: datetime
    edited_at: datetime | None
    hidden_at: datetime | None
    hidden_reason: str

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def author_detail(self) -> str:
        """The office as the person chose it, and the place as it was."""
        return ", ".join(part for part in (self.author_title, self.author_place) if part)


@dataclass(frozen=True, slots=True)
class TopicPage:
    """What a page of a topic shows. The solution is apart from the posts; it stands second on the first page."""

    topic: Topic
    reading: Reading
    page: Page[PostLine]
    accepted: PostLine | None = None
    tags: Sequence[TopicTag] = field(default_factory=tuple)


def find_topic(viewer: Any, topic_id: int) -> Topic:
    """A topic with its category; for who may not read it there is none."""
    topic = db.session.scalar(_topic(topic_id))
    if topic is None or not may.read_topic(viewer, topic):
        raise NotFound
    return topic


def topic_for_change(actor: Any, topic_id: int) -> Topic:
    """The same inside an action: read anew and locked, so that numbers and counts are given out one by one."""
    topic = db.session.scalar(_topic(topic_id).with_for_update(of=Topic).execution_options(populate_existing=True))
    if topic is None or not may.read_topic(actor, topic):
        raise NotFound
    return topic


def topic_page(viewer: Any, topic_id: int, number: int) -> TopicPage:
    """A page of a topic: three queries whatever its number, since a page is a range of post numbers."""
    topic, reading = _topic_and_reading(viewer, topic_id)
    page: Page[PostLine] = Page.of(number, PAGE_OF_POSTS, topic.last_number)
    lines = _posts(topic, page)
    accepted = None
    if page.number == 1 and topic.accepted_number is not None:
        accepted = next((line for line in lines if line.number == topic.accepted_number), None)
    on_page = [line for line in lines if page.offset < line.number <= page.offset + PAGE_OF_POSTS]
    return TopicPage(topic, reading, page.filled(on_page), accepted, tags_of(topic.id))


def tags_of(topic_id: int) -> list[TopicTag]:
    """The tags of a topic, in their row."""
    return list(
        db.session.scalars(
            select(TopicTag)
            .join(TopicTagging, TopicTagging.tag_id == TopicTag.id)
            .where(TopicTagging.topic_id == topic_id)
            .order_by(TopicTagging.position)
        )
    )


def first_new_number(viewer: Any, topic_id: int) -> tuple[Topic, int]:
    """The first post that is new to this person; without news the newest one."""
    topic, reading = _topic_and_reading(viewer, topic_id)
    if not viewer.is_authenticated or reading.new_count == 0:
        return topic, topic.newest_number
    if reading.first_new is not None:
        return topic, reading.first_new
    cutoff = db.session.scalar(
        select(CategoryReader.read_up_to).where(
            CategoryReader.user_id == viewer.id, CategoryReader.category_id == topic.category_id
        )
    )
    found = db.session.scalar(
        select(func.min(Post.number)).where(
            Post.topic_id == topic.id,
            Post.hidden_at.is_(None),
            Post.created_at > cutoff if cutoff is not None else Post.created_at >= viewer.created_at,
        )
    )
    return topic, found or topic.newest_number


def readers_level(viewer: Any, topic_id: int) -> str:
    """How much this person wants to hear of a topic."""
    level = db.session.scalar(
        select(TopicReader.level).where(TopicReader.user_id == viewer.id, TopicReader.topic_id == topic_id)
    )
    return level or NORMAL


def _topic(topic_id: int) -> Any:
    return select(Topic).join(Topic.category).where(Topic.id == topic_id).options(contains_eager(Topic.category))


def _topic_and_reading(viewer: Any, topic_id: int) -> tuple[Topic, Reading]:
    """Both in one statement."""
    query = _topic(topic_id)
    if viewer.is_authenticated:
        query = (
            query.outerjoin(TopicReader, and_(TopicReader.topic_id == Topic.id, TopicReader.user_id == viewer.id))
            .outerjoin(
                CategoryReader,
                and_(CategoryReader.category_id == Category.id, CategoryReader.user_id == viewer.id),
            )
            .add_columns(
                TopicReader.last_read_number, TopicReader.level, CategoryReader.read_up_to, _unread_notices(viewer.id)
            )
        )
    row = db.session.execute(query).one_or_none()
    if row is None or not may.read_topic(viewer, row[0]):
        raise NotFound
    if not viewer.is_authenticated:
        return row[0], Reading()
    topic, last_read, level, read_up_to, has_notices = row
    _has_news, new_count, first_new = news_in(viewer, topic, last_read, read_up_to)
    return topic, Reading(last_read is not None, last_read, level or NORMAL, has_notices, new_count, first_new)


def _unread_notices(user_id: int) -> Any:
    of_a_post = and_(
        Notification.subject_kind == "post",
        Notification.subject_id.in_(select(Post.id).where(Post.topic_id == Topic.id).correlate(Topic)),
    )
    of_the_topic = and_(Notification.subject_kind == "topic", Notification.subject_id == Topic.id)
    return exists().where(
        Notification.recipient_id == user_id, Notification.read_at.is_(None), or_(of_the_topic, of_a_post)
    )


def _posts(topic: Topic, page: Page[PostLine]) -> list[PostLine]:
    wanted: Any = Post.number.between(page.offset + 1, page.offset + PAGE_OF_POSTS)
    if page.number == 1 and (topic.accepted_number or 0) > PAGE_OF_POSTS:
        wanted = or_(wanted, Post.number == topic.accepted_number)
    rows = db.session.execute(
        select(
            Post.id, Post.number, Post.author_id, User.name, User.handle, User.office_title, Post.author_place,
            User.listed_at, User.blocked_at, User.erased_at, Post.source, Post.html, Post.created_at, Post.edited_at, Post.hidden_at, Post.hidden_reason,
        )
        .join(User, User.id == Post.author_id)
        .where(Post.topic_id == topic.id, wanted)
        .order_by(Post.number)
    )  # fmt: skip
    return [
        PostLine(
            topic=topic,
            id=row.id,
            number=row.number,
            author_id=row.author_id,
            author_name=row.name,
            author_handle=row.handle,
            author_title=row.office_title,
            author_place=row.author_place,
            author_is_active=row.blocked_at is None and row.erased_at is None,
            author_is_listed=row.listed_at is not None,
            source=row.source,
            html=row.html,
            created_at=row.created_at,
            edited_at=row.edited_at,
            hidden_at=row.hidden_at,
            hidden_reason=row.hidden_reason,
        )
        for row in rows
    ]
