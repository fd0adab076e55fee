"""Who hears of what happens with a practice, and how it reads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.auth.policies import moderate
from app.extensions import db
from app.notifications import Line, Notification
from app.practices.models import CHANGES_REQUESTED, PUBLISHED, WITHDRAWN, Practice
from app.practices.queries.finding import submitted_practices, waiting_for
from app.web.feature import QueueLine, Waiting


class PracticeDecided:
    """A moderator published, sent back, hid, restored or withdrew it: its author hears."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        author = db.session.scalar(select(Practice.author_id).where(Practice.id == payload["subject"][1]))
        return [author] if author else []

    def found(self, viewer: Any, notices: Sequence[Notification]) -> Mapping[int, Any]:
        # What was sent back waits until it is sent in again, and `waiting` says so.
        notices = [one for one in notices if one.data.get("to") != CHANGES_REQUESTED]
        if not notices:
            return {}
        ids = [one.subject_id for one in notices]
        rows = {
            row.id: row
            for row in db.session.scalars(select(Practice).where(Practice.id.in_(ids), Practice.author_id == viewer.id))
        }
        return {one.id: rows[one.subject_id] for one in notices if one.subject_id in rows}

    def line(self, notice: Notification, practice: Practice) -> Line | None:
        return _line(practice, notice.data.get("to", ""))


def _line(practice: Practice, to: str) -> Line:
    page = url_for("practices.practice", practice_id=practice.id, slug=practice.slug or "praktyka")
    said = {
        PUBLISHED: _l("Your practice has been published"),
        WITHDRAWN: _l("A moderator has withdrawn your practice"),
        "hidden": _l("A moderator has hidden your practice"),
        "restored": _l("Your practice is visible again"),
    }
    return Line(said.get(to, _l("Something changed at your practice")), page, practice.shown_title, _("Have a look"))


def waiting(person: Any) -> list[Waiting]:
    """Practices that were sent back wait for their author."""
    if not person.is_authenticated:
        return []
    return [
        Waiting(
            title=_("Complete the practice: %(title)s", title=one.shown_title),
            url=url_for("practices.edit", practice_id=one.id),
            detail=_("A moderator sent it back with a reason."),
            button=_("Complete it"),
        )
        for one in waiting_for(person)
    ]


def queue(moderator: Any) -> list[QueueLine]:
    """Practices that were sent in wait on the moderators' desk."""
    if not moderate(moderator):
        return []
    return [
        QueueLine(
            title=one.shown_title,
            url=url_for("practices.decision", practice_id=one.id),
            detail=", ".join(part for part in (_("practice sent in"), one.author.name if one.author else "") if part),
            since=one.submitted_at,
        )
        for one in submitted_practices()
    ]
