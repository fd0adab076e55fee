"""The people of the demonstration, with mandates and seats."""

from datetime import date
from typing import Any

from sqlalchemy import select

from app.auth import passwords
from app.auth.models import CommitteeSeat, Mandate, User
from app.demo.content import read
from app.demo.passwords import demo_password
from app.extensions import db
from app.lib import clock
from app.web.unit_of_work import unit_of_work


def load_people() -> dict[str, User]:
    """Make those who are not there yet; all by key (which is their handle)."""
    people = read("people.json")
    # One hash serves all: the password is one, and a hash takes a tenth of a second.
    password_hash = passwords.hash_password(demo_password())
    with unit_of_work() as session:
        known = {user.handle: user for user in session.scalars(select(User))}
        for person in people:
            if person["key"] not in known:
                known[person["key"]] = _make(person, password_hash)
        session.flush()
        _appoint(people, known)
    return {user.handle: user for user in db.session.scalars(select(User))}


def _make(person: dict[str, Any], password_hash: str) -> User:
    roles = {role["role"] for role in person["roles"]}
    user = User(
        email=person["email"],
        name=person["name"],
        handle=person["key"],
        office_title=person["title_of_office"],
        about=person.get("about", ""),
        password_hash=password_hash,
        is_moderator="moderator" in roles,
        is_administrator="administrator" in roles,
        is_demo=True,
        listed_at=clock.now() if person.get("listed_consent") else None,
    )
    db.session.add(user)
    return user


def _appoint(people: list[dict[str, Any]], known: dict[str, User]) -> None:
    """Mandates first, since deputies are named on them."""
    session = db.session
    mandates = {
        mandate.unit_id: mandate for mandate in session.scalars(select(Mandate).where(Mandate.state == "active"))
    }
    seated = set(session.scalars(select(CommitteeSeat.person_id)))
    for person in people:
        user = known[person["key"]]
        for role in person["roles"]:
            if role["role"] == "advocate" and role["unit"] not in mandates:
                mandate = Mandate(unit_id=role["unit"], person_id=user.id, valid_from=date.fromisoformat(role["from"]))
                mandates[role["unit"]] = mandate
                session.add(mandate)
            elif role["role"] == "committee" and user.id not in seated:
                session.add(_seat(user, role))
    for person in people:
        for role in person["roles"]:
            if role["role"] == "deputy":
                mandates[role["unit"]].deputy_id = known[person["key"]].id


def _seat(user: User, role: dict[str, Any]) -> CommitteeSeat:
    return CommitteeSeat(
        person_id=user.id,
        constituency=role["constituency"],
        term_from=date.fromisoformat(role["term_from"]),
        term_to=date.fromisoformat(role["term_to"]) if role.get("term_to") else None,
        is_secretary=bool(role.get("secretary")),
    )
