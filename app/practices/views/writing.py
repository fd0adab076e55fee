"""Describing a practice: the form in steps, sending in, taking back, withdrawing, confirming; one's own practices."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.practices import actions
from app.practices import policies as may
from app.practices.actions.writing import working_document
from app.practices.errors import IncompleteCard
from app.practices.forms.building import RecordForm, control_name, form_for
from app.practices.forms.deciding import PressForm, SubmitForm, WithdrawForm
from app.practices.forms.steps import STEPS, Step, state_of, step_of
from app.practices.models import CHANGES_REQUESTED, SUBMITTED, Practice
from app.practices.presenting import cost_hint, step_words
from app.practices.queries.finding import find_working_practice, last_reason, practices_of
from app.practices.record.checks import findings
from app.practices.record.completeness import completeness
from app.practices.uploading import PhotoRefused, take_photo
from app.practices.views.blueprint import blueprint, practice_url
from app.web import rate_limits
from app.web.access import authorize, requires, signed_in
from app.web.addresses import takes_files
from app.web.submissions import once


@blueprint.get("/moje-praktyki")
@signed_in
def mine() -> str:
    """One's own practices in every state."""
    return render_template("practices/mine.html", practices=practices_of(current_user))


@blueprint.get("/praktyki/nowa")
@requires(may.describe_practice)
def new() -> str:
    """The first step of a new record."""
    return _form_page(form_for(STEPS[0])({}), STEPS[0], None)


@blueprint.post("/praktyki/nowa")
@requires(may.describe_practice)
@takes_files
def create() -> ResponseReturnValue:
    """Begin a draft from the first step; a title is all that is needed."""
    form = form_for(STEPS[0])({})
    values = _titled(form)
    if values is None:
        return _form_page(form, STEPS[0], None), 422
    rate_limits.count("posts", str(current_user.id))
    url = once(
        current_user.id,
        form.submission_id.data,
        lambda: actions.start_practice(current_user, values),
        lambda made: url_for("practices.edit", practice_id=made.id, krok=1 if _stays() else 2),
    )
    flash(_("The draft is saved. Only you and the moderators see it."), "success")
    return redirect(url, code=303)


@blueprint.get("/praktyki/<int:practice_id>/edycja")
@signed_in
def edit(practice_id: int) -> str:
    """A step of the form, filled with the working text."""
    practice = find_working_practice(current_user, practice_id)
    authorize(may.edit_practice(current_user, practice))
    step = _step()
    document = working_document(practice)
    form = form_for(step)(document)
    form.lock_version.data = practice.lock_version
    return _form_page(form, step, practice)


@blueprint.post("/praktyki/<int:practice_id>/edycja")
@signed_in
@takes_files
def save(practice_id: int) -> ResponseReturnValue:
    """Keep a step in the draft and go on, or give one more row without saving."""
    practice = find_working_practice(current_user, practice_id)
    authorize(may.edit_practice(current_user, practice))
    step = _step()
    document = working_document(practice)
    form = form_for(step)(document)
    if "wiersz" in request.form:
        form.add_row(request.form["wiersz"])
        return _form_page(form, step, practice)
    values = _titled(form)
    if values is not None and "photos" in step.names:
        values = _with_photo(form, practice, document, values)
    if values is None:
        return _form_page(form, step, practice), 422
    actions.save_draft(
        current_user,
        practice,
        values,
        lock_version=form.lock_version.data,
        mine=step_words(values, step.names),
        saved=step_words(document, step.names),
    )
    flash(_("Saved."), "success")
    if _stays():
        return redirect(url_for("practices.edit", practice_id=practice.id, krok=step.number), code=303)
    if step.number < len(STEPS):
        return redirect(url_for("practices.edit", practice_id=practice.id, krok=step.number + 1), code=303)
    return redirect(url_for("practices.submission", practice_id=practice.id), code=303)


@blueprint.get("/praktyki/<int:practice_id>/zgloszenie")
@signed_in
def submission(practice_id: int) -> str:
    """What is still missing, what should be looked at, and the button that sends it in."""
    practice = find_working_practice(current_user, practice_id)
    authorize(may.submit_practice(current_user, practice))
    form = SubmitForm()
    form.lock_version.data = practice.lock_version
    return _submission_page(form, practice)


