"""Controlled vocabularies as data: a term keeps its slug for ever; a retired one points to its successor."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.lib import clock
from app.web.columns import UTCDateTime


class Term(Base):
    """One word of one list (`kind`: theme, entity, group, instrument, maturity, …)."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), index=True)
    slug: Mapped[str] = mapped_column(String(60))
    label_pl: Mapped[str] = mapped_column(String(160))
    label_en: Mapped[str] = mapped_column(String(160))
    also: Mapped[str] = mapped_column(String(400), default="")  # other Polish names, one a line, by which it is found
    position: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(String(300), default="")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, onupdate=clock.now)
    retired_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("terms.id"))

    successor: Mapped["Term | None"] = relationship(remote_side=[id])
