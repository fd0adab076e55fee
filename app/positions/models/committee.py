"""The road to the committee and back: transmission, the response, one answer for each demand."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import User
from app.extensions import Base
from app.positions.models.text import Position, PositionVersion
from app.web.columns import Created, UTCDateTime


class Verdict(StrEnum):
    """What the committee says to one demand."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    OUTSIDE_COMPETENCE = "outside_competence"
    ALREADY_DONE = "already_done"


class Transmission(Created, Base):
    """An adopted position handed to the committee. The date of the answer is agreed, not set by any statute."""

    __tablename__ = "transmissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("position_versions.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    agreed_answer_by: Mapped[date] = mapped_column()
    package_sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(10), default="sent")  # sent, received, answered

    position: Mapped[Position] = relationship()
    version: Mapped[PositionVersion] = relationship()
    sent_by: Mapped[User] = relationship(foreign_keys=[sent_by_id])
    received_by: Mapped[User | None] = relationship(foreign_keys=[received_by_id])
    response: Mapped["CommitteeResponse | None"] = relationship(back_populates="transmission")


class CommitteeResponse(Created, Base):
    """The committee's answer as a whole: a draft shared by its members until the secretary sends it."""

    __tablename__ = "committee_responses"

    id: Mapped[int] = mapped_column(primary_key=True)
    transmission_id: Mapped[int] = mapped_column(ForeignKey("transmissions.id"), unique=True)
    meeting_on: Mapped[date | None] = mapped_column()
    summary: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8), default="draft")  # draft, sent
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lock_version: Mapped[int] = mapped_column(default=1)

    transmission: Mapped[Transmission] = relationship(back_populates="response")
    sent_by: Mapped[User | None] = relationship(foreign_keys=[sent_by_id])
    answers: Mapped[list["DemandAnswer"]] = relationship(back_populates="response", order_by="DemandAnswer.id")

    __mapper_args__ = {"version_id_col": lock_version}


class DemandAnswer(Created, Base):
    """The answer to one demand. A draft may be unfinished; what is sent has a verdict and a reason."""

    __tablename__ = "demand_answers"
    __table_args__ = (UniqueConstraint("response_id", "node_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("committee_responses.id"))
    node_id: Mapped[str] = mapped_column(String(32))
    verdict: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None] = mapped_column()
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lock_version: Mapped[int] = mapped_column(default=1)

    response: Mapped[CommitteeResponse] = relationship(back_populates="answers")
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id])

    __mapper_args__ = {"version_id_col": lock_version}

    @property
    def is_complete(self) -> bool:
        return bool(self.verdict and self.reason.strip())
