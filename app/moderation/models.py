"""The moderation log: each decision of a moderator with exactly one target and a reason; public."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import User
from app.extensions import Base
from app.web.columns import Created


class ModerationEntry(Created, Base):
    """Who (as MCPS) did what to which thing, and why. `label` names the thing without the text of people."""

    __tablename__ = "moderation_entries"
    __table_args__ = (Index("ix_moderation_entries_target", "target_kind", "target_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    moderator_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    act: Mapped[str] = mapped_column(String(20))  # lock, unlock, pin, unpin, hide, restore, move
    target_kind: Mapped[str] = mapped_column(String(20))  # topic, post, practice, comment
    target_id: Mapped[int] = mapped_column()
    label: Mapped[str] = mapped_column(String(250))
    url: Mapped[str] = mapped_column(String(300), default="")
    audience: Mapped[str] = mapped_column(String(20), default="public")  # who may see the entry
    rule: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(Text)

    moderator: Mapped[User] = relationship()
