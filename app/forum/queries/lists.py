"""Lists of topics: all, unanswered, watched, mine, of a category or a tag; pinned ones first, then the newest post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, literal, select

from app.auth.models import User
from app.extensions import db
from app.forum.addresses import first_new_url, post_url, topic_url
from app.forum.models import MUTED, WATCHING, Category, CategoryReader, Topic, TopicReader, TopicTag, TopicTagging
from app.forum.queries.categories import categories_visible_to
from app.lib.pagination import Page
from app.web.errors import NotFound

TOPICS_ON_A_PAGE = 30


class Filter(StrEnum):
    """What a list is narrowed to; the values stand in addresses."""

    ALL = ""
    UNANSWERED = "bez-odpowiedzi"
    WATCHED = "obserwowane"
    MINE = "moje"


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic as a list shows it. `new_count` is None where there is news but nobody knows how many posts."""

    id: int
    title: str
    slug: str
    category: Category
    author_name: str
    author_place: str
    reply_count: int
    last_post_at: datetime
    accepted_number: int | None
    is_pinned: bool
    is_locked: bool
    has_news: bool = False
    new_count: int | None = 0
    first_new: int | None = None

    @property
    def url(self) -> str:
        return topic_url(self.id, self.slug)

    @property
    def new_url(self) -> str:
        """Where the first new post is."""
        if self.first_new is None:
            return first_new_url(self.id)
        return post_url(self.id, self.slug, self.first_new, self.accepted_number)


@dataclass(frozen=True, slots=True)
class Counts:
    """What stands beside the filters; None where it is not known, because nobody is signed in."""

    topics: int
    unanswered: int
    watched: int | None = None
    mine: int | None = None

    def of(self, chosen: Filter) -> int:
        """How many topics a filter leaves."""
        found = {Filter.UNANSWERED: self.unanswered, Filter.WATCHED: self.watched, Filter.MINE: self.mine}
        return found.get(chosen, self.topics) or 0


def topics_page(
    viewer: Any, categories: Sequence[Category], chosen: Filter, number: int, counts: Counts
) -> Page[TopicLine]:
    """A page of the topics of some categories; hidden ones are left out."""
    page: Page[TopicLine] = Page.of(number, TOPICS_ON_A_PAGE, counts.of(chosen))
    return page.filled(_lines(viewer, categories, _narrowed(viewer, chosen), page.offset, page.per_page))


def counts_for(viewer: Any, categories: Sequence[Category]) -> Counts:
    """The counts of the filters: those kept with the categories, and one query for the person's own."""
    topics, unanswered = sum(one.topic_count for one in categories), sum(one.unanswered_count for one in categories)
    if not viewer.is_authenticated:
        return Counts(topics, unanswered)
    shown = and_(Topic.hidden_at.is_(None), Topic.category_id.in_([one.id for one in categories]))
    watched = (
        select(func.count())
        .select_from(TopicReader)
        .join(Topic, Topic.id == TopicReader.topic_id)
        .where(TopicReader.user_id == viewer.id, TopicReader.level == WATCHING, shown)
    )
    mine = select(func.count()).select_from(Topic).where(Topic.author_id == viewer.id, shown)
    row = db.session.execute(select(watched.scalar_subquery(), mine.scalar_subquery())).one()
    return Counts(topics, unanswered, row[0], row[1])


def find_tag(slug: str) -> TopicTag:
    """The tag of an address."""
    tag = db.session.scalar(select(TopicTag).where(TopicTag.slug == slug))
    if tag is None:
        raise NotFound
    return tag


def tagged_page(viewer: Any, categories: Sequence[Category], tag: TopicTag, number: int) -> Page[TopicLine]:
    """A page of the topics with a tag. Raises NotFound where this person sees none: a tag can say what they are about."""
    bears = Topic.id.in_(select(TopicTagging.topic_id).where(TopicTagging.tag_id == tag.id))
    shown = and_(Topic.hidden_at.is_(None), Topic.category_id.in_([one.id for one in categories]))
    total = db.session.scalar(select(func.count()).select_from(Topic).where(bears, shown))
    if not total:
        raise NotFound
    page: Page[TopicLine] = Page.of(number, TOPICS_ON_A_PAGE, total)
    return page.filled(_lines(viewer, categories, bears, page.offset, page.per_page))


