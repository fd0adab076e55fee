"""The table of links."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.web.columns import Created


class Link(Created, Base):
    """One thing cites another, at a place (a node of a position) and in the version that was read."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("source_kind", "source_id", "place", "target_kind", "target_id", "relation"),
        Index("ix_links_target", "target_kind", "target_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_kind: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[int] = mapped_column()
    place: Mapped[str] = mapped_column(String(40), default="")  # node_id, or empty for the whole
    target_kind: Mapped[str] = mapped_column(String(20))
    target_id: Mapped[int] = mapped_column()
    target_version: Mapped[int | None] = mapped_column()
    relation: Mapped[str] = mapped_column(String(20), default="cites")  # cites, grew_from
    note: Mapped[str] = mapped_column(String(300), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
