"""MCPS invites by e-mail; the person invited accepts and gets an account, a mandate, or a seat."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError

from app.activity import record
from app.auth import passwords
from app.auth import policies as may
from app.auth.errors import LinkUsedUp, NoMandateToDeputise, OwnDeputy, PasswordRefused, UnitTaken
from app.auth.models import (
    ADMINISTRATOR,
    ADVOCATE,
    COMMITTEE,
    DEPUTY,
    MODERATOR,
    CommitteeSeat,
    Invitation,
    Mandate,
    User,
)
from app.auth.one_time_links import find_link, use_link
from app.auth.people import make_user, normal_email
from app.auth.queries import find_user_by_email, mandate_of_unit
from app.auth.sessions import end_sessions
from app.auth.staff_roles import hold_administrators, open_role_change
from app.extensions import db
from app.jobs import enqueue
from app.lib import clock
from app.web.access import authorize
from app.web.unit_of_work import Overtaken, unit_of_work


@dataclass(frozen=True)
class Appointment:
    """What the invitation is for: a unit (advocate, deputy) or a constituency (committee), and from when to when."""

    unit_id: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    constituency: str | None = None
    is_secretary: bool = False


def invite_person(actor: User, *, role: str, email: str, name: str, appointment: Appointment) -> Invitation:
    """Send an invitation that works for seven days.

    Refuses an advocate for a unit that has one (UnitTaken) and a deputy for a unit that has none. Staff roles are given
    by administrators only.
    """
    with unit_of_work() as session:
        authorize(may.give_staff_role(actor) if role in (MODERATOR, ADMINISTRATOR) else may.invite_person(actor))
        _require_room(role, appointment.unit_id)
        invitation = Invitation(
            email=normal_email(email),
            name=name,
            role=role,
            unit_id=appointment.unit_id,
            valid_from=appointment.valid_from,
            valid_to=appointment.valid_to,
            constituency=appointment.constituency,
            is_secretary=appointment.is_secretary,
            invited_by_id=actor.id,
        )
        session.add(invitation)
        record(actor, "invitation.sent", invitation, details={"role": role, "unit": appointment.unit_id})
        enqueue("auth_letter", {"letter": "invite", "invitation_id": invitation.id})
    return invitation


def revoke_invitation(actor: User, invitation: Invitation) -> None:
    """Take an invitation back; its link stops working."""
    with unit_of_work():
        authorize(may.revoke_invitation(actor))
        if invitation.accepted_at is None and invitation.revoked_at is None:
            invitation.revoked_at = clock.now()
            record(actor, "invitation.revoked", invitation)


def invitation_of_link(token: str) -> Invitation:
    """The invitation a letter's link belongs to, while it can be accepted; raises LinkUsedUp."""
    link = find_link(token, "invite")
    invitation = db.session.get(Invitation, link.subject_id)
    if invitation is None or invitation.revoked_at is not None or invitation.accepted_at is not None:
        raise LinkUsedUp
    return invitation


def accept_invitation(token: str, *, name: str, office_title: str, password: str) -> User:
    """Take up what one was invited to; an account is made unless the address has one (whose password stays).

    Who is signed in with the account signs in anew, since a role changes what a session may do. A staff role waits for
    an administrator other than the inviter, where there is one.
    Raises LinkUsedUp (also for a closed account), PasswordRefused, UnitTaken, NoMandateToDeputise, OwnDeputy,
    RoleChangePending.
    """
    invitation = invitation_of_link(token)
    user = find_user_by_email(invitation.email)
    if user is not None and not user.is_active:
        raise LinkUsedUp
    password_hash = None
    if user is None or user.password_hash is None:
        if sentence := passwords.complaint(password, name=name, email=invitation.email):
            raise PasswordRefused(sentence)
        password_hash = passwords.hash_password(password)
    try:
        with unit_of_work():
            use_link(token, "invite")
            if user is None:
                user = make_user(email=invitation.email, name=name, office_title=office_title)
            if password_hash is not None:
                user.password_hash = password_hash
            _appoint(user, invitation)
            end_sessions(user.id)
            invitation.accepted_at = clock.now()
            invitation.accepted_by_id = user.id
            record(user, "invitation.accepted", invitation, details={"role": invitation.role})
    except IntegrityError as error:
        # Anything else (an account made at the same moment) is found when it is done again.
        raise UnitTaken if "mandates" in str(error.orig) else Overtaken from error
    return user


def _require_room(role: str, unit_id: str | None) -> None:
    mandate = mandate_of_unit(unit_id) if unit_id else None
    if role == ADVOCATE and mandate is not None:
        raise UnitTaken
    if role == DEPUTY and mandate is None:
        raise NoMandateToDeputise


def _appoint(user: User, invitation: Invitation) -> None:
    """Give the mandate, seat or role of the invitation."""
    start = invitation.valid_from or clock.today()
    _require_room(invitation.role, invitation.unit_id)
    if invitation.role == ADVOCATE:
        mandate = Mandate(
            unit_id=invitation.unit_id,
            person_id=user.id,
            valid_from=start,
            valid_to=invitation.valid_to,
            confirmed_by_id=invitation.invited_by_id,
        )
        db.session.add(mandate)
        record(user, "mandate.given", mandate, details={"unit": invitation.unit_id})
    elif invitation.role == DEPUTY:
        held = mandate_of_unit(invitation.unit_id or "")
        assert held is not None
        if held.person_id == user.id:
            raise OwnDeputy
        held.deputy_id = user.id
        record(user, "mandate.deputy_named", held, details={"deputy": user.id})
    elif invitation.role == COMMITTEE:
        seat = CommitteeSeat(
            person_id=user.id,
            constituency=invitation.constituency or "",
            term_from=start,
            term_to=invitation.valid_to,
            is_secretary=invitation.is_secretary,
        )
        db.session.add(seat)
        record(user, "seat.given", seat)
    elif invitation.role in (MODERATOR, ADMINISTRATOR):
        _give_staff_role(user, invitation)


def _give_staff_role(user: User, invitation: Invitation) -> None:
    """At once when the inviter is the only administrator; else another one has to confirm it."""
    moderator = user.is_moderator or invitation.role == MODERATOR
    administrator = user.is_administrator or invitation.role == ADMINISTRATOR
    administrators = hold_administrators()
    if (user.is_moderator, user.is_administrator) == (moderator, administrator):
        return
    if administrators - {invitation.invited_by_id}:
        open_role_change(
            user, user, moderator=moderator, administrator=administrator, proposed_by_id=invitation.invited_by_id
        )
        return
    user.is_moderator, user.is_administrator = moderator, administrator
    record(user, "role.given", user, details={"role": invitation.role})
