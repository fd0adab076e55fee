"""Signing in and out, forgotten password, forms kept over the end of a session."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth.actions import signing_in as actions
from app.auth.devices import count_attempt, presented_mark, set_device_cookie
from app.auth.errors import PasswordRefused, WrongCredentials
from app.auth.forms import ButtonForm, NewPasswordForm, ResetForm, SignInForm
from app.auth.one_time_links import find_link
from app.auth.people import normal_email
from app.auth.sessions import clear_cookie, current_session, set_cookie
from app.auth.views import blueprint
from app.auth.views.confirming import way_on
from app.web import rate_limits
from app.web.access import public, signed_in
from app.web.errors import NotFound
from app.web.kept_forms import find_kept_form, was_sent_from_here


@blueprint.get("/logowanie")
@public
def sign_in() -> ResponseReturnValue:
    """The form; who is signed in already goes home."""
    if current_user.is_authenticated:
        return redirect(url_for("pages.home"))
    form = SignInForm(
        formdata=None, data={"next": request.args.get("next", ""), "kept": request.args.get("zachowane", "")}
    )
    return render_template("auth/sign_in.html", form=form)


@blueprint.post("/logowanie")
@public
def open_session() -> ResponseReturnValue:
    """Check address and password; wrong ones get one sentence, whatever was wrong."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("auth/sign_in.html", form=form), 422
    email = normal_email(form.email.data)[:254]
    counted = count_attempt(email)
    try:
        opened = actions.sign_in(
            email,
            form.password.data,
            request.user_agent.string,
            instead_of=current_session(),
            device=presented_mark(),
        )
    except WrongCredentials as refusal:
        form.form_errors.append(str(refusal.message))
        return render_template("auth/sign_in.html", form=form), refusal.status
    rate_limits.forget(*counted)
    response = make_response(redirect(way_on(form), code=303))
    set_cookie(response, opened.session)
    set_device_cookie(response, opened.device)
    return response


@blueprint.post("/wylogowanie")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End this session."""
    session = current_session()
    if ButtonForm().validate_on_submit() and session is not None:
        actions.sign_out(session)
    response = make_response(redirect(url_for("pages.home"), code=303))
    clear_cookie(response)
    return response


@blueprint.get("/zachowane/<token>")
@signed_in
def kept_form(token: str) -> ResponseReturnValue:
    """A form that waited while the password was asked for, to be sent again from the browser that it came from."""
    found = find_kept_form(token) if was_sent_from_here(token) else None
    if found is None:
        raise NotFound
    path, fields = found
    return render_template(
        "errors/resubmit.html",
        fields=fields,
        action=path,
        message=_("We kept what you wrote while we asked for your password."),
        what_now=_("Check it and send it again."),
        incident="",
    )


@blueprint.route("/haslo/nowe", methods=["GET", "POST"])
@public
def ask_for_reset() -> ResponseReturnValue:
    """Send a link; the answer is the same for known and unknown addresses."""
    form = ResetForm()
    if not form.validate_on_submit():
        return render_template("auth/ask_for_reset.html", form=form), 422 if form.errors else 200
    email = normal_email(form.email.data)
    if not rate_limits.is_over("reset_address", email):
        actions.ask_for_reset(email)
    return render_template("auth/letter_sent.html", title=_("Look into your mailbox"), email=email)


@blueprint.route("/haslo/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> ResponseReturnValue:
    """Choose a password; the link is used up by the button."""
    link = find_link(token, "reset", "set_password")
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            actions.set_password_by_link(token, form.password.data)
        except PasswordRefused as refusal:
            form.password.errors = [str(refusal.message)]
        else:
            flash(_("The new password is set. Sign in with it."), "success")
            return redirect(url_for("auth.sign_in"), code=303)
    return render_template("auth/new_password.html", form=form, email=link.email), 422 if form.errors else 200
