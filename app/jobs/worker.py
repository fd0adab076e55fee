"""The worker: does due jobs, and hourly housekeeping. Several may run; leases keep them out of each other's way."""

import logging
import signal
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Flask

from app.extensions import db
from app.jobs import outbox
from app.jobs.models import Job
from app.lib import clock
from app.web.feature import features, find_in_features

log = logging.getLogger("app.worker")
Handler = TypeVar("Handler", bound=Callable[..., None])
PAUSE = 0.3
SWEEP_EVERY = timedelta(hours=1)
WATCH_EVERY = timedelta(seconds=5)


def one_by_one(handler: Handler) -> Handler:
    """Mark a handler whose jobs are done and finished each alone: what was sent cannot be taken back when another fails."""
    handler._one_by_one = True  # type: ignore[attr-defined]
    return handler


def never() -> bool:
    """Nobody asks this worker to stop."""
    return False


def run_due_jobs(limit: int = 200, stopping: Callable[[], bool] = never) -> int:
    """Do what is due now, kind by kind in one batch; how many jobs were taken.

    Once `stopping` says so, what has not begun is given back, for the next worker to do at once.
    """
    token, jobs = outbox.lease_due_jobs(limit)
    by_kind: dict[str, list[Job]] = defaultdict(list)
    for job in jobs:
        by_kind[job.kind].append(job)
    for kind, batch in by_kind.items():
        _do(token, kind, [(job.id, job.attempts, {**job.payload, "job_id": job.id}) for job in batch], stopping)
    if jobs and stopping():
        outbox.give_back(token)
    db.session.remove()
    return len(jobs)


def run_all_jobs(rounds: int = 50) -> int:
    """Do jobs until nothing is due (tests, commands)."""
    done = 0
    for _ in range(rounds):
        taken = run_due_jobs()
        done += taken
        if not taken:
            break
    return done


def _do(token: str, kind: str, batch: list[tuple[int, int, dict[str, Any]]], stopping: Callable[[], bool]) -> None:
    if stopping():
        return
    handler = find_in_features("jobs", kind)
    if handler is None:
        for job_id, attempts, _payload in batch:
            outbox.postpone(token, job_id, attempts, LookupError(kind))
        return
    if len(batch) > 1 and hasattr(handler, "_one_by_one"):
        for one in batch:
            if outbox.hold(token, one[0]):
                _do(token, kind, [one], stopping)
        return
    try:
        handler([payload for _, _, payload in batch])
    except Exception as error:  # the worker outlives every job
        db.session.rollback()
        log.exception("job failed", extra={"kind": kind})
        if len(batch) == 1:
            outbox.postpone(token, batch[0][0], batch[0][1], error)
            return
        for one in batch:  # find the one that fails, let the others through
            _do(token, kind, [one], stopping)
    else:
        outbox.finish(token, [job_id for job_id, _, _ in batch])


def sweep() -> None:
    """Housekeeping of every feature; a failing one does not stop the others."""
    _each(outbox.sweep_done, *(task for feature in features() for task in feature.sweeps))


def watch() -> None:
    """Quick looks of every feature."""
    _each(*(task for feature in features() for task in feature.watches))


def _each(*tasks: Callable[[], None]) -> None:
    for task in tasks:
        try:
            task()
        except Exception:
            db.session.rollback()
            log.exception("housekeeping failed")


class Worker:
    """The loop around the jobs; `stop()` lets the batch in hand end."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.stopping = threading.Event()
        self._swept_at: datetime | None = None
        self._watched_at: datetime | None = None

    def stop(self, *_: object) -> None:
        self.stopping.set()

    def run(self) -> None:
        """Work until stopped."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self.stopping.is_set():
            if not self._one_round():
                self.stopping.wait(PAUSE)

    def _one_round(self) -> int:
        with self.app.app_context():
            try:
                self._watch_when_due()
                taken = run_due_jobs(stopping=self.stopping.is_set)
                self._sweep_when_due()
                return taken
            except Exception:
                log.exception("worker round failed")
                time.sleep(1)
                return 0
            finally:
                db.session.remove()

    def _sweep_when_due(self) -> None:
        now = clock.now()
        if self._swept_at is None or now - self._swept_at >= SWEEP_EVERY:
            self._swept_at = now
            sweep()

    def _watch_when_due(self) -> None:
        now = clock.now()
        if self._watched_at is None or now - self._watched_at >= WATCH_EVERY:
            self._watched_at = now
            watch()
