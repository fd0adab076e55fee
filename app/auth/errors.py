"""What can be refused about people and appointments, and the sentence the person reads."""

from flask_babel import lazy_gettext as _l

from app.web.errors import Conflict, DomainError, Invalid


class WrongCredentials(DomainError):
    """Address and password do not fit; the same words whether the address is known or not."""

    status = 422
    code = "wrong_credentials"
    message = _l("This e-mail address and password do not fit together. Check both, or set a new password.")


class LinkUsedUp(DomainError):
    """A link from a letter that is unknown, used, or too old."""

    status = 410
    code = "link_used_up"
    message = _l("This link does not work any more: it was used already, or its time has passed.")
    what_now = _l("Ask for a new one on the sign-in page, or write to the moderators if it was an invitation.")


class UnitTaken(Conflict):
    """A unit has one active mandate."""

    code = "unit_taken"
    message = _l("This unit already has an advocate. End that mandate first.")


class NoMandateToDeputise(Conflict):
    """A deputy needs an advocate to stand in for."""

    code = "no_mandate"
    message = _l("This unit has no advocate yet, so nobody can be a deputy. Invite the advocate first.")


class AlreadyDecided(Conflict):
    """Two moderators acted on one application."""

    code = "already_decided"
    message = _l("Somebody has decided this application meanwhile.")


class LastAdministrator(Conflict):
    """The site needs one."""

    code = "last_administrator"
    message = _l("This is the only administrator. Make another one first.")


class RoleChangePending(Conflict):
    """One proposal for a person at a time."""

    code = "role_change_pending"
    message = _l("A change of this person's roles waits for a second administrator. It has to be decided first.")


class RoleChangeDecided(Conflict):
    """Two administrators acted on one proposal."""

    code = "role_change_decided"
    message = _l("Somebody has decided this change of roles meanwhile.")


class OwnDeputy(Conflict):
    """Nobody stands in for themselves."""

    code = "own_deputy"
    message = _l("This person holds the mandate of the unit, so the deputy must be somebody else.")


class MandateOver(Conflict):
    """A mandate that has ended cannot be ended again."""

    code = "mandate_over"
    message = _l("This mandate has ended already.")


class EndBeforeStart(Invalid):
    """The last day of a mandate stands before its first."""

    code = "end_before_start"
    message = _l("The last day stands before the first one.")


class DocumentRefused(Invalid):
    """The appointment document is not what it says it is."""

    code = "document_refused"


class PasswordRefused(Invalid):
    """The password breaks one of the four rules."""

    code = "password_refused"


class NotConfirmed(Invalid):
    """The present password was asked for and does not fit."""

    code = "not_confirmed"
    message = _l("The present password is not right.")
