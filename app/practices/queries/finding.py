"""Finding practices: one for its page, those of a person, those that wait, those that others cite or the search found."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.auth.policies import moderate
from app.extensions import db
from app.links import Cited
from app.practices import policies as may
from app.practices.models import (
    CHANGES_REQUESTED,
    DRAFT,
    HIDDEN,
    PUBLISHED,
    SUBMITTED,
    Practice,
    PracticeUnit,
    ReviewStep,
    Revision,
    RevisionText,
)
from app.web.errors import Forbidden, NotFound


def published() -> ColumnElement[bool]:
    """What everybody may read."""
    return and_(Practice.state == PUBLISHED, Practice.hidden_at.is_(None))


def visible_to(viewer: Any) -> ColumnElement[bool]:
    """What this person may read: the published ones, their own, and for moderators all."""
    if moderate(viewer):
        return Practice.id.is_not(None)
    if viewer.is_authenticated:
        return or_(published(), Practice.author_id == viewer.id)
    return published()


def find_practice(viewer: Any, practice_id: int) -> Practice:
    """A practice that this person may read, with author and both revisions, or NotFound."""
    practice = db.session.scalar(
        select(Practice)
        .where(Practice.id == practice_id, visible_to(viewer))
        .options(
            joinedload(Practice.author),
            joinedload(Practice.published_revision).joinedload(Revision.author),
            joinedload(Practice.current_revision),
        )
    )
    if practice is None:
        raise NotFound
    return practice


def find_working_practice(viewer: Any, practice_id: int) -> Practice:
    """A practice that this person works on: visible but not theirs is Forbidden."""
    practice = find_practice(viewer, practice_id)
    if not may.see_work_on_practice(viewer, practice):
        raise Forbidden
    return practice


def newest_practices(viewer: Any, limit: int = 3) -> list[Practice]:
    """Published practices, the newest first."""
    return list(
        db.session.scalars(
            select(Practice).where(published()).order_by(Practice.published_at.desc(), Practice.id.desc()).limit(limit)
        )
    )


def count_published() -> int:
    """How many practices everybody can read."""
    return db.session.scalar(select(func.count()).select_from(Practice).where(published())) or 0


def published_of_unit(unit_id: str) -> ScalarSelect[int]:
    """How many published practices a unit leads or takes part in, as a part of a larger question."""
    return (
        select(func.count())
        .select_from(Practice)
        .join(PracticeUnit, PracticeUnit.practice_id == Practice.id)
        .where(published(), PracticeUnit.unit_code == unit_id)
        .scalar_subquery()
    )


def practices_of(person: Any) -> list[Practice]:
    """A person's practices in every state, the last touched first."""
    return list(
        db.session.scalars(
            select(Practice)
            .where(Practice.author_id == person.id)
            .order_by(
                func.coalesce(Practice.draft_saved_at, Practice.submitted_at, Practice.created_at).desc(),
                Practice.id.desc(),
            )
            .limit(500)
        )
    )


def submitted_practices(limit: int = 100) -> list[Practice]:
    """What waits for a moderator, the oldest first."""
    return list(
        db.session.scalars(
            select(Practice)
            .where(or_(Practice.state == SUBMITTED, Practice.pending == SUBMITTED))
            .options(joinedload(Practice.author))
            .order_by(Practice.submitted_at, Practice.id)
            .limit(limit)
        )
    )


def waiting_for(person: Any) -> list[Practice]:
    """A person's practices that were sent back for changes."""
    return list(
        db.session.scalars(
            select(Practice)
            .where(
                Practice.author_id == person.id,
                or_(Practice.state == CHANGES_REQUESTED, Practice.pending == CHANGES_REQUESTED),
            )
            .order_by(Practice.id)
        )
    )


def open_drafts_of(person: Any) -> list[Practice]:
    """A person's drafts that were not sent in, the last saved first."""
    return list(
        db.session.scalars(
            select(Practice)
            .where(Practice.author_id == person.id, or_(Practice.state == DRAFT, Practice.pending == DRAFT))
            .order_by(Practice.draft_saved_at.desc(), Practice.id.desc())
            .limit(50)
        )
    )


def texts_of(revision_id: int) -> dict[str, Markup]:
    """The stored HTML of a revision's Markdown fields."""
    rows = db.session.execute(
        select(RevisionText.field, RevisionText.html).where(RevisionText.revision_id == revision_id)
    )
    return {row.field: row.html for row in rows}


def steps_of(practice: Practice) -> list[ReviewStep]:
    """Every passage of a practice, oldest first, with who and why."""
    return list(
        db.session.scalars(
            select(ReviewStep)
            .where(ReviewStep.practice_id == practice.id)
            .options(joinedload(ReviewStep.person), joinedload(ReviewStep.revision).defer(Revision.document))
            .order_by(ReviewStep.id)
        )
    )


def last_reason(practice: Practice, state: str) -> ReviewStep | None:
    """The newest step into a state, for what the author reads above the form."""
    return db.session.scalar(
        select(ReviewStep)
        .where(ReviewStep.practice_id == practice.id, ReviewStep.to_state == state)
        .order_by(ReviewStep.id.desc())
        .limit(1)
    )


def published_steps(steps: Sequence[ReviewStep]) -> list[ReviewStep]:
    """The publications among all steps, newest first: the history that everybody sees."""
    return [one for one in reversed(steps) if one.to_state == PUBLISHED and one.from_state != HIDDEN and one.revision]


def find_revision(viewer: Any, practice: Practice, number: int) -> Revision:
    """A revision by its number; others than authors and moderators see the published ones only."""
    revision = db.session.scalar(select(Revision).where(Revision.practice_id == practice.id, Revision.number == number))
    if revision is None:
        raise NotFound
    if not may.see_work_on_practice(viewer, practice):
        public = db.session.scalar(
            select(ReviewStep.id)
            .where(ReviewStep.revision_id == revision.id, ReviewStep.to_state == PUBLISHED)
            .limit(1)
        )
        if public is None:
            raise NotFound
    return revision


def cited_practices(viewer: Any, ids: Sequence[int]) -> Mapping[int, Cited]:
    """Practices as the end of a link; the version is the number of the published revision."""
    rows = db.session.execute(
        select(Practice.id, Practice.title, Practice.slug, Practice.operator_name, Revision.number)
        .outerjoin(Revision, Revision.id == Practice.published_revision_id)
        .where(Practice.id.in_(ids), visible_to(viewer))
    )
    return {
        row.id: Cited(
            "practice",
            row.id,
            row.title,
            url_for("practices.practice", practice_id=row.id, slug=row.slug),
            row.operator_name,
            row.number,
        )
        for row in rows
    }
