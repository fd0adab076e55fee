"""Hourly tidying about people: ended sessions, old decisions about roles, and files that no row names."""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from app.auth.documents import document_folder
from app.auth.models import PENDING, AuthorityDocument, StaffRoleChange, UserSession
from app.auth.sessions import ABSOLUTE
from app.extensions import db
from app.lib import clock, files
from app.web.unit_of_work import unit_of_work

A_MONTH = timedelta(days=30)
A_DAY = timedelta(days=1)
TWO_YEARS = timedelta(days=730)


def forget_old_sessions() -> None:
    """Sessions that ended, or passed their limit, a month ago."""
    now = clock.now()
    with unit_of_work() as session:
        session.execute(
            delete(UserSession).where(
                or_(UserSession.revoked_at < now - A_MONTH, UserSession.created_at < now - ABSOLUTE - A_MONTH)
            )
        )


def forget_old_role_changes() -> None:
    """Decisions about staff roles of two years ago, when their entries leave the record too."""
    with unit_of_work() as session:
        session.execute(
            delete(StaffRoleChange).where(
                StaffRoleChange.state != PENDING, StaffRoleChange.decided_at < clock.now() - TWO_YEARS
            )
        )


def sweep_orphaned_files() -> None:
    """Documents of a day ago that no row names: an upload whose transaction did not come to its end."""
    known = set(db.session.scalars(select(AuthorityDocument.stored_name)))
    db.session.rollback()
    before = (clock.now() - A_DAY).timestamp()
    for name in list(files.orphans(document_folder(), known, before)):
        files.remove(document_folder(), name)
