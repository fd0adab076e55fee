"""Writing and reading of the moderation log."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.activity import record
from app.extensions import db
from app.lib.pagination import Page
from app.moderation.models import ModerationEntry
from app.web.unit_of_work import require_unit_of_work

ACTS = {
    "lock": _l("locked"),
    "unlock": _l("unlocked"),
    "pin": _l("pinned"),
    "unpin": _l("unpinned"),
    "hide": _l("hidden"),
    "restore": _l("restored"),
    "move": _l("moved"),
}


def log_decision(
    moderator: Any,
    act: str,
    target: tuple[str, int],
    *,
    label: str,
    url: str,
    reason: str,
    audience: str = "public",
    rule: str = "",
) -> ModerationEntry:
    """Add a decision to the public log and to the audit record; inside the unit of work of the decision."""
    require_unit_of_work(log_decision)
    entry = ModerationEntry(
        moderator_id=moderator.id,
        act=act,
        target_kind=target[0],
        target_id=target[1],
        label=label[:250],
        url=url,
        reason=reason,
        audience=audience,
        rule=rule,
    )
    db.session.add(entry)
    record(moderator, f"moderation.{act}", target, reason=reason)
    return entry


def public_log(viewer: Any, number: int, per_page: int = 30) -> Page[ModerationEntry]:
    """Decisions newest first; those about places that this viewer may not read are left out."""
    audiences = ["public"]
    if viewer.is_member:
        audiences.append("members")
    if viewer.is_committee_member or viewer.is_moderator or viewer.is_administrator:
        audiences.append("committee")
    chosen = select(ModerationEntry).where(ModerationEntry.audience.in_(audiences))
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    page: Page[ModerationEntry] = Page.of(number, per_page, total)
    rows = db.session.scalars(chosen.order_by(ModerationEntry.id.desc()).offset(page.offset).limit(per_page))
    return page.filled(list(rows))


def last_decision(target: tuple[str, int], act: str) -> ModerationEntry | None:
    """The newest decision of this act about a thing, for the line that a hidden post leaves."""
    return db.session.scalar(
        select(ModerationEntry)
        .where(
            ModerationEntry.target_kind == target[0],
            ModerationEntry.target_id == target[1],
            ModerationEntry.act == act,
        )
        .order_by(ModerationEntry.id.desc())
        .limit(1)
    )
