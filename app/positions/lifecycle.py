"""What leads where, and what must hold first. Who may is `policies`; the step itself is an action, which calls `move`.

merging and ready are passed through by a moderator: there are no amendments yet that would have to be final.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.activity import record
from app.extensions import db
from app.lib import clock, limits
from app.positions.errors import GuardsMissing, WrongStage
from app.positions.models import Position, StageChange
from app.positions.states import State
from app.web.unit_of_work import require_unit_of_work

S = State

# step → (from, to). Who may take it has the step's name in policies.
STEPS: dict[str, tuple[tuple[State, ...], State]] = {
    "open_consultation": ((S.DRAFT,), S.CONSULTATION),
    "close_consultation": ((S.CONSULTATION,), S.MERGING),
    "reopen_consultation": ((S.MERGING,), S.CONSULTATION),
    "finish_merging": ((S.MERGING,), S.READY),
    "open_vote": ((S.READY,), S.VOTING),
    "adopt": ((S.VOTING,), S.ADOPTED),
    "reject": ((S.VOTING,), S.REJECTED),
    "find_inquorate": ((S.VOTING,), S.INQUORATE),
    "repeat_vote": ((S.INQUORATE,), S.READY),
    "transmit_position": ((S.ADOPTED,), S.TRANSMITTED),
    "receive_position": ((S.TRANSMITTED,), S.UNDER_REVIEW),
    "send_answer": ((S.UNDER_REVIEW,), S.ANSWERED),
    "close_position": ((S.ANSWERED,), S.CLOSED),
    "withdraw_position": ((S.DRAFT, S.CONSULTATION, S.MERGING), S.WITHDRAWN),
}


@dataclass(frozen=True)
class Facts:
    """What the guards need to know of a position, read once."""

    title: str = ""
    published: bool = False
    demands: int = 0
    demands_without_addressee: tuple[str, ...] = ()
    unpublished_changes: bool = False
    published_since_merging: bool = False
    votes_held: int = 0
    max_repeat: int = 1


@dataclass(frozen=True)
class Missing:
    """A condition that does not hold: what to do, and where."""

    sentence: str
    endpoint: str
    anchor: str = ""


def leads_from(step: str, state: str) -> bool:
    """Whether the step may be taken from here at all."""
    return state in STEPS[step][0]


def require(position: Position, step: str) -> None:
    """Refuse (WrongStage) when the step does not lead from where the position stands."""
    if not leads_from(step, position.state):
        raise WrongStage


def missing(position: Position, step: str, facts: Facts) -> list[Missing]:
    """The guards of a step that do not hold, each in a sentence with the place to mend it."""
    guard = _GUARDS.get(step)
    return list(guard(position, facts)) if guard else []


def move(actor: Any, position: Position, step: str, facts: Facts | None = None, *, reason: str = "") -> StageChange:
    """Take the step inside the open unit of work: one StageChange and one audit event.

    Raises WrongStage, or GuardsMissing with every condition that does not hold.
    """
    require_unit_of_work(move)
    require(position, step)
    unmet = missing(position, step, facts or Facts())
    if unmet:
        raise GuardsMissing(unmet)
    change = StageChange(
        position_id=position.id,
        from_state=position.state,
        to_state=STEPS[step][1],
        at=clock.now(),
        by_id=actor.id,
        reason=reason,
    )
    position.state = STEPS[step][1]
    position.state_since = change.at
    db.session.add(change)
    record(actor, f"position.{step}", position, reason=reason or None, details={"from": change.from_state})
    return change


def lock_position(position_id: int) -> Position:
    """The position, read anew and held until the unit of work ends, so that two steps cannot cross."""
    require_unit_of_work(lock_position)
    return db.session.scalars(
        select(Position).where(Position.id == position_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _text_guards(_position: Position, facts: Facts) -> list[Missing]:
    found = []
    if len(facts.title) < limits.POSITION_TITLE_MIN:
        found.append(
            Missing(
                _("Give the text a title of at least %(num)s characters.", num=limits.POSITION_TITLE_MIN),
                "positions.draft",
            )
        )
    if not facts.published:
        found.append(Missing(_("Publish a first version of the text."), "positions.draft", "publikacja"))
    if not facts.demands:
        found.append(
            Missing(
                _("The text has no demand with an addressee. Mark at least one part of it as a demand."),
                "positions.draft",
            )
        )
    for name in facts.demands_without_addressee:
        found.append(Missing(_("Say to whom the demand in %(place)s is addressed.", place=name), "positions.draft"))
    return found


def _before_merging(position: Position, _facts: Facts) -> list[Missing]:
    if position.consultation_is_over:
        return []
    from app.web.filters import datetime_words

    return [
        Missing(
            _(
                "The consultation lasts until %(when)s (Warsaw time). It can be closed after that.",
                when=datetime_words(position.consultation_ends_at),
            ),
            "positions.show",
        )
    ]


def _before_another_round(position: Position, facts: Facts) -> list[Missing]:
    if facts.published_since_merging:
        return []
    return [Missing(_("Publish a new version before another round of consultation."), "positions.draft", "publikacja")]


def _before_ready(position: Position, facts: Facts) -> list[Missing]:
    found = _text_guards(position, facts)
    if facts.unpublished_changes:
        found.append(
            Missing(_("The draft has changes that are not published. Publish or undo them."), "positions.draft")
        )
    return found


def _before_repeating(_position: Position, facts: Facts) -> list[Missing]:
    if facts.votes_held <= facts.max_repeat:
        return []
    return [Missing(_("The vote has been repeated as often as the rules allow."), "positions.result")]


_GUARDS: dict[str, Callable[[Position, Facts], Sequence[Missing]]] = {
    "open_consultation": _text_guards,
    "close_consultation": _before_merging,
    "reopen_consultation": _before_another_round,
    "finish_merging": _before_ready,
    "repeat_vote": _before_repeating,
}
