"""The photo of a record: made anew, kept outside the code under a random name, given out only to those who read the record."""

from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from app.extensions import db
from app.practices import policies as may
from app.practices.models import Photo, Practice, Revision
from app.web.errors import NotFound


def folder() -> Path:
    """Where the pictures lie."""
    return Path(current_app.config["DATA_DIR"]) / "files"


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
