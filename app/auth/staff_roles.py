"""Parts of whatever changes staff roles, inside the unit of work of an action."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.activity import record
from app.auth.errors import LastAdministrator, RoleChangePending
from app.auth.models import StaffRoleChange, User
from app.auth.sessions import end_sessions
from app.extensions import db
from app.jobs import enqueue
from app.web.unit_of_work import require_unit_of_work


def hold_administrators() -> set[int]:
    """The active administrators, read anew and held: nobody else counts or changes them until this is done.

    On PostgreSQL the rows are locked (SQLite's writers take turns anyway), in one order, so that who acts on
    administrators acts one after another.
    """
    require_unit_of_work(hold_administrators)
    rows = db.session.scalars(
        select(User)
        .where(User.is_administrator.is_(True), User.blocked_at.is_(None), User.erased_at.is_(None))
        .order_by(User.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {user.id for user in rows}


def require_one_besides(administrators: set[int], person: User) -> None:
    """Refuse to take the last administrator away."""
    if administrators == {person.id}:
        raise LastAdministrator


def open_role_change(
    actor: User, person: User, *, moderator: bool, administrator: bool, proposed_by_id: int
) -> StaffRoleChange:
    """Store a proposal for a second administrator. Raises RoleChangePending."""
    change = StaffRoleChange(
        person_id=person.id, moderator=moderator, administrator=administrator, proposed_by_id=proposed_by_id
    )
    try:
        with db.session.begin_nested():
            db.session.add(change)
    except IntegrityError as error:
        raise RoleChangePending from error
    record(actor, "role.proposed", person, details=_details(moderator, administrator, proposed_by_id))
    return change


def set_staff_roles(
    actor: User, person: User, *, moderator: bool, administrator: bool, proposed_by_id: int | None = None
) -> None:
    """Write the two marks; the person signs in anew, since a role changes what a session may do, and gets a letter."""
    db.session.refresh(person, with_for_update={"key_share": True})
    if (person.is_moderator, person.is_administrator) == (moderator, administrator):
        return
    person.is_moderator, person.is_administrator = moderator, administrator
    end_sessions(person.id)
    record(actor, "role.changed", person, details=_details(moderator, administrator, proposed_by_id))
    enqueue("auth_letter", {"letter": "role_changed", "user_id": person.id})


def _details(moderator: bool, administrator: bool, proposed_by_id: int | None) -> dict[str, bool | int]:
    marks: dict[str, bool | int] = {"moderator": moderator, "administrator": administrator}
    return marks if proposed_by_id is None else {**marks, "proposed_by": proposed_by_id}
