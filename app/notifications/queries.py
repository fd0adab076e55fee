"""Reading of notices."""

from collections import defaultdict
from typing import Any

from flask import g
from sqlalchemy import func, select

from app.extensions import db
from app.notifications.kinds import Line
from app.notifications.models import Notification
from app.web.feature import find_in_features


def count_unread(person_id: int) -> int:
    """How many unread notices a person has; without a query where the page has read them already."""
    if (read := g.get("unread_notices")) and read[0] == person_id:
        return int(read[1])
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Notification)
            .where(Notification.recipient_id == person_id, Notification.read_at.is_(None))
        )
        or 0
    )


def unread_lines(viewer: Any, limit: int = 20) -> list[tuple[Notification, Line]]:
    """Unread notices in words, newest first; those whose subject became invisible are left out."""
    rows = list(
        db.session.scalars(
            select(Notification)
            .where(Notification.recipient_id == viewer.id, Notification.read_at.is_(None))
            .order_by(Notification.updated_at.desc(), Notification.id.desc())
            .limit(limit)
        )
    )
    shared: dict[Any, list[tuple[Any, Notification]]] = defaultdict(list)
    for row in rows:
        kind = find_in_features("notices", row.kind)
        if kind is not None:
            shared[kind.found].append((kind, row))
    lines: dict[int, Line] = {}
    for find, told in shared.items():
        things = find(viewer, [notice for _, notice in told])
        for kind, notice in told:
            if notice.id in things and (line := kind.line(notice, things[notice.id])) is not None:
                lines[notice.id] = line
    if len(rows) < limit:
        g.unread_notices = (viewer.id, len(rows))
    return [(row, lines[row.id]) for row in rows if row.id in lines]
