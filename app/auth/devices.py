"""Browsers from which a person has signed in, so that strangers' guesses at the password do not lock the person out.

The cookie is a mark of its own, given at sign-in only; it outlives the session and opens nothing by itself.
"""

from datetime import timedelta

from flask import Response, current_app, request
from sqlalchemy import delete, select

from app.auth.models import KnownDevice, User
from app.extensions import db
from app.lib import clock
from app.lib.tokens import new_token, token_hash
from app.web import rate_limits
from app.web.unit_of_work import require_unit_of_work, unit_of_work

KNOWN_FOR = timedelta(days=90)


def cookie_name() -> str:
    """`__Host-urzadzenie` under https, as the session's."""
    return "__Host-urzadzenie" if current_app.config["SECURE"] else "urzadzenie"


def presented_mark() -> str:
    """What this browser says of itself; empty for one that has never signed in."""
    mark = request.cookies.get(cookie_name(), "")
    return mark if len(mark) <= 100 else ""


def remember_device(user: User, instead_of: str = "") -> str:
    """A fresh mark for the cookie, inside the unit of work of the sign-in; the one the browser had until now goes."""
    require_unit_of_work(remember_device)
    mark = new_token()
    if instead_of:
        db.session.execute(delete(KnownDevice).where(KnownDevice.token_hash == token_hash(instead_of)))
    db.session.add(KnownDevice(user_id=user.id, token_hash=token_hash(mark)))
    return mark


def set_device_cookie(response: Response, mark: str) -> None:
    """Hand the mark to the browser."""
    secure = current_app.config["SECURE"]
    response.set_cookie(cookie_name(), mark, max_age=KNOWN_FOR, secure=secure, httponly=True, samesite="Lax", path="/")


def count_attempt(email: str) -> tuple[str, str]:
    """Count one try of this account's password; raises TooMany. What to forget after a success: limit and key.

    A browser that this person has signed in from has a count of its own: it is let past a locked account, and is no way
    to guess without end.
    """
    rate_limits.count("sign_in_all", "all")
    rate_limits.count("sign_in_network", rate_limits.network())
    device_id = _known_device_of(email)
    counted = ("sign_in_account", email) if device_id is None else ("sign_in_device", str(device_id))
    rate_limits.count(*counted)
    return counted


def _known_device_of(email: str) -> int | None:
    mark = presented_mark()
    if not mark:
        return None
    return db.session.scalar(
        select(KnownDevice.id)
        .join(User, User.id == KnownDevice.user_id)
        .where(
            KnownDevice.token_hash == token_hash(mark),
            KnownDevice.created_at >= clock.now() - KNOWN_FOR,
            User.email == email,
        )
    )


def forget_old_devices() -> None:
    """Hourly: marks of sign-ins longer ago than ninety days."""
    with unit_of_work() as session:
        session.execute(delete(KnownDevice).where(KnownDevice.created_at < clock.now() - KNOWN_FOR))
