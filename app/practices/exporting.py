"""Giving records out: one JSON object a line, with every field and what stands around it, in one fixed written form."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.practices.actions.writing import in_order, working_document
from app.practices.importing.lines import AROUND
from app.practices.models import PUBLISHED, Practice, Revision

BATCH = 200


def export_lines() -> Iterator[str]:
    """Every practice in the order of its number: the published text, or before that the one that is worked on."""
    last = 0
    while True:
        rows = db.session.scalars(
            select(Practice)
            .where(Practice.id > last)
            .options(joinedload(Practice.current_revision), joinedload(Practice.published_revision))
            .order_by(Practice.id)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        for row in rows:
            yield json.dumps(exported(row), ensure_ascii=False)
        last = rows[-1].id


def exported(practice: Practice) -> dict[str, Any]:
    """A practice as `flask practices import` reads it; importing it again changes nothing."""
    revision: Revision | None = (
        practice.published_revision if practice.state == PUBLISHED else practice.current_revision
    )
    document = revision.document if practice.state == PUBLISHED and revision else working_document(practice)
    around = {
        "external_id": practice.external_id,
        "state": practice.state,
        "verified_on": practice.verified_on,
        "verified_by": practice.verified_by,
        "change_note": revision.change_note if revision else "",
    }
    if practice.state == PUBLISHED:
        around |= {
            "depth": practice.depth,
            "published_at": practice.published_at,
            "revised_at": practice.revised_at,
            "hidden_at": practice.hidden_at,
        }
    return {name: _plain(around[name]) for name in AROUND if around.get(name)} | in_order(document)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
