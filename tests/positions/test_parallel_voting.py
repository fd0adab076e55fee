"""Many at once: one ballot for a mandate, each ballot before the closing or refused, numbers without gap."""

import contextvars
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.auth.models import Mandate, User
from app.extensions import db
from app.lib import clock as house_clock
from app.positions import ledger
from app.positions.actions import voting
from app.positions.errors import VoteClosed
from app.positions.models import Ballot, LedgerEntry, Position, Vote
from app.web.unit_of_work import unit_of_work
from tests.factories import a_moderator, an_advocate
from tests.factories_positions import (
    an_open_vote,
    close,
)

pytestmark = pytest.mark.both_databases


def at_once(app, works, threads=16):
    """Run in threads, each in a context of its own; results or errors in order."""

    def run(work):
        def inside():
            with app.app_context():
                try:
                    return work()
                except Exception as error:
                    return error
                finally:
                    db.session.remove()

        return contextvars.Context().run(inside)

    db.session.rollback()
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, works))


def test_fifty_casts_of_one_mandate_leave_one_ballot(app):
    voter = an_advocate()
    vote = an_open_vote(voter)
    mandate_id = db.session.scalar(select(Mandate.id).where(Mandate.person_id == voter.id))
    voter_id, vote_id = voter.id, vote.id

    def cast(choice):
        def work():
            person, one = db.session.get(User, voter_id), db.session.get(Vote, vote_id)
            return voting.cast_ballot(person, one, mandate_id, choice).ledger_seq

        return work

    choices = ["for", "against", "abstain", "present"]
    results = at_once(app, [cast(choices[number % 4]) for number in range(50)])
    assert not [one for one in results if isinstance(one, Exception)]
    db.session.rollback()
    ballots = list(db.session.scalars(select(Ballot)))
    assert len(ballots) == 1
    casts = db.session.scalar(select(func.count()).select_from(LedgerEntry).where(LedgerEntry.seq > 2))
    assert ballots[0].rev == casts
    assert ballots[0].ledger_seq == 2 + casts
    assert set(results) <= set(range(3, 3 + casts))
    checked = ledger.verify(db.session.get(Vote, vote_id))
    assert checked.holds, checked.faults


def test_at_the_closing_each_ballot_is_counted_or_refused(app):
    voters = [an_advocate() for _ in range(30)]
    vote = an_open_vote(voters[0])
    with unit_of_work():
        vote = db.session.get(Vote, vote.id)
        vote.opens_at = vote.opens_at  # only the closing moves, with its entry left as it was
        vote.closes_at = house_clock.now() + timedelta(seconds=0.4)
    mandates = dict(db.session.execute(select(Mandate.person_id, Mandate.id)).all())
    ids, vote_id = [voter.id for voter in voters], vote.id

    def cast(person_id):
        def work():
            person, one = db.session.get(User, person_id), db.session.get(Vote, vote_id)
            voting.cast_ballot(person, one, mandates[person_id], "for")
            return True

        return work

    results = at_once(app, [cast(person_id) for person_id in ids * 3], threads=8)
    accepted = {person for person, result in zip(ids * 3, results, strict=True) if result is True}
    refused = [one for one in results if one is not True]
    assert all(isinstance(one, VoteClosed) for one in refused), refused
    db.session.rollback()
    counted = set(db.session.scalars(select(Ballot.cast_by_id)))
    assert counted == accepted
    assert all(
        ballot.cast_at < db.session.get(Vote, vote_id).closes_at for ballot in db.session.scalars(select(Ballot)).all()
    )


def test_positions_certified_in_one_moment_get_numbers_in_a_row(app, clock):
    voter, moderators = an_advocate(), [a_moderator() for _ in range(2)]
    votes = []
    for _ in range(6):
        vote = an_open_vote(voter, moderator=moderators[0])
        mandate = db.session.scalars(select(Mandate).where(Mandate.person_id == voter.id)).one()
        voting.cast_ballot(voter, vote, mandate.id, "for")
        votes.append(vote)
    close(votes[-1])
    ids, second = [vote.id for vote in votes], moderators[1].id

    def certify(vote_id):
        def work():
            voting.certify_vote(db.session.get(User, second), db.session.get(Vote, vote_id))
            return True

        return work

    results = at_once(app, [certify(vote_id) for vote_id in ids])
    assert results == [True] * 6
    db.session.rollback()
    assert sorted(db.session.scalars(select(Position.number_seq))) == [1, 2, 3, 4, 5, 6]
