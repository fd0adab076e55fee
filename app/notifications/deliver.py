"""From an act to the rows of those who should hear of it, by way of the outbox."""

from typing import Any

from sqlalchemy import select, update

from app.extensions import db
from app.jobs import enqueue
from app.lib import clock
from app.notifications.models import Notification
from app.web.feature import find_in_features
from app.web.unit_of_work import unit_of_work


def deliver(kind: str, subject: tuple[str, int], *, actor: Any, data: dict[str, Any] | None = None) -> None:
    """Tell those whom the kind's `recipients` names about `subject`; inside the unit of work of the act.

    Nobody hears of their own deed. `data` must be small and hold no text of people beyond a title.
    """
    enqueue(
        "notice",
        {
            "kind": kind,
            "subject": list(subject),
            "actor_id": getattr(actor, "id", None),
            "data": data or {},
        },
    )


def write_notices(payloads: list[dict[str, Any]]) -> None:
    """The worker's part: one row per person, counted up while unread; repeating a job changes nothing."""
    for payload in payloads:
        kind = find_in_features("notices", payload["kind"])
        if kind is None:
            continue
        people = [one for one in dict.fromkeys(kind.recipients(payload)) if one != payload["actor_id"]]
        if people:
            _write(payload, people)


def _write(payload: dict[str, Any], people: list[int]) -> None:
    subject_kind, subject_id = payload["subject"]
    with unit_of_work() as session:
        unread = {
            row.recipient_id: row
            for row in session.scalars(
                select(Notification).where(
                    Notification.recipient_id.in_(people),
                    Notification.kind == payload["kind"],
                    Notification.subject_kind == subject_kind,
                    Notification.subject_id == subject_id,
                    Notification.read_at.is_(None),
                )
            )
        }
        for person in people:
            row = unread.get(person)
            if row is None:
                session.add(
                    Notification(
                        recipient_id=person,
                        kind=payload["kind"],
                        subject_kind=subject_kind,
                        subject_id=subject_id,
                        actor_id=payload["actor_id"],
                        data=payload["data"],
                        last_job_id=payload["job_id"],
                        updated_at=clock.now(),
                    )
                )
            elif row.last_job_id < payload["job_id"]:
                row.count += 1
                row.actor_id = payload["actor_id"]
                row.last_job_id = payload["job_id"]
                row.updated_at = clock.now()


def mark_read(person_id: int, kind: str | None = None, subject: tuple[str, int] | None = None) -> None:
    """Mark a person's unread notices read: all, of a kind, or of a subject. Inside a unit of work."""
    done = update(Notification).where(Notification.recipient_id == person_id, Notification.read_at.is_(None))
    if kind is not None:
        done = done.where(Notification.kind == kind)
    if subject is not None:
        done = done.where(Notification.subject_kind == subject[0], Notification.subject_id == subject[1])
    db.session.execute(done.values(read_at=clock.now()).execution_options(synchronize_session=False))
