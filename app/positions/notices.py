"""Who hears of what happens to positions, and how it reads."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import or_, select

from app.auth.models import ACTIVE, CommitteeSeat, Mandate
from app.extensions import db
from app.lib import clock
from app.notifications import Line, Notification, SaidByWaiting
from app.positions.addresses import url_of
from app.positions.models import Comment, Elector, Position, Transmission, Vote
from app.positions.policies import ADVOCATES
from app.positions.queries.positions import positions_by_ids
from app.positions.states import State


def _holders_and_deputies(*conditions: Any) -> set[int]:
    rows = db.session.execute(select(Mandate.person_id, Mandate.deputy_id).where(*conditions))
    return {person for pair in rows for person in pair if person is not None}


def _committee() -> set[int]:
    today = clock.today()
    return set(
        db.session.scalars(
            select(CommitteeSeat.person_id).where(
                CommitteeSeat.state == ACTIVE,
                CommitteeSeat.term_from <= today,
                or_(CommitteeSeat.term_to.is_(None), CommitteeSeat.term_to >= today),
            )
        )
    )


def electors_of_last_vote(position_id: int) -> set[int]:
    """Whoever holds, held at the opening, or deputises a mandate of the position's last vote."""
    vote_id = db.session.scalar(
        select(Vote.id).where(Vote.position_id == position_id).order_by(Vote.id.desc()).limit(1)
    )
    if vote_id is None:
        return set()
    at_opening = set(db.session.scalars(select(Elector.person_id_at_open).where(Elector.vote_id == vote_id)))
    seats = select(Elector.mandate_id).where(Elector.vote_id == vote_id)
    return at_opening | _holders_and_deputies(Mandate.id.in_(seats), Mandate.state == ACTIVE)


class _AboutPosition:
    """What most kinds share: one query for all positions they tell of."""

    @staticmethod
    def found(viewer: Any, notices: Sequence[Notification]) -> Mapping[int, Any]:
        positions = positions_by_ids(viewer, [notice.subject_id for notice in notices])
        return {notice.id: positions[notice.subject_id] for notice in notices if notice.subject_id in positions}


class ConsultationOpened(_AboutPosition):
    """All advocates and, when they may read it, the committee."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        position = db.session.get(Position, payload["subject"][1])
        people = _holders_and_deputies(Mandate.state == ACTIVE)
        return people if position is None or position.visibility == ADVOCATES else people | _committee()

    def line(self, notice: Notification, position: Position) -> Line | None:
        if position.consultation_ends_at is None or position.consultation_ends_at <= clock.now():
            return None
        return Line(
            title=position.title,
            url=url_of(position),
            detail=_("A consultation has opened. Read the text and comment on it."),
            button=_("Read and comment"),
            deadline=position.consultation_ends_at,
        )


class Commented(_AboutPosition):
    """The lead author and those who wrote in the thread before."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        position = db.session.get(Position, payload["subject"][1])
        thread_id = payload["data"].get("thread")
        people = set(db.session.scalars(select(Comment.author_id).where(Comment.thread_id == thread_id)))
        return people | ({position.lead_id} if position else set())

    def line(self, notice: Notification, position: Position) -> Line | None:
        return Line(
            title=position.title,
            url=url_for(
                "positions.comments",
                position_id=position.id,
                jednostka=notice.data.get("node", ""),
                _anchor="watki",
            ),
            detail=ngettext("%(num)s new comment", "%(num)s new comments", notice.count),
            button=_("See the comments"),
        )


class VoteOpened(SaidByWaiting):
    """Electors and deputies. The notice goes once the ballot is cast or the vote is closed."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        return electors_of_last_vote(payload["subject"][1])


def vote_line(waiting: Any) -> Line:
    """An open vote in which this person's mandates have no ballot yet."""
    position = waiting.vote.position
    return Line(
        title=position.title,
        url=url_for("positions.vote", position_id=position.id),
        detail=_("Vote for: %(units)s", units=", ".join(one.unit_name for one in waiting.standings)),
        button=_("Look and vote"),
        deadline=waiting.vote.closes_at,
    )


class VoteCertified(_AboutPosition):
    """The lead author and the electors."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        return _lead_and_electors(payload)

    def line(self, notice: Notification, position: Position) -> Line | None:
        return Line(
            title=position.title,
            url=url_for("positions.result", position_id=position.id),
            detail=_("The result of the vote is known."),
            button=_("See the result"),
        )


class Transmitted(_AboutPosition):
    """The committee. What a member has to do there is said by `waiting`; the others read that it has come."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        return _committee()

    @staticmethod
    def found(viewer: Any, notices: Sequence[Notification]) -> Mapping[int, Any]:
        if not viewer.is_committee_member or viewer.is_secretary:
            return {}
        positions = _AboutPosition.found(viewer, notices)
        return {number: one for number, one in positions.items() if one.state == State.TRANSMITTED}

    def line(self, notice: Notification, position: Position) -> Line | None:
        return Line(
            title=position.title,
            url=url_for("positions.answer", position_id=position.id),
            detail=_("A position was handed over to the Committee."),
            button=_("See the position"),
        )


def committee_line(position: Position, transmission: Transmission) -> Line:
    """A position that lies with the committee, and what is to be done about it: an answer, or first its receipt."""
    detail, button = _("The Committee answers demand by demand."), _("Write the answer")
    endpoint = "positions.answer_desk"
    if position.state == State.TRANSMITTED:
        detail, button = _("It was handed over to you."), _("Confirm the receipt")
        endpoint = "positions.answer"
    return Line(
        title=position.title,
        url=url_for(endpoint, position_id=position.id),
        detail=detail,
        button=button,
        deadline=clock.end_of_day(transmission.agreed_answer_by),
    )


class AnswerSent(_AboutPosition):
    """The lead author and all electors of the vote."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        return _lead_and_electors(payload)

    def line(self, notice: Notification, position: Position) -> Line | None:
        return Line(
            title=position.title,
            url=url_for("positions.answer", position_id=position.id),
            detail=_("The Committee has answered, demand by demand."),
            button=_("Read the answer"),
        )


def _lead_and_electors(payload: Mapping[str, Any]) -> set[int]:
    position = db.session.get(Position, payload["subject"][1])
    return electors_of_last_vote(payload["subject"][1]) | ({position.lead_id} if position else set())


KINDS: dict[str, Any] = {
    "consultation_opened": ConsultationOpened(),
    "position_commented": Commented(),
    "vote_opened": VoteOpened(),
    "vote_certified": VoteCertified(),
    "position_transmitted": Transmitted(),
    "answer_sent": AnswerSent(),
}
