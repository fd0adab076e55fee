"""Opening a vote, casting a ballot, certifying the result. When a vote is closed, the clock has decided."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, or_, select, text

from app.activity import record
from app.auth.models import ACTIVE, Mandate
from app.extensions import db
from app.lib import clock
from app.notifications import deliver
from app.notifications.deliver import mark_read
from app.positions import ledger, lifecycle
from app.positions import policies as may
from app.positions.counting import count_vote, decided
from app.positions.errors import (
    BadDate,
    GuardsMissing,
    HolderHasVoted,
    LedgerBroken,
    NoChange,
    NotElector,
    VoteClosed,
    VoteOpen,
    WrongStage,
)
from app.positions.models import Ballot, Choice, Elector, Position, Vote
from app.positions.queries.texts import published
from app.positions.standing import DEPUTY, Standing, standings
from app.positions.states import State
from app.search.indexing import reindex
from app.web.access import authorize
from app.web.errors import Invalid
from app.web.unit_of_work import unit_of_work

_REGISTER_LOCK = 7_300_002  # any number that nothing else in this database locks on


def open_vote(actor: Any, position: Position, closes_on: date) -> Vote:
    """Open the vote now, until the end of a day in Warsaw; text, rules and electorate are fixed at this moment.

    Refuses a day that leaves less time than the rules ask (BadDate), an empty electorate (GuardsMissing), or a position
    that is not ready (WrongStage). Every elector hears of it.
    """
    with unit_of_work() as session:
        position = lifecycle.lock_position(position.id)
        authorize(may.open_vote(actor, position))
        lifecycle.require(position, "open_vote")
        now, rules = clock.now(), position.rules
        closes_at = clock.end_of_day(closes_on)
        earliest = now + timedelta(hours=rules.window_hours_min)
        if closes_at < earliest:
            raise BadDate.not_before(_first_day_that_ends_after(earliest))
        mandates = list(session.scalars(select(Mandate).where(*_in_force(clock.today())).order_by(Mandate.id)))
        if not mandates:
            raise GuardsMissing(
                [lifecycle.Missing(_("There is no active mandate, so nobody could vote."), "positions.show")]
            )
        version = published(position)
        vote = Vote(
            position_id=position.id,
            version_id=version.id,
            rule_set_id=rules.id,
            rule_set_version=rules.version,
            text_sha256=version.body_sha256,
            opens_at=now,
            closes_at=closes_at,
            electorate_frozen_at=now,
            electorate_size=len(mandates),
            opened_by_id=actor.id,
        )
        session.add(vote)
        session.flush()
        _freeze_electorate(vote, mandates)
        lifecycle.move(actor, position, "open_vote")
        record(actor, "vote.opened", vote, details={"closes_at": closes_at.isoformat(), "electors": len(mandates)})
        deliver("vote_opened", ("position", position.id), actor=actor, data={"vote": vote.id, "title": position.title})
        reindex("position", position.id)
    return vote


def _first_day_that_ends_after(moment: Any) -> date:
    day = clock.local(moment).date()
    return day if clock.end_of_day(day) >= moment else day + timedelta(days=1)


def _in_force(day: date) -> tuple[Any, ...]:
    return (
        Mandate.state == ACTIVE,
        Mandate.valid_from <= day,
        or_(Mandate.valid_to.is_(None), Mandate.valid_to >= day),
    )


def _freeze_electorate(vote: Vote, mandates: list[Mandate]) -> None:
    rows = [(one.id, one.unit_id, one.seat_no, one.person_id) for one in mandates]
    db.session.add_all(
        Elector(vote_id=vote.id, mandate_id=mandate, unit_id=unit, seat_no=seat, person_id_at_open=person)
        for mandate, unit, seat, person in rows
    )
    ledger.append(vote, "electorate", {"size": len(rows), "sha256": ledger.electorate_hash(rows)})
    db.session.flush()
    ledger.append(vote, "opened", ledger.opening(vote))


def lock_vote(vote_id: int) -> Vote:
    """The vote, read anew and held: ballots and certification follow one another."""
    return db.session.scalars(
        select(Vote).where(Vote.id == vote_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def cast_ballot(actor: Any, vote: Vote, mandate_id: int, choice: str, reason: str = "") -> Ballot:
    """Cast, or replace, the ballot of a mandate; the last one counts, all stay in the ledger.

    Refuses after the closing by the server's clock (VoteClosed), for a mandate that the person does not stand for
    (NotElector), and a deputy once the holder has voted (HolderHasVoted). The same ballot again changes nothing.
    """
    if choice not in list(Choice):
        raise Invalid(_("Choose one of the answers."))
    with unit_of_work():
        vote = lock_vote(vote.id)
        standing = find_standing(actor, vote, mandate_id)
        authorize(may.cast_ballot(actor, standing))
        if not vote.is_open:
            raise VoteClosed(vote.closes_at)
        if standing.is_overruled:
            raise HolderHasVoted
        if _says_the_same(actor, standing, choice, reason):
            assert standing.ballot is not None
            return standing.ballot
        if standing.ballot is not None and not vote.rules.change_until_close and not _overrules(standing):
            raise NoChange
        ballot = _write_ballot(actor, vote, standing, choice, reason)
        record(actor, "vote.cast", vote, details={"mandate": ballot.mandate_id, "entry": ballot.ledger_seq})
        mark_read(actor.id, "vote_opened", ("position", vote.position_id))
    return ballot


def find_standing(actor: Any, vote: Vote, mandate_id: int) -> Standing:
    """The seat of this mandate, when the person stands for it; otherwise NotElector."""
    for standing in standings(actor, vote):
        if standing.mandate_id == mandate_id:
            return standing
    raise NotElector


def _says_the_same(actor: Any, standing: Standing, choice: str, reason: str) -> bool:
    ballot = standing.ballot
    return ballot is not None and (ballot.choice, ballot.reason, ballot.cast_by_id, ballot.cast_as) == (
        choice,
        reason,
        actor.id,
        standing.role,
    )


def _overrules(standing: Standing) -> bool:
    return standing.ballot is not None and standing.ballot.cast_as == DEPUTY and standing.role != DEPUTY


def _write_ballot(actor: Any, vote: Vote, standing: Standing, choice: str, reason: str) -> Ballot:
    ballot = standing.ballot or Ballot(vote_id=vote.id, mandate_id=standing.mandate_id, rev=0)
    replaced = ballot.ledger_seq
    ballot.choice, ballot.reason = choice, reason
    ballot.cast_by_id, ballot.cast_as, ballot.cast_at = actor.id, standing.role, clock.now()
    ballot.rev += 1
    entry = ledger.append(vote, "replaced" if replaced else "cast", {**ledger.casting(ballot), "replaces": replaced})
    ballot.ledger_seq = entry.seq
    db.session.add(ballot)
    db.session.flush()
    return ballot


def certify_vote(actor: Any, vote: Vote) -> Vote:
    """Confirm the result as a second person; the position becomes adopted, rejected or inquorate.

    Refuses before the closing (VoteOpen), to the person who opened it (403), and when the ledger does not agree with
    the ballots (LedgerBroken). On adoption the position gets the next number of its year.
    """
    with unit_of_work() as session:
        vote = lock_vote(vote.id)
        authorize(may.certify_vote(actor, vote))
        if not vote.is_closed:
            raise VoteOpen(vote.closes_at)
        position = lifecycle.lock_position(vote.position_id)
        if vote.state is not None or position.state != State.VOTING:
            raise WrongStage
        checked = ledger.verify(vote)
        if not checked.holds:
            raise LedgerBroken(checked.faults)
        counted = count_vote(vote)
        if decided(vote, checked.counts).numbers != counted.numbers:
            raise LedgerBroken([_("The ledger gives other numbers.")])
        ledger.append(vote, "closed", counted.numbers)
        session.flush()
        entry = ledger.append(vote, "certified", {"by": actor.id, "outcome": counted.outcome, **counted.numbers})
        vote.state, vote.certified_at, vote.certified_by_id = "certified", clock.now(), actor.id
        vote.result = {
            **counted.numbers,
            "outcome": counted.outcome,
            "rules": [vote.rule_set_id, vote.rule_set_version],
        }
        vote.head_hash = entry.hash
        _conclude(actor, position, vote, counted.outcome)
        record(actor, "vote.certified", vote, details=vote.result)
        deliver("vote_certified", ("position", position.id), actor=actor, data={"title": position.title})
        reindex("position", position.id)
    return vote


_STEP = {"adopted": "adopt", "rejected": "reject", "inquorate": "find_inquorate"}


def _conclude(actor: Any, position: Position, vote: Vote, outcome: str) -> None:
    if outcome == "adopted":
        position.adopted_at = vote.closes_at
        position.number_year, position.number_seq = _next_number(clock.local(vote.closes_at).year)
    lifecycle.move(actor, position, _STEP[outcome])


def _next_number(year: int) -> tuple[int, int]:
    """The next number of the year's register; whoever comes second waits, so that no number is left out or given twice."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _REGISTER_LOCK})
    last = db.session.scalar(select(func.max(Position.number_seq)).where(Position.number_year == year))
    return year, (last or 0) + 1
