"""Ballots: one for each mandate, changeable until the closing, hidden until then, in a ledger that cannot be bent."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.auth.models import Mandate
from app.extensions import db
from app.lib import clock as house_clock
from app.positions import ledger
from app.positions.actions import staging, voting
from app.positions.counting import count_vote
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
from app.positions.models import Ballot, Elector, LedgerEntry, Position
from app.positions.queries.votes import open_votes_waiting_for, result_of, turnout
from app.positions.standing import standings
from app.web.errors import Forbidden, Invalid
from app.web.unit_of_work import unit_of_work
from tests.factories import a_committee_member, a_mandate, a_moderator, a_user, an_advocate
from tests.factories_positions import (
    a_ready_position,
    an_open_vote,
    close,
)


def mandate_of(person):
    return db.session.scalars(select(Mandate).where(Mandate.person_id == person.id)).one()


def entries(vote):
    return list(db.session.scalars(select(LedgerEntry).where(LedgerEntry.vote_id == vote.id).order_by(LedgerEntry.seq)))


def ballots(vote):
    return list(db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id).order_by(Ballot.id)))


def test_opening_freezes_the_electorate_and_the_text(clock, app):
    voters = [an_advocate() for _ in range(3)]
    vote = an_open_vote(voters[0])
    an_advocate()  # comes too late
    assert vote.electorate_size == 3
    assert db.session.scalar(select(func.count()).select_from(Elector)) == 3
    assert [entry.kind for entry in entries(vote)] == ["electorate", "opened"]
    assert entries(vote)[1].payload["text_sha256"] == vote.version.body_sha256


def test_ended_and_future_mandates_are_no_electors(clock, app):
    lead, ended, future = an_advocate(), an_advocate(), an_advocate()
    with unit_of_work():
        mandate_of(ended).valid_to = house_clock.today() - timedelta(days=1)
        mandate_of(future).valid_from = house_clock.today() + timedelta(days=1)
    assert an_open_vote(lead).electorate_size == 1


def test_vote_needs_its_least_time(clock, app):
    position = a_ready_position()
    with pytest.raises(BadDate):
        voting.open_vote(a_moderator(), position, house_clock.today())


def test_vote_without_electors_is_refused(clock, app):
    lead = an_advocate()
    position = a_ready_position(lead)
    with unit_of_work():
        mandate_of(lead).state = "ended"
    with pytest.raises(GuardsMissing):
        voting.open_vote(a_moderator(), position, house_clock.today() + timedelta(days=5))


def test_only_a_moderator_opens_and_only_once(clock, app):
    lead = an_advocate()
    position = a_ready_position(lead)
    day = house_clock.today() + timedelta(days=5)
    with pytest.raises(Forbidden):
        voting.open_vote(lead, position, day)
    voting.open_vote(a_moderator(), position, day)
    with pytest.raises(WrongStage):
        voting.open_vote(a_moderator(), position, day)


def test_last_ballot_counts_and_all_stay_in_the_ledger(clock, app):
    voter = an_advocate()
    vote = an_open_vote(voter)
    mandate = mandate_of(voter)
    voting.cast_ballot(voter, vote, mandate.id, "for", "Potrzebne.")
    clock.move(minutes=5)
    ballot = voting.cast_ballot(voter, vote, mandate.id, "against")
    assert (ballot.choice, ballot.rev, ballot.reason) == ("against", 2, "")
    assert [entry.kind for entry in entries(vote)] == ["electorate", "opened", "cast", "replaced"]
    assert entries(vote)[3].payload["replaces"] == 3
    close(vote)
    assert count_vote(vote).numbers == {"body": 1, "for": 0, "against": 1, "abstain": 0, "present": 0}


def test_the_same_ballot_again_changes_nothing(clock, app):
    voter = an_advocate()
    vote = an_open_vote(voter)
    first = voting.cast_ballot(voter, vote, mandate_of(voter).id, "for", "Tak.")
    again = voting.cast_ballot(voter, vote, mandate_of(voter).id, "for", "Tak.")
    assert first.ledger_seq == again.ledger_seq
    assert len(entries(vote)) == 3


def test_ballot_after_the_closing_is_refused_in_words(clock, app):
    voter = an_advocate()
    vote = an_open_vote(voter)
    mandate = mandate_of(voter)
    close(vote)
    with pytest.raises(VoteClosed) as refused:
        voting.cast_ballot(voter, vote, mandate.id, "for")
    assert "czasu warszawskiego" in str(refused.value.message) or "Warsaw" in str(refused.value.message)
    assert ballots(vote) == []


def test_ballot_in_the_last_second_counts(clock, app):
    voter = an_advocate()
    vote = an_open_vote(voter)
    mandate = mandate_of(voter)
    house_clock.set_to(vote.closes_at - timedelta(microseconds=1))
    voting.cast_ballot(voter, vote, mandate.id, "for")
    close(vote)
    assert count_vote(vote).tally.in_favour == 1


def test_nobody_votes_for_a_mandate_of_others(clock, app):
    one, other = an_advocate(), an_advocate()
    vote = an_open_vote(one)
    with pytest.raises(NotElector):
        voting.cast_ballot(one, vote, mandate_of(other).id, "for")
    with pytest.raises(NotElector):
        voting.cast_ballot(a_moderator(), vote, mandate_of(other).id, "for")


def test_unknown_choice_is_refused(clock, app):
    voter = an_advocate()
    vote = an_open_vote(voter)
    with pytest.raises(Invalid):
        voting.cast_ballot(voter, vote, mandate_of(voter).id, "maybe")


def test_deputy_votes_until_the_holder_does(clock, app):
    holder, deputy = a_user(), a_user()
    mandate = a_mandate(holder, deputy_id=deputy.id)
    vote = an_open_vote(an_advocate())
    voting.cast_ballot(deputy, vote, mandate.id, "for")
    assert ballots(vote)[0].cast_as == "deputy"
    voting.cast_ballot(deputy, vote, mandate.id, "abstain")
    voting.cast_ballot(holder, vote, mandate.id, "against")
    with pytest.raises(HolderHasVoted):
        voting.cast_ballot(deputy, vote, mandate.id, "for")
    assert [(one.choice, one.cast_as, one.cast_by_id) for one in ballots(vote)] == [("against", "holder", holder.id)]


def test_person_with_two_mandates_chooses(clock, app):
    person, other = a_user(), a_user()
    own, second = a_mandate(person), a_mandate(other, deputy_id=person.id)
    vote = an_open_vote(an_advocate())
    assert [(one.mandate_id, one.role) for one in standings(person, vote)] == [
        (own.id, "holder"),
        (second.id, "deputy"),
    ]
    voting.cast_ballot(person, vote, own.id, "for")
    voting.cast_ballot(person, vote, second.id, "against")
    assert {one.mandate_id: one.choice for one in ballots(vote)} == {own.id: "for", second.id: "against"}


def test_successor_in_the_seat_replaces_the_ballot(clock, app):
    before, after = a_user(), a_user()
    mandate = a_mandate(before)
    vote = an_open_vote(an_advocate())
    voting.cast_ballot(before, vote, mandate.id, "for")
    with unit_of_work() as session:
        session.get(Mandate, mandate.id).state = "ended"
    a_mandate(after, unit_code=mandate.unit_id)
    with pytest.raises(NotElector):
        voting.cast_ballot(before, vote, mandate.id, "against")
    ballot = voting.cast_ballot(after, vote, mandate.id, "against")
    assert (ballot.cast_as, ballot.rev, len(ballots(vote))) == ("successor", 2, 1)
    assert {entry.payload.get("person") for entry in entries(vote)[2:]} == {before.id, after.id}
    assert vote.electorate_size == 2


def test_rules_may_forbid_a_change(clock, app):
    voter = an_advocate()
    vote = an_open_vote(voter)
    with unit_of_work():
        vote.rules.change_until_close = False
    mandate = mandate_of(voter)
    voting.cast_ballot(voter, vote, mandate.id, "for")
    with pytest.raises(NoChange):
        voting.cast_ballot(voter, vote, mandate.id, "against")


def test_nothing_tells_the_result_before_the_closing(clock, app):
    voters = [an_advocate() for _ in range(6)]
    vote = an_open_vote(voters[0])
    for number, voter in enumerate(voters[:5], start=1):
        voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
        assert turnout(vote) == (None if number < 5 else 5)
    with pytest.raises(VoteOpen):
        count_vote(vote)
    with pytest.raises(VoteOpen):
        result_of(voters[0], vote)
    with pytest.raises(VoteOpen):
        voting.certify_vote(a_moderator(), vote)


def test_certifying_needs_a_second_person(clock, app):
    opener, voter = a_moderator(), an_advocate()
    vote = an_open_vote(voter, moderator=opener)
    voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
    close(vote)
    for person in (opener, voter):
        with pytest.raises(Forbidden):
            voting.certify_vote(person, vote)
    voting.certify_vote(a_committee_member(), vote)
    assert vote.is_certified
    with pytest.raises(WrongStage):
        voting.certify_vote(a_moderator(), vote)


@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        (("for", "for", "against"), "adopted"),
        (("for", "against", None), "rejected"),
        (("for", None, None), "inquorate"),
        (("present", "for", None), "adopted"),
        (("abstain", "abstain", "abstain"), "rejected"),
    ],
)
def test_result_follows_the_rules(clock, app, choices, outcome):
    voters = [an_advocate() for _ in choices]
    vote = an_open_vote(voters[0])
    for voter, choice in zip(voters, choices, strict=True):
        if choice:
            voting.cast_ballot(voter, vote, mandate_of(voter).id, choice)
    close(vote)
    voting.certify_vote(a_moderator(), vote)
    position = db.session.get(Position, vote.position_id)
    assert position.state == outcome
    assert bool(position.number) == (outcome == "adopted")
    assert vote.result["outcome"] == outcome
    assert ledger.verify(vote).holds


def test_vote_without_quorum_is_repeated_once_on_the_same_text(clock, app):
    voters = [an_advocate() for _ in range(3)]
    vote = an_open_vote(voters[0])
    close(vote)
    moderator = a_moderator()
    voting.certify_vote(moderator, vote)
    position = staging.repeat_vote(moderator, db.session.get(Position, vote.position_id))
    again = voting.open_vote(moderator, position, house_clock.today() + timedelta(days=5))
    assert again.text_sha256 == vote.text_sha256
    close(again)
    voting.certify_vote(a_moderator(), again)
    with pytest.raises(GuardsMissing):
        staging.repeat_vote(moderator, db.session.get(Position, vote.position_id))


def test_numbers_follow_one_another_in_each_year(clock, app):
    voter = an_advocate()
    numbers = []
    for _ in range(3):
        vote = an_open_vote(voter, days=2)
        voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
        close(vote)
        voting.certify_vote(a_moderator(), vote)
        numbers.append(db.session.get(Position, vote.position_id).number)
    assert numbers == ["1/2026", "2/2026", "3/2026"]
    house_clock.set_to(house_clock.now().replace(year=2027))
    vote = an_open_vote(voter, days=2)
    voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
    close(vote)
    voting.certify_vote(a_moderator(), vote)
    position = db.session.get(Position, vote.position_id)
    assert position.number == "1/2027"
    assert position.adopted_on == date(2027, position.adopted_on.month, position.adopted_on.day)


def test_number_is_unique_in_the_database(clock, app):
    first, second = a_ready_position(), a_ready_position()

    def give_both_the_same():
        with unit_of_work():
            for position in (first, second):
                position.number_year, position.number_seq = 2026, 1

    with pytest.raises(DBAPIError):
        give_both_the_same()


@pytest.mark.both_databases
@pytest.mark.parametrize("table", ["ledger_entries", "audit_events"])
def test_records_refuse_change_and_deletion(clock, app, table):
    vote = an_open_vote(an_advocate())
    for statement in (f"UPDATE {table} SET hash = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError), unit_of_work() as session:
            session.execute(text(statement))
    assert ledger.verify(vote).holds


def _without_triggers(statement):
    """As somebody with the whole database in their hands."""
    with unit_of_work() as session:
        for name in ("ledger_entries_no_update", "ledger_entries_no_delete"):
            session.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
        session.execute(text(statement))


@pytest.mark.database("sqlite")  # the statements are in its words
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ballots SET choice = 'against' WHERE mandate_id = 1",
        "UPDATE ballots SET reason = 'Inny powód.' WHERE mandate_id = 1",
        "UPDATE ballots SET cast_by_id = 2 WHERE mandate_id = 1",
        "DELETE FROM ballots WHERE mandate_id = 1",
        "UPDATE votes SET text_sha256 = 'x'",
        "UPDATE votes SET closes_at = '2030-01-01 00:00:00.000000'",
        "UPDATE electors SET person_id_at_open = 2 WHERE mandate_id = 1",
        "UPDATE ledger_entries SET payload = replace(payload, '\"for\"', '\"against\"') WHERE seq = 3",
        "UPDATE ledger_entries SET at = '2026-01-01 00:00:00.000000' WHERE seq = 4",
        "UPDATE ledger_entries SET prev = hash WHERE seq = 4",
        "DELETE FROM ledger_entries WHERE seq = 4",
        "DELETE FROM ledger_entries WHERE seq > 3",
    ],
)
def test_whatever_is_bent_is_found_and_stops_the_certification(clock, app, statement):
    voters = [an_advocate() for _ in range(2)]
    vote = an_open_vote(voters[0])
    for voter in voters:
        voting.cast_ballot(voter, vote, mandate_of(voter).id, "for", "Powód.")
    assert ledger.verify(vote).holds
    _without_triggers(statement)
    db.session.expire_all()
    assert not ledger.verify(vote).holds
    house_clock.set_to(max(vote.closes_at, house_clock.now()))
    with pytest.raises(LedgerBroken):
        voting.certify_vote(a_moderator(), vote)


@pytest.mark.database("sqlite")  # the statements are in its words
def test_cut_ledger_is_found_after_the_certification(clock, app):
    voter = an_advocate()
    vote = an_open_vote(voter)
    voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
    close(vote)
    voting.certify_vote(a_moderator(), vote)
    assert ledger.verify(vote).holds
    _without_triggers("DELETE FROM ledger_entries WHERE kind = 'certified'")
    db.session.expire_all()
    assert not ledger.verify(vote).holds


def test_open_vote_waits_for_those_who_have_not_voted(clock, app, run_jobs):
    voter, other = an_advocate(), an_advocate()
    vote = an_open_vote(voter)
    assert [one.vote.id for one in open_votes_waiting_for(voter)] == [vote.id]
    voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
    assert open_votes_waiting_for(voter) == []
    assert len(open_votes_waiting_for(other)) == 1
    close(vote)
    assert open_votes_waiting_for(other) == []
