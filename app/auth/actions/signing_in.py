"""Signing in and out, forgotten, changed and confirmed passwords."""

from typing import NamedTuple

from app.activity import record
from app.auth import passwords
from app.auth.devices import remember_device
from app.auth.errors import NotConfirmed, PasswordRefused, WrongCredentials
from app.auth.models import User, UserSession
from app.auth.one_time_links import drop_links, find_link, use_link
from app.auth.queries import find_user_by_email
from app.auth.sessions import end_sessions, open_session
from app.extensions import db
from app.jobs import enqueue
from app.lib import clock
from app.web.unit_of_work import unit_of_work


class SignedIn(NamedTuple):
    """What goes into the two cookies."""

    session: str
    device: str


def sign_in(
    email: str, password: str, browser: str, *, instead_of: UserSession | None = None, device: str = ""
) -> SignedIn:
    """Open a session and remember the browser. Raises WrongCredentials, after the same time for every address.

    The session and the mark (`device`) that this browser had until now, if any, end: both cookies are about to be
    replaced.
    """
    user = find_user_by_email(email)
    known = user is not None and user.is_active
    user_id = user.id if user is not None else None
    if not passwords.fits(user.password_hash if user is not None and known else None, password):
        with unit_of_work():
            record(None, "sign_in.refused", ("User", user_id or 0))
        raise WrongCredentials
    assert user is not None and user.password_hash is not None
    fresh_hash = passwords.hash_password(password) if passwords.needs_rehash(user.password_hash) else None
    with unit_of_work():
        if not user.is_active:  # closed while the hash was computed
            raise WrongCredentials
        if fresh_hash:
            user.password_hash = fresh_hash
        if instead_of is not None:
            instead_of.revoked_at = clock.now()
        opened = SignedIn(open_session(user, browser), remember_device(user, instead_of=device))
        record(user, "sign_in", user)
    return opened


def confirm_password(actor: User, session: UserSession, password: str) -> None:
    """Note that the person of this session gave the password once more. Raises NotConfirmed."""
    if not passwords.fits(actor.password_hash, password):
        with unit_of_work():
            record(actor, "confirmation.refused", actor)
        raise NotConfirmed
    with unit_of_work():
        session.confirmed_at = clock.now()
        record(actor, "confirmation", actor)


def sign_out(session: UserSession) -> None:
    """End this session."""
    with unit_of_work():
        session.revoked_at = clock.now()
        record(session.user, "sign_out", session.user)


def end_session(actor: User, session_id: int) -> None:
    """End one of one's own sessions; a foreign or ended one is left alone."""
    with unit_of_work():
        session = db.session.get(UserSession, session_id)
        if session is not None and session.user_id == actor.id and session.revoked_at is None:
            session.revoked_at = clock.now()
            record(actor, "session.ended", actor)


def sign_out_everywhere(actor: User, keep: UserSession | None = None) -> None:
    """End all sessions of a person, but for the one in `keep`."""
    with unit_of_work():
        end_sessions(actor.id, except_id=keep.id if keep else None)
        record(actor, "sessions.ended", actor)


def ask_for_reset(email: str) -> None:
    """Ask for a letter with a link; whether the address is known shows only in the worker."""
    with unit_of_work():
        enqueue("auth_letter", {"letter": "reset", "email": email.strip().lower()})


def set_password_by_link(token: str, password: str) -> User:
    """Set the password of the person a link was sent to; all sessions end. Raises LinkUsedUp, PasswordRefused."""
    link = find_link(token, "reset", "set_password")
    user = db.session.get(User, link.subject_id)
    if user is None or not user.is_active:
        raise PasswordRefused
    _refuse_weak(user, password)
    fresh_hash = passwords.hash_password(password)
    with unit_of_work():
        use_link(token, "reset", "set_password")
        drop_links(user.id, "reset", "set_password")
        user.password_hash = fresh_hash
        end_sessions(user.id)
        record(user, "password.set", user)
        enqueue("auth_letter", {"letter": "password_changed", "user_id": user.id})
    return user


def change_password(actor: User, present: str, new: str, browser: str) -> str:
    """Change one's own password: all sessions end, a new one opens; its token. Raises NotConfirmed, PasswordRefused."""
    if not passwords.fits(actor.password_hash, present):
        raise NotConfirmed
    _refuse_weak(actor, new)
    fresh_hash = passwords.hash_password(new)
    with unit_of_work():
        actor.password_hash = fresh_hash
        drop_links(actor.id, "reset", "set_password")
        end_sessions(actor.id)
        token = open_session(actor, browser)
        record(actor, "password.changed", actor)
        enqueue("auth_letter", {"letter": "password_changed", "user_id": actor.id})
    return token


def _refuse_weak(user: User, password: str) -> None:
    if sentence := passwords.complaint(password, name=user.name, email=user.email):
        raise PasswordRefused(sentence)
