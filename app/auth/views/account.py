"""One's own account: profile, password, sessions, what happened lately."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth import queries
from app.auth.actions import profile, signing_in
from app.auth.devices import count_attempt
from app.auth.errors import NotConfirmed, PasswordRefused
from app.auth.forms import ButtonForm, PasswordChangeForm, ProfileForm
from app.auth.sessions import current_session, set_cookie
from app.auth.views import blueprint
from app.web import rate_limits
from app.web.access import signed_in
from app.web.addresses import row_number


@blueprint.route("/konto", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """Profile with the list of sessions and events below it."""
    person = current_user
    shown = {
        "name": person.name,
        "office_title": person.office_title,
        "about": person.about,
        "listed": person.listed_at is not None,
        "lock_version": person.lock_version,
    }
    form = ProfileForm(data=shown)
    if form.validate_on_submit():
        profile.edit_profile(
            person,
            name=form.name.data,
            office_title=form.office_title.data,
            about=form.about.data,
            listed=form.listed.data,
            lock_version=form.lock_version.data,
        )
        flash(_("Your profile is saved."), "success")
        return redirect(url_for("auth.account"), code=303)
    page = render_template(
        "auth/account.html",
        form=form,
        sessions=queries.sessions_of(person),
        this_session=current_session(),
        events=queries.events_of(person),
        button=ButtonForm(formdata=None),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/konto/haslo", methods=["GET", "POST"])
@signed_in
def change_password() -> ResponseReturnValue:
    """Present and new password; all other sessions end."""
    form = PasswordChangeForm()
    if form.validate_on_submit():
        counted = count_attempt(current_user.email)
        try:
            token = signing_in.change_password(
                current_user, form.present_password.data, form.password.data, request.user_agent.string
            )
        except NotConfirmed as refusal:
            form.present_password.errors = [str(refusal.message)]
        except PasswordRefused as refusal:
            form.password.errors = [str(refusal.message)]
        else:
            rate_limits.forget(*counted)
            flash(_("The password is changed. Other devices are signed out."), "success")
            response = make_response(redirect(url_for("auth.account"), code=303))
            set_cookie(response, token)
            return response
    return render_template("auth/change_password.html", form=form), 422 if form.errors else 200


@blueprint.post("/konto/sesje")
@signed_in
def end_sessions() -> ResponseReturnValue:
    """End one session, or all the others."""
    if ButtonForm().validate_on_submit():
        chosen = request.form.get("session", "")
        if number := row_number(chosen):
            signing_in.end_session(current_user, number)
            flash(_("That device is signed out."), "success")
        elif chosen == "all":
            signing_in.sign_out_everywhere(current_user, keep=current_session())
            flash(_("All other devices are signed out."), "success")
    return redirect(url_for("auth.account", _anchor="sesje"), code=303)
