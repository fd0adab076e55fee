"""What came of positions and what is ahead, for the start pages; the pages of one position have queries of their own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.lib import clock
from app.positions.models import (
    Ballot,
    CommitteeResponse,
    DemandAnswer,
    Elector,
    Position,
    Transmission,
    Verdict,
    Vote,
)
from app.positions.queries.positions import visible_to
from app.positions.queries.texts import demands_in, trees_of
from app.positions.states import State

GRANTED = (Verdict.ACCEPTED, Verdict.PARTLY, Verdict.ALREADY_DONE)
NEWEST_RESPONSES = 3
WITH_COMMITTEE = (State.TRANSMITTED, State.UNDER_REVIEW)


def certified_numbers(position: Position) -> dict[str, int] | None:
    """For, against and abstaining in the vote that adopted a position."""
    return db.session.scalar(
        select(Vote.result)
        .where(Vote.position_id == position.id, Vote.state == "certified")
        .order_by(Vote.id.desc())
        .limit(1)
    )


def count_answered_demands(viewer: Any) -> tuple[int, int]:
    """(demands that the committee has answered, those it accepted in full or in part or had done already)."""
    rows = db.session.execute(
        select(DemandAnswer.verdict, func.count())
        .join(DemandAnswer.response)
        .join(CommitteeResponse.transmission)
        .join(Transmission.position)
        .where(CommitteeResponse.state == "sent", visible_to(viewer))
        .group_by(DemandAnswer.verdict)
    )
    counts = dict(rows.all())
    return sum(counts.values()), sum(counts.get(verdict, 0) for verdict in GRANTED)


@dataclass(frozen=True)
class Outcome:
    """What the committee said to one demand of an adopted position."""

    position: Position
    no: int
    answer: DemandAnswer
    sent_at: datetime


def newest_outcomes(viewer: Any, limit: int) -> list[Outcome]:
    """The newest answers of the committee, demand by demand in the order of the text. Two statements."""
    newest = (
        select(CommitteeResponse.id)
        .where(CommitteeResponse.state == "sent")
        .order_by(CommitteeResponse.sent_at.desc(), CommitteeResponse.id.desc())
        .limit(NEWEST_RESPONSES)
    )
    answers = db.session.scalars(
        select(DemandAnswer)
        .join(DemandAnswer.response)
        .join(CommitteeResponse.transmission)
        .join(Transmission.position)
        .where(CommitteeResponse.id.in_(newest.scalar_subquery()), visible_to(viewer))
        .options(
            contains_eager(DemandAnswer.response)
            .contains_eager(CommitteeResponse.transmission)
            .contains_eager(Transmission.position)
        )
    ).all()
    trees = trees_of({answer.response.transmission.version_id for answer in answers})
    numbers = {
        (version_id, demand.node_id): demand.no for version_id, tree in trees.items() for demand in demands_in(tree)
    }
    found = []
    for answer in answers:
        response = answer.response
        no = numbers.get((response.transmission.version_id, answer.node_id))
        if no is not None and answer.verdict and response.sent_at is not None:
            found.append(Outcome(response.transmission.position, no, answer, response.sent_at))
    found.sort(key=lambda one: (-one.sent_at.timestamp(), -one.position.id, one.no))
    return found[:limit]


@dataclass(frozen=True)
class DateAhead:
    """A day on which something ends: a consultation, a vote, the committee's time to answer, its own promise."""

    kind: str  # consultation, vote, answer, promise
    position: Position
    day: date
    at: datetime | None = None


def dates_ahead(viewer: Any, limit: int) -> list[DateAhead]:
    """What ends next among the positions this viewer may see, the nearest first; a day and a position once. One statement."""
    now, today = clock.now(), clock.today()
    rows = db.session.execute(
        select(Position, Vote.closes_at, Transmission.agreed_answer_by, DemandAnswer.due_on)
        .outerjoin(Vote, and_(Vote.position_id == Position.id, Vote.state.is_(None), Vote.closes_at > now))
        .outerjoin(Transmission, Transmission.position_id == Position.id)
        .outerjoin(
            CommitteeResponse,
            and_(CommitteeResponse.transmission_id == Transmission.id, CommitteeResponse.state == "sent"),
        )
        .outerjoin(DemandAnswer, and_(DemandAnswer.response_id == CommitteeResponse.id, DemandAnswer.due_on >= today))
        .where(
            visible_to(viewer),
            or_(
                and_(Position.state == State.CONSULTATION, Position.consultation_ends_at > now),
                and_(Position.state == State.VOTING, Vote.closes_at.is_not(None)),
                and_(Position.state.in_(WITH_COMMITTEE), Transmission.agreed_answer_by >= today),
                DemandAnswer.due_on.is_not(None),
            ),
        )
    )
    found = {_date_of(*row) for row in rows}
    return sorted((one for one in found if one), key=lambda one: (one.day, one.position.id))[:limit]


def _date_of(
    position: Position, closes_at: datetime | None, agreed: date | None, due_on: date | None
) -> DateAhead | None:
    if position.state == State.VOTING and closes_at is not None:
        return DateAhead("vote", position, clock.local(closes_at).date(), closes_at)
    if position.state == State.CONSULTATION and position.consultation_ends_at is not None:
        ends_at = position.consultation_ends_at
        return DateAhead("consultation", position, clock.local(ends_at).date(), ends_at)
    if position.state in WITH_COMMITTEE and agreed is not None:
        return DateAhead("answer", position, agreed)
    return DateAhead("promise", position, due_on) if due_on is not None else None


def votes_of_unit(unit_id: str) -> ScalarSelect[int]:
    """In how many certified votes a ballot came for a unit, as a part of a larger question."""
    return (
        select(func.count(func.distinct(Vote.id)))
        .select_from(Ballot)
        .join(Elector, and_(Elector.vote_id == Ballot.vote_id, Elector.mandate_id == Ballot.mandate_id))
        .join(Vote, Vote.id == Ballot.vote_id)
        .where(Elector.unit_id == unit_id, Vote.state == "certified")
        .scalar_subquery()
    )
