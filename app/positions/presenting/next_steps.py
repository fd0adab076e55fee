"""The one thing to do now, in sight on every page of a position: the state, the time left, this viewer's next act."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.lib import clock
from app.positions import policies as may
from app.positions.models import Position, Transmission, Vote
from app.positions.states import State
from app.web.filters import date_words, datetime_words


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now, in sight on every page of the position."""

    strong: str
    text: str = ""
    actions: tuple[tuple[str, str], ...] = ()


def time_left(until: datetime) -> str:
    """How much is left, in days, hours, or minutes; empty when it has passed."""
    left = until - clock.now()
    if left <= timedelta(0):
        return ""
    days = (clock.local(until).date() - clock.today()).days
    if days >= 1:
        return ngettext("%(num)s day left", "%(num)s days left", days)
    hours = int(left.total_seconds() // 3600)
    if hours >= 1:
        return ngettext("%(num)s hour left", "%(num)s hours left", hours)
    return ngettext("%(num)s minute left", "%(num)s minutes left", max(1, int(left.total_seconds() // 60)))


def next_step_of(
    viewer: Any, position: Position, vote: Vote | None, transmission: Transmission | None
) -> NextStep | None:
    """What stands in the line that stays in sight: the state, the time left, and this viewer's next act."""
    step = _STEPS.get(State(position.state))
    return step(viewer, position, vote, transmission) if step else None


def _link(position: Position, label: str, endpoint: str, **values: Any) -> tuple[str, str]:
    return label, url_for(endpoint, position_id=position.id, **values)


def _draft_step(viewer: Any, position: Position, *_rest: Any) -> NextStep:
    actions = []
    if may.edit_text(viewer, position):
        actions.append(_link(position, _("Write on"), "positions.draft"))
    if may.open_consultation(viewer, position):
        actions.append(_link(position, _("Open the consultation"), "positions.stage", krok="uzgodnienia"))
    return NextStep(_("Draft."), _("Members of its circle can read it and comment."), tuple(actions))


def _consultation_step(viewer: Any, position: Position, *_rest: Any) -> NextStep:
    ends_at = position.consultation_ends_at
    assert ends_at is not None
    if position.consultation_is_over:
        actions = [_link(position, _("Go on to merging"), "positions.stage", krok="scalanie")]
        return NextStep(
            _("The consultation is over."),
            _("It ended on %(when)s.", when=datetime_words(ends_at)),
            tuple(actions) if may.close_consultation(viewer, position) else (),
        )
    actions = []
    if may.edit_text(viewer, position):
        actions.append(_link(position, _("Write on"), "positions.draft"))
    elif may.comment_on_node(viewer, position):
        actions.append(_link(position, _("Comment on the text"), "positions.comments"))
    return NextStep(
        _("Consultation, %(left)s.", left=time_left(ends_at)),
        _("Comments are taken until %(when)s.", when=datetime_words(ends_at)),
        tuple(actions),
    )


def _merging_step(viewer: Any, position: Position, *_rest: Any) -> NextStep:
    actions = []
    if may.edit_text(viewer, position):
        actions.append(_link(position, _("Write on"), "positions.draft"))
    if may.finish_merging(viewer, position):
        actions.append(_link(position, _("Ready for the vote"), "positions.stage", krok="gotowe"))
    return NextStep(_("Merging."), _("The remarks are worked into the final text."), tuple(actions))


def _ready_step(viewer: Any, position: Position, *_rest: Any) -> NextStep:
    actions = [_link(position, _("Open the vote"), "positions.open_vote")] if may.open_vote(viewer, position) else []
    return NextStep(_("Ready for the vote."), _("The text does not change any more."), tuple(actions))


def _voting_step(viewer: Any, position: Position, vote: Vote | None, *_rest: Any) -> NextStep:
    assert vote is not None
    if vote.is_closed:
        return NextStep(
            _("The vote is closed."),
            _("The result waits to be confirmed by a second person."),
            (_link(position, _("See the result"), "positions.result"),),
        )
    label = _("Look and vote") if viewer.mandates else _("See the vote")
    return NextStep(
        _("Vote, %(left)s.", left=time_left(vote.closes_at)),
        _("Ballots are taken until %(when)s.", when=datetime_words(vote.closes_at)),
        (_link(position, label, "positions.vote"),),
    )


def _inquorate_step(viewer: Any, position: Position, *_rest: Any) -> NextStep:
    actions = [_link(position, _("Repeat the vote"), "positions.stage", krok="powtorka")]
    return NextStep(
        _("No quorum."),
        _("The same text may be voted on once more."),
        tuple(actions) if may.repeat_vote(viewer, position) else (),
    )


def _adopted_step(viewer: Any, position: Position, *_rest: Any) -> NextStep:
    actions = []
    if may.transmit_position(viewer, position):
        actions.append(_link(position, _("Hand it over to the Committee"), "positions.transmit"))
    return NextStep(_("Adopted."), _("It will be handed over to the Committee."), tuple(actions))


def _transmitted_step(viewer: Any, position: Position, _vote: Any, transmission: Transmission | None) -> NextStep:
    assert transmission is not None
    actions = []
    if may.receive_position(viewer, position) and transmission.state == "sent":
        actions.append(_link(position, _("Confirm the receipt"), "positions.answer"))
    elif may.write_demand_answer(viewer, position) and transmission.state == "received":
        actions.append(_link(position, _("Write the answer"), "positions.answer_desk"))
    return NextStep(
        _("With the Committee."),
        _(
            "The Committee will answer by %(day)s, as agreed with the network.",
            day=date_words(transmission.agreed_answer_by),
        ),
        tuple(actions),
    )


def _answered_step(viewer: Any, position: Position, *_rest: Any) -> NextStep:
    return NextStep(_("The Committee has answered."), "", (_link(position, _("Read the answer"), "positions.answer"),))


_STEPS = {
    State.DRAFT: _draft_step,
    State.CONSULTATION: _consultation_step,
    State.MERGING: _merging_step,
    State.READY: _ready_step,
    State.VOTING: _voting_step,
    State.INQUORATE: _inquorate_step,
    State.ADOPTED: _adopted_step,
    State.TRANSMITTED: _transmitted_step,
    State.UNDER_REVIEW: _transmitted_step,
    State.ANSWERED: _answered_step,
}
