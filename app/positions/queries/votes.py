"""Reading votes. Nothing here tells how anybody voted, or how many for what, before the closing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.auth.models import Mandate
from app.extensions import db
from app.lib import clock
from app.positions import ledger
from app.positions.counting import Counted, decided
from app.positions.errors import VoteOpen
from app.positions.models import Ballot, Elector, LedgerEntry, Position, Vote
from app.positions.policies import certify_vote, read_roll_call
from app.positions.queries.positions import visible_to
from app.positions.standing import Standing, standings_in
from app.territory.models import Unit
from app.web.errors import NotFound


def latest_vote(position: Position) -> Vote | None:
    """The newest vote of a position that was found for this viewer."""
    return db.session.scalar(
        select(Vote)
        .where(Vote.position_id == position.id)
        .order_by(Vote.id.desc())
        .limit(1)
        .options(
            joinedload(Vote.rules),
            joinedload(Vote.version),
            joinedload(Vote.opened_by),
            joinedload(Vote.certified_by),
        )
    )


def find_vote(position: Position) -> Vote:
    """The newest vote; NotFound when there has been none."""
    vote = latest_vote(position)
    if vote is None:
        raise NotFound
    return vote


def turnout(vote: Vote) -> int | None:
    """How many mandates have taken part so far; None below the number from which it is told."""
    count = db.session.scalar(select(func.count()).select_from(Ballot).where(Ballot.vote_id == vote.id)) or 0
    return count if count >= vote.rules.turnout_shown_from or vote.is_closed else None


@dataclass(frozen=True)
class Row:
    """One line of the roll-call: a unit, who voted for it, how; `choice` is empty where no ballot came."""

    unit: Unit
    person: str
    cast_as: str
    choice: str
    reason: str


@dataclass(frozen=True)
class Result:
    """A closed vote as it is shown: numbers, steps, the check of the ledger, and the roll-call for those who may read it."""

    counted: Counted
    check: ledger.Check
    last_seq: int
    rows: tuple[Row, ...]


def result_of(viewer: Any, vote: Vote) -> Result:
    """Everything the result page shows; VoteOpen before the closing. Three statements."""
    if not vote.is_closed:
        raise VoteOpen(vote.closes_at)
    entries = list(
        db.session.scalars(select(LedgerEntry).where(LedgerEntry.vote_id == vote.id).order_by(LedgerEntry.seq))
    )
    ballots = list(
        db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id).options(joinedload(Ballot.cast_by)))
    )
    electors = list(
        db.session.scalars(
            select(Elector)
            .where(Elector.vote_id == vote.id)
            .options(
                joinedload(Elector.mandate).joinedload(Mandate.unit),
                joinedload(Elector.mandate).joinedload(Mandate.person),
            )
        )
    )
    check = ledger.check(vote, entries, ballots, electors)
    counts = ledger.counts_of(ballots)
    rows = _roll_call(electors, ballots) if read_roll_call(viewer, vote) else ()
    return Result(decided(vote, counts), check, entries[-1].seq if entries else 0, rows)


def _roll_call(electors: Sequence[Elector], ballots: Sequence[Ballot]) -> tuple[Row, ...]:
    cast = {ballot.mandate_id: ballot for ballot in ballots}
    found = []
    for elector in sorted(electors, key=lambda one: (one.mandate.unit.is_powiat, one.mandate.unit.sort_key)):
        ballot = cast.get(elector.mandate_id)
        found.append(
            Row(
                unit=elector.mandate.unit,
                person=ballot.cast_by.name if ballot else elector.mandate.person.name,
                cast_as=ballot.cast_as if ballot else "",
                choice=ballot.choice if ballot else "",
                reason=ballot.reason if ballot else "",
            )
        )
    return tuple(found)


def receipt_entry(standing: Standing) -> LedgerEntry | None:
    """The ledger entry of the ballot that counts for a seat of this person."""
    if standing.ballot is None:
        return None
    return db.session.scalar(
        select(LedgerEntry).where(
            LedgerEntry.vote_id == standing.elector.vote_id, LedgerEntry.seq == standing.ballot.ledger_seq
        )
    )


@dataclass(frozen=True)
class Unvoted:
    """An open vote in which seats of this person have no ballot yet."""

    vote: Vote
    standings: tuple[Standing, ...]


def open_votes_waiting_for(voter: Any) -> list[Unvoted]:
    """Open votes in which this person's mandates have no ballot, the nearest closing first. Two statements at most."""
    if not voter.mandates:
        return []
    now = clock.now()
    votes = list(
        db.session.scalars(
            select(Vote)
            .join(Position, Position.id == Vote.position_id)
            .where(Vote.state.is_(None), Vote.opens_at <= now, Vote.closes_at > now, visible_to(voter))
            .order_by(Vote.closes_at, Vote.id)
            .options(joinedload(Vote.position))
        )
    )
    found = standings_in(voter, [vote.id for vote in votes])
    waiting = [Unvoted(vote, tuple(one for one in found.get(vote.id, ()) if one.ballot is None)) for vote in votes]
    return [one for one in waiting if one.standings]


def votes_to_certify(viewer: Any) -> list[Vote]:
    """Closed votes whose result this person may confirm, the longest waiting first."""
    found = db.session.scalars(
        select(Vote)
        .join(Position, Position.id == Vote.position_id)
        .where(Vote.state.is_(None), Vote.closes_at <= clock.now(), visible_to(viewer))
        .order_by(Vote.closes_at, Vote.id)
        .options(joinedload(Vote.position))
    )
    return [vote for vote in found if certify_vote(viewer, vote)]
