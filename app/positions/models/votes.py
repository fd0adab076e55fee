"""Votes: rules, the electorate frozen at opening, one ballot for each mandate, the chained ledger."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import Mandate, User
from app.extensions import Base
from app.lib import clock
from app.positions.models.text import Position, PositionVersion
from app.web.columns import Created, UTCDateTime


class Choice(StrEnum):
    """What a ballot says. `present` counts for the quorum only."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    PRESENT = "present"


class RuleSet(Created, Base):
    """By which rules a vote is decided. A changed rule is a new version; a vote keeps the one it was opened with.

    The defaults are those of comparable statutory bodies (act on public-benefit activity, art. 34d): simple majority,
    open vote, at least half present; a tie fails, because no chair is named.
    """

    __tablename__ = "rule_sets"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), default="default")
    version: Mapped[int] = mapped_column(default=1)
    unit_of_vote: Mapped[str] = mapped_column(String(10), default="mandate")
    quorum_num: Mapped[int] = mapped_column(default=1)
    quorum_den: Mapped[int] = mapped_column(default=2)
    quorum_strict: Mapped[bool] = mapped_column(default=False)  # False: at least; True: more than
    quorum_base: Mapped[str] = mapped_column(String(12), default="electorate")
    majority_kind: Mapped[str] = mapped_column(String(20), default="simple")
    majority_num: Mapped[int] = mapped_column(default=1)
    majority_den: Mapped[int] = mapped_column(default=2)
    majority_base: Mapped[str] = mapped_column(String(12), default="for_against")
    majority_strict: Mapped[bool] = mapped_column(default=False)
    ballot_mode: Mapped[str] = mapped_column(String(10), default="open")  # open, roll_call
    tie: Mapped[str] = mapped_column(String(8), default="fails")
    change_until_close: Mapped[bool] = mapped_column(default=True)
    notice_hours: Mapped[int] = mapped_column(default=0)
    window_hours_min: Mapped[int] = mapped_column(default=24)
    consultation_days_min: Mapped[int] = mapped_column(default=1)
    max_repeat: Mapped[int] = mapped_column(default=1)
    turnout_shown_from: Mapped[int] = mapped_column(default=5)


class Vote(Created, Base):
    """One vote on one version. Open and closed are read from the clock; only certified and annulled are stored."""

    __tablename__ = "votes"

    id: Mapped[int] = mapped_column(primary_key=True)
    position_id: Mapped[int] = mapped_column(ForeignKey("positions.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("position_versions.id"))
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_sets.id"))
    rule_set_version: Mapped[int] = mapped_column()
    text_sha256: Mapped[str] = mapped_column(String(64))
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    tz: Mapped[str] = mapped_column(String(40), default="Europe/Warsaw")
    electorate_frozen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    electorate_size: Mapped[int] = mapped_column()
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str | None] = mapped_column(String(10))  # certified, annulled, or nothing yet
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # the numbers certified, and what they led to
    certified_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    certified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    annulled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    annulled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    annul_reason: Mapped[str] = mapped_column(Text, default="")
    head_hash: Mapped[str | None] = mapped_column(String(64))

    position: Mapped[Position] = relationship()
    version: Mapped[PositionVersion] = relationship()
    rules: Mapped[RuleSet] = relationship()
    opened_by: Mapped[User] = relationship(foreign_keys=[opened_by_id])
    certified_by: Mapped[User | None] = relationship(foreign_keys=[certified_by_id])

    @property
    def is_open(self) -> bool:
        return self.state is None and self.opens_at <= clock.now() < self.closes_at

    @property
    def is_closed(self) -> bool:
        """Whether ballots may be counted and shown; the clock of the server decides, not a job."""
        return clock.now() >= self.closes_at

    @property
    def is_certified(self) -> bool:
        return self.state == "certified"


class Elector(Base):
    """A mandate that may vote in this vote, frozen at opening. The seat lets a successor vote for it."""

    __tablename__ = "electors"
    __table_args__ = (UniqueConstraint("vote_id", "mandate_id"), Index("ix_electors_seat", "unit_id", "seat_no"))

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandates.id"))
    person_id_at_open: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.code"))
    seat_no: Mapped[int] = mapped_column(default=1)

    vote: Mapped[Vote] = relationship()
    mandate: Mapped[Mandate] = relationship()


class Ballot(Base):
    """The ballot that counts for a mandate; earlier ones stay in the ledger. One for each mandate, by the database."""

    __tablename__ = "ballots"
    __table_args__ = (
        UniqueConstraint("vote_id", "mandate_id"),
        ForeignKeyConstraint(
            ["vote_id", "mandate_id"], ["electors.vote_id", "electors.mandate_id"], name="fk_ballots_elector"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"))
    mandate_id: Mapped[int] = mapped_column(ForeignKey("mandates.id"))
    choice: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(Text, default="")
    cast_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    cast_as: Mapped[str] = mapped_column(String(10), default="holder")  # holder, deputy, successor
    cast_at: Mapped[datetime] = mapped_column(UTCDateTime)
    rev: Mapped[int] = mapped_column(default=1)
    ledger_seq: Mapped[int] = mapped_column()

    vote: Mapped[Vote] = relationship()
    mandate: Mapped[Mandate] = relationship()
    cast_by: Mapped[User] = relationship(foreign_keys=[cast_by_id])


class LedgerEntry(Base):
    """One line of a vote's ledger: append-only (triggers of migration 0002), each with the hash of the one before."""

    __tablename__ = "ledger_entries"
    __table_args__ = (UniqueConstraint("vote_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id"))
    seq: Mapped[int] = mapped_column()
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    kind: Mapped[str] = mapped_column(String(12))  # electorate, opened, cast, replaced, closed, certified, annulled
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
