"""What the rows of matrix/auth.toml stand on: each makes its things for an author and gives (address values, form fields)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.auth.actions.applying import apply_for_mandate, confirm_address, confirm_application
from app.auth.actions.inviting import Appointment, invite_person
from app.auth.actions.staff_roles import change_staff_roles
from app.auth.models import Invitation, Mandate, MandateApplication, User
from app.auth.one_time_links import make_link
from app.auth.passwords import hash_password
from app.extensions import db
from app.web.unit_of_work import unit_of_work
from tests.factories import PASSWORD, a_moderator, an_administrator, mandate_of
from tests.files import PDF

Setup = tuple[dict[str, Any], dict[str, Any]]
NEW_PASSWORD = "zupełnie nowe cztery słowa"
EMAIL = "nowa@jadow.example"
FREE_UNIT = "143405"  # Gmina Jadów


def nothing(author: User) -> Setup:
    return {}, {}


def a_right_password(author: User) -> Setup:
    password_hash = hash_password(PASSWORD)
    with unit_of_work():
        author.password_hash = password_hash
    return {}, {"email": author.email, "password": PASSWORD}


def a_form_of_somebody(author: User) -> Setup:
    return {"token": "nikt-tego-nie-wyslal"}, {}


def an_address(author: User) -> Setup:
    return {}, {"email": author.email}


def a_reset_link(author: User) -> Setup:
    return {"token": make_link("reset", author.email, author.id)}, {"password": NEW_PASSWORD}


def a_profile(author: User) -> Setup:
    return {}, {"name": "Nowe Imię", "about": "Nowy opis"}


def two_passwords(author: User) -> Setup:
    return {}, {"present_password": "nie to hasło było", "password": NEW_PASSWORD}


def all_sessions(author: User) -> Setup:
    return {}, {"session": "all"}


def a_new_invitation(author: User) -> Setup:
    return {}, {"role": "advocate", "email": EMAIL, "name": "Nowa Osoba", "unit_name": "gmina Jadów"}


def _invitation() -> Invitation:
    return invite_person(
        a_moderator(), role="advocate", email=EMAIL, name="Nowa", appointment=Appointment(unit_id=FREE_UNIT)
    )


def an_invitation(author: User) -> Setup:
    return {"invitation_id": _invitation().id}, {}


def an_invitation_link(author: User) -> Setup:
    token = make_link("invite", EMAIL, _invitation().id)
    return {"token": token}, {"name": "Nowa Osoba", "password": NEW_PASSWORD}


def a_filled_in_application(author: User) -> Setup:
    fields = {"name": "Nowa Osoba", "email": EMAIL, "unit_name": "gmina Jadów", "valid_from": "2026-01-15"}
    return {}, {**fields, "document": (PDF, "zarzadzenie.pdf")}


def _application(email: str = EMAIL, unit_id: str = FREE_UNIT) -> MandateApplication:
    apply_for_mandate(
        email=email, name="Nowa Osoba", office_title="", unit_id=unit_id, valid_from=date(2026, 1, 15),
        file_name="zarzadzenie.pdf", content=PDF,
    )  # fmt: skip
    return db.session.scalars(select(MandateApplication).order_by(MandateApplication.id.desc())).first()


def a_confirmation_link(author: User) -> Setup:
    return {"token": make_link("confirm", EMAIL, _application().id)}, {}


def _submitted(email: str = EMAIL, unit_id: str = FREE_UNIT) -> MandateApplication:
    application = _application(email, unit_id)
    confirm_address(make_link("confirm", email, application.id))
    return application


def an_application(author: User) -> Setup:
    return {"application_id": _submitted().id}, {}


def a_refusal(author: User) -> Setup:
    return {"application_id": _submitted().id}, {"reason": "Brakuje podpisu."}


def a_mandate_with_document(author: User) -> Setup:
    mandate: Mandate = confirm_application(a_moderator(), _submitted(author.email))
    return {"mandate_id": mandate.id}, {}


def a_mandate(author: User) -> Setup:
    return {"mandate_id": mandate_of(author).id}, {}


def an_end(author: User) -> Setup:
    return {"mandate_id": mandate_of(author).id}, {"on": "2026-12-31", "reason": "Zmiana pracy."}


def a_person(author: User) -> Setup:
    return {"handle": author.handle}, {}


def a_role(author: User) -> Setup:
    return {"handle": author.handle}, {"moderator": "y", "administrator": "y"}


def a_proposed_role(author: User) -> Setup:
    change = change_staff_roles(an_administrator(), author, moderator=True, administrator=False)
    assert change is not None
    return {"handle": author.handle, "change_id": change.id}, {}


def ones_own_password(author: User) -> Setup:
    return {}, {"password": a_right_password(author)[1]["password"]}


def a_reason_to_close(author: User) -> Setup:
    return {"handle": author.handle}, {"wanted": "closed", "reason": "Prośba gminy."}
