"""Reading transmissions and the committee's answers; the draft of an answer is seen by the committee only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.positions import policies as may
from app.positions.models import CommitteeResponse, DemandAnswer, Position, Transmission
from app.positions.queries.positions import visible_to
from app.positions.queries.texts import Demand
from app.positions.states import State


def transmission_of(position: Position) -> Transmission | None:
    """The transmission of a position with its response and the answers; one statement."""
    return (
        db.session.scalars(
            select(Transmission)
            .where(Transmission.position_id == position.id)
            .options(
                joinedload(Transmission.sent_by),
                joinedload(Transmission.received_by),
                joinedload(Transmission.response).joinedload(CommitteeResponse.sent_by),
                joinedload(Transmission.response)
                .joinedload(CommitteeResponse.answers)
                .joinedload(DemandAnswer.written_by),
            )
        )
        .unique()
        .first()
    )


@dataclass(frozen=True)
class Answered:
    """A demand with its answer, if this viewer may see one."""

    demand: Demand
    answer: DemandAnswer | None


def answers_for(
    viewer: Any, position: Position, transmission: Transmission | None, demands: Sequence[Demand]
) -> list[Answered]:
    """Each demand with what was answered: sent answers for everybody, drafts for the committee."""
    response = transmission.response if transmission else None
    shown = response is not None and (response.state == "sent" or may.read_answer_draft(viewer, position))
    by_node = {answer.node_id: answer for answer in response.answers} if response is not None and shown else {}
    return [Answered(demand, by_node.get(demand.node_id)) for demand in demands]


def positions_for_committee(viewer: Any) -> list[tuple[Position, Transmission]]:
    """What lies with the committee: handed over, or under review; the nearest agreed date first."""
    rows = db.session.execute(
        select(Position, Transmission)
        .join(Transmission, Transmission.position_id == Position.id)
        .where(Position.state.in_((State.TRANSMITTED, State.UNDER_REVIEW)), visible_to(viewer))
        .order_by(Transmission.agreed_answer_by, Position.id)
    )
    return [(position, transmission) for position, transmission in rows]


def find_answer(response: CommitteeResponse, node_id: str) -> DemandAnswer | None:
    """The draft or answer to one demand."""
    return next((answer for answer in response.answers if answer.node_id == node_id), None)
