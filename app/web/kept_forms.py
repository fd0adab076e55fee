"""Nothing typed is lost: a form that arrives after the session has ended is kept for 30 minutes and shown after sign-in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from sqlalchemy import JSON, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.extensions import Base, db
from app.lib import clock
from app.lib.tokens import new_token, token_hash
from app.web.columns import UTCDateTime
from app.web.unit_of_work import unit_of_work

KEPT_FOR = timedelta(minutes=30)
SECRET_FIELDS = ("password", "haslo", "csrf_token", "code")
MAX_KEPT = 200_000


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
    """What the person sent, without secrets and tokens; files cannot be given back."""
    found = []
    for name, value in request.form.items(multi=True):
        if any(secret in name for secret in SECRET_FIELDS):
            continue
        found.append(FormField(name, value, long="\n" in value or len(value) > 80))
    return found


def keep_form_for_after_sign_in() -> str | None:
    """Keep the posted form; the token to find it by, or None when there is nothing worth keeping."""
    fields = [[field.name, field.value] for field in posted_fields()]
    if not fields or sum(len(value) for _, value in fields) > MAX_KEPT:
        return None
    token = new_token()
    with unit_of_work() as session:
        session.execute(delete(KeptForm).where(KeptForm.created_at < clock.now() - KEPT_FOR))
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
