"""Practices: the thing and its state, its revisions (whole records, never changed), what is filtered, who decided what."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from sqlalchemy import JSON, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.auth.models import User
from app.extensions import Base
from app.lib import clock
from app.territory.models import Unit
from app.web.columns import Created, RichText, UTCDateTime

DRAFT, SUBMITTED, CHANGES_REQUESTED = "draft", "submitted", "changes_requested"
PUBLISHED, WITHDRAWN = "published", "withdrawn"
STATES = (DRAFT, SUBMITTED, CHANGES_REQUESTED, PUBLISHED, WITHDRAWN)
HIDDEN = "hidden"  # only in the steps: hiding is no state of its own
DEPTH_CARD, DEPTH_FULL = "card", "full"


class Revision(Base):
    """One text of the whole record; never changed once written."""

    __tablename__ = "practice_revisions"
    __table_args__ = (UniqueConstraint("practice_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), index=True)
    number: Mapped[int] = mapped_column()
    document: Mapped[dict[str, Any]] = mapped_column(JSON)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    change_note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    author: Mapped[User | None] = relationship()


class Practice(Created, Base):
    """A practice. Its columns say what the published revision says (before that, the newest one).

    `draft` is the working copy, kept until it is sent in; then it becomes a revision. While a published practice is
    edited, its state stays "published" and `pending` is the state of the edit beside it.
    """

    __tablename__ = "practices"
    __table_args__ = (Index("ix_practices_published", "state", "published_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20), default=DRAFT, index=True)
    pending: Mapped[str] = mapped_column(String(20), default="", index=True)
    depth: Mapped[str] = mapped_column(String(8), default="")
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    slug: Mapped[str] = mapped_column(String(120), default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    draft_saved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    working_title: Mapped[str] = mapped_column(String(300), default="")
    current_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("practice_revisions.id", use_alter=True, name="fk_practices_current_revision_id")
    )
    published_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("practice_revisions.id", use_alter=True, name="fk_practices_published_revision_id")
    )
    revision_count: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the first time
    revised_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # the published revision
    hidden_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    verified_on: Mapped[date | None] = mapped_column()
    verified_by: Mapped[str] = mapped_column(String(300), default="")
    quality: Mapped[str] = mapped_column(String(20), default="")  # from the assessment, a later part
    lock_version: Mapped[int] = mapped_column(default=1)

    title: Mapped[str] = mapped_column(String(300), default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(60), default="")
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("units.code"), index=True)
    area_note: Mapped[str] = mapped_column(String(500), default="")
    unit_kind: Mapped[str] = mapped_column(String(60), default="")
    population_band: Mapped[str] = mapped_column(String(60), default="")
    operator_name: Mapped[str] = mapped_column(String(500), default="")
    ps_status: Mapped[str] = mapped_column(String(60), default="")
    maturity: Mapped[str] = mapped_column(String(60), default="")
    started_on: Mapped[str] = mapped_column(String(7), default="")
    ended_on: Mapped[str] = mapped_column(String(7), default="")
    started_year: Mapped[int | None] = mapped_column(index=True)
    prep_band: Mapped[str] = mapped_column(String(60), default="")
    cost_start_band: Mapped[str] = mapped_column(String(60), default="")
    cost_year_band: Mapped[str] = mapped_column(String(60), default="")
    visit_offer: Mapped[str] = mapped_column(String(60), default="")
    completeness: Mapped[int] = mapped_column(default=0)

    author: Mapped[User | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    current_revision: Mapped[Revision | None] = relationship(foreign_keys=[current_revision_id], post_update=True)
    published_revision: Mapped[Revision | None] = relationship(foreign_keys=[published_revision_id], post_update=True)

    __mapper_args__ = {"version_id_col": lock_version}

    @property
    def is_public(self) -> bool:
        """Published and not hidden: everybody reads it."""
        return self.state == PUBLISHED and self.hidden_at is None

    @property
    def stage(self) -> str:
        """Where the work on it stands: the state of the edit where there is one, its own state otherwise."""
        return self.pending or self.state

    @property
    def shown_title(self) -> str:
        """The title for those who work on it."""
        return self.working_title or self.title

    def move_to(self, stage: str) -> None:
        """Change the stage: of the edit beside a published record, or of the practice itself."""
        if self.state != PUBLISHED or stage == WITHDRAWN:
            self.state, self.pending = stage, ""
        else:
            self.pending = "" if stage == PUBLISHED else stage


class RevisionText(Base):
    """The HTML of one Markdown field of a revision, made and cleaned when it was written."""

    __tablename__ = "practice_revision_texts"

    revision_id: Mapped[int] = mapped_column(ForeignKey("practice_revisions.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(40), primary_key=True)
    html: Mapped[Markup] = mapped_column(RichText)


class ReviewStep(Base):
    """A passage from state to state: who, when, why. The author sees every one."""

    __tablename__ = "practice_review_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), index=True)
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("practice_revisions.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    from_state: Mapped[str] = mapped_column(String(20))
    to_state: Mapped[str] = mapped_column(String(20))
    depth: Mapped[str] = mapped_column(String(8), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)

    person: Mapped[User | None] = relationship()
    revision: Mapped[Revision | None] = relationship()


class PracticeTerm(Base):
    """A term of the published record, by facet: theme, entity, group, instrument, funding …"""

    __tablename__ = "practice_terms"
    __table_args__ = (Index("ix_practice_terms_term", "facet", "slug"),)

    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), primary_key=True)
    facet: Mapped[str] = mapped_column(String(30), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)


class PracticeUnit(Base):
    """A unit that takes part: the leading one and the others."""

    __tablename__ = "practice_units"

    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), primary_key=True)
    unit_code: Mapped[str] = mapped_column(ForeignKey("units.code"), primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(8))  # lead, extra


class PracticeResult(Base):
    """A measured result of the published record, to be sorted, summed and compared."""

    __tablename__ = "practice_results"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), index=True)
    indicator: Mapped[str] = mapped_column(String(60), index=True)
    value: Mapped[Decimal | None] = mapped_column(Numeric(20, 4))
    unit: Mapped[str] = mapped_column(String(120), default="")
    period: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str] = mapped_column(String(60), default="")


class Tag(Base):
    """A keyword: one spelling for all ways to type it."""

    __tablename__ = "practice_tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class Tagging(Base):
    """A keyword stands at a practice."""

    __tablename__ = "practice_taggings"

    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("practice_tags.id"), primary_key=True, index=True)

    tag: Mapped[Tag] = relationship()


class Photo(Created, Base):
    """A picture made anew by us and kept outside the code; which record shows it stands in the record."""

    __tablename__ = "practice_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practices.id"), index=True)
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int] = mapped_column()
    height: Mapped[int] = mapped_column()
    size: Mapped[int] = mapped_column()
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ListStamp(Base):
    """One row that is counted up whenever what the public list shows has changed; what is kept in memory asks it."""

    __tablename__ = "practice_list_stamps"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
