"""Making accounts: one per address, with a handle of its own. Parts of an action, inside its unit of work."""

import re

from sqlalchemy import select

from app.auth.models import User
from app.extensions import db
from app.lib.polish import fold
from app.lib.text_input import clean_line
from app.web.unit_of_work import require_unit_of_work


def normal_email(email: str) -> str:
    """The form in which addresses are kept and compared."""
    return clean_line(email).lower()


def make_user(*, email: str, name: str, office_title: str = "", password_hash: str | None = None) -> User:
    """A new account with a free handle made of the name."""
    require_unit_of_work(make_user)
    user = User(
        email=normal_email(email),
        name=clean_line(name),
        office_title=clean_line(office_title),
        password_hash=password_hash,
        handle=free_handle(name),
        is_moderator=False,
        is_administrator=False,
    )
    db.session.add(user)
    db.session.flush()
    return user


def free_handle(name: str) -> str:
    """`anna-kalinowska`, or with a number when it is taken."""
    base = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:50] or "osoba"
    taken = set(db.session.scalars(select(User.handle).where(User.handle.like(base + "%"))))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"
