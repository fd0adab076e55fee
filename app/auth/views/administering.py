"""Accounts and roles, for administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth import policies as may
from app.auth import queries
from app.auth.actions import profile
from app.auth.forms import BlockForm, StaffRolesForm
from app.auth.views import blueprint
from app.lib import limits
from app.web.access import requires


@blueprint.get("/administracja/osoby")
@requires(may.administer)
def people() -> ResponseReturnValue:
    """All accounts."""
    number = request.args.get("strona", 1, type=int)
    page = queries.people(current_user, min(max(1, number), limits.PAGE_NUMBER))
    return render_template("auth/people.html", page=page)


@blueprint.route("/administracja/osoby/<handle>", methods=["GET", "POST"])
@requires(may.administer)
def person_roles(handle: str) -> ResponseReturnValue:
    """Give and take staff roles."""
    person = queries.find_person(handle)
    form = StaffRolesForm(data={"moderator": person.is_moderator, "administrator": person.is_administrator})
    if form.validate_on_submit():
        profile.change_staff_roles(
            current_user, person, moderator=form.moderator.data, administrator=form.administrator.data
        )
        flash(_("The roles are changed. The person signs in anew."), "success")
        return redirect(url_for("auth.people"), code=303)
    return render_template("auth/person_roles.html", form=form, person=person, block_form=BlockForm(formdata=None))


@blueprint.post("/administracja/osoby/<handle>/blokada")
@requires(may.administer)
def block_person(handle: str) -> ResponseReturnValue:
    """Close or open an account, with a reason."""
    person = queries.find_person(handle)
    form = BlockForm()
    if not form.validate_on_submit():
        roles = StaffRolesForm(
            formdata=None, data={"moderator": person.is_moderator, "administrator": person.is_administrator}
        )
        return render_template("auth/person_roles.html", form=roles, person=person, block_form=form), 422
    if form.wanted.data != "open":
        profile.block_person(current_user, person, form.reason.data)
        flash(_("The account is closed and its sessions have ended."), "success")
    else:
        profile.unblock_person(current_user, person, form.reason.data)
        flash(_("The account is open again."), "success")
    return redirect(url_for("auth.person_roles", handle=person.handle), code=303)
