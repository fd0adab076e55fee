"""Applications of advocates, their documents, and mandates on the moderators' desk."""

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth import documents, queries
from app.auth import policies as may
from app.auth.actions import applying
from app.auth.errors import DocumentRefused, EndBeforeStart
from app.auth.forms import ApplicationForm, ButtonForm, EndMandateForm, ReasonForm
from app.auth.views import blueprint
from app.web import rate_limits
from app.web.access import public, requires, signed_in
from app.web.addresses import takes_files


@blueprint.route("/zostan-rzecznikiem", methods=["GET", "POST"])
@public
@takes_files
def apply_for_mandate() -> ResponseReturnValue:
    """The application form, open to visitors."""
    form = ApplicationForm()
    if form.validate_on_submit():
        rate_limits.count("apply_network", rate_limits.network())
        try:
            applying.apply_for_mandate(
                email=form.email.data,
                name=form.name.data,
                office_title=form.office_title.data,
                unit_id=form.unit.code,  # type: ignore[union-attr]
                valid_from=form.valid_from.data,
                file_name=form.document.data.filename,
                content=form.document.data.read(),
            )
        except DocumentRefused as refusal:
            form.document.errors = [str(refusal.message)]
        else:
            title = _("Confirm your address")
            return render_template("auth/letter_sent.html", title=title, email=form.email.data)
    return render_template("auth/apply.html", form=form), 422 if form.errors else 200


@blueprint.route("/zgloszenie/<token>", methods=["GET", "POST"])
@public
def confirm_application_address(token: str) -> ResponseReturnValue:
    """The page of the confirmation letter: one button."""
    application = applying.application_of_link(token)
    form = ButtonForm()
    if form.validate_on_submit():
        applying.confirm_address(token)
        return render_template("auth/application_submitted.html", application=application)
    return render_template("auth/confirm_address.html", form=form, application=application)


@blueprint.get("/moderacja/wnioski/<int:application_id>")
@requires(may.decide_application)
def application(application_id: int) -> ResponseReturnValue:
    """One application with its document and the two decisions."""
    found = queries.find_application(application_id)
    taken = queries.mandate_of_unit(found.unit_id)
    return render_template(
        "auth/application.html",
        application=found,
        taken=taken,
        button=ButtonForm(formdata=None),
        form=ReasonForm(formdata=None),
    )


@blueprint.post("/moderacja/wnioski/<int:application_id>/potwierdzenie")
@requires(may.decide_application)
def confirm_application(application_id: int) -> ResponseReturnValue:
    """Give the mandate."""
    found = queries.find_application(application_id)
    if ButtonForm().validate_on_submit():
        applying.confirm_application(current_user, found)
        flash(_("The mandate is confirmed. The person gets a letter with a link."), "success")
    return redirect(url_for("moderation.desk"), code=303)


@blueprint.post("/moderacja/wnioski/<int:application_id>/odmowa")
@requires(may.decide_application)
def refuse_application(application_id: int) -> ResponseReturnValue:
    """Refuse, with a reason."""
    found = queries.find_application(application_id)
    form = ReasonForm()
    if form.validate_on_submit():
        applying.refuse_application(current_user, found, form.reason.data)
        flash(_("The application is refused. The person gets the reason by e-mail."), "success")
        return redirect(url_for("moderation.desk"), code=303)
    taken = queries.mandate_of_unit(found.unit_id)
    page = render_template(
        "auth/application.html", application=found, taken=taken, button=ButtonForm(formdata=None), form=form
    )
    return page, 422


@blueprint.get("/moderacja/wnioski/<int:application_id>/dokument")
@requires(may.decide_application)
def application_document(application_id: int) -> Response:
    """The appointment document of an application."""
    return documents.give_out(queries.find_application(application_id).document)


@blueprint.get("/mandaty/<int:mandate_id>/dokument")
@signed_in
def mandate_document(mandate_id: int) -> Response:
    """The appointment document of a mandate, for staff and its holder."""
    mandate = queries.find_mandate(mandate_id)
    return documents.give_out(mandate.document if may.read_authority_document(current_user, mandate) else None)


@blueprint.get("/moderacja/mandaty")
@requires(may.end_mandate)
def mandates() -> ResponseReturnValue:
    """Mandates in force."""
    return render_template("auth/mandates.html", mandates=queries.active_mandates())


@blueprint.route("/moderacja/mandaty/<int:mandate_id>/zakonczenie", methods=["GET", "POST"])
@requires(may.end_mandate)
def end_mandate(mandate_id: int) -> ResponseReturnValue:
    """End a mandate on a day, with a reason."""
    mandate = queries.find_mandate(mandate_id)
    form = EndMandateForm()
    if form.validate_on_submit():
        try:
            applying.end_mandate(current_user, mandate, on=form.on.data, reason=form.reason.data)
        except EndBeforeStart as refusal:
            form.on.errors = [str(refusal.message)]
        else:
            flash(_("The mandate ends on that day. Ballots and signatures stay."), "success")
            return redirect(url_for("auth.mandates"), code=303)
    return render_template("auth/end_mandate.html", form=form, mandate=mandate), 422 if form.errors else 200
