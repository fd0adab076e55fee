"""The steps of a position that are neither vote nor answer: consultation, merging, withdrawal, closing."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _

from app.activity import record
from app.lib import clock
from app.notifications import deliver
from app.positions import lifecycle
from app.positions import policies as may
from app.positions.errors import BadDate
from app.positions.models import Position
from app.positions.queries.texts import facts_of
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.errors import Invalid
from app.web.unit_of_work import unit_of_work


def open_consultation(actor: Any, position: Position, ends_on: date, *, public: bool = False) -> Position:
    """Ask the members (and, if wanted, everybody) to read and comment until the end of a day.

    Refuses while a guard is missing (GuardsMissing names each), and a day that is too near (BadDate).
    """
    with unit_of_work():
        position = lifecycle.lock_position(position.id)
        authorize(may.open_consultation(actor, position))
        lifecycle.require(position, "open_consultation")
        unmet = lifecycle.missing(position, "open_consultation", facts_of(position))
        if not unmet:
            _set_end(position, ends_on)
        if public:
            position.visibility = may.PUBLIC
        _take(actor, position, "open_consultation")
        deliver("consultation_opened", ("position", position.id), actor=actor, data={"title": position.title})
    return position


def _set_end(position: Position, ends_on: date) -> None:
    first = clock.today() + timedelta(days=position.rules.consultation_days_min)
    if ends_on < first:
        raise BadDate.not_before(first)
    position.consultation_ends_at = clock.end_of_day(ends_on)


def close_consultation(actor: Any, position: Position) -> Position:
    """Go on to merging, once the consultation's end has passed."""
    return _step(actor, position, "close_consultation")


def reopen_consultation(actor: Any, position: Position, ends_on: date) -> Position:
    """Another round, on a new version."""
    with unit_of_work():
        position = lifecycle.lock_position(position.id)
        authorize(may.reopen_consultation(actor, position))
        lifecycle.require(position, "reopen_consultation")
        _set_end(position, ends_on)
        _take(actor, position, "reopen_consultation")
        deliver("consultation_opened", ("position", position.id), actor=actor, data={"title": position.title})
    return position


def finish_merging(actor: Any, position: Position) -> Position:
    """The text is final; what comes next is the vote."""
    return _step(actor, position, "finish_merging")


def repeat_vote(actor: Any, position: Position) -> Position:
    """After a vote without quorum: the same text may be voted on again, as often as the rules allow."""
    return _step(actor, position, "repeat_vote")


def close_position(actor: Any, position: Position) -> Position:
    """Nothing more is to be done about it."""
    return _step(actor, position, "close_position")


def withdraw_position(actor: Any, position: Position, reason: str) -> Position:
    """Take a position back before it comes to a vote; the reason stays with it. Never after the vote has opened."""
    if not reason.strip():
        raise Invalid(_("Say why the position is withdrawn."))
    return _step(actor, position, "withdraw_position", reason=reason.strip())


def take_over(actor: Any, position: Position) -> Position:
    """A moderator becomes the one who looks after the position."""
    with unit_of_work():
        position = lifecycle.lock_position(position.id)
        authorize(may.take_over(actor, position))
        position.moderator_id = actor.id
        record(actor, "position.taken_over", position)
    return position


def _step(actor: Any, position: Position, step: str, *, reason: str = "") -> Position:
    with unit_of_work():
        position = lifecycle.lock_position(position.id)
        authorize(getattr(may, step)(actor, position))
        _take(actor, position, step, reason=reason)
    return position


def _take(actor: Any, position: Position, step: str, *, reason: str = "") -> None:
    """Move, note the first moderator who acts as the one in charge, and let the index follow."""
    lifecycle.move(actor, position, step, facts_of(position), reason=reason)
    if position.moderator_id is None and actor.is_moderator:
        position.moderator_id = actor.id
    reindex("position", position.id)
