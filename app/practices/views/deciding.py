"""The moderators' decisions: publish or send back, hide or restore."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.practices import actions
from app.practices import policies as may
from app.practices.actions.writing import working_document
from app.practices.forms.deciding import PUBLISH_FULL, SEND_BACK, DecisionForm, ReasonForm
from app.practices.models import DEPTH_CARD, DEPTH_FULL, SUBMITTED, Practice
from app.practices.presenting import differences
from app.practices.queries.finding import find_practice, find_working_practice, steps_of
from app.practices.record.checks import findings
from app.practices.record.completeness import completeness
from app.practices.views.blueprint import blueprint, practice_url
from app.web.access import requires
from app.web.submissions import once


@blueprint.get("/praktyki/<int:practice_id>/decyzja")
@requires(may.publish_practice)
def decision(practice_id: int) -> str:
    """What was sent in, what differs from the published text, and the form of the decision."""
    practice = find_working_practice(current_user, practice_id)
    form = DecisionForm()
    form.lock_version.data = practice.lock_version
    return _decision_page(form, practice)


@blueprint.post("/praktyki/<int:practice_id>/decyzja")
@requires(may.publish_practice)
def decide(practice_id: int) -> ResponseReturnValue:
    """Publish it or send it back."""
    practice = find_working_practice(current_user, practice_id)
    form = DecisionForm()
    if not form.validate():
        return _decision_page(form, practice), 422

    def act() -> Practice:
        if form.decision.data == SEND_BACK:
            return actions.request_changes(
                current_user, practice, reason=form.reason.data, lock_version=form.lock_version.data
            )
        depth = DEPTH_FULL if form.decision.data == PUBLISH_FULL else DEPTH_CARD
        return actions.publish_practice(
            current_user, practice, depth=depth, reason=form.reason.data, lock_version=form.lock_version.data
        )

    url = once(current_user.id, form.submission_id.data, act, practice_url)
    if form.decision.data == SEND_BACK:
        flash(_("Sent back. The author has been told what to complete."), "success")
    else:
        flash(_("Published. The author has been told."), "success")
    return redirect(url, code=303)


@blueprint.get("/praktyki/<int:practice_id>/ukrycie")
@requires(may.hide_practice)
def hiding(practice_id: int) -> str:
    """Ask for the reason before hiding a practice, or before showing it again."""
    return _hiding_page(ReasonForm(), find_practice(current_user, practice_id))


@blueprint.post("/praktyki/<int:practice_id>/ukrycie")
@requires(may.hide_practice)
def hide(practice_id: int) -> ResponseReturnValue:
    """Hide it from everybody but the author and the moderators."""
    practice = find_practice(current_user, practice_id)
    form = ReasonForm()
    if not form.validate():
        return _hiding_page(form, practice), 422
    actions.hide_practice(current_user, practice, reason=form.reason.data)
    flash(_("Hidden. The reason stands in the moderation log."), "success")
    return redirect(practice_url(practice), code=303)


@blueprint.post("/praktyki/<int:practice_id>/przywrocenie")
@requires(may.restore_practice)
def restore(practice_id: int) -> ResponseReturnValue:
    """Show it again."""
    practice = find_practice(current_user, practice_id)
    form = ReasonForm()
    if not form.validate():
        return _hiding_page(form, practice), 422
    actions.restore_practice(current_user, practice, reason=form.reason.data)
    flash(_("Visible again. The reason stands in the moderation log."), "success")
    return redirect(practice_url(practice), code=303)


def _decision_page(form: DecisionForm, practice: Practice) -> str:
    document = working_document(practice)
    published = practice.published_revision
    return render_template(
        "practices/decision.html",
        form=form,
        practice=practice,
        open=practice.stage == SUBMITTED,
        completeness=completeness(document),
        findings=findings(document),
        differences=differences(published.document, document) if published else [],
        steps=steps_of(practice)[::-1],
    )


def _hiding_page(form: ReasonForm, practice: Practice) -> str:
    endpoint = "practices.restore" if practice.hidden_at else "practices.hide"
    return render_template(
        "practices/hiding.html", form=form, practice=practice, action=url_for(endpoint, practice_id=practice.id)
    )
