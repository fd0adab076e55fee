"""Invitations, roles and events in words, for templates."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.auth.forms.appointing import CONSTITUENCIES
from app.auth.models import ADVOCATE, COMMITTEE, DEPUTY, Invitation, StaffRoleChange, User

EVENTS = {
    "sign_in": _l("Signed in"),
    "sign_in.refused": _l("Somebody tried to sign in with a wrong password"),
    "sign_out": _l("Signed out"),
    "session.ended": _l("A device was signed out"),
    "sessions.ended": _l("All devices were signed out"),
    "password.set": _l("Password set by a link"),
    "password.changed": _l("Password changed"),
    "directory.joined": _l("Joined the public list"),
    "directory.left": _l("Left the public list"),
    "role.given": _l("A role was given"),
    "role.changed": _l("Roles were changed"),
    "role.proposed": _l("A change of roles was proposed"),
    "role.refused": _l("A proposed change of roles was refused"),
    "confirmation": _l("Password given once more"),
    "confirmation.refused": _l("A wrong password was given when it was asked for once more"),
    "account.blocked": _l("The account was closed"),
    "account.unblocked": _l("The account was opened again"),
}


def constituency_words(slug: str) -> str:
    """Whom a committee member represents."""
    return str(dict(CONSTITUENCIES).get(slug, slug))


def event_words(act: str) -> str:
    """An entry of the account's record."""
    return str(EVENTS.get(act, act))


def invitation_words(invitation: Invitation) -> str:
    """What an invitation is for."""
    unit = invitation.unit.full_name if invitation.unit else ""
    if invitation.role == ADVOCATE:
        return _("Advocate: %(unit)s", unit=unit)
    if invitation.role == DEPUTY:
        return _("Deputy advocate: %(unit)s", unit=unit)
    if invitation.role == COMMITTEE:
        words = constituency_words(invitation.constituency or "")
        if invitation.is_secretary:
            return _("Secretary of the Regional Committee (%(words)s)", words=words)
        return _("Member of the Regional Committee (%(words)s)", words=words)
    return _("Moderator (MCPS)") if invitation.role == "moderator" else _("Administrator")


def roles_words(person: User) -> str:
    """Every role of a person, the strongest first."""
    words = []
    if person.is_administrator:
        words.append(_("administrator"))
    if person.is_moderator:
        words.append(_("moderator (MCPS)"))
    if person.is_committee_member:
        words.append(_("secretary of the Committee") if person.is_secretary else _("member of the Committee"))
    if person.is_advocate:
        words.append(_("advocate"))
    if person.is_deputy:
        words.append(_("deputy advocate"))
    return ", ".join(words) or _("no role")


def staff_marks_words(change: StaffRoleChange) -> str:
    """The staff roles that a person is to have after a change."""
    words = [_("administrator")] if change.administrator else []
    words += [_("moderator (MCPS)")] if change.moderator else []
    return ", ".join(words) or _("no staff role")


def init_blueprint(blueprint: Blueprint) -> None:
    """Make them known to all templates."""
    for words in (constituency_words, event_words, invitation_words, roles_words, staff_marks_words):
        blueprint.add_app_template_filter(words, words.__name__)
