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

    def lines(self, viewer: Any, notices: Sequence[Notification]) -> Mapping[int, Line]:
        ids = [one.subject_id for one in notices]
        rows = {
            row.id: row
            for row in db.session.scalars(select(Practice).where(Practice.id.in_(ids), Practice.author_id == viewer.id))
        }
        return {
            one.id: _line(rows[one.subject_id], one.data.get("to", "")) for one in notices if one.subject_id in rows
        }


def _line(practice: Practice, to: str) -> Line:
    page = url_for("practices.practice", practice_id=practice.id, slug=practice.slug or "praktyka")
    said = {
        PUBLISHED: _l("Your practice has been published"),
        CHANGES_REQUESTED: _l("A moderator asks you to complete your practice"),
        WITHDRAWN: _l("A moderator has withdrawn your practice"),
        "hidden": _l("A moderator has hidden your practice"),
        "restored": _l("Your practice is visible again"),
    }
    if to == CHANGES_REQUESTED:
        return Line(
            said[to], url_for("practices.edit", practice_id=practice.id), practice.shown_title, _("Complete it")
        )
    return Line(said.get(to, _l("Something changed at your practice")), page, practice.shown_title, _("Have a look"))


def waiting(person: Any) -> list[Waiting]:
    """Practices that were sent back wait for their author; those that an unread notice tells of already are left out."""
    if not person.is_authenticated:
        return []
    sent_back = waiting_for(person)
    if not sent_back:
        return []
    told = set(
        db.session.scalars(
            select(Notification.subject_id).where(
                Notification.recipient_id == person.id,
                Notification.kind == "practice_decided",
                Notification.read_at.is_(None),
            )
        )
    )
    return [
        Waiting(
            title=_("Complete the practice: %(title)s", title=one.shown_title),
            url=url_for("practices.edit", practice_id=one.id),
            detail=_("A moderator sent it back with a reason."),
            button=_("Complete it"),
        )
        for one in sent_back
        if one.id not in told
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
