"""MCPS invites; the invited person takes it up."""

from datetime import date

import pytest
from sqlalchemy import select

from app.activity import AuditEvent
from app.auth.actions.inviting import Appointment, accept_invitation, invite_person, revoke_invitation
from app.auth.errors import LinkUsedUp, NoMandateToDeputise, OwnDeputy, PasswordRefused, UnitTaken
from app.auth.models import CommitteeSeat, Invitation, Mandate, User
from app.auth.one_time_links import make_link
from app.web.errors import Forbidden
from tests.factories import (
    PASSWORD,
    a_blocked_user,
    a_committee_member,
    a_moderator,
    a_user,
    an_administrator,
    an_advocate,
    mandate_of,
)
from tests.letters import last_letter_to, letters_to, link_in
from tests.pages import visit

WASEWO = "141610"


def invited(role="advocate", *, by=None, email="nowa@wasewo.example", **appointment):
    """An invitation and the token of its letter."""
    if role in ("advocate", "deputy"):
        appointment.setdefault("unit_id", WASEWO)
    invitation = invite_person(
        by or an_administrator(), role=role, email=email, name="Nowa Osoba", appointment=Appointment(**appointment)
    )
    return invitation, make_link("invite", email, invitation.id)


def accept(token, password="cztery proste słowa obok"):
    return accept_invitation(token, name="Nowa Osoba", office_title="rzeczniczka", password=password)


def test_from_the_form_through_the_letter_to_the_mandate(app, client, run_jobs, sign_in_as, session):
    page = visit(sign_in_as(a_moderator()), "/moderacja/zaproszenia")
    page = page.form("Zaproś tę osobę").submit(
        role="advocate", email="nowa@wasewo.example", name="Nowa Osoba", unit_name="Wąsewo"
    )
    assert "Zaproszenie idzie na adres nowa@wasewo.example" in page.text
    run_jobs()
    letter = last_letter_to(app, "nowa@wasewo.example")
    assert "Gmina Wąsewo" in letter.text
    page = visit(client, link_in(letter)).form("Przyjmij zaproszenie").submit(password=PASSWORD)
    page = page.form("Zaloguj się").submit(email="nowa@wasewo.example", password=PASSWORD)
    assert page.has_button("Wyloguj")
    user = session.scalars(select(User).where(User.email == "nowa@wasewo.example")).one()
    assert user.is_advocate
    assert user.place == "Gmina Wąsewo"
    assert not user.is_staff


def test_opening_the_invitation_makes_nothing(client, session):
    _, token = invited()
    for _ in range(2):
        visit(client, f"/zaproszenie/{token}")
    assert session.scalars(select(Mandate)).all() == []


def test_deputy_stands_in_for_the_mandate_of_the_unit(app):
    holder = an_advocate(unit_code=WASEWO)
    _, token = invited("deputy")
    deputy = accept(token)
    assert mandate_of(holder).deputy_id == deputy.id
    assert deputy.is_deputy
    assert not deputy.is_advocate


def test_deputy_of_a_unit_without_an_advocate_is_refused(app):
    with pytest.raises(NoMandateToDeputise):
        invited("deputy")


def test_nobody_becomes_the_own_deputy(app):
    holder = an_advocate(unit_code=WASEWO)
    _, token = invited("deputy", email=holder.email)
    with pytest.raises(OwnDeputy):
        accept(token)


def test_committee_member_gets_a_seat_with_constituency_and_term(app, session):
    _, token = invited(
        "committee", constituency="jst", valid_from=date(2026, 1, 1), valid_to=date(2030, 12, 31), is_secretary=True
    )
    member = accept(token)
    seat = session.scalars(select(CommitteeSeat)).one()
    assert (seat.constituency, seat.term_from, seat.term_to) == ("jst", date(2026, 1, 1), date(2030, 12, 31))
    assert member.is_secretary


@pytest.mark.parametrize("role", ["moderator", "administrator"])
def test_staff_is_invited_by_administrators_only(app, role):
    with pytest.raises(Forbidden):
        invited(role, by=a_moderator())
    _, token = invited(role, by=an_administrator())
    assert getattr(accept(token), f"is_{role}")


def test_moderators_form_offers_no_staff_role(sign_in_as, session):
    page = visit(sign_in_as(a_moderator()), "/moderacja/zaproszenia")
    assert not page.find_all("input", name="role", value="moderator")
    token = page.form("Zaproś tę osobę").values["csrf_token"]
    answer = page.client.post(
        "/moderacja/zaproszenia", data={"csrf_token": token, "role": "moderator", "email": "a@b.example"}
    )
    assert answer.status_code == 422
    assert session.scalars(select(Invitation)).all() == []


@pytest.mark.parametrize("make", [an_advocate, a_committee_member, a_user])
def test_others_cannot_invite(app, make):
    with pytest.raises(Forbidden):
        invited(by=make())


