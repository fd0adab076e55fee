"""The page that asks for the password once more, before what gives or takes power."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.auth.actions import signing_in as actions
from app.auth.devices import count_attempt
from app.auth.errors import NotConfirmed
from app.auth.forms import ConfirmPasswordForm, SignInForm
from app.auth.sessions import current_session
from app.auth.views import blueprint
from app.web import rate_limits
from app.web.access import signed_in
from app.web.same_origin import safe_next


@blueprint.route("/konto/potwierdzenie", methods=["GET", "POST"])
@signed_in
def confirm_password() -> ResponseReturnValue:
    """One field; afterwards on to the page that was asked for, or to the form that was kept."""
    form = ConfirmPasswordForm(data={"next": request.args.get("next", ""), "kept": request.args.get("zachowane", "")})
    if form.validate_on_submit():
        counted = count_attempt(current_user.email)
        session = current_session()
        assert session is not None
        try:
            actions.confirm_password(current_user, session, form.password.data)
        except NotConfirmed as refusal:
            form.password.errors = [str(refusal.message)]
        else:
            rate_limits.forget(*counted)
            return redirect(way_on(form), code=303)
    return render_template("auth/confirm_password.html", form=form), 422 if form.errors else 200


def way_on(form: SignInForm | ConfirmPasswordForm) -> str:
    """After the password: the kept form, the page that was wanted, or home."""
    if form.kept.data:
        return url_for("auth.kept_form", token=form.kept.data[:100])
    return safe_next(form.next.data) or url_for("pages.home")
