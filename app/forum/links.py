"""Topics as others cite them: practices that came of a talk, positions that name it as evidence."""

from collections.abc import Sequence
from typing import Any

from flask_babel import ngettext
from sqlalchemy import select

from app.extensions import db
from app.forum import policies as may
from app.forum.addresses import topic_url
from app.forum.models import Category, Topic
from app.links import Cited


def resolve_topics(viewer: Any, ids: Sequence[int]) -> dict[int, Cited]:
    """The topics among these that this person may read, in one query."""
    rows = db.session.execute(
        select(Topic.id, Topic.title, Topic.slug, Topic.reply_count, Category)
        .join(Category, Category.id == Topic.category_id)
        .where(Topic.id.in_(ids), Topic.hidden_at.is_(None), Category.readers.in_(may.readable(viewer)))
    )
    return {
        row.id: Cited(
            kind="topic",
            id=row.id,
            title=row.title,
            url=topic_url(row.id, row.slug),
            detail=f"{row.Category.label}, " + ngettext("%(num)s answer", "%(num)s answers", row.reply_count),
        )
        for row in rows
    }
