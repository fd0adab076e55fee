"""Housekeeping: what people were told of and can do no longer waits for them no more."""

from sqlalchemy import and_, or_, select, update

from app.extensions import db
from app.lib import clock
from app.notifications import Notification
from app.positions.models import Position, Vote
from app.positions.states import State
from app.web.unit_of_work import unit_of_work


def withdraw_overtaken_notices() -> None:
    """Calls to a consultation, a vote or an answer that are over count as read, so that the bell agrees with the list."""
    now = clock.now()
    talked_over = select(Position.id).where(Position.state == State.CONSULTATION, Position.consultation_ends_at > now)
    with_committee = select(Position.id).where(Position.state.in_((State.TRANSMITTED, State.UNDER_REVIEW)))
    voted_on = select(Vote.position_id).where(Vote.state.is_(None), Vote.closes_at > now)
    with unit_of_work():
        db.session.execute(
            update(Notification)
            .where(
                Notification.read_at.is_(None),
                or_(
                    and_(Notification.kind == "consultation_opened", Notification.subject_id.notin_(talked_over)),
                    and_(Notification.kind == "vote_opened", Notification.subject_id.notin_(voted_on)),
                    and_(Notification.kind == "position_transmitted", Notification.subject_id.notin_(with_committee)),
                ),
            )
            .values(read_at=now)
            .execution_options(synchronize_session=False)
        )
