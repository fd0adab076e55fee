"""The photo of a record: made anew, kept outside the code under a random name, given out only to those who read the record."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import delete, select

from app.extensions import db
from app.lib import clock, files
from app.practices import policies as may
from app.practices.models import Photo, Practice, Revision
from app.web.errors import NotFound
from app.web.unit_of_work import unit_of_work


def folder() -> Path:
    """Where the pictures lie."""
    return Path(current_app.config["DATA_DIR"]) / "files" / "practices"


def find_photo(viewer: Any, practice: Practice, stored_name: str) -> Photo:
    """A picture of a record that this person reads: for most people only one of the published text."""
    photo = db.session.scalar(select(Photo).where(Photo.practice_id == practice.id, Photo.stored_name == stored_name))
    if photo is None:
        raise NotFound
    if not may.see_work_on_practice(viewer, practice):
        revision: Revision | None = practice.published_revision
        if revision is None or stored_name not in photo_names(revision.document):
            raise NotFound
    return photo


def photo_names(document: dict[str, Any]) -> list[str]:
    """The stored names that a record shows."""
    return [row["file"] for row in document.get("photos", ()) if row.get("file")]


def sweep_photos() -> None:
    """Forget pictures older than a day that no draft and no revision shows, such as those that were replaced at once."""
    before = clock.now() - timedelta(days=1)
    old = list(db.session.scalars(select(Photo).where(Photo.created_at < before)))
    shown: set[str] = set()
    for practice_id in {one.practice_id for one in old}:
        draft = db.session.scalar(select(Practice.draft).where(Practice.id == practice_id))
        documents = db.session.scalars(select(Revision.document).where(Revision.practice_id == practice_id))
        shown.update(name for document in (draft or {}, *documents) for name in photo_names(document))
    gone = [one for one in old if one.stored_name not in shown]
    if gone:
        names = [one.stored_name for one in gone]
        with unit_of_work() as session:
            session.execute(delete(Photo).where(Photo.stored_name.in_(names)))
        for name in names:
            files.remove(folder(), name)
