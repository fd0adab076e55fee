"""Nothing typed is lost: a form that arrives when the password has to be given first is kept for 30 minutes and shown then.

It is shown only in the browser that sent it: otherwise a stranger could have us keep a form of his making and hand its
address to somebody whose account may do more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, current_app, request
from sqlalchemy import JSON, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, db
from app.lib import clock, limits
from app.lib.tokens import new_token, same_token, token_hash
from app.web import rate_limits
from app.web.columns import UTCDateTime
from app.web.unit_of_work import unit_of_work

KEPT_FOR = timedelta(minutes=30)
SECRETS = ("password", "haslo", "csrf_token")
MAX_KEPT = 200_000
COOKIE = "zachowane"


class KeptForm(Base):
    """The fields of one refused form, found again only by its token."""

    __tablename__ = "kept_forms"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)


@dataclass(frozen=True)
class FormField:
    """One field of a form that is shown again."""

    name: str
    value: str
    long: bool


def posted_fields() -> list[FormField]:
    """What the person sent, without secrets and tokens; files and endless forms cannot be given back."""
    found: list[FormField] = []
    if sum(map(len, request.form.listvalues())) > limits.PLAIN_FORM_FIELDS:
        return found
    for name, value in request.form.items(multi=True):
        if any(secret in name for secret in SECRETS):
            continue
        found.append(FormField(name, value, long="\n" in value or len(value) > 80))
    return found


def keep_form_for_after_sign_in() -> str | None:
    """Keep the posted form; the token to find it by, or None when there is nothing worth keeping (or much too much)."""
    fields = [[field.name, field.value] for field in posted_fields()]
    if not fields or sum(len(name) + len(value) for name, value in fields) > MAX_KEPT:
        return None
    if rate_limits.is_over("kept_forms", rate_limits.network()):
        return None
    token = new_token()
    with unit_of_work() as session:
        forget_old_forms()
        session.add(KeptForm(token_hash=token_hash(token), path=request.full_path.rstrip("?")[:500], fields=fields))
    return token


def find_kept_form(token: str) -> tuple[str, list[FormField]] | None:
    """The path and fields kept under a token, unless it is unknown or older than 30 minutes."""
    row = db.session.scalar(
        select(KeptForm).where(KeptForm.token_hash == token_hash(token), KeptForm.created_at >= clock.now() - KEPT_FOR)
    )
    if row is None:
        return None
    return row.path, [FormField(name, value, "\n" in value or len(value) > 80) for name, value in row.fields]


def bind_to_browser(response: Response, token: str) -> None:
    """Let only the browser that sent the form see it again."""
    secure = current_app.config["SECURE"]
    response.set_cookie(COOKIE, token, max_age=KEPT_FOR, secure=secure, httponly=True, samesite="Lax")


def was_sent_from_here(token: str) -> bool:
    """Whether this browser sent the form that is kept under the token."""
    return same_token(request.cookies.get(COOKIE, ""), token_hash(token))


def forget_old_forms() -> None:
    """Delete what was kept longer than 30 minutes; hourly, and whenever another form is kept."""
    with unit_of_work() as session:
        session.execute(delete(KeptForm).where(KeptForm.created_at < clock.now() - KEPT_FOR))
