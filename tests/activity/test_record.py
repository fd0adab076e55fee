"""The audit record: what an entry holds, and that no entry can be bent unnoticed."""

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from app.activity import AuditEvent, record, verify
from app.activity.record import history_of
from app.web.unit_of_work import unit_of_work
from tests.factories import a_moderator

FIELDS = {
    "act": "'sign_out'",
    "actor_id": "NULL",
    "object_kind": "'Topic'",
    "object_id": "'99'",
    "reason": "'inny powód'",
    "details": '\'{"unit": "141611"}\'',
    "request_id": "'abc'",
    "at": "'2020-01-01 00:00:00'",
    "previous_hash": "'" + "0" * 64 + "'",
    "hash": "'" + "1" * 64 + "'",
}


def some_entries(number=3):
    actor = a_moderator()
    for index in range(number):
        with unit_of_work():
            record(actor, "mandate.given", ("Mandate", index), reason="powód", details={"unit": "141610"})


def bend(session, statement):
    """What somebody with the database file could do: take the guards away, then write."""
    with unit_of_work():
        if session.get_bind().dialect.name == "sqlite":
            for verb in ("update", "delete"):
                session.execute(sa.text(f"DROP TRIGGER IF EXISTS audit_events_no_{verb}"))
        else:
            session.execute(sa.text("ALTER TABLE audit_events DISABLE TRIGGER USER"))
        session.execute(sa.text(statement))


def test_record_of_true_entries_is_whole(app):
    assert verify() is None
    some_entries()
    assert verify() is None


@pytest.mark.parametrize("field", FIELDS)
def test_every_changed_field_is_found(app, session, field):
    some_entries()
    bend(session, f"UPDATE audit_events SET {field} = {FIELDS[field]} WHERE number = 2")
    assert verify() == 2


@pytest.mark.both_databases
def test_change_is_found_on_both_databases(app, session):
    some_entries()
    bend(session, "UPDATE audit_events SET reason = 'inny' WHERE number = 2")
    assert verify() == 2


def test_removed_entry_is_found(app, session):
    some_entries()
    bend(session, "DELETE FROM audit_events WHERE number = 2")
    assert verify() == 2


def test_exchanged_entries_are_found(app, session):
    some_entries()
    bend(session, "UPDATE audit_events SET number = 5 - number + 100 WHERE number > 1")
    bend(session, "UPDATE audit_events SET number = number - 100 WHERE number > 100")
    assert verify() == 2


@pytest.mark.both_databases
@pytest.mark.parametrize("statement", ["UPDATE audit_events SET act = 'x'", "DELETE FROM audit_events"])
def test_database_refuses_to_change_an_entry(app, session, statement):
    some_entries()
    with pytest.raises(sa.exc.DBAPIError, match="only grows"), unit_of_work():
        session.execute(sa.text(statement))
    assert len(session.scalars(select(AuditEvent)).all()) == 3


def test_entry_outside_a_unit_of_work_is_refused(app):
    with pytest.raises(RuntimeError):
        record(None, "sign_in", ("User", 1))


def test_act_that_fails_leaves_no_entry(app, session):
    def fail():
        with unit_of_work():
            record(None, "sign_in", ("User", 1))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert session.scalars(select(AuditEvent)).all() == []


def test_floating_numbers_have_no_place_in_an_entry(app):
    with pytest.raises(TypeError), unit_of_work():
        record(None, "sign_in", ("User", 1), details={"share": 0.5})


def test_history_is_of_one_thing_oldest_first(app):
    some_entries(2)
    with unit_of_work():
        record(None, "mandate.ended", ("Mandate", 1))
    assert [event.act for event in history_of("Mandate", 1)] == ["mandate.given", "mandate.ended"]


def test_command_says_whether_the_record_is_whole(app, session):
    some_entries()
    run = app.test_cli_runner().invoke
    assert "The record is whole." in run(args=["record", "verify"]).output
    bend(session, "UPDATE audit_events SET act = 'x' WHERE number = 3")
    broken = run(args=["record", "verify"])
    assert broken.exit_code == 1
    assert "entry 3" in broken.output
