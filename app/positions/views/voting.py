"""The vote: opening it, the ballot with its confirmation and receipt, the result and its certification."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth.confirming import confirmed_recently
from app.positions import lifecycle
from app.positions import policies as may
from app.positions.actions import voting as actions
from app.positions.addresses import url_of
from app.positions.counting import quorum_needed
from app.positions.errors import BadDate, HolderHasVoted, NotElector, VoteClosed
from app.positions.forms.staging import StepForm
from app.positions.forms.voting import BallotForm, ConfirmBallotForm, OpenVoteForm
from app.positions.models import Choice, Position, Vote
from app.positions.presenting import results
from app.positions.presenting.frame import formal_title, frame_of, trail_of
from app.positions.presenting.next_steps import time_left
from app.positions.queries.positions import find_position
from app.positions.queries.texts import demands_in, tree_of
from app.positions.queries.votes import find_vote, receipt_entry, result_of, turnout
from app.positions.standing import DEPUTY, Standing, standings
from app.positions.views import blueprint
from app.web import rate_limits
from app.web.access import authorize, public, requires, signed_in
from app.web.addresses import row_number
from app.web.submissions import once


@blueprint.route("/stanowiska/<int:position_id>/glosowanie/otwarcie", methods=["GET", "POST"])
@requires(may.moderate)
def open_vote(position_id: int) -> ResponseReturnValue:
    """A moderator opens the vote; text, rules and electorate are fixed at that moment."""
    position = find_position(current_user, position_id)
    lifecycle.require(position, "open_vote")
    form = OpenVoteForm()
    if form.validate_on_submit():
        try:
            url = once(
                current_user.id,
                form.submission_id.data,
                lambda: actions.open_vote(current_user, position, form.closes_on.data),
                lambda _vote: url_for("positions.vote", position_id=position_id),
            )
            flash(_("The vote is open. Every elector hears of it."), "success")
            return redirect(url, code=303)
        except BadDate as refused:
            form.closes_on.errors = [str(refused.message)]
    page = render_template("positions/open_vote.html", position=position, trail=_trail(position), form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/stanowiska/<int:position_id>/glosowanie")
@public
def vote(position_id: int) -> ResponseReturnValue:
    """What is voted on, by which rules, until when; and the ballot for those who have one."""
    position = find_position(current_user, position_id)
    found = find_vote(position)
    if found.is_closed:
        return redirect(url_for("positions.result", position_id=position_id))
    form = BallotForm(formdata=None)
    return _vote_page(position, found, form, standings(current_user, found))


def _vote_page(position: Position, found: Vote, form: BallotForm, mine: list[Standing]) -> str:
    _offer(form, mine)
    tree = tree_of(found.version_id)
    return render_template(
        "positions/vote.html",
        position=position,
        vote=found,
        trail=_trail(position),
        title=formal_title(position),
        form=form,
        standings=mine,
        open_seats=[one for one in mine if not one.is_overruled],
        hints={str(one.mandate_id): hint_of(one) for one in mine},
        demands=demands_in(tree),
        rules=results.rules_in_words(found),
        turnout=turnout(found),
        quorum=quorum_needed(found),
        left=time_left(found.closes_at),
    )


def _offer(form: BallotForm, mine: list[Standing]) -> None:
    form.mandate.choices = [(str(one.mandate_id), one.unit_name) for one in mine if not one.is_overruled]
    if form.mandate.data is None and form.mandate.choices:
        form.mandate.data = form.mandate.choices[0][0]


def hint_of(standing: Standing) -> str:
    """Beside a mandate: by what right, and whether there is a ballot already."""
    if standing.role == DEPUTY:
        words = _("You stand in for the advocate. If they vote themselves, their ballot counts.")
    else:
        words = _("Your own mandate.")
    so_far = _("No ballot yet.")
    if standing.ballot is not None:
        so_far = _("Your ballot now: %(choice)s.", choice=results.CHOICE_WORDS[Choice(standing.ballot.choice)])
    return f"{words} {so_far}"


@blueprint.post("/stanowiska/<int:position_id>/glosowanie")
@signed_in
def choose(position_id: int) -> ResponseReturnValue:
    """The page that asks once more: in whose name, what, and what it replaces. Nothing is cast here."""
    position = find_position(current_user, position_id)
    found = find_vote(position)
    if found.is_closed:
        raise VoteClosed(found.closes_at)
    mine = standings(current_user, found)
    if not mine:
        raise NotElector
    form = BallotForm()
    _offer(form, mine)
    if form.mandate.data is not None:
        _standing(mine, form.mandate.data)  # a mandate of others is refused before anything else is said
    choice = results.CHOICE_SLUGS.get(request.form.get("glos", ""))
    if choice is None:
        form.mandate.errors = [_("Choose one of the answers.")]
    if not form.validate_on_submit() or choice is None:
        return _vote_page(position, found, form, mine), 422
    standing = _standing(mine, form.mandate.data)
    if standing.is_overruled:
        raise HolderHasVoted
    confirm = ConfirmBallotForm(formdata=None)
    confirm.mandate.data, confirm.choice.data, confirm.reason.data = form.mandate.data, str(choice), form.reason.data
    return render_template(
        "positions/confirm_ballot.html",
        position=position,
        vote=found,
        trail=_trail(position),
        form=confirm,
        standing=standing,
        choice=choice,
        reason=(form.reason.data or "").strip(),
    )


@blueprint.post("/stanowiska/<int:position_id>/glos")
@signed_in
def cast(position_id: int) -> ResponseReturnValue:
    """Cast the ballot that was confirmed; a second click leads to the same receipt."""
    position = find_position(current_user, position_id)
    found = find_vote(position)
    form = ConfirmBallotForm()
    form.validate_on_submit()
    rate_limits.count("votes", str(current_user.id))
    mandate_id = row_number(form.mandate.data)
    url = once(
        current_user.id,
        form.submission_id.data,
        lambda: actions.cast_ballot(
            current_user, found, mandate_id, form.choice.data or "", (form.reason.data or "").strip()
        ),
        lambda ballot: url_for("positions.receipt", position_id=position_id, mandate_id=ballot.mandate_id),
    )
    return redirect(url, code=303)


@blueprint.get("/stanowiska/<int:position_id>/glos/<int:mandate_id>")
@signed_in
def receipt(position_id: int, mandate_id: int) -> ResponseReturnValue:
    """The receipt of my ballot: what was cast, when, and its line in the ledger."""
    position = find_position(current_user, position_id)
    found = find_vote(position)
    standing = _standing(standings(current_user, found), str(mandate_id))
    # Until the closing a deputy does not learn how the advocate voted.
    if standing.ballot is None or (standing.is_overruled and not found.is_closed):
        return redirect(url_for("positions.vote", position_id=position_id))
    return render_template(
        "positions/receipt.html",
        position=position,
        vote=found,
        trail=_trail(position),
        standing=standing,
        entry=receipt_entry(standing),
    )


def _standing(mine: list[Standing], mandate_id: str | None) -> Standing:
    for one in mine:
        if str(one.mandate_id) == mandate_id:
            return one
    raise NotElector


@blueprint.get("/stanowiska/<int:position_id>/wynik")
@public
def result(position_id: int) -> ResponseReturnValue:
    """The result with every step of the count, the roll-call, and the check of the ledger; after the closing only."""
    position = find_position(current_user, position_id)
    frame = frame_of(current_user, position, "vote")
    found = frame.vote or find_vote(position)
    if not found.is_closed:
        return redirect(url_for("positions.vote", position_id=position_id))
    shown = result_of(current_user, found)
    wanted = request.args.get("pokaz", "")
    return render_template(
        "positions/result.html",
        frame=frame,
        position=position,
        vote=found,
        result=shown,
        rows=_filtered(shown.rows, wanted),
        filters=_filters(shown.rows, wanted),
        steps=results.steps_in_words(found, shown.counted),
        sentence=results.outcome_sentence(found, shown.counted),
        few_voted=results.few_voted_words(shown.counted),
        certified=results.certified_words(found),
        may_certify=found.state is None and may.certify_vote(current_user, found),
        form=StepForm(formdata=None),
    )


def _filtered(rows: Any, wanted: str) -> list[Any]:
    if wanted == "bez-glosu":
        return [row for row in rows if not row.choice]
    choice = results.CHOICE_SLUGS.get(wanted)
    return [row for row in rows if row.choice and (choice is None or row.choice == choice)]


def _filters(rows: Any, wanted: str) -> list[tuple[str, str, bool]]:
    voted = [row for row in rows if row.choice]
    found = [("", _("all (%(num)s)", num=len(voted)), not wanted)]
    for slug, choice in results.CHOICE_SLUGS.items():
        count = sum(row.choice == choice for row in voted)
        if count:
            label = f"{results.ROLL_CALL[choice][1]} ({count})"
            found.append((slug, label, wanted == slug))
    silent = len(rows) - len(voted)
    if silent:
        found.append(("bez-glosu", _("no ballot (%(num)s)", num=silent), wanted == "bez-glosu"))
    return found


@blueprint.post("/stanowiska/<int:position_id>/wynik/potwierdzenie")
@signed_in
@confirmed_recently
def certify(position_id: int) -> ResponseReturnValue:
    """A second person confirms the result."""
    position = find_position(current_user, position_id)
    found = find_vote(position)
    authorize(may.certify_vote(current_user, found))
    actions.certify_vote(current_user, found)
    flash(_("The result is confirmed."), "success")
    return redirect(url_for("positions.result", position_id=position_id), code=303)


def _trail(position: Position) -> list[dict[str, str]]:
    return [*trail_of(position), {"label": position.title, "url": url_of(position)}]
