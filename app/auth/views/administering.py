"""Accounts and roles, for administrators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth import policies as may
from app.auth import queries
from app.auth.actions import profile, staff_roles
from app.auth.confirming import confirmed_recently
from app.auth.forms import BlockForm, ButtonForm, StaffRolesForm
from app.auth.models import User
from app.auth.views import blueprint
from app.lib import limits
from app.web.access import requires


@blueprint.get("/administracja/osoby")
@requires(may.administer)
def people() -> ResponseReturnValue:
    """All accounts; above them the changes of roles that wait."""
    number = request.args.get("strona", 1, type=int)
    page = queries.people(current_user, min(max(1, number), limits.PAGE_NUMBER))
    return render_template("auth/people.html", page=page, changes=queries.pending_role_changes())


@blueprint.route("/administracja/osoby/<handle>", methods=["GET", "POST"])
@requires(may.administer)
@confirmed_recently
def person_roles(handle: str) -> ResponseReturnValue:
    """Give and take staff roles, or propose it to another administrator."""
    person = queries.find_person(handle)
    form = _roles_form(person)
    if form.validate_on_submit():
        proposal = staff_roles.change_staff_roles(
            current_user, person, moderator=form.moderator.data, administrator=form.administrator.data
        )
        if proposal is None:
            flash(_("The roles are changed. The person signs in anew."), "success")
        else:
            flash(_("The change is proposed. It begins when another administrator confirms it."), "success")
        return redirect(url_for("auth.people"), code=303)
    return _person_page(person, form, BlockForm(formdata=None))


def _roles_form(person: User) -> StaffRolesForm:
    return StaffRolesForm(data={"moderator": person.is_moderator, "administrator": person.is_administrator})


def _person_page(person: User, form: StaffRolesForm, block_form: BlockForm) -> str:
    change = queries.pending_role_change(person)
    may_decide = change is not None and may.confirm_role_change(current_user, change)
    needs_second = queries.has_colleague(current_user)
    return render_template(
        "auth/person_roles.html",
        person=person,
        form=form,
        block_form=block_form,
        change=change,
        may_decide=may_decide,
        needs_second=needs_second,
        has_to_wait=change is not None and (may_decide or needs_second),
        button=ButtonForm(formdata=None),
    )


@blueprint.post("/administracja/osoby/<handle>/zmiany-rol/<int:change_id>/potwierdzenie")
@requires(may.administer)
@confirmed_recently
def confirm_role_change(handle: str, change_id: int) -> ResponseReturnValue:
    """Make the change that another administrator proposed."""
    change = queries.find_role_change(queries.find_person(handle), change_id)
    if ButtonForm().validate_on_submit():
        staff_roles.confirm_role_change(current_user, change)
        flash(_("The roles are changed. The person signs in anew."), "success")
    return redirect(url_for("auth.people"), code=303)


@blueprint.post("/administracja/osoby/<handle>/zmiany-rol/<int:change_id>/odmowa")
@requires(may.administer)
@confirmed_recently
def refuse_role_change(handle: str, change_id: int) -> ResponseReturnValue:
    """Leave the roles as they are."""
    change = queries.find_role_change(queries.find_person(handle), change_id)
    if ButtonForm().validate_on_submit():
        staff_roles.refuse_role_change(current_user, change)
        flash(_("The proposal is refused. The roles stay as they are."), "success")
    return redirect(url_for("auth.people"), code=303)


@blueprint.post("/administracja/osoby/<handle>/blokada")
@requires(may.administer)
@confirmed_recently
def block_person(handle: str) -> ResponseReturnValue:
    """Close or open an account, with a reason."""
    person = queries.find_person(handle)
    form = BlockForm()
    if not form.validate_on_submit():
        roles = StaffRolesForm(
            formdata=None, data={"moderator": person.is_moderator, "administrator": person.is_administrator}
        )
        return _person_page(person, roles, form), 422
    if form.wanted.data != "open":
        profile.block_person(current_user, person, form.reason.data)
        flash(_("The account is closed and its sessions have ended."), "success")
    else:
        profile.unblock_person(current_user, person, form.reason.data)
        flash(_("The account is open again."), "success")
    return redirect(url_for("auth.person_roles", handle=person.handle), code=303)
