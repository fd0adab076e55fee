"""Fifty advocates with units, and sessions for those who measure."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from app.auth.models import Mandate, User
from app.auth.sessions import cookie_name, open_session
from app.demo.content import read
from app.extensions import db
from app.lib import clock
from app.lib.polish import fold
from app.territory.models import Unit
from app.web.unit_of_work import unit_of_work

READER = "Barbara Czytelna"  # the one who has read in many topics; no one of the demonstration is called so
MEMBER_FOR = timedelta(days=900)


def make_people(count: int) -> list[int]:
    """Ids of new advocates, each of another unit; the first is the reader."""
    since = clock.now() - MEMBER_FOR
    with unit_of_work() as session:
        units = session.scalars(select(Unit).where(Unit.kind != "powiat").order_by(Unit.code).limit(count)).all()
        people = [_person(name, number) for number, name in enumerate(_names(count))]
        for user in people:
            user.created_at = since
        session.add_all(people)
        session.flush()
        session.add_all(
            Mandate(unit_id=unit.code, person_id=user.id, valid_from=date(2024, 1, 2))
            for user, unit in zip(people, units, strict=True)
        )
        return [user.id for user in people]


def cookie_of(user_id: int) -> str:
    """A new session of this person, as the header that a browser sends."""
    with unit_of_work() as session:
        return f"{cookie_name()}={open_session(session.get_one(User, user_id), 'Firefox Linux')}"


def reader_id() -> int:
    """The reader of a database that is used again."""
    return db.session.scalars(select(User.id).where(User.name == READER)).one()


def writer_ids(count: int) -> Sequence[int]:
    """Some others, who answer."""
    return db.session.scalars(select(User.id).where(User.name != READER).order_by(User.id).limit(count)).all()


def _names(count: int) -> list[str]:
    """First names and surnames of the demonstration, paired anew."""
    pairs = [person["name"].rsplit(" ", 1) for person in read("people.json")]
    women = [pair for pair in pairs if pair[0].endswith("a")]
    men = [pair for pair in pairs if not pair[0].endswith("a")]
    names = [
        f"{first} {surname}"
        for group in (women, men)
        for shift in range(1, len(group))
        for (first, _), (_, surname) in zip(group, group[shift:] + group[:shift], strict=True)
    ]
    step = max(1, len(names) // count)
    return [READER, *dict.fromkeys(names[::step])][:count]


def _person(name: str, number: int) -> User:
    handle = f"{fold(name).replace(' ', '-')}-{number}"
    return User(
        email=f"{handle}@wspolnyglos.example",
        name=name,
        handle=handle,
        office_title="rzeczniczka" if name.split()[0].endswith("a") else "rzecznik",
        is_demo=True,
        listed_at=clock.now() if number % 3 else None,
    )
