"""Writing of audit events inside the unit of work of the act, and checking of their chain."""

from typing import Any

from flask import has_request_context
from sqlalchemy import select, text

from app.activity.models import AuditEvent
from app.extensions import db
from app.lib import clock
from app.lib.tokens import CHAIN_START, ChainEntry, chain_hash, first_break
from app.web.request_ids import request_id
from app.web.unit_of_work import require_unit_of_work

_CHAIN_LOCK = 7_300_001  # any number that nothing else in this database locks on


def record(
    actor: Any, act: str, subject: Any, *, reason: str | None = None, details: dict[str, Any] | None = None
) -> AuditEvent:
    """Note that `actor` (None: the system) did `act` to `subject` (a row, or a pair kind and id).

    No text of people and no address of the network belongs into `details`.
    """
    require_unit_of_work(record)
    session = db.session()
    session.flush()  # a new subject has its id from here on
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    last = session.execute(
        select(AuditEvent.number, AuditEvent.hash).order_by(AuditEvent.number.desc()).limit(1)
    ).first()
    kind, object_id = subject if isinstance(subject, tuple) else (type(subject).__name__, subject.id)
    event = AuditEvent(
        number=(last.number if last else 0) + 1,
        at=clock.now().replace(microsecond=0),
        actor_id=getattr(actor, "id", None),
        act=act,
        object_kind=str(kind),
        object_id=str(object_id),
        reason=reason,
        details=details or {},
        request_id=request_id() if has_request_context() else None,
        previous_hash=last.hash if last else CHAIN_START,
    )
    event.hash = _hash_of(event)
    session.add(event)
    session.flush()
    return event


def _payload(event: AuditEvent) -> dict[str, Any]:
    return {
        "actor": event.actor_id,
        "object": [event.object_kind, event.object_id],
        "reason": event.reason,
        "details": event.details,
        "request": event.request_id,
    }


def _hash_of(event: AuditEvent) -> str:
    return chain_hash(event.previous_hash, "audit", event.number, event.at, event.act, _payload(event))


def verify() -> int | None:
    """The number of the first entry that does not fit the chain, or None when all fit."""
    rows = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number).execution_options(yield_per=500))
    return first_break(
        ChainEntry("audit", row.number, row.at, row.act, _payload(row), row.previous_hash, row.hash) for row in rows
    )


def history_of(kind: str, object_id: int | str) -> list[AuditEvent]:
    """Everything recorded about one thing, oldest first."""
    return list(
        db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.object_kind == kind, AuditEvent.object_id == str(object_id))
            .order_by(AuditEvent.number)
        )
    )
