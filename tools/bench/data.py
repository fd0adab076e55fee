"""The data of a run: made in a folder of its own, or found there from a run before."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TypeVar

import flask_migrate
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.jobs.models import Job
from app.search.indexing import rebuild_index
from app.web.unit_of_work import unit_of_work
from tools.bench.making_forum import ForumMaker
from tools.bench.making_people import make_people
from tools.bench.making_practices import make_practices
from tools.bench.scale import Scale

Made = TypeVar("Made")
Say = Callable[[str], None]
MADE = "bench.json"  # stands in the folder when all of its data is there


def is_made(folder: Path, scale: Scale) -> bool:
    """Whether the folder holds the whole data of this scale."""
    note = folder / MADE
    return note.exists() and json.loads(note.read_text()) == asdict(scale)


def make_everything(app: Flask, folder: Path, scale: Scale, say: Say) -> None:
    """Migrate an empty database, fill it, build the index."""
    with app.app_context():
        _step("database", flask_migrate.upgrade, say)
        people = _step("people", lambda: make_people(scale.advocates), say)
        _step(f"{scale.topics} topics, {scale.posts} posts", ForumMaker(scale, people).make, say)
        _step(f"{scale.practices} practices", lambda: make_practices(scale.practices), say)
        _step("search index", rebuild_index, say)
        with unit_of_work() as session:
            session.execute(sa.delete(Job))  # the index holds already what the import asked for
            if db.engine.dialect.name == "postgresql":
                session.execute(sa.text("ANALYZE"))
        db.session.remove()
    (folder / MADE).write_text(json.dumps(asdict(scale)))


def _step(name: str, do: Callable[[], Made], say: Say) -> Made:
    say(f"  {name} …")
    started = time.monotonic()
    made = do()
    say(f"    {time.monotonic() - started:.0f} s")
    return made


def settings_of(folder: Path, database: str, port: int) -> dict[str, str]:
    """The environment of every process of a run; settings of the person at the machine do not count here."""
    ours = {
        "MODE": "demo",
        "DATA_DIR": str(folder),
        "RATE_LIMITS": "off",
        "PORT": str(port),
        "BIND": f"127.0.0.1:{port}",
        "DATABASE_URL": database,
    }
    dropped = ("SECRET_KEY", "SMTP_URL", "BASE_URL", "TRUSTED_HOSTS", "PROXIES", "WEB_CONCURRENCY", "WEB_THREADS")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, **{name: value for name, value in ours.items() if value}}
