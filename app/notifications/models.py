"""The table of notices."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base
from app.web.columns import Created, UTCDateTime

_UNREAD = text("read_at IS NULL")


class Notification(Created, Base):
    """What one person should hear about one subject. `count` grows while it is unread; `data` helps to word it."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index(
            "uq_notifications_unread",
            "recipient_id",
            "kind",
            "subject_kind",
            "subject_id",
            unique=True,
            postgresql_where=_UNREAD,
            sqlite_where=_UNREAD,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int] = mapped_column()
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    count: Mapped[int] = mapped_column(default=1)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    last_job_id: Mapped[int] = mapped_column(default=0)  # a job done twice counts once
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
