"""Staff roles: at once by the only administrator, with the word of a second one where there is a second."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.activity import AuditEvent
from app.auth.actions.inviting import Appointment, accept_invitation, invite_person
from app.auth.actions.profile import block_person
from app.auth.actions.staff_roles import change_staff_roles, confirm_role_change, refuse_role_change
from app.auth.errors import LastAdministrator, RoleChangeDecided, RoleChangePending
from app.auth.models import StaffRoleChange, User
from app.auth.one_time_links import make_link
from app.auth.tidying import forget_old_role_changes
from app.extensions import db
from app.web.errors import Forbidden
from app.web.unit_of_work import unit_of_work
from tests.factories import PASSWORD, a_committee_member, a_moderator, a_user, an_administrator, an_advocate
from tests.letters import last_letter_to, letters_to
from tests.pages import visit

ROOM = "/administracja/osoby"


def marks_of(person_id):
    db.session.rollback()
    person = db.session.get_one(User, person_id, populate_existing=True)
    return person.is_moderator, person.is_administrator


def acts_on(person):
    rows = db.session.execute(
        select(AuditEvent.act, AuditEvent.actor_id, AuditEvent.details)
        .where(AuditEvent.object_kind == "User", AuditEvent.object_id == str(person.id), AuditEvent.act.like("role.%"))
        .order_by(AuditEvent.number)
    )
    return [tuple(row) for row in rows]


def proposed(by, person, *, moderator=True, administrator=False):
    change = change_staff_roles(by, person, moderator=moderator, administrator=administrator)
    assert change is not None
    return change


# The only administrator


def test_only_administrator_gives_and_takes_a_role_and_the_person_hears_of_it(app, sign_in_as, run_jobs, session):
    person = an_advocate()
    theirs = sign_in_as(person)
    page = visit(sign_in_as(an_administrator()), f"{ROOM}/{person.handle}")
    page.form("Zmień role").submit(moderator=True)
    assert session.get_one(User, person.id).is_moderator
    assert not visit(theirs, "/").has_button("Wyloguj")
    run_jobs()
    assert "Zmieniono Twoją rolę" in last_letter_to(app, person.email).subject
    event = session.scalars(select(AuditEvent).where(AuditEvent.act == "role.changed")).one()
    assert event.details == {"moderator": True, "administrator": False}


def test_closed_administrator_is_no_second_one(app):
    actor, person = an_administrator(), an_advocate()
    block_person(actor, an_administrator(), "Odejście z pracy.")
    assert change_staff_roles(actor, person, moderator=True, administrator=False) is None
    assert marks_of(person.id) == (True, False)


def test_only_administrators_give_roles(app):
    person = a_user()
    for actor in (a_moderator(), a_committee_member(secretary=True), an_advocate(), person):
        with pytest.raises(Forbidden):
            change_staff_roles(actor, person, moderator=True, administrator=True)


def test_last_administrator_stays(app):
    only = an_administrator()
    with pytest.raises(LastAdministrator):
        change_staff_roles(only, only, moderator=True, administrator=False)


def test_roles_that_are_so_already_need_nobody(app, session):
    an_administrator()
    person = a_moderator()
    assert change_staff_roles(an_administrator(), person, moderator=True, administrator=False) is None
    assert acts_on(person) == []


# The second administrator


def test_second_administrator_confirms_on_the_page_of_the_person(app, sign_in_as, run_jobs, session):
    first, second, person = an_administrator("Adam Pierwszy"), an_administrator("Ewa Druga"), an_advocate("Jan Nowy")
    theirs, mine = sign_in_as(person), sign_in_as(first)
    page = visit(mine, f"{ROOM}/{person.handle}").form("Zaproponuj zmianę").submit(moderator=True)
    assert "Zmiana zaproponowana" in page.text
    assert "proponuje Adam Pierwszy; po zmianie: moderator (MCPS)" in page.main.text
    assert marks_of(person.id) == (False, False)
    assert visit(theirs, "/").has_button("Wyloguj")
    assert not visit(mine, f"{ROOM}/{person.handle}").has_button("Potwierdź zmianę")

    home = visit(sign_in_as(second), "/")
    assert "Zmiana ról: Jan Nowy" in home.main.text
    desk = visit(home.client, "/moderacja").link("Zmiana ról: Jan Nowy").follow()
    after = desk.form("Potwierdź zmianę").submit()
    assert "Role są zmienione" in after.text
    assert marks_of(person.id) == (True, False)
    assert not visit(theirs, "/").has_button("Wyloguj")
    run_jobs()
    assert "Zmieniono Twoją rolę" in last_letter_to(app, person.email).subject
    assert "Zmiana ról: Jan Nowy" not in visit(home.client, "/moderacja").text
    wanted = {"moderator": True, "administrator": False, "proposed_by": first.id}
    assert acts_on(person) == [("role.proposed", first.id, wanted), ("role.changed", second.id, wanted)]
    change = session.scalars(select(StaffRoleChange)).one()
    assert (change.state, change.decided_by_id, change.decided_at is not None) == ("confirmed", second.id, True)


def test_second_administrator_refuses_and_nothing_changes(app, sign_in_as, run_jobs, session):
    first, second, person = an_administrator(), an_administrator(), an_advocate()
    proposed(first, person, administrator=True)
    page = visit(sign_in_as(second), f"{ROOM}/{person.handle}")
    assert "Odmówiono zmiany" in page.form("Odmów zmiany").submit().text
    assert marks_of(person.id) == (False, False)
    run_jobs()
    assert letters_to(app, person.email) == []
    assert [(act, actor) for act, actor, _ in acts_on(person)] == [
        ("role.proposed", first.id),
        ("role.refused", second.id),
    ]
    assert session.scalars(select(StaffRoleChange.state)).one() == "refused"
    proposed(first, person)  # another one may follow


@pytest.mark.parametrize("decide", [confirm_role_change, refuse_role_change])
def test_nobody_decides_the_own_proposal_or_without_the_role(app, decide):
    first, person = an_administrator(), an_advocate()
    an_administrator()
    change = proposed(first, person)
    for actor in (first, a_moderator(), person, a_committee_member(secretary=True)):
        with pytest.raises(Forbidden):
            decide(actor, change)
    assert marks_of(person.id) == (False, False)


def test_taking_a_role_needs_the_second_word_too_and_it_may_be_the_persons_own(app):
    first, second = an_administrator(), an_administrator()
    change = proposed(first, second, moderator=False)
    assert marks_of(second.id) == (False, True)
    confirm_role_change(second, change)
    assert marks_of(second.id) == (False, False)
    with pytest.raises(LastAdministrator):
        change_staff_roles(first, first, moderator=True, administrator=False)


def test_proposal_is_decided_once(app):
    first, second, third, person = (*(an_administrator() for _ in range(3)), an_advocate())
    change = proposed(first, person)
    refuse_role_change(second, change)
    with pytest.raises(RoleChangeDecided):
        confirm_role_change(third, change)
    assert marks_of(person.id) == (False, False)


def test_confirming_takes_no_last_administrator(app):
    first, second = an_administrator(), an_administrator()
    change = proposed(first, second, moderator=False)
    with unit_of_work():
        first.is_administrator = False
    with pytest.raises(LastAdministrator):
        confirm_role_change(second, change)
    assert marks_of(second.id) == (False, True)


@pytest.mark.both_databases
def test_person_has_one_pending_proposal(app, session):
    first, second, person = an_administrator(), an_administrator(), an_advocate()
    proposed(first, person)
    for actor in (first, second):
        with pytest.raises(RoleChangePending):
            change_staff_roles(actor, person, moderator=False, administrator=True)
    with pytest.raises(IntegrityError), unit_of_work() as work:
        work.add(StaffRoleChange(person_id=person.id, moderator=True, administrator=True, proposed_by_id=second.id))
    assert session.scalar(select(func.count()).select_from(StaffRoleChange)) == 1
    assert len(acts_on(person)) == 1


def test_proposal_that_nobody_is_left_to_decide_gives_way(app, sign_in_as, session):
    first, second, person = an_administrator(), an_administrator(), an_advocate()
    proposed(first, person)
    block_person(first, second, "Odejście z pracy.")
    page = visit(sign_in_as(first), f"{ROOM}/{person.handle}")
    assert not page.has_button("Potwierdź zmianę")
    page.form("Zmień role").submit(moderator=True, administrator=True)
    assert marks_of(person.id) == (True, True)
    assert session.scalars(select(StaffRoleChange.state)).one() == "refused"


def test_proposal_belongs_to_the_page_of_its_person(sign_in_as):
    first, second = an_administrator(), an_administrator()
    change = proposed(first, an_advocate())
    client = sign_in_as(second)
    token = visit(client, "/konto").form("Zapisz profil").values["csrf_token"]
    for path in (
        f"{ROOM}/{first.handle}/zmiany-rol/{change.id}/potwierdzenie",
        f"{ROOM}/{first.handle}/zmiany-rol/99/odmowa",
    ):
        assert client.post(path, data={"csrf_token": token}).status_code == 404


def test_old_decisions_are_forgotten_but_not_what_waits(app, clock, session):
    first, second = an_administrator(), an_administrator()
    refuse_role_change(second, proposed(first, an_advocate()))
    waits = proposed(first, an_advocate()).id
    clock.move(days=700)
    forget_old_role_changes()
    assert len(session.scalars(select(StaffRoleChange)).all()) == 2
    clock.move(days=31)
    forget_old_role_changes()
    assert session.scalars(select(StaffRoleChange.id)).all() == [waits]


# Invitations


def invited(role, by, email="nowa@mcps.example"):
    invitation = invite_person(by, role=role, email=email, name="Nowa Osoba", appointment=Appointment())
    return make_link("invite", email, invitation.id)


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_invited_staff_waits_for_the_second_administrator(client, sign_in_as, role):
    first, second = an_administrator(), an_administrator()
    page = visit(client, f"/zaproszenie/{invited(role, first)}").form("Przyjmij zaproszenie").submit(password=PASSWORD)
    assert "gdy potwierdzi ją drugi administrator" in page.text
    person = db.session.scalars(select(User).where(User.email == "nowa@mcps.example")).one()
    assert not person.is_staff
    assert not visit(sign_in_as(first), f"{ROOM}/{person.handle}").has_button("Potwierdź zmianę")
    visit(sign_in_as(second), f"{ROOM}/{person.handle}").form("Potwierdź zmianę").submit()
    assert marks_of(person.id) == (role == "moderator", role == "administrator")
    assert [act for act, _, _ in acts_on(person)] == ["role.proposed", "role.changed"]


def test_invitation_keeps_what_the_person_has(app):
    first, second, person = an_administrator(), an_administrator(), a_moderator(password=PASSWORD)
    accept_invitation(invited("administrator", first, person.email), name="", office_title="", password="")
    assert marks_of(person.id) == (True, False)
    confirm_role_change(second, db.session.scalars(select(StaffRoleChange)).one())
    assert marks_of(person.id) == (True, True)


def test_invitation_stays_open_while_another_change_waits(client):
    first, person = an_administrator(), an_advocate(password=PASSWORD)
    an_administrator()
    proposed(first, person, administrator=True)
    page = visit(client, f"/zaproszenie/{invited('moderator', first, person.email)}")
    said = page.form("Przyjmij zaproszenie").submit(status=422)
    assert "czeka już na drugiego administratora" in said.text
    visit(client, page.path)  # the link still works


def test_invitation_to_a_role_one_has_opens_no_proposal(app, session):
    first, person = an_administrator(), a_moderator(password=PASSWORD)
    an_administrator()
    accept_invitation(invited("moderator", first, person.email), name="", office_title="", password="")
    assert session.scalars(select(StaffRoleChange)).all() == []
    assert marks_of(person.id) == (True, False)


def test_page_asks_the_second_administrator_once_more_only_after_a_while(sign_in_as, clock):
    first, second, person = an_administrator(), an_administrator(password=PASSWORD), an_advocate()
    proposed(first, person)
    page = visit(sign_in_as(second), f"{ROOM}/{person.handle}")
    clock.move(minutes=16)
    asked = page.form("Potwierdź zmianę").submit()
    assert asked.heading == "Podaj hasło jeszcze raz"
    assert marks_of(person.id) == (False, False)
