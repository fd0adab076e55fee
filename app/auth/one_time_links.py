"""Links sent by e-mail: 256 bits, stored as a hash, bound to purpose and address, used once by a button."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from app.auth.errors import LinkUsedUp
from app.auth.models import OneTimeLink
from app.extensions import db
from app.lib import clock
from app.lib.tokens import new_token, token_hash
from app.web.unit_of_work import require_unit_of_work, unit_of_work

LIVES = {
    "reset": timedelta(minutes=30),
    "confirm": timedelta(minutes=30),
    "set_password": timedelta(days=7),
    "invite": timedelta(days=7),
}


def make_link(purpose: str, email: str, subject_id: int | None) -> str:
    """A fresh token; older links of the same purpose and subject stop working. Called by the worker when it sends."""
    token = new_token()
    with unit_of_work() as session:
        session.execute(
            update(OneTimeLink)
            .where(
                OneTimeLink.purpose == purpose,
                OneTimeLink.email == email,
                OneTimeLink.subject_id == subject_id,
                OneTimeLink.used_at.is_(None),
            )
            .values(used_at=clock.now())
        )
        session.add(
            OneTimeLink(
                purpose=purpose,
                email=email,
                subject_id=subject_id,
                token_hash=token_hash(token),
                expires_at=clock.now() + LIVES[purpose],
            )
        )
    return token


def find_link(token: str, *purposes: str) -> OneTimeLink:
    """The live link of a token; raises LinkUsedUp. Opening a page does not use it up."""
    row = db.session.scalar(select(OneTimeLink).where(OneTimeLink.token_hash == token_hash(token)))
    if row is None or row.purpose not in purposes or row.used_at is not None or row.expires_at < clock.now():
        raise LinkUsedUp
    return row


def use_link(token: str, *purposes: str) -> OneTimeLink:
    """Use a link up, inside the unit of work of what it allows; a second use raises LinkUsedUp."""
    require_unit_of_work(use_link)
    link = find_link(token, *purposes)
    used = db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkUsedUp
    return link


def drop_links(subject_id: int, *purposes: str) -> None:
    """Make the unused links of a person stop working, inside the unit of work of what makes them needless."""
    require_unit_of_work(drop_links)
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.subject_id == subject_id, OneTimeLink.purpose.in_(purposes), OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def forget_old_links() -> None:
    """Hourly: links that stopped working a month ago."""
    with unit_of_work() as session:
        session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < clock.now() - timedelta(days=30)))
