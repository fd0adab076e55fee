"""Invitations: the moderators' list and form, and the page a letter leads to."""

from flask import flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth import policies as may
from app.auth import queries
from app.auth.actions import inviting
from app.auth.errors import NoMandateToDeputise, OwnDeputy, PasswordRefused, RoleChangePending, UnitTaken
from app.auth.forms import AcceptForm, ButtonForm, InvitationForm
from app.auth.models import MODERATOR
from app.auth.queries import find_user_by_email
from app.auth.views import blueprint
from app.web.access import public, requires
from app.web.submissions import once


@blueprint.route("/moderacja/zaproszenia", methods=["GET", "POST"])
@requires(may.invite_person)
def invitations() -> ResponseReturnValue:
    """Invite a person; below, what became of earlier invitations."""
    form = InvitationForm()
    if not may.give_staff_role(current_user):
        form.role.choices = [choice for choice in form.role.choices if choice[0] != MODERATOR]
    if form.validate_on_submit():
        try:
            address = once(
                current_user.id,
                form.submission_id.data,
                lambda: _invite(form),
                lambda invitation: url_for("auth.invitations", _anchor=f"zaproszenie-{invitation.id}"),
            )
        except (UnitTaken, NoMandateToDeputise) as refusal:
            form.unit_name.errors = [str(refusal.message)]
        else:
            flash(
                _("The invitation is on its way to %(email)s. It works for 7 days.", email=form.email.data), "success"
            )
            return redirect(address, code=303)
    page = render_template(
        "auth/invitations.html", form=form, invitations=queries.invitations(), button=ButtonForm(formdata=None)
    )
    return page, 422 if form.errors else 200


def _invite(form: InvitationForm):  # type: ignore[no-untyped-def]
    return inviting.invite_person(
        current_user,
        role=form.role.data,
        email=form.email.data,
        name=form.name.data,
        appointment=inviting.Appointment(
            unit_id=form.unit.code if form.unit and form.unit_required else None,
            valid_from=form.valid_from.data,
            valid_to=form.valid_to.data,
            constituency=form.constituency.data or None,
            is_secretary=form.is_secretary.data,
        ),
    )


@blueprint.post("/moderacja/zaproszenia/<int:invitation_id>/wycofanie")
@requires(may.invite_person)
def revoke_invitation(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    invitation = queries.find_invitation(invitation_id)
    if ButtonForm().validate_on_submit():
        inviting.revoke_invitation(current_user, invitation)
        flash(_("The invitation is withdrawn; its link does not work any more."), "success")
    return redirect(url_for("auth.invitations"), code=303)


@blueprint.route("/zaproszenie/<token>", methods=["GET", "POST"])
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """The page of the letter: name, title, password, one button."""
    invitation = inviting.invitation_of_link(token)
    known = find_user_by_email(invitation.email)
    has_password = known is not None and known.password_hash is not None
    form = AcceptForm(
        data={"name": known.name if known else invitation.name, "office_title": known.office_title if known else ""}
    )
    if form.validate_on_submit():
        try:
            user = inviting.accept_invitation(
                token, name=form.name.data, office_title=form.office_title.data, password=form.password.data or ""
            )
        except PasswordRefused as refusal:
            form.password.errors = [str(refusal.message)]
        except (UnitTaken, NoMandateToDeputise, OwnDeputy, RoleChangePending) as refusal:
            form.form_errors.append(str(refusal.message))
        else:
            flash(_("Welcome. Sign in with your address and password."), "success")
            if queries.pending_role_change(user) is not None:
                flash(_("Your role begins when a second administrator confirms it. You will get a letter."), "success")
            return make_response(redirect(url_for("auth.sign_in"), code=303))
    page = render_template("auth/accept_invitation.html", form=form, invitation=invitation, has_password=has_password)
    return page, 422 if form.errors else 200
