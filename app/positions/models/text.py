"""A position, its versions and the nodes of each version; identities outlive versions, numbers are computed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import User
from app.extensions import Base
from app.lib import clock
from app.positions.states import State
from app.web.columns import Created, UTCDateTime

if TYPE_CHECKING:
    from app.positions.models.votes import RuleSet


class Position(Created, Base):
    """A common text on its way from the first draft to the committee's answer.

    `visibility` is the circle that reads it before it is adopted; an adopted position is public.
    """

    __tablename__ = "positions"
    # One register of numbers: 1..n in each year, given on adoption.
    __table_args__ = (UniqueConstraint("number_year", "number_seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(250))
    kind: Mapped[str] = mapped_column(String(12), default="stanowisko")  # stanowisko, apel, opinia
    topic: Mapped[str] = mapped_column(String(60), default="")  # slug of the vocabulary "theme", or empty
    state: Mapped[str] = mapped_column(String(16), default=State.DRAFT, index=True)
    visibility: Mapped[str] = mapped_column(String(12), default="committee")  # advocates, committee, public
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_sets.id"))
    # Without a constraint: versions point to positions, and a circle of constraints cannot be made on SQLite.
    current_version_id: Mapped[int | None] = mapped_column(index=True)
    consultation_ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    state_since: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    adopted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    number_year: Mapped[int | None] = mapped_column()
    number_seq: Mapped[int | None] = mapped_column()
    text_rev: Mapped[int] = mapped_column(default=0)  # grows with every save and publication of the text
    lock_version: Mapped[int] = mapped_column(default=1)

    lead: Mapped[User] = relationship(foreign_keys=[lead_id])
    moderator: Mapped[User | None] = relationship(foreign_keys=[moderator_id])
    rules: Mapped["RuleSet"] = relationship()
    versions: Mapped[list["PositionVersion"]] = relationship(
        back_populates="position", order_by="PositionVersion.no", foreign_keys="PositionVersion.position_id"
    )
    current_version: Mapped["PositionVersion | None"] = relationship(
        primaryjoin="foreign(Position.current_version_id) == PositionVersion.id", viewonly=True
    )

    __mapper_args__ = {"version_id_col": lock_version}

    @property
    def number(self) -> str:
        """7/2026 once it is adopted, otherwise empty."""
        return f"{self.number_seq}/{self.number_year}" if self.number_seq else ""

    @property
    def adopted_on(self) -> date | None:
        """The day of adoption, by Warsaw's calendar."""
        return clock.local(self.adopted_at).date() if self.adopted_at else None

    @property
    def is_adopted(self) -> bool:
        return self.state in State.adopted_ones()

    @property
    def is_being_written(self) -> bool:
        """Whether its text may still change."""
        return self.state in (State.DRAFT, State.CONSULTATION, State.MERGING)

    @property
    def consultation_is_over(self) -> bool:
        """By the server's clock at this moment, whether or not anybody has pressed a button."""
        return self.consultation_ends_at is not None and clock.now() > self.consultation_ends_at


class PositionVersion(Created, Base):
    """One state of the text. Immutable once published; the one without `published_at` is the working draft."""

    __tablename__ = "position_versions"
    __table_args__ = (
        UniqueConstraint("position_id", "no"),
        Index(
            "uq_position_versions_draft",
            "position_id",
            unique=True,
            postgresql_where=text("published_at IS NULL"),
            sqlite_where=text("published_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    no: Mapped[int] = mapped_column()
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("position_versions.id"))
    origin: Mapped[str] = mapped_column(String(12), default="edit")  # import, edit, merge, editorial
    title: Mapped[str] = mapped_column(String(250), default="")  # of the text: "w sprawie …"; for lists
    body_sha256: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(500), default="")
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    position: Mapped[Position] = relationship(back_populates="versions", foreign_keys=[position_id])
    saved_by: Mapped[User] = relationship(foreign_keys=[saved_by_id])
    rows: Mapped[list["NodeRevision"]] = relationship(back_populates="version", order_by="NodeRevision.id")

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class NodeRevision(Base):
    """One node (jednostka redakcyjna) in one version. A tombstone marks the place of a node that was removed."""

    __tablename__ = "node_revisions"
    __table_args__ = (UniqueConstraint("version_id", "node_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("position_versions.id"))
    node_id: Mapped[str] = mapped_column(String(32), index=True)
    parent_node_id: Mapped[str | None] = mapped_column(String(32))
    rank: Mapped[int] = mapped_column()
    kind: Mapped[str] = mapped_column(String(16))
    marker_override: Mapped[str | None] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
    flags: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # demand, addressees, derived_from
    is_tombstone: Mapped[bool] = mapped_column(default=False)
    rev: Mapped[int] = mapped_column(default=1)  # how often it was saved; the form of one node carries it

    version: Mapped[PositionVersion] = relationship(back_populates="rows")


class StageChange(Base):
    """A step of a position, with who took it and why; the chronology reads these."""

    __tablename__ = "stage_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    from_state: Mapped[str] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")

    by: Mapped[User] = relationship()