def latest_topics(viewer: Any, limit: int = 5) -> list[TopicLine]:
    """The topics with the newest posts, pinned or not, for the start page; two queries."""
    return _lines(viewer, categories_visible_to(viewer), literal(True), 0, limit, pinned_first=False)


def forum_counts(viewer: Any) -> Counts:
    """How many topics and how many without an answer, for the start page; one query."""
    categories = categories_visible_to(viewer)
    return Counts(sum(one.topic_count for one in categories), sum(one.unanswered_count for one in categories))


def _narrowed(viewer: Any, chosen: Filter) -> Any:
    if chosen is Filter.UNANSWERED:
        return Topic.is_unanswered
    if chosen is Filter.WATCHED:
        return TopicReader.level == WATCHING
    if chosen is Filter.MINE:
        return Topic.author_id == viewer.id
    return literal(True)


def _lines(
    viewer: Any,
    categories: Sequence[Category],
    narrowed: Any,
    offset: int,
    limit: int,
    pinned_first: bool = True,
) -> list[TopicLine]:
    by_id = {category.id: category for category in categories}
    order = (Topic.is_pinned.desc(),) if pinned_first else ()
    query = (
        select(
            Topic.id, Topic.title, Topic.slug, Topic.category_id, User.name, Topic.author_place, Topic.reply_count,
            Topic.last_post_at, Topic.accepted_number, Topic.is_pinned, Topic.locked_at, Topic.newest_number,
            Topic.created_at,
        )
        .join(User, User.id == Topic.author_id)
        .where(Topic.hidden_at.is_(None), Topic.category_id.in_(list(by_id)), narrowed)
        .order_by(*order, Topic.last_post_at.desc(), Topic.id.desc())
        .offset(offset)
        .limit(limit)
    )  # fmt: skip
    if viewer.is_authenticated:
        query = _with_reading(viewer, query)
    return [_line(viewer, by_id[row.category_id], row) for row in db.session.execute(query)]


def _with_reading(viewer: Any, query: Any) -> Any:
    """The same with how far this person has read, in the same statement."""
    return (
        query.add_columns(TopicReader.last_read_number, TopicReader.level, CategoryReader.read_up_to)
        .outerjoin(TopicReader, and_(TopicReader.topic_id == Topic.id, TopicReader.user_id == viewer.id))
        .outerjoin(
            CategoryReader,
            and_(CategoryReader.category_id == Topic.category_id, CategoryReader.user_id == viewer.id),
        )
    )


def _line(viewer: Any, category: Category, row: Any) -> TopicLine:
    news: tuple[bool, int | None, int | None] = (False, 0, None)
    if viewer.is_authenticated and row.level != MUTED:
        news = news_in(viewer, row, row.last_read_number, row.read_up_to)
    return TopicLine(
        id=row.id,
        title=row.title,
        slug=row.slug,
        category=category,
        author_name=row.name,
        author_place=row.author_place,
        reply_count=row.reply_count,
        last_post_at=row.last_post_at,
        accepted_number=row.accepted_number,
        is_pinned=row.is_pinned,
        is_locked=row.locked_at is not None,
        has_news=news[0],
        new_count=news[1],
        first_new=news[2],
    )


def news_in(
    viewer: Any, topic: Any, last_read: int | None, read_up_to: datetime | None
) -> tuple[bool, int | None, int | None]:
    """Is there news in a topic for this person, how many posts, and the number of the first.

    What was there before the person came, or before "mark all as read", is no news. In a topic that the person never
    opened and that began before, the count is not known (None), and the first new post is looked for only on demand.
    """
    if topic.last_post_at < viewer.created_at or (read_up_to is not None and topic.last_post_at <= read_up_to):
        return False, 0, None
    if last_read:
        new = topic.newest_number - last_read
        return (True, new, last_read + 1) if new > 0 else (False, 0, None)
    if topic.created_at >= viewer.created_at and (read_up_to is None or topic.created_at > read_up_to):
        return True, topic.newest_number, 1
    return True, None, None
