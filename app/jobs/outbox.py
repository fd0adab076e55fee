"""Writing, leasing, finishing and retrying of jobs."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update

from app.extensions import db
from app.jobs.models import Job
from app.lib import clock
from app.web.unit_of_work import require_unit_of_work, unit_of_work

LEASE = timedelta(seconds=120)
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    *(timedelta(hours=6),) * 12,  # three days, then a person must look
)
KEPT_WHEN_DONE = timedelta(days=7)


def enqueue(
    kind: str, payload: dict[str, Any], *, dedup_key: str | None = None, due_at: datetime | None = None
) -> None:
    """Add a job to the open unit of work; with a `dedup_key` that is there already, nothing is added."""
    require_unit_of_work(enqueue)
    if dedup_key is not None and db.session.scalar(select(Job.id).where(Job.dedup_key == dedup_key)):
        return
    db.session.add(Job(kind=kind, payload=payload, dedup_key=dedup_key, due_at=due_at or clock.now()))


def lease_due_jobs(limit: int = 200) -> tuple[str, list[Job]]:
    """Take the oldest due jobs for 120 seconds; a worker that dies meanwhile loses them to the next one."""
    now, token = clock.now(), secrets.token_hex(8)
    due = (
        select(Job.id)
        .where(Job.done_at.is_(None), Job.given_up_at.is_(None), Job.due_at <= now)
        .where(or_(Job.leased_until.is_(None), Job.leased_until < now))
        .order_by(Job.due_at, Job.id)
        .limit(limit)
    )
    if db.session.scalar(due.limit(1)) is None:  # an idle look takes no write turn
        db.session.rollback()
        return token, []
    if db.engine.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    with unit_of_work() as session:
        ids = list(session.scalars(due))
        session.execute(
            update(Job)
            .where(Job.id.in_(ids))
            .values(leased_until=now + LEASE, lease_token=token, attempts=Job.attempts + 1)
            .execution_options(synchronize_session=False)
        )
    jobs = list(db.session.scalars(select(Job).where(Job.lease_token == token).order_by(Job.id)))
    return token, jobs


def hold(token: str, job_id: int) -> bool:
    """Begin the lease of a job anew; False when another worker has it by now."""
    with unit_of_work() as session:
        held = session.execute(
            update(Job)
            .where(Job.id == job_id, Job.lease_token == token, Job.done_at.is_(None))
            .values(leased_until=clock.now() + LEASE)
            .execution_options(synchronize_session=False)
        )
    return bool(held.rowcount)  # type: ignore[attr-defined]


def finish(token: str, ids: Sequence[int]) -> None:
    """Mark jobs done; those whose lease went to another worker stay as they are."""
    with unit_of_work() as session:
        session.execute(
            update(Job)
            .where(Job.id.in_(ids), Job.lease_token == token)
            .values(done_at=clock.now(), leased_until=None, error=None)
            .execution_options(synchronize_session=False)
        )


def postpone(token: str, job_id: int, attempts: int, error: BaseException) -> None:
    """Try again later; after three days give up, which the administrator sees. Only the error's kind is kept."""
    now = clock.now()
    values: dict[str, Any] = {"leased_until": None, "lease_token": None, "error": type(error).__name__}
    if attempts > len(WAITS):
        values["given_up_at"] = now
    else:
        values["due_at"] = now + WAITS[attempts - 1]
    with unit_of_work() as session:
        session.execute(
            update(Job)
            .where(Job.id == job_id, Job.lease_token == token)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def give_back(token: str) -> None:
    """Return what this worker has leased and not begun, when it stops; that was no attempt."""
    with unit_of_work() as session:
        session.execute(
            update(Job)
            .where(Job.lease_token == token, Job.done_at.is_(None))
            .values(leased_until=None, lease_token=None, attempts=Job.attempts - 1)
            .execution_options(synchronize_session=False)
        )


def send_again(job_id: int) -> None:
    """Make a job that was given up due once more."""
    with unit_of_work() as session:
        session.execute(
            update(Job)
            .where(Job.id == job_id, Job.done_at.is_(None))
            .values(given_up_at=None, attempts=0, due_at=clock.now())
        )


def sweep_done() -> None:
    """Forget jobs done a week ago."""
    with unit_of_work() as session:
        session.execute(delete(Job).where(Job.done_at < clock.now() - KEPT_WHEN_DONE))
