"""People for tests, with sensible rest: `an_advocate()`, `a_deputy(of=mandate)`, `a_moderator()` and so on.

Each makes its rows in a unit of work of its own and gives back the person, ready to be passed to actions and `sign_in_as`.
"""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select

from app.auth.models import CommitteeSeat, Mandate, User
from app.auth.people import make_user
from app.auth.queries import moderators
from app.extensions import db
from app.lib import clock
from app.territory.models import Unit
from app.web.unit_of_work import unit_of_work

PASSWORD = "cztery proste słowa obok"
LONG_AGO = date(2020, 1, 1)

_numbers = count(1)
_hashes: dict[str, str] = {}


def a_user(name: str = "", *, email: str = "", password: str | None = None, **values: Any) -> User:
    """An account without any part in the network; with a password only when one is given."""
    number = next(_numbers)
    password_hash = _hash(password) if password is not None else None
    with unit_of_work():
        user = make_user(
            email=email or f"osoba{number}@gmina.example",
            name=name or f"Osoba Numer{number}",
            password_hash=password_hash,
        )
        for field, value in values.items():
            setattr(user, field, value)
    return user


def an_advocate(name: str = "", *, unit_code: str = "", valid_from: date = LONG_AGO, **values: Any) -> User:
    """Who holds the mandate of a unit: the one of this code, or one that has no advocate yet."""
    user = a_user(name, **values)
    a_mandate(user, unit_code=unit_code, valid_from=valid_from)
    return user


def a_mandate(person: User, *, unit_code: str = "", valid_from: date = LONG_AGO, **values: Any) -> Mandate:
    """An appointment of a person that is there already."""
    with unit_of_work() as session:
        mandate = Mandate(unit_id=unit_code or _free_unit(), person_id=person.id, valid_from=valid_from, **values)
        session.add(mandate)
    return mandate


def mandate_of(person: User) -> Mandate:
    """The first mandate that a person holds, in force or not."""
    return db.session.scalars(select(Mandate).where(Mandate.person_id == person.id).order_by(Mandate.id)).first()


def a_deputy(name: str = "", *, of: Mandate | None = None, **values: Any) -> User:
    """Who stands in for the holder of a mandate; without one, for an advocate made for it."""
    mandate_id = (of or mandate_of(an_advocate())).id
    user = a_user(name, **values)
    with unit_of_work() as session:
        session.get_one(Mandate, mandate_id).deputy_id = user.id
    return user


def a_moderator(name: str = "", **values: Any) -> User:
    """Somebody of MCPS who runs the site."""
    return a_user(name, is_moderator=True, **values)


def an_administrator(name: str = "", **values: Any) -> User:
    """Who gives staff roles and reads the letters."""
    return a_user(name, is_administrator=True, **values)


def a_committee_member(name: str = "", *, secretary: bool = False, **values: Any) -> User:
    """Who sits in the regional committee."""
    user = a_user(name, **values)
    with unit_of_work() as session:
        session.add(CommitteeSeat(person_id=user.id, constituency="pes", term_from=LONG_AGO, is_secretary=secretary))
    return user


def a_blocked_user(name: str = "", **values: Any) -> User:
    """An advocate whose account an administrator has closed."""
    user = an_advocate(name, **values)
    with unit_of_work():
        user.blocked_at = clock.now()
    return user


def a_unit(code: str = "141610") -> Unit:
    """A unit of the register; Gmina Wąsewo unless told."""
    return db.session.get_one(Unit, code)


def some_moderator() -> User:
    """The first moderator there is, or a new one."""
    return next((one for one in moderators() if one.is_moderator), None) or a_moderator()


def _free_unit() -> str:
    taken = select(Mandate.unit_id)
    return db.session.scalars(
        select(Unit.code).where(Unit.code.notin_(taken), Unit.kind != "powiat").order_by(Unit.code).limit(1)
    ).one()


def _hash(password: str) -> str:
    from app.auth import passwords

    if password not in _hashes:
        _hashes[password] = passwords.hash_password(password)
    return _hashes[password]
