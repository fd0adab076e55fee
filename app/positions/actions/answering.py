"""To the committee and back: transmission, receipt, an answer for each demand, sending."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.activity import record
from app.extensions import db
from app.lib import clock
from app.notifications import deliver
from app.positions import lifecycle
from app.positions import policies as may
from app.positions.errors import AnswerIncomplete, BadDate, WrongStage
from app.positions.models import CommitteeResponse, DemandAnswer, Position, Transmission, Verdict
from app.positions.queries.texts import demands_of, published
from app.positions.states import State
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.errors import Invalid, NotFound, StaleEdit
from app.web.unit_of_work import unit_of_work


def transmit_position(actor: Any, position: Position, agreed_answer_by: date) -> Transmission:
    """Hand an adopted position to the committee, with the date of the answer that was agreed with it.

    Refuses a day that has passed (BadDate). The committee hears of it.
    """
    with unit_of_work() as session:
        position = lifecycle.lock_position(position.id)
        authorize(may.transmit_position(actor, position))
        lifecycle.require(position, "transmit_position")
        if agreed_answer_by <= clock.today():
            raise BadDate.not_before(clock.today() + timedelta(days=1))
        version = published(position)
        transmission = Transmission(
            position_id=position.id,
            version_id=version.id,
            sent_at=clock.now(),
            sent_by_id=actor.id,
            agreed_answer_by=agreed_answer_by,
            package_sha256=version.body_sha256,
        )
        session.add(transmission)
        lifecycle.move(actor, position, "transmit_position")
        deliver("position_transmitted", ("position", position.id), actor=actor, data={"title": position.title})
        reindex("position", position.id)
    return transmission


def receive_position(actor: Any, position: Position) -> Transmission:
    """The secretary confirms the receipt; from here on the committee writes its answer."""
    with unit_of_work() as session:
        position = lifecycle.lock_position(position.id)
        authorize(may.receive_position(actor, position))
        lifecycle.require(position, "receive_position")
        transmission = _transmission(position)
        transmission.state, transmission.received_at, transmission.received_by_id = "received", clock.now(), actor.id
        session.add(CommitteeResponse(transmission_id=transmission.id))
        lifecycle.move(actor, position, "receive_position")
        reindex("position", position.id)
    return transmission


def write_demand_answer(
    actor: Any,
    position: Position,
    node_id: str,
    *,
    verdict: str | None,
    reason: str,
    owner: str = "",
    due_on: date | None = None,
    lock_version: int | None = None,
) -> DemandAnswer:
    """Write, or rewrite, the draft of an answer to one demand; unfinished ones are kept too.

    Refuses once the answer was sent (WrongStage), and when another member saved meanwhile (StaleEdit, both texts).
    """
    if verdict and verdict not in list(Verdict):
        raise Invalid(_("Choose one of the verdicts."))
    with unit_of_work() as session:
        position = lifecycle.lock_position(position.id)
        authorize(may.write_demand_answer(actor, position))
        if position.state != State.UNDER_REVIEW:
            raise WrongStage
        if node_id not in {demand.node_id for demand in demands_of(position)}:
            raise NotFound
        response = _response(_transmission(position))
        answer = session.scalar(
            select(DemandAnswer).where(DemandAnswer.response_id == response.id, DemandAnswer.node_id == node_id)
        )
        if answer is None:
            answer = DemandAnswer(response_id=response.id, node_id=node_id)
            session.add(answer)
        elif (lock_version or 0) != answer.lock_version:
            raise StaleEdit(mine=reason, saved=answer.reason, lock_version=answer.lock_version)
        answer.verdict, answer.reason, answer.owner, answer.due_on = (
            verdict or None,
            reason.strip(),
            owner.strip(),
            due_on,
        )
        answer.written_by_id, answer.written_at = actor.id, clock.now()
        record(actor, "answer.written", position, details={"node": node_id, "verdict": verdict or ""})
    return answer


def send_answer(actor: Any, position: Position, meeting_on: date, summary: str = "") -> CommitteeResponse:
    """Approve and send the whole answer, with the day of the meeting that adopted it.

    Refuses while a demand has no verdict or no reason (AnswerIncomplete names each), and a meeting in the future
    (BadDate). The lead author and all electors of the vote hear of it.
    """
    with unit_of_work():
        position = lifecycle.lock_position(position.id)
        authorize(may.send_answer(actor, position))
        lifecycle.require(position, "send_answer")
        if meeting_on > clock.today():
            raise BadDate(_("The meeting cannot lie in the future."))
        transmission = _transmission(position)
        response = _response(transmission)
        written = {answer.node_id for answer in response.answers if answer.is_complete}
        open_ones = [demand.label for demand in demands_of(position) if demand.node_id not in written]
        if open_ones:
            raise AnswerIncomplete(open_ones)
        response.meeting_on, response.summary = meeting_on, summary.strip()
        response.state, response.sent_at, response.sent_by_id = "sent", clock.now(), actor.id
        transmission.state = "answered"
        lifecycle.move(actor, position, "send_answer")
        deliver("answer_sent", ("position", position.id), actor=actor, data={"title": position.title})
        reindex("position", position.id)
    return response


def _response(transmission: Transmission) -> CommitteeResponse:
    if transmission.response is None:
        raise WrongStage
    return transmission.response


def _transmission(position: Position) -> Transmission:
    return db.session.scalars(select(Transmission).where(Transmission.position_id == position.id)).one()
