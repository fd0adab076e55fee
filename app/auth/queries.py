"""Every read about people with a name."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.activity.models import AuditEvent
from app.auth.models import PENDING, Invitation, Mandate, MandateApplication, StaffRoleChange, User, UserSession
from app.auth.people import normal_email
from app.extensions import db
from app.lib import clock
from app.lib.pagination import Page
from app.web.errors import NotFound


def find_user_by_email(email: str) -> User | None:
    """The account of an address, whatever its state."""
    return db.session.scalar(select(User).where(User.email == normal_email(email)))


def find_person(handle: str) -> User:
    """The person of a handle with mandates and seats; erased ones raise NotFound."""
    person = db.session.scalar(
        select(User)
        .where(User.handle == handle, User.erased_at.is_(None))
        .options(
            selectinload(User.held_mandates).joinedload(Mandate.unit),
            selectinload(User.deputised_mandates).joinedload(Mandate.unit),
            selectinload(User.seats),
        )
    )
    if person is None:
        raise NotFound
    return person


def people_by_handles(handles: Sequence[str]) -> dict[str, User]:
    """Active people by handle, for @mentions."""
    if not handles:
        return {}
    rows = db.session.scalars(
        select(User).where(User.handle.in_(set(handles)), User.blocked_at.is_(None), User.erased_at.is_(None))
    )
    return {user.handle: user for user in rows}


def moderators() -> list[User]:
    """Active moderators and administrators."""
    return list(
        db.session.scalars(
            select(User)
            .where((User.is_moderator.is_(True)) | (User.is_administrator.is_(True)), User.blocked_at.is_(None))
            .order_by(User.name_key)
        )
    )


def active_mandates() -> list[Mandate]:
    """Mandates in force today, by unit in Polish order; the electorate of a vote opened now."""
    from app.territory.models import Unit

    today = clock.today()
    return list(
        db.session.scalars(
            select(Mandate)
            .join(Unit, Unit.code == Mandate.unit_id)
            .where(
                Mandate.state == "active",
                Mandate.valid_from <= today,
                (Mandate.valid_to.is_(None)) | (Mandate.valid_to >= today),
            )
            .options(joinedload(Mandate.unit), joinedload(Mandate.person), joinedload(Mandate.deputy))
            .order_by(Unit.sort_key, Mandate.id)
        )
    )


def mandate_of_unit(unit_id: str) -> Mandate | None:
    """The active mandate of a unit."""
    return db.session.scalar(select(Mandate).where(Mandate.unit_id == unit_id, Mandate.state == "active"))


def find_mandate(mandate_id: int) -> Mandate:
    """A mandate by id."""
    found = db.session.get(Mandate, mandate_id)
    if found is None:
        raise NotFound
    return found


def open_applications() -> list[MandateApplication]:
    """Applications that wait for a moderator, oldest first."""
    return list(
        db.session.scalars(
            select(MandateApplication)
            .where(MandateApplication.state == "submitted")
            .options(joinedload(MandateApplication.unit))
            .order_by(MandateApplication.id)
        )
    )


def find_application(application_id: int) -> MandateApplication:
    """An application whose address was confirmed, or NotFound."""
    found = db.session.get(MandateApplication, application_id)
    if found is None or found.state == "unconfirmed":
        raise NotFound
    return found


def find_invitation(invitation_id: int) -> Invitation:
    """An invitation by id."""
    found = db.session.get(Invitation, invitation_id)
    if found is None:
        raise NotFound
    return found


def invitations(limit: int = 100) -> list[Invitation]:
    """Invitations newest first."""
    return list(
        db.session.scalars(
            select(Invitation)
            .options(joinedload(Invitation.unit), joinedload(Invitation.invited_by))
            .order_by(Invitation.id.desc())
            .limit(limit)
        )
    )


def sessions_of(user: User) -> list[UserSession]:
    """Open sessions of a person, last seen first."""
    return list(
        db.session.scalars(
            select(UserSession)
            .where(UserSession.user_id == user.id, UserSession.revoked_at.is_(None))
            .order_by(UserSession.last_seen_at.desc())
            .limit(50)
        )
    )


def events_of(user: User, limit: int = 15) -> list[AuditEvent]:
    """What was recorded about an account lately, for its owner."""
    return list(
        db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.object_kind == "User", AuditEvent.object_id == str(user.id))
            .order_by(AuditEvent.number.desc())
            .limit(limit)
        )
    )


def people(viewer: Any, number: int, per_page: int = 50) -> Page[User]:
    """All accounts in Polish order, for the administrator."""
    total = db.session.scalar(select(func.count()).select_from(User).where(User.erased_at.is_(None))) or 0
    page: Page[User] = Page.of(number, per_page, total)
    rows = db.session.scalars(
        select(User)
        .where(User.erased_at.is_(None))
        .options(
            selectinload(User.held_mandates).joinedload(Mandate.unit),
            selectinload(User.deputised_mandates).joinedload(Mandate.unit),
            selectinload(User.seats),
        )
        .order_by(User.name_key, User.id)
        .offset(page.offset)
        .limit(per_page)
    )
    return page.filled(list(rows))


def pending_role_changes() -> list[StaffRoleChange]:
    """Changes of staff roles that wait for a second administrator, oldest first."""
    return list(
        db.session.scalars(
            select(StaffRoleChange)
            .where(StaffRoleChange.state == PENDING)
            .options(joinedload(StaffRoleChange.person), joinedload(StaffRoleChange.proposed_by))
            .order_by(StaffRoleChange.id)
        )
    )


def pending_role_change(person: User) -> StaffRoleChange | None:
    """The change of this person's staff roles that waits, if one does."""
    return db.session.scalar(
        select(StaffRoleChange)
        .where(StaffRoleChange.person_id == person.id, StaffRoleChange.state == PENDING)
        .options(joinedload(StaffRoleChange.proposed_by))
    )


def find_role_change(person: User, change_id: int) -> StaffRoleChange:
    """A change of this person's roles, decided or not."""
    found = db.session.get(StaffRoleChange, change_id)
    if found is None or found.person_id != person.id:
        raise NotFound
    return found


def has_colleague(administrator: User) -> bool:
    """Whether there is another active administrator."""
    other = select(User.id).where(
        User.is_administrator.is_(True),
        User.blocked_at.is_(None),
        User.erased_at.is_(None),
        User.id != administrator.id,
    )
    return db.session.scalar(other.limit(1)) is not None
