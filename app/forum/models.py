"""The forum's tables: categories, topics, posts with their earlier texts, tags, and how far each person has read."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import User
from app.extensions import Base
from app.lib import clock, limits
from app.web.columns import Created, RichText, UTCDateTime
from app.web.locale import current_language

PUBLIC, MEMBERS, COMMITTEE, MODERATORS = "public", "members", "committee", "moderators"
READERS = (PUBLIC, MEMBERS, COMMITTEE)
WRITERS = (MEMBERS, MODERATORS, COMMITTEE)

WATCHING, NORMAL, MUTED = "watching", "normal", "muted"
LEVELS = (WATCHING, NORMAL, MUTED)
CHOSEN, STARTED, ANSWERED = "chosen", "started", "answered"  # reasons of a level; a choice is never overridden

PAGE_OF_POSTS = 20


class Category(Created, Base):
    """A room of the forum. Counts stand here, so that no list has to count; hidden topics are left out of them."""

    __tablename__ = "forum_categories"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    description: Mapped[str] = mapped_column(String(300), default="")
    name_en: Mapped[str] = mapped_column(String(80), default="")
    description_en: Mapped[str] = mapped_column(String(300), default="")
    readers: Mapped[str] = mapped_column(String(12), default=PUBLIC)
    writers: Mapped[str] = mapped_column(String(12), default=MEMBERS)
    position: Mapped[int] = mapped_column(default=0)
    topic_count: Mapped[int] = mapped_column(default=0)
    unanswered_count: Mapped[int] = mapped_column(default=0)
    last_topic_id: Mapped[int | None] = mapped_column()  # no foreign key: the two tables would wait for each other
    last_post_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lock_version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": lock_version}

    @property
    def label(self) -> str:
        """The name in the reader's language; the Polish one where there is no other."""
        return (self.name_en if current_language() == "en" else "") or self.name

    @property
    def about(self) -> str:
        """What belongs here, in the reader's language."""
        return (self.description_en if current_language() == "en" else "") or self.description


class Topic(Created, Base):
    """A conversation. `last_number` is the newest post's number, `newest_number` that of the newest one not hidden."""

    __tablename__ = "topics"
    __table_args__ = (
        Index("ix_topics_list", "is_pinned", "last_post_at", "id"),
        Index("ix_topics_category_list", "category_id", "is_pinned", "last_post_at", "id"),
        Index("ix_topics_author_list", "author_id", "last_post_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("forum_categories.id"))
    title: Mapped[str] = mapped_column(String(limits.TITLE))
    slug: Mapped[str] = mapped_column(String(80))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    author_place: Mapped[str] = mapped_column(String(160), default="")  # as it was when the person wrote
    last_number: Mapped[int] = mapped_column(default=1)
    newest_number: Mapped[int] = mapped_column(default=1)
    reply_count: Mapped[int] = mapped_column(default=0)
    watcher_count: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    accepted_number: Mapped[int | None] = mapped_column()
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_pinned: Mapped[bool] = mapped_column(default=False)
    locked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lock_reason: Mapped[str] = mapped_column(Text, default="")
    hidden_reason: Mapped[str] = mapped_column(Text, default="")

    category: Mapped[Category] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @hybrid_property
    def is_unanswered(self) -> bool:
        """Does it wait for an answer? In a locked one nobody can give it."""
        return self.reply_count == 0 and self.locked_at is None

    @is_unanswered.inplace.expression
    @classmethod
    def _is_unanswered(cls) -> ColumnElement[bool]:
        return and_(cls.reply_count == 0, cls.locked_at.is_(None))

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class Post(Created, Base):
    """One contribution, with its number in the topic: pages, permalinks and "read up to" all count by it."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("topic_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    number: Mapped[int] = mapped_column()
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    author_place: Mapped[str] = mapped_column(String(160), default="")
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(RichText)  # Markup when it is read
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    edit_count: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    lock_version: Mapped[int] = mapped_column(default=1)

    topic: Mapped[Topic] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])

    __mapper_args__ = {"version_id_col": lock_version}

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_first(self) -> bool:
        return self.number == 1


class PostRevision(Base):
    """A text that a post had before an edit; `title` only where the topic's title was changed with it."""

    __tablename__ = "post_revisions"
    __table_args__ = (UniqueConstraint("post_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    number: Mapped[int] = mapped_column()  # 1 is the first text; the text in force has edit_count + 1
    source: Mapped[str] = mapped_column(Text)
    title: Mapped[str | None] = mapped_column(String(limits.TITLE))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)


class TopicTag(Base):
    """A tag of the forum: lower case, one spelling for everybody (the first one that was written)."""

    __tablename__ = "topic_tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[str] = mapped_column(String(limits.TAG))


class TopicTagging(Base):
    """A topic bears a tag, at a place in its row of tags."""

    __tablename__ = "topic_taggings"
    __table_args__ = (Index("ix_topic_taggings_tag", "tag_id", "topic_id"),)

    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("topic_tags.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class TopicReader(Base):
    """One person in one topic: the highest number read, and how much they want to hear of it, with the reason."""

    __tablename__ = "topic_readers"
    __table_args__ = (Index("ix_topic_readers_topic", "topic_id", "level"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"), primary_key=True)
    last_read_number: Mapped[int] = mapped_column(default=0)
    level: Mapped[str] = mapped_column(String(10), default=NORMAL)
    level_reason: Mapped[str] = mapped_column(String(10), default="")


class CategoryReader(Base):
    """What stood in a category before this moment counts as read by this person ("mark all as read")."""

    __tablename__ = "category_readers"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("forum_categories.id"), primary_key=True)
    read_up_to: Mapped[datetime] = mapped_column(UTCDateTime)
