"""Who may what about people: the rules as a table."""

import pytest

from app.auth import policies as may
from app.auth.models import StaffRoleChange, Visitor
from app.extensions import db
from app.lib import clock
from tests.factories import (
    a_committee_member,
    a_deputy,
    a_moderator,
    a_user,
    an_administrator,
    an_advocate,
    mandate_of,
)

PEOPLE = {
    "visitor": Visitor,
    "no role": a_user,
    "advocate": an_advocate,
    "deputy": a_deputy,
    "committee": a_committee_member,
    "moderator": a_moderator,
    "administrator": an_administrator,
}
NETWORK = {"advocate", "deputy", "committee", "moderator", "administrator"}
MCPS = {"moderator", "administrator"}
RULES = {
    "moderate": MCPS,
    "administer": {"administrator"},
    "take_part": NETWORK,
    "sit_in_committee": {"committee"},
    "invite_person": MCPS,
    "revoke_invitation": MCPS,
    "decide_application": MCPS,
    "confirm_application": MCPS,
    "refuse_application": MCPS,
    "end_mandate": MCPS,
    "give_staff_role": {"administrator"},
    "change_staff_roles": {"administrator"},
}


@pytest.mark.parametrize("rule", RULES)
def test_right_belongs_to(app, rule):
    allowed = {name for name, make in PEOPLE.items() if getattr(may, rule)(make())}
    assert allowed == RULES[rule]


def test_document_of_an_appointment_is_for_mcps_and_its_holder(app):
    holder = an_advocate()
    mandate = mandate_of(holder)
    allowed = {name for name, make in PEOPLE.items() if may.read_authority_document(make(), mandate)}
    assert allowed == MCPS
    assert may.read_authority_document(holder, mandate)


def test_role_change_is_decided_by_an_administrator_who_did_not_propose_it(app):
    proposer, other = an_administrator(), an_administrator()
    change = StaffRoleChange(proposed_by_id=proposer.id)
    for rule in (may.confirm_role_change, may.refuse_role_change):
        assert {name for name, make in PEOPLE.items() if rule(make(), change)} == {"administrator"}
        assert rule(other, change)
        assert not rule(proposer, change)


def test_profile_is_edited_by_its_owner_only(app):
    person = a_user()
    assert not [name for name, make in PEOPLE.items() if may.edit_profile(make(), person)]
    assert may.edit_profile(person, person)


def test_part_ends_with_the_mandate(app, clock):
    from app.web.unit_of_work import unit_of_work

    person = an_advocate()
    with unit_of_work():
        mandate_of(person).valid_to = clock.today()
    assert may.take_part(person)
    clock.move(days=1)
    db.session.expire_all()
    assert not may.take_part(person)


def test_suspended_mandate_gives_no_part(app):
    from app.web.unit_of_work import unit_of_work

    person = an_advocate()
    with unit_of_work():
        mandate_of(person).state = "suspended"
    assert not may.take_part(person)


def test_term_of_the_committee_ends(app, clock):
    from app.web.unit_of_work import unit_of_work

    member = a_committee_member(secretary=True)
    with unit_of_work():
        member.seats[0].term_to = clock.today()
    assert member.is_secretary
    clock.move(days=1)
    assert not member.is_committee_member
    assert not member.is_secretary


def test_last_day_is_warsaws_day(app, clock):
    """23:30 in Warsaw is still the day before in London; the mandate of the day that begins is not in force yet."""
    from datetime import UTC, date, datetime

    from tests.factories import a_mandate

    mandate = a_mandate(a_user(), valid_from=date(2026, 7, 2))
    clock.set_to(datetime(2026, 7, 1, 21, 59, tzinfo=UTC))
    assert not mandate.is_in_force
    clock.set_to(datetime(2026, 7, 1, 22, 0, tzinfo=UTC))
    assert mandate.is_in_force


def test_clock_runs_again_after_a_test_that_stopped_it():
    assert clock.now() > clock.now().replace(year=2026, month=3, day=4)
