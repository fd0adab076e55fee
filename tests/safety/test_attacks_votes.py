"""Attempts on a vote: changing what was cast behind the application's back, and what the checks then say."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from app.activity import checking
from app.extensions import db
from app.positions.actions import voting
from app.web.unit_of_work import unit_of_work
from tests import factories, factories_positions

TAMPERINGS = {
    "a changed ballot": "UPDATE ballots SET choice = 'against'",
    "a changed reason": "UPDATE ballots SET reason = 'inny'",
    "another voter": "UPDATE ballots SET cast_as = 'deputy'",
    "a ballot taken away": "DELETE FROM ballots",
    "a changed closing": "UPDATE votes SET closes_at = opens_at",
    "another text": "UPDATE votes SET text_sha256 = 'x'",
    "a smaller electorate": "UPDATE votes SET electorate_size = 1",
    "another elector": "UPDATE electors SET seat_no = 7",
}


@pytest.fixture
def voted(app: Flask, clock: Any) -> Any:
    """An open vote with one ballot, at a stopped clock."""
    lead = factories.an_advocate()
    factories.an_advocate()
    vote = factories_positions.an_open_vote(lead)
    voting.cast_ballot(lead, vote, factories.mandate_of(lead).id, "for", "Bo tak.")
    return vote


def test_the_record_of_an_honest_vote_holds(app: Flask, voted: Any) -> None:
    assert checking.faults_of_records() == []
    assert app.test_cli_runner().invoke(args=["record", "verify"]).exit_code == 0


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_with_a_vote_is_told_by_the_command(app: Flask, voted: Any, what: str) -> None:
    with unit_of_work() as session:
        session.execute(text(TAMPERINGS[what]))
    asked = app.test_cli_runner().invoke(args=["record", "verify"])
    assert asked.exit_code != 0
    assert f"vote:{voted.id}" in asked.output


@pytest.mark.database("sqlite")  # the statements are in its words
@pytest.mark.parametrize("table", ["ledger_entries", "audit_events"])
def test_records_refuse_to_be_changed_and_a_forced_change_is_found(app: Flask, voted: Any, table: str) -> None:
    with pytest.raises(Exception, match="only grows"), unit_of_work() as session:
        session.execute(text(f"UPDATE {table} SET hash = 'x'"))
    with unit_of_work() as session:
        session.execute(text(f"DROP TRIGGER {table}_no_update"))
        session.execute(text(f"UPDATE {table} SET hash = 'x' WHERE id = (SELECT max(id) FROM {table})"))
    assert checking.faults_of_records() != []


def test_the_night_tells_of_a_broken_record_and_the_day_does_not_look(
    app: Flask, voted: Any, clock: Any, caplog: Any
) -> None:
    with unit_of_work() as session:
        session.execute(text(TAMPERINGS["a changed ballot"]))
    checking.check_records_when_quiet()
    assert "faults in the records" not in caplog.text
    clock.set_to(clock.local(clock.now()).replace(hour=checking.QUIET_HOUR))
    checking.check_records_when_quiet()
    assert "faults in the records" in caplog.text


def test_the_certifying_hand_refuses_a_bent_ledger(app: Flask, voted: Any) -> None:
    from app.positions.errors import LedgerBroken

    with unit_of_work() as session:
        session.execute(text(TAMPERINGS["a changed ballot"]))
    factories_positions.close(voted)
    with pytest.raises(LedgerBroken):
        voting.certify_vote(factories.a_moderator(), voted)
    assert db.session.get(type(voted), voted.id).state is None
