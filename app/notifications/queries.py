"""Reading of notices."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.notifications.kinds import Line
from app.notifications.models import Notification
from app.web.feature import find_in_features


def count_unread(person_id: int) -> int:
    """How many unread notices a person has."""
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
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    lines: dict[int, Line] = {}
    for name, notices in by_kind.items():
        kind = find_in_features("notices", name)
        if kind is not None:
            lines.update(kind.lines(viewer, notices))
    return [(row, lines[row.id]) for row in rows if row.id in lines]
