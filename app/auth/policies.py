"""May this person? The general questions, and those about people; pure functions named like the actions."""

from typing import Any


def moderate(user: Any) -> bool:
    """Moderators of MCPS and administrators."""
    return bool(user.is_moderator or user.is_administrator)


def administer(user: Any) -> bool:
    """Administrators: settings, mail, staff roles."""
    return bool(user.is_administrator)


def take_part(user: Any) -> bool:
    """Whoever has a part in the network: mandate, deputy, seat or staff; an ended mandate only reads."""
    return bool(user.is_authenticated and user.is_member)


def sit_in_committee(user: Any) -> bool:
    """Members of the regional committee whose term runs."""
    return bool(user.is_committee_member)


def invite_person(user: Any) -> bool:
    """MCPS invites advocates, deputies and committee members."""
    return moderate(user)


def revoke_invitation(user: Any) -> bool:
    """Who may invite may take it back."""
    return invite_person(user)


def decide_application(user: Any) -> bool:
    """A moderator confirms an advocate's mandate."""
    return moderate(user)


def confirm_application(user: Any) -> bool:
    """See decide_application."""
    return decide_application(user)


def refuse_application(user: Any) -> bool:
    """See decide_application."""
    return decide_application(user)


def end_mandate(user: Any) -> bool:
    """MCPS ends a mandate when the unit says so."""
    return moderate(user)


def give_staff_role(user: Any) -> bool:
    """Only an administrator makes moderators and administrators."""
    return administer(user)


def change_staff_roles(user: Any) -> bool:
    """See give_staff_role."""
    return give_staff_role(user)


def confirm_role_change(user: Any, change: Any) -> bool:
    """Giving or taking a staff role needs a second administrator: never the one who proposed it."""
    return give_staff_role(user) and user.id != change.proposed_by_id


def refuse_role_change(user: Any, change: Any) -> bool:
    """See confirm_role_change."""
    return confirm_role_change(user, change)


def block_person(user: Any, person: Any) -> bool:
    """An administrator closes accounts, but never the own one."""
    return administer(user) and user.id != person.id


def unblock_person(user: Any, person: Any) -> bool:
    """An administrator opens them again."""
    return administer(user)


def edit_profile(user: Any, person: Any) -> bool:
    """One's own."""
    return bool(user.is_authenticated and user.id == person.id)


def write_to_person(user: Any, person: Any) -> bool:
    """Members write to listed people and to moderators; nobody to themselves."""
    return (
        take_part(user)
        and user.id != person.id
        and person.is_active
        and (person.listed_at is not None or person.is_moderator)
    )


def read_authority_document(user: Any, mandate_or_application: Any) -> bool:
    """Staff of MCPS, and the person whose appointment it is."""
    return moderate(user) or (user.is_authenticated and getattr(mandate_or_application, "person_id", None) == user.id)
