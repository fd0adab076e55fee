"""Whether the database fits the code: asked by the server and the worker before they begin, in production only.

The settings are looked at when the application is made (`config`); commands, which bring the database forward, start without this.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask

from app.extensions import db

DEMONSTRATION = "demo.loaded"


def refuse_unfit_database(app: Flask) -> None:
    """Raise RuntimeError with every reason at once: migrations pending, demonstration data. Leaves no connection behind."""
    if app.config["MODE"] != "production":
        return
    with app.app_context():
        reasons = list(_reasons(ScriptDirectory(app.extensions["migrate"].directory).get_current_head()))
        db.engine.dispose()
    if reasons:
        raise RuntimeError("production does not start: " + "; ".join(reasons))


def _reasons(head: str | None) -> Iterator[str]:
    tables = sa.inspect(db.engine).get_table_names()
    with db.engine.connect() as connection:
        found = None
        if "alembic_version" in tables:
            found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        if found != head:
            yield f"the database is at migration {found or 'none'}, the code at {head}: run `flask db upgrade`"
        if "audit_events" in tables and connection.scalar(
            sa.text("SELECT count(*) FROM audit_events WHERE act = :act"), {"act": DEMONSTRATION}
        ):
            yield "the database holds demonstration data"