def test_unit_with_an_advocate_takes_no_second_one(app, sign_in_as):
    an_advocate(unit_code=WASEWO)
    with pytest.raises(UnitTaken):
        invited()
    page = visit(sign_in_as(a_moderator()), "/moderacja/zaproszenia").form("Zaproś tę osobę")
    said = page.submit(role="advocate", email="x@y.example", unit_name="gmina Wąsewo", status=422)
    assert "Ta jednostka ma już rzecznika" in said.text
    assert said.form("Zaproś tę osobę").values["email"] == "x@y.example"


def test_unit_taken_while_the_invitation_lay_about(app, session):
    _, token = invited()
    an_advocate(unit_code=WASEWO)
    with pytest.raises(UnitTaken):
        accept(token)
    assert session.scalars(select(User).where(User.email == "nowa@wasewo.example")).all() == []


def test_invitation_works_seven_days(client, clock):
    _, token = invited()
    clock.move(days=6, hours=23)
    visit(client, f"/zaproszenie/{token}")
    clock.move(hours=2)
    visit(client, f"/zaproszenie/{token}", status=410)


def test_withdrawn_invitation_works_no_more(app, client, run_jobs):
    moderator = a_moderator()
    invitation, token = invited(by=moderator)
    revoke_invitation(moderator, invitation)
    visit(client, f"/zaproszenie/{token}", status=410)
    run_jobs()
    assert letters_to(app, "nowa@wasewo.example") == []


def test_invitation_is_accepted_once(app):
    _, token = invited()
    accept(token)
    with pytest.raises(LinkUsedUp):
        accept(token)


def test_account_that_is_there_gains_the_role_and_keeps_its_password(client, session):
    user = a_user("Jest Konto", email="nowa@wasewo.example", password=PASSWORD)
    before = user.password_hash
    _, token = invited()
    page = visit(client, f"/zaproszenie/{token}")
    assert "Ten adres ma już konto" in page.text
    page.form("Przyjmij zaproszenie").submit()
    user = session.get_one(User, user.id)
    assert user.is_advocate
    assert user.password_hash == before
    assert user.name == "Jest Konto"


def test_new_role_ends_open_sessions(sign_in_as):
    user = an_advocate()
    client = sign_in_as(user)
    _, token = invited("moderator", email=user.email)
    accept(token)
    assert not visit(client, "/").has_button("Wyloguj")


def test_closed_account_cannot_come_back_by_an_invitation(app):
    user = a_blocked_user()
    _, token = invited("moderator", email=user.email)
    with pytest.raises(LinkUsedUp):
        accept(token)


def test_poor_password_leaves_the_invitation_open(app):
    _, token = invited()
    with pytest.raises(PasswordRefused):
        accept(token, password="krótkie")
    assert accept(token).is_advocate


def test_each_step_is_recorded(app, session):
    actor = an_administrator()
    _, token = invited(by=actor)
    user = accept(token)
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
    assert [(one.act, one.actor_id) for one in events] == [
        ("invitation.sent", actor.id),
        ("mandate.given", user.id),
        ("invitation.accepted", user.id),
    ]
    assert all("@" not in str(one.details) for one in events)


def test_second_click_sends_no_second_invitation(sign_in_as, session):
    form = visit(sign_in_as(a_moderator()), "/moderacja/zaproszenia").form("Zaproś tę osobę")
    for _ in range(2):
        form.send(role="advocate", email="nowa@wasewo.example", unit_name="Wąsewo")
    assert len(session.scalars(select(Invitation)).all()) == 1


def test_unknown_unit_is_said_and_the_rest_is_kept(sign_in_as):
    page = visit(sign_in_as(a_moderator()), "/moderacja/zaproszenia").form("Zaproś tę osobę")
    said = page.submit(role="advocate", email="x@y.example", unit_name="Atlantyda", status=422)
    assert "Nie znamy na Mazowszu jednostki o tej nazwie" in said.text
    assert said.form("Zaproś tę osobę").values["unit_name"] == "Atlantyda"


def test_name_of_several_units_is_asked_back_and_can_be_chosen_without_diacritics(sign_in_as, session):
    form = visit(sign_in_as(a_moderator()), "/moderacja/zaproszenia").form("Zaproś tę osobę")
    asked = form.submit(role="advocate", email="x@y.example", unit_name="Ostrow Mazowiecka", status=422)
    codes = [node["value"] for node in asked.find_all("input", name="unit_code")]
    assert len(codes) > 1
    asked.form("Zaproś tę osobę").submit(unit_code=codes[0])
    assert session.scalars(select(Invitation.unit_id)).one() == codes[0]


@pytest.mark.parametrize("email", ["", "nowak", "a@b@c.pl", "żółw@gmina.pl", "a b@gmina.pl", "x" * 300 + "@gmina.pl"])
def test_what_is_no_address_is_refused(sign_in_as, email):
    form = visit(sign_in_as(a_moderator()), "/moderacja/zaproszenia").form("Zaproś tę osobę")
    form.submit(role="advocate", email=email, unit_name="Wąsewo", status=422)