@blueprint.post("/praktyki/<int:practice_id>/zgloszenie")
@signed_in
def submit(practice_id: int) -> ResponseReturnValue:
    """Send it in."""
    practice = find_working_practice(current_user, practice_id)
    authorize(may.submit_practice(current_user, practice))
    form = SubmitForm()
    if not form.validate():
        return _submission_page(form, practice), 422
    try:
        url = once(
            current_user.id,
            form.submission_id.data,
            lambda: actions.submit_practice(
                current_user, practice, change_note=form.change_note.data or "", lock_version=form.lock_version.data
            ),
            lambda _sent: practice_url(practice),
        )
    except IncompleteCard as error:
        return _submission_page(form, practice, error.missing), 422
    flash(_("Sent. A moderator will answer; you will see it among the things that wait for you."), "success")
    return redirect(url, code=303)


@blueprint.post("/praktyki/<int:practice_id>/cofniecie")
@signed_in
def recall(practice_id: int) -> ResponseReturnValue:
    """Take it back to go on writing."""
    practice = find_working_practice(current_user, practice_id)
    actions.recall_practice(current_user, practice)
    flash(_("Taken back. Send it in again when it is ready."), "success")
    return redirect(url_for("practices.edit", practice_id=practice.id), code=303)


@blueprint.get("/praktyki/<int:practice_id>/wycofanie")
@signed_in
def withdrawal(practice_id: int) -> str:
    """Ask before taking a practice out of the base."""
    practice = find_working_practice(current_user, practice_id)
    authorize(may.withdraw_practice(current_user, practice))
    form = WithdrawForm()
    form.lock_version.data = practice.lock_version
    return render_template("practices/withdrawal.html", practice=practice, form=form)


@blueprint.post("/praktyki/<int:practice_id>/wycofanie")
@signed_in
def withdraw(practice_id: int) -> ResponseReturnValue:
    """Take it out."""
    practice = find_working_practice(current_user, practice_id)
    form = WithdrawForm()
    if not form.validate():
        return render_template("practices/withdrawal.html", practice=practice, form=form), 422
    actions.withdraw_practice(
        current_user, practice, reason=form.reason.data or "", lock_version=form.lock_version.data
    )
    flash(_("Withdrawn. The text is kept; you can send it in again."), "success")
    return redirect(practice_url(practice), code=303)


@blueprint.post("/praktyki/<int:practice_id>/potwierdzenie")
@signed_in
def confirm(practice_id: int) -> ResponseReturnValue:
    """Say that the record still holds."""
    practice = find_working_practice(current_user, practice_id)
    actions.confirm_practice(current_user, practice)
    flash(_("Thank you. The date of confirmation is today's."), "success")
    return redirect(practice_url(practice), code=303)


def _step() -> Step:
    given = request.args.get("krok", "1")
    number = int(given) if given in {str(one.number) for one in STEPS} else 1
    return STEPS[number - 1]


def _stays() -> bool:
    return request.form.get("dalej") == "nie"


def _titled(form: RecordForm) -> dict[str, Any] | None:
    """The values of the form; a record never stands without a title."""
    values = form.read()
    if values is not None and "title" in values and not values["title"]:
        form.title.errors = [_("Give a title. You can change it later.")]
        return None
    return values


def _with_photo(
    form: RecordForm, practice: Practice, document: dict[str, Any], values: dict[str, Any]
) -> dict[str, Any] | None:
    """The values with the photo as this form leaves it, or None with errors at its fields."""
    try:
        return {**values, "photos": take_photo(current_user, practice, document.get("photos", []), form)}
    except PhotoRefused as error:
        form[error.control].errors = [str(error)]
        return None


def _form_page(form: RecordForm, step: Step, practice: Practice | None) -> str:
    document = working_document(practice) if practice else {}
    hints = findings(document)
    problems = {one.field.name for one in hints}
    return render_template(
        "practices/form.html",
        form=form,
        step=step,
        steps=STEPS,
        control_name=control_name,
        states={one.number: state_of(one, document, problems) for one in STEPS},
        practice=practice,
        document=document,
        completeness=completeness(document),
        findings=hints,
        cost_hints={name: cost_hint(name, document) for name in ("cost_start", "cost_year")},
        asked=last_reason(practice, CHANGES_REQUESTED) if practice and practice.stage == CHANGES_REQUESTED else None,
        locked=practice is not None and practice.stage == SUBMITTED,
        press=PressForm(formdata=None),
    )


def _submission_page(form: SubmitForm, practice: Practice, missing: Any = ()) -> str:
    document = working_document(practice)
    whole = completeness(document)
    return render_template(
        "practices/submission.html",
        form=form,
        practice=practice,
        completeness=whole,
        missing=missing,
        findings=findings(document),
        step_of=step_of,
        control_name=control_name,
        steps=STEPS,
        locked=practice.stage == SUBMITTED,
    )
