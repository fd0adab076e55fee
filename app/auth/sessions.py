"""Sessions as rows: making, finding by the cookie's token, ending. Nothing about a person stands in a signed cookie."""

import re
from datetime import timedelta

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_login import current_user
from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import joinedload

from app.auth.models import Mandate, User, UserSession, Visitor
from app.extensions import db, login_manager
from app.lib import clock
from app.lib.tokens import new_token, token_hash
from app.web.errors import Busy
from app.web.unit_of_work import unit_of_work

IDLE, ABSOLUTE = timedelta(days=14), timedelta(days=90)
STAFF_IDLE, STAFF_ABSOLUTE = timedelta(hours=8), timedelta(hours=24)
SEEN_EVERY = timedelta(minutes=5)


def cookie_name() -> str:
    """`__Host-sesja` under https; the plain name only where there is no https (demonstration, tests)."""
    return "__Host-sesja" if current_app.config["SECURE"] else "sesja"


def open_session(user: User, browser: str) -> str:
    """Begin a session inside the open unit of work; the token for the cookie."""
    token = new_token()
    now = clock.now()
    db.session.add(
        UserSession(
            user_id=user.id,
            token_hash=token_hash(token),
            created_at=now,
            last_seen_at=now,
            confirmed_at=now,
            browser=browser_in_words(browser),
        )
    )
    return token


def set_cookie(response: Response, token: str) -> None:
    """Hand the token to the browser."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=ABSOLUTE,
        secure=current_app.config["SECURE"],
        httponly=True,
        samesite="Lax",
        path="/",
    )


def clear_cookie(response: Response) -> None:
    """Take it back."""
    response.delete_cookie(cookie_name(), secure=current_app.config["SECURE"], httponly=True, samesite="Lax", path="/")


def end_sessions(user_id: int, *, except_id: int | None = None) -> None:
    """End all sessions of a person, inside the open unit of work."""
    ending = update(UserSession).where(UserSession.user_id == user_id, UserSession.revoked_at.is_(None))
    if except_id is not None:
        ending = ending.where(UserSession.id != except_id)
    db.session.execute(ending.values(revoked_at=clock.now()))


def current_session() -> UserSession | None:
    """The session of this request."""
    if not current_user.is_authenticated:
        return None
    found: UserSession | None = g.get("user_session")
    return found


def _load() -> User | None:
    """The person behind the cookie, with mandates and seats, in one statement; None when the session is no good."""
    token = request.cookies.get(cookie_name())
    if not token or len(token) > 100:
        return None
    row = (
        db.session.execute(
            select(UserSession)
            .where(UserSession.token_hash == token_hash(token))
            .options(
                joinedload(UserSession.user).joinedload(User.held_mandates).joinedload(Mandate.unit),
                joinedload(UserSession.user).joinedload(User.deputised_mandates).joinedload(Mandate.unit),
                joinedload(UserSession.user).joinedload(User.seats),
            )
        )
        .unique()
        .scalar_one_or_none()
    )
    if row is None or row.revoked_at is not None or not row.user.is_active or _is_too_old(row):
        return None
    g.user_session = row
    # Kept beside the rows: a unit of work lets go of what was loaded, and asking the row again would cost a statement.
    g.person_id, g.session_seen = row.user_id, (row.id, row.last_seen_at)
    return row.user


def _is_too_old(session: UserSession) -> bool:
    staff = session.user.is_staff
    idle, absolute = (STAFF_IDLE, STAFF_ABSOLUTE) if staff else (IDLE, ABSOLUTE)
    now = clock.now()
    return now - session.last_seen_at > idle or now - session.created_at > absolute


def note_last_seen(response: Response) -> Response:
    """After the page is made: move "last seen", at most each five minutes; a page is never lost for it."""
    seen = g.get("session_seen") if has_request_context() else None
    if seen is None or response.status_code >= 500:
        return response
    now, (session_id, last_seen_at) = clock.now(), seen
    if now - last_seen_at >= SEEN_EVERY:
        try:
            with unit_of_work() as work:
                work.execute(
                    update(UserSession)
                    .where(UserSession.id == session_id, UserSession.last_seen_at < now)
                    .values(last_seen_at=now)
                    .execution_options(synchronize_session=False)
                )
        except (Busy, SQLAlchemyError):
            db.session.rollback()
    return response


def browser_in_words(agent: str) -> str:
    """ "Firefox, Windows" from a user agent; enough to recognise one's own device."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((word for mark, word in table if re.search(mark, agent or "")), "") for table in (browsers, systems)]
    return ", ".join(word for word in found if word)


def init_app(app: Flask) -> None:
    """Let flask-login ask for the session row each time."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    login_manager.anonymous_user = Visitor
    login_manager.request_loader(lambda _request: _load())
    app.after_request(note_last_seen)
