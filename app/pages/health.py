"""Health checks for a supervisor: alive (the process), ready (database, migrations, disk, outbox, index)."""

import shutil
from datetime import timedelta

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select, text

from app.extensions import db
from app.jobs.models import Job
from app.lib import clock
from app.web.access import public

blueprint = Blueprint("health", __name__)
ENOUGH_DISK = 500 * 1024 * 1024
OLDEST_JOB = timedelta(minutes=15)


@blueprint.get("/zdrowie/zywy")
@public
def alive() -> ResponseReturnValue:
    """The process answers."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


@blueprint.get("/zdrowie/gotowy")
@public
def ready() -> ResponseReturnValue:
    """Fit to serve; which of the checks failed stands in the log, not in the answer."""
    checks = {"database": _database, "migrations": _migrated, "disk": _disk, "outbox": _outbox}
    failed = [name for name, check in checks.items() if not _passes(check)]
    if failed:
        current_app.logger.warning("not ready: %s", ", ".join(failed))
    response = jsonify({"ready": not failed})
    response.headers["Cache-Control"] = "no-store"
    return response, 503 if failed else 200


def _passes(check) -> bool:  # type: ignore[no-untyped-def]
    try:
        return bool(check())
    except Exception:
        db.session.rollback()
        return False


def _database() -> bool:
    return db.session.execute(text("SELECT 1")).scalar() == 1


def _migrated() -> bool:
    head = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    return MigrationContext.configure(db.session.connection()).get_current_revision() == head


def _disk() -> bool:
    return shutil.disk_usage(current_app.config["DATA_DIR"]).free > ENOUGH_DISK


def _outbox() -> bool:
    oldest = db.session.scalar(
        select(Job.due_at).where(Job.done_at.is_(None), Job.given_up_at.is_(None)).order_by(Job.due_at).limit(1)
    )
    return oldest is None or oldest > clock.now() - OLDEST_JOB
