"""Keeping, finding and forgetting drafts. Everybody has their own only, so no policy is asked."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Response, g, request
from flask_login import current_user
from sqlalchemy import delete, select

from app.drafts.models import Draft
from app.extensions import db
from app.lib import clock
from app.web.unit_of_work import unit_of_work

KEPT_FOR = timedelta(days=730)  # drafts: 24 months
MOST = 350_000  # a whole position in one field, and what stands beside it
MOST_DRAFTS = 100
NOT_KEPT = ("csrf_token", "submission_id", "lock_version", "password", "present_password")


def keep_draft(person: Any, *, place: str, page: str, title: str, fields: Mapping[str, list[str]]) -> Draft | None:
    """Put what was typed in the place of the draft before; None when it is too much to keep."""
    kept = {name: values for name, values in fields.items() if name not in NOT_KEPT}
    if sum(len(name) + sum(map(len, values)) for name, values in kept.items()) > MOST:
        return None
    with unit_of_work() as session:
        draft = find_draft(person, place)
        if draft is None:
            draft = Draft(person_id=person.id, place=place)
            session.add(draft)
        draft.page, draft.title, draft.fields, draft.updated_at = page[:500], title[:200], kept, clock.now()
        session.flush()
        oldest = (
            select(Draft.id).where(Draft.person_id == person.id).order_by(Draft.updated_at.desc()).offset(MOST_DRAFTS)
        )
        session.execute(delete(Draft).where(Draft.id.in_(list(session.scalars(oldest)))))
    return draft


def find_draft(person: Any, place: str) -> Draft | None:
    """The draft of a form."""
    return db.session.scalar(select(Draft).where(Draft.person_id == person.id, Draft.place == place))


def drafts_of(person: Any) -> list[Draft]:
    """All drafts of a person, newest first."""
    return list(
        db.session.scalars(
            select(Draft).where(Draft.person_id == person.id).order_by(Draft.updated_at.desc(), Draft.id)
        )
    )


def forget_draft(person: Any, draft_id: int) -> bool:
    """Throw one's own draft away; False when there is none of that number, and a foreign one is as good as none."""
    with unit_of_work() as session:
        done = session.execute(delete(Draft).where(Draft.id == draft_id, Draft.person_id == person.id))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def forget_when_sent(response: Response) -> Response:
    """After a form led on to another page its draft has done its service."""
    # The person's number as it was loaded: the row itself was let go by the unit of work.
    person_id = g.get("person_id")
    if request.method == "POST" and response.status_code in (302, 303) and person_id is not None:
        places = {request.path, request.full_path.rstrip("?")}
        draft = db.session.scalar(select(Draft.id).where(Draft.person_id == person_id, Draft.place.in_(places)))
        if draft is not None:
            forget_draft(current_user, draft)
    return response


def sweep_drafts() -> None:
    """Hourly: drafts of two years ago go."""
    with unit_of_work() as session:
        session.execute(delete(Draft).where(Draft.updated_at < clock.now() - KEPT_FOR))
