"""A second click leads to the same place: one row per person and form shown, written with what the form made."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, db
from app.lib import clock
from app.web.columns import UTCDateTime
from app.web.unit_of_work import unit_of_work

Made = TypeVar("Made")
KEPT_FOR = timedelta(days=7)


class Submission(Base):
    """Where a form led."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("person_id", "submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    submission_id: Mapped[str] = mapped_column(String(32))
    url: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)


def new_submission_id() -> str:
    """The mark of a form, made when it is shown."""
    return secrets.token_hex(16)


def once(person_id: int, submission_id: str | None, make: Callable[[], Made], url_of: Callable[[Made], str]) -> str:
    """Do `make()` once for this form of this person; the address it led to, also for the second click.

    The unit of work holds the write turn, so two equal submissions cannot pass the look-up side by side on SQLite; on
    PostgreSQL the unique constraint refuses the second, which then finds the first.
    """
    from sqlalchemy.exc import IntegrityError

    try:
        return _once(person_id, submission_id, make, url_of)
    except IntegrityError:
        earlier = _earlier(person_id, submission_id) if submission_id else None
        if earlier is None:
            raise
        return earlier


def _once(person_id: int, submission_id: str | None, make: Callable[[], Made], url_of: Callable[[Made], str]) -> str:
    with unit_of_work() as session:
        if submission_id and (earlier := _earlier(person_id, submission_id)):
            return earlier
        made = make()
        session.flush()
        url = url_of(made)
        if submission_id:
            session.add(Submission(person_id=person_id, submission_id=submission_id[:32], url=url))
    return url


def _earlier(person_id: int, submission_id: str) -> str | None:
    return db.session.scalar(
        select(Submission.url).where(Submission.person_id == person_id, Submission.submission_id == submission_id[:32])
    )


def forget_old_submissions() -> None:
    """Hourly: nobody clicks a second time after a week."""
    with unit_of_work() as session:
        session.execute(delete(Submission).where(Submission.created_at < clock.now() - KEPT_FOR))
