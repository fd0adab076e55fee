"""Comments on a node: a thread knows the node and the version it was written about, and never moves silently."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import User
from app.extensions import Base
from app.positions.models.text import Position, PositionVersion
from app.web.columns import Created, UTCDateTime

OPEN, RESOLVED = "open", "resolved"


class Thread(Created, Base):
    """Comments that belong together. `quote` is the node's text when the first was written."""

    __tablename__ = "position_threads"
    __table_args__ = (Index("ix_position_threads_place", "position_id", "node_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"))
    node_id: Mapped[str] = mapped_column(String(32))
    version_id: Mapped[int] = mapped_column(ForeignKey("position_versions.id"))
    quote: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    resolution: Mapped[str] = mapped_column(Text, default="")
    resolved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    resolved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    position: Mapped[Position] = relationship()
    version: Mapped[PositionVersion] = relationship()
    resolved_by: Mapped[User | None] = relationship(foreign_keys=[resolved_by_id])
    comments: Mapped[list["Comment"]] = relationship(back_populates="thread", order_by="Comment.id")

    @property
    def is_open(self) -> bool:
        return self.state == OPEN


class Comment(Created, Base):
    """What one person said, as plain text; in the name of a mandate where the person has one."""

    __tablename__ = "position_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("position_threads.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("mandates.id"))
    place: Mapped[str] = mapped_column(String(120), default="")  # Gmina Wąsewo, MCPS: as it stood then
    body: Mapped[str] = mapped_column(Text)
    edited_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    thread: Mapped[Thread] = relationship(back_populates="comments")
    author: Mapped[User] = relationship()


class Source(Created, Base):
    """Evidence from outside: a statute, a study, named in words; links point to it as to a practice or topic."""

    __tablename__ = "position_sources"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
