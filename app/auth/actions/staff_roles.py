"""Giving and taking staff roles: at once by the only administrator; where there is a second one, with their word."""

from sqlalchemy import select

from app.activity import record
from app.auth import policies as may
from app.auth.errors import RoleChangeDecided
from app.auth.models import CONFIRMED, PENDING, REFUSED, StaffRoleChange, User
from app.auth.staff_roles import hold_administrators, open_role_change, require_one_besides, set_staff_roles
from app.extensions import db
from app.lib import clock
from app.web.access import authorize
from app.web.unit_of_work import unit_of_work


def change_staff_roles(actor: User, person: User, *, moderator: bool, administrator: bool) -> StaffRoleChange | None:
    """Give or take the two staff marks; where there is another administrator, propose it to them instead.

    Gives the proposal, or None when the change is made. Raises LastAdministrator, and RoleChangePending while an
    earlier proposal waits; one that nobody is left to decide is refused by the change itself.
    """
    with unit_of_work():
        administrators = hold_administrators()
        authorize(may.change_staff_roles(actor) and actor.id in administrators)
        if not administrator:
            require_one_besides(administrators, person)
        if (person.is_moderator, person.is_administrator) == (moderator, administrator):
            return None
        if administrators - {actor.id}:
            return open_role_change(
                actor, person, moderator=moderator, administrator=administrator, proposed_by_id=actor.id
            )
        earlier = db.session.scalar(
            select(StaffRoleChange).where(StaffRoleChange.person_id == person.id, StaffRoleChange.state == PENDING)
        )
        if earlier is not None:
            _decide(actor, earlier, REFUSED)
        set_staff_roles(actor, person, moderator=moderator, administrator=administrator)
    return None


def confirm_role_change(actor: User, change: StaffRoleChange) -> None:
    """Make the change that another administrator proposed. Raises RoleChangeDecided, LastAdministrator."""
    with unit_of_work():
        administrators = hold_administrators()
        authorize(may.confirm_role_change(actor, change) and actor.id in administrators)
        _decide(actor, change, CONFIRMED)
        if not change.administrator:
            require_one_besides(administrators, change.person)
        set_staff_roles(
            actor,
            change.person,
            moderator=change.moderator,
            administrator=change.administrator,
            proposed_by_id=change.proposed_by_id,
        )


def refuse_role_change(actor: User, change: StaffRoleChange) -> None:
    """Leave the roles as they are. Raises RoleChangeDecided."""
    with unit_of_work():
        administrators = hold_administrators()
        authorize(may.refuse_role_change(actor, change) and actor.id in administrators)
        _decide(actor, change, REFUSED)


def _decide(actor: User, change: StaffRoleChange, state: str) -> None:
    db.session.refresh(change, with_for_update=True)  # the other administrator, if any, is done now
    if change.state != PENDING:
        raise RoleChangeDecided
    change.state, change.decided_by_id, change.decided_at = state, actor.id, clock.now()
    if state == REFUSED:
        record(actor, "role.refused", change.person, details={"proposed_by": change.proposed_by_id})
