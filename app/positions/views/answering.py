"""Handing over, receipt, the committee's desk for one position, the public answer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.lib import clock
from app.positions import lifecycle
from app.positions import policies as may
from app.positions.actions import answering as actions
from app.positions.addresses import url_of
from app.positions.errors import AnswerIncomplete, BadDate, WrongStage
from app.positions.forms.answering import DemandAnswerForm, SendAnswerForm, TransmitForm
from app.positions.forms.staging import StepForm
from app.positions.models import Position
from app.positions.presenting.answers import summary_of
from app.positions.presenting.frame import frame_of, trail_of
from app.positions.queries.answers import answers_for, find_answer, transmission_of
from app.positions.queries.positions import find_position
from app.positions.queries.texts import demands_in, tree_of
from app.positions.states import State
from app.positions.views import blueprint
from app.web.access import authorize, public, requires, signed_in
from app.web.errors import NotFound
from app.web.submissions import once


@blueprint.route("/stanowiska/<int:position_id>/przekazanie", methods=["GET", "POST"])
@requires(may.moderate)
def transmit(position_id: int) -> ResponseReturnValue:
    """A moderator hands the adopted position to the committee, with the date that was agreed."""
    position = find_position(current_user, position_id)
    lifecycle.require(position, "transmit_position")
    form = TransmitForm()
    if form.validate_on_submit():
        try:
            url = once(
                current_user.id,
                form.submission_id.data,
                lambda: actions.transmit_position(current_user, position, form.agreed_answer_by.data),
                lambda _made: url_for("positions.answer", position_id=position_id),
            )
            flash(_("The position is with the Committee."), "success")
            return redirect(url, code=303)
        except BadDate as refused:
            form.agreed_answer_by.errors = [str(refused.message)]
    page = render_template("positions/transmit.html", position=position, trail=_trail(position), form=form)
    return page, 422 if form.errors else 200


@blueprint.post("/stanowiska/<int:position_id>/przekazanie/odbior")
@signed_in
def receive(position_id: int) -> ResponseReturnValue:
    """The secretary confirms the receipt."""
    position = find_position(current_user, position_id)
    authorize(may.receive_position(current_user, position))
    actions.receive_position(current_user, position)
    flash(_("The receipt is confirmed. Now the Committee can write its answer."), "success")
    return redirect(url_for("positions.answer_desk", position_id=position_id), code=303)


@blueprint.get("/stanowiska/<int:position_id>/odpowiedz")
@public
def answer(position_id: int) -> str:
    """The public page: each demand with what the committee says to it, or until when it will."""
    position = find_position(current_user, position_id)
    if not position.is_adopted:
        raise NotFound
    frame = frame_of(current_user, position, "answer")
    transmission = frame.transmission
    answered = answers_for(current_user, position, transmission, demands_in(tree_of(position.current_version_id)))
    sent = transmission is not None and transmission.state == "answered"
    response = transmission.response if transmission is not None and sent else None
    return render_template(
        "positions/answer.html",
        frame=frame,
        position=position,
        transmission=transmission,
        response=response,
        answered=answered if sent else answers_for(None, position, None, [one.demand for one in answered]),
        summary=(response.summary or summary_of(answered)) if response is not None else "",
        done=sum(one.answer is not None and one.answer.verdict in ("accepted", "already_done") for one in answered),
        days=_days(position, response),
        receive_form=StepForm(formdata=None),
        may_receive=position.state == State.TRANSMITTED and may.receive_position(current_user, position),
        may_write=position.state == State.UNDER_REVIEW and may.write_demand_answer(current_user, position),
    )


def _days(position: Position, response: object) -> int:
    sent_at = getattr(response, "sent_at", None)
    return (clock.local(sent_at).date() - clock.local(position.created_at).date()).days if sent_at else 0


@blueprint.get("/stanowiska/<int:position_id>/odpowiedz/edycja")
@requires(may.sit_in_committee)
def answer_desk(position_id: int) -> str:
    """The committee's own page: the demands, what is written, how much is missing, and sending."""
    return _desk(find_position(current_user, position_id), SendAnswerForm(formdata=None))


def _desk(position: Position, form: SendAnswerForm) -> str:
    transmission = transmission_of(position)
    if transmission is None or transmission.response is None:
        raise WrongStage
    answered = answers_for(current_user, position, transmission, demands_in(tree_of(position.current_version_id)))
    return render_template(
        "positions/answer_desk.html",
        position=position,
        trail=_trail(position),
        transmission=transmission,
        response=transmission.response,
        answered=answered,
        complete=sum(one.answer is not None and one.answer.is_complete for one in answered),
        form=form,
        may_send=may.send_answer(current_user, position),
        is_open=position.state == State.UNDER_REVIEW,
    )


@blueprint.route("/stanowiska/<int:position_id>/odpowiedz/postulaty/<node_id>", methods=["GET", "POST"])
@requires(may.sit_in_committee)
def answer_demand(position_id: int, node_id: str) -> ResponseReturnValue:
    """Write the answer to one demand."""
    position = find_position(current_user, position_id)
    transmission = transmission_of(position)
    if transmission is None or transmission.response is None:
        raise WrongStage
    demands = demands_in(tree_of(position.current_version_id))
    demand = next((one for one in demands if one.node_id == node_id), None)
    if demand is None:
        raise NotFound
    written = find_answer(transmission.response, node_id)
    form = DemandAnswerForm(obj=written)
    if request.method == "GET":
        form.verdict.data = (written.verdict if written else None) or ""
        form.lock_version.data = written.lock_version if written else 0
    if form.validate_on_submit():
        actions.write_demand_answer(
            current_user,
            position,
            node_id,
            verdict=form.verdict.data or None,
            reason=form.reason.data or "",
            owner=form.owner.data or "",
            due_on=form.due_on.data,
            lock_version=form.lock_version.data,
        )
        flash(_("Saved for the members of the Committee."), "success")
        return redirect(url_for("positions.answer_desk", position_id=position_id), code=303)
    page = render_template(
        "positions/answer_demand.html",
        position=position,
        trail=_trail(position),
        demand=demand,
        count=len(demands),
        form=form,
        written=written,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/stanowiska/<int:position_id>/odpowiedz/wyslanie")
@requires(may.sit_in_committee)
def send_answer(position_id: int) -> ResponseReturnValue:
    """The secretary approves and sends the whole answer."""
    position = find_position(current_user, position_id)
    authorize(may.send_answer(current_user, position))
    form = SendAnswerForm()
    if not form.validate_on_submit():
        return _desk(position, form), 422
    try:
        url = once(
            current_user.id,
            form.submission_id.data,
            lambda: actions.send_answer(current_user, position, form.meeting_on.data, form.in_short.data or ""),
            lambda _made: url_for("positions.answer", position_id=position_id),
        )
    except AnswerIncomplete as refused:
        form.meeting_on.errors = [str(refused.message)]
        return _desk(position, form), 409
    except BadDate as refused:
        form.meeting_on.errors = [str(refused.message)]
        return _desk(position, form), 422
    flash(_("The answer is sent. The lead author and all electors hear of it."), "success")
    return redirect(url, code=303)


def _trail(position: Position) -> list[dict[str, str]]:
    return [*trail_of(position), {"label": position.title, "url": url_of(position)}]
