"""The steps of a position: what each does, which conditions still miss, and the button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.positions import lifecycle
from app.positions import policies as may
from app.positions.actions import staging as actions
from app.positions.addresses import url_of
from app.positions.errors import BadDate, GuardsMissing
from app.positions.forms.staging import ConsultationForm, StepForm, WithdrawForm
from app.positions.models import Position
from app.positions.presenting.frame import trail_of
from app.positions.queries.positions import find_position
from app.positions.queries.texts import facts_of
from app.positions.views import blueprint
from app.web.access import authorize, signed_in
from app.web.errors import Forbidden, NotFound
from app.web.forms import BaseForm


@dataclass(frozen=True)
class Step:
    """A step as the page offers it."""

    slug: str
    name: str
    title: Any
    text: Any
    button: Any
    form: type[BaseForm] = StepForm


STEPS = (
    Step(
        "uzgodnienia",
        "open_consultation",
        _l("Open the consultation"),
        _l("All advocates hear of it and can comment on every part of the text until the day you choose."),
        _l("Open the consultation"),
        ConsultationForm,
    ),
    Step(
        "scalanie",
        "close_consultation",
        _l("Go on to merging"),
        _l("The remarks are worked into the final text."),
        _l("Go on to merging"),
    ),
    Step(
        "kolejna-runda",
        "reopen_consultation",
        _l("Open another round of consultation"),
        _l("The advocates read the new version and comment on it."),
        _l("Open another round"),
        ConsultationForm,
    ),
    Step(
        "gotowe",
        "finish_merging",
        _l("Mark the text as ready for the vote"),
        _l("From here on the text does not change any more."),
        _l("Ready for the vote"),
    ),
    Step(
        "powtorka",
        "repeat_vote",
        _l("Repeat the vote"),
        _l("The same text is voted on once more, because there was no quorum."),
        _l("Repeat the vote"),
    ),
    Step(
        "wycofanie",
        "withdraw_position",
        _l("Withdraw the position"),
        _l("It stays readable to those who can read it now, with your reason. This cannot be undone."),
        _l("Withdraw the position"),
        WithdrawForm,
    ),
    Step(
        "zamkniecie",
        "close_position",
        _l("Close the matter"),
        _l("Nothing more is to be done about this position."),
        _l("Close the matter"),
    ),
)


@blueprint.route("/stanowiska/<int:position_id>/etap", methods=["GET", "POST"])
@signed_in
def stage(position_id: int) -> ResponseReturnValue:
    """Without `krok` the steps that lead on from here; with it the step, its conditions and its form."""
    position = find_position(current_user, position_id)
    steps = _steps_for(position)
    slug = request.args.get("krok", "")
    step = next((one for one in STEPS if one.slug == slug), None)
    if step is None:
        if request.method == "POST" or slug:
            raise NotFound
        if not steps:
            raise Forbidden
        return render_template("positions/steps.html", position=position, trail=_trail(position), steps=steps)
    authorize(getattr(may, step.name)(current_user, position))
    lifecycle.require(position, step.name)
    form = step.form()
    if form.validate_on_submit():
        try:
            _take(position, step, form)
        except BadDate as refused:
            form.ends_on.errors = [str(refused.message)]
        except GuardsMissing:
            pass  # the page names them
        else:
            flash(_("Done: %(step)s.", step=step.title), "success")
            return redirect(url_of(position), code=303)
    unmet = lifecycle.missing(position, step.name, facts_of(position))
    page = render_template(
        "positions/step.html",
        position=position,
        trail=_trail(position),
        step=step,
        form=form,
        missing=[(one.sentence, _place(position, one)) for one in unmet],
    )
    status = 409 if request.method == "POST" and unmet else 422 if form.errors else 200
    return page, status


@blueprint.post("/stanowiska/<int:position_id>/opiekun")
@signed_in
def take_over(position_id: int) -> ResponseReturnValue:
    """A moderator becomes the one who looks after it."""
    position = find_position(current_user, position_id)
    actions.take_over(current_user, position)
    flash(_("You look after this position now."), "success")
    return redirect(url_of(position), code=303)


def _steps_for(position: Position) -> list[Step]:
    return [
        step
        for step in STEPS
        if lifecycle.leads_from(step.name, position.state) and getattr(may, step.name)(current_user, position)
    ]


def _take(position: Position, step: Step, form: Any) -> None:
    acts: dict[str, Callable[[], Any]] = {
        "open_consultation": lambda: actions.open_consultation(
            current_user, position, form.ends_on.data, public=form.public.data
        ),
        "reopen_consultation": lambda: actions.reopen_consultation(current_user, position, form.ends_on.data),
        "withdraw_position": lambda: actions.withdraw_position(current_user, position, form.reason.data),
    }
    act = acts.get(step.name, lambda: getattr(actions, step.name)(current_user, position))
    act()


def _place(position: Position, one: lifecycle.Missing) -> str:
    if one.endpoint == "positions.show":
        return url_of(position)
    return url_for(one.endpoint, position_id=position.id, _anchor=one.anchor or None)


def _trail(position: Position) -> list[dict[str, str]]:
    return [*trail_of(position), {"label": position.title, "url": url_of(position)}]
