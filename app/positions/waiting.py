"""What waits: for a person on the start page, and for moderators on their desk."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.auth.policies import moderate
from app.extensions import db
from app.lib import clock
from app.notifications import Line
from app.positions.models import Position, Vote
from app.positions.notices import committee_line, vote_line
from app.positions.queries.answers import positions_for_committee
from app.positions.queries.votes import open_votes_waiting_for, votes_to_certify
from app.positions.states import State
from app.web.feature import QueueLine, Waiting


def votes_waiting(user: Any) -> list[Waiting]:
    """Open votes in which my mandates have no ballot."""
    return [_as_waiting(vote_line(one)) for one in open_votes_waiting_for(user)]


def committee_waiting(user: Any) -> list[Waiting]:
    """For the committee: receipts to confirm (the secretary), answers to write (all), results to confirm."""
    if not user.is_committee_member:
        return []
    found = [
        _as_waiting(committee_line(position, transmission))
        for position, transmission in positions_for_committee(user)
        if position.state == State.UNDER_REVIEW or user.is_secretary
    ]
    return found + [
        Waiting(
            title=vote.position.title,
            url=url_for("positions.result", position_id=vote.position_id),
            detail=_("The vote is closed; confirm the result."),
            button=_("Confirm the result"),
        )
        for vote in votes_to_certify(user)
    ]


def _as_waiting(line: Line) -> Waiting:
    return Waiting(
        title=str(line.title), url=line.url, detail=str(line.detail), button=str(line.button), deadline=line.deadline
    )


def queue(moderator: Any) -> list[QueueLine]:
    """Positions that wait for a moderator's step, each with the step."""
    if not moderate(moderator):
        return []
    now = clock.now()
    newest = select(func.max(Vote.id)).where(Vote.position_id == Position.id).correlate(Position).scalar_subquery()
    rows = db.session.execute(
        select(Position, Vote)
        .outerjoin(Vote, and_(Vote.position_id == Position.id, Vote.id == newest))
        .where(
            or_(
                and_(Position.state == State.CONSULTATION, Position.consultation_ends_at < now),
                and_(Position.state == State.VOTING, Vote.closes_at <= now),
                Position.state.in_((State.MERGING, State.READY, State.ADOPTED, State.INQUORATE)),
            )
        )
        .order_by(Position.state_since)
        .options(joinedload(Position.lead))
    )
    return [_line(position, vote, moderator) for position, vote in rows]


def _line(position: Position, vote: Vote | None, moderator: Any) -> QueueLine:
    since = position.state_since
    if position.state == State.CONSULTATION and position.consultation_ends_at is not None:
        since = position.consultation_ends_at
    elif position.state == State.VOTING and vote is not None:
        since = vote.closes_at
    step = url_for("positions.stage", position_id=position.id)
    urls = {
        State.READY: url_for("positions.open_vote", position_id=position.id),
        State.VOTING: url_for("positions.result", position_id=position.id),
        State.ADOPTED: url_for("positions.transmit", position_id=position.id),
    }
    return QueueLine(
        title=position.title,
        url=urls.get(State(position.state), step),
        detail=_words(position, vote, moderator),
        since=since,
    )


def _words(position: Position, vote: Vote | None, moderator: Any) -> str:
    if position.state == State.VOTING and vote is not None and vote.opened_by_id == moderator.id:
        return _("The vote is closed; the result waits for a second person.")
    return {
        State.CONSULTATION: _("The consultation is over; close it and merge."),
        State.MERGING: _("Merging: publish the final text and mark it as ready."),
        State.READY: _("Ready: open the vote."),
        State.VOTING: _("The vote is closed; confirm the result."),
        State.ADOPTED: _("Adopted: hand it over to the Committee."),
        State.INQUORATE: _("No quorum: repeat the vote or leave it."),
    }[State(position.state)]
