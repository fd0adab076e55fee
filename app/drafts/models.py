"""The table of drafts."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.web.columns import UTCDateTime


class Draft(Base):
    """The fields of one form of one person. `place` is the form's address, `page` where the form is shown."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("person_id", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    place: Mapped[str] = mapped_column(String(300))
    page: Mapped[str] = mapped_column(String(500))
    title: Mapped[str] = mapped_column(String(200))
    fields: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
