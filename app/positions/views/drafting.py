"""Opening a position, and its working draft: whole text, publishing, undoing. Single nodes are `nodes`."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.positions import addressees, tree_edits
from app.positions import policies as may
from app.positions.actions import drafting as actions
from app.positions.addresses import url_of
from app.positions.errors import NothingToPublish, TextRefused
from app.positions.forms.drafting import (
    NODE_KINDS,
    DetailsForm,
    NewPositionForm,
    PublishForm,
    TextForm,
)
from app.positions.forms.staging import StepForm
from app.positions.models import Position
from app.positions.presenting.text import units_of
from app.positions.problem_words import sentences
from app.positions.queries.texts import draft_of
from app.positions.text.checks import InvalidText, problems
from app.positions.text.nodes import Tree
from app.positions.text.numbering import labels
from app.positions.text.parse_plain import Parsed, parse
from app.positions.text.plain import to_plain
from app.positions.views import blueprint
from app.positions.views.drafts import position_to_write, trail_to, working_draft
from app.web import rate_limits
from app.web.access import requires, signed_in
from app.web.locale import current_language
from app.web.submissions import once


@blueprint.route("/stanowiska/nowe", methods=["GET", "POST"])
@requires(may.open_position)
def new() -> ResponseReturnValue:
    """Open a position."""
    form = NewPositionForm()
    if form.validate_on_submit():
        rate_limits.count("posts", str(current_user.id))
        url = once(
            current_user.id,
            form.submission_id.data,
            lambda: actions.open_position(
                current_user,
                title=form.title.data,
                matter=form.matter.data,
                kind=form.kind.data,
                visibility=form.visibility.data,
            ),
            lambda position: url_for("positions.draft", position_id=position.id),
        )
        flash(_("The position is open. Now write its text."), "success")
        return redirect(url, code=303)
    return render_template("positions/new.html", form=form), 422 if form.errors else 200


@blueprint.route("/stanowiska/<int:position_id>/opis", methods=["GET", "POST"])
@signed_in
def details(position_id: int) -> ResponseReturnValue:
    """Short title, kind and circle of readers."""
    position = position_to_write(position_id)
    form = DetailsForm(obj=position)
    if form.validate_on_submit():
        actions.change_details(
            current_user,
            position,
            title=form.title.data,
            kind=form.kind.data,
            visibility=form.visibility.data,
            lock_version=form.lock_version.data or 0,
        )
        return redirect(url_for("positions.draft", position_id=position_id), code=303)
    page = render_template("positions/details.html", form=form, position=position, trail=trail_to(position))
    return page, 422 if form.errors else 200


@blueprint.get("/stanowiska/<int:position_id>/szkic")
@signed_in
def draft(position_id: int) -> str:
    """The working draft node by node, what is still wrong with it, and its publication."""
    return _draft_page(position_to_write(position_id), PublishForm())


def _draft_page(position: Position, form: PublishForm) -> str:
    saved, tree = working_draft(position)
    places = labels(tree, current_language())
    return render_template(
        "positions/draft.html",
        position=position,
        trail=trail_to(position),
        draft=saved,
        tree=tree,
        units=units_of(tree),
        places=places,
        warnings=sentences(tree, list(problems(tree))),
        kinds_at_top=[(kind, NODE_KINDS[kind]) for kind in tree_edits.kinds_at_top(tree)],
        kinds_inside=lambda node: tree_edits.kinds_inside(tree, node),
        form=form,
    )


@blueprint.post("/stanowiska/<int:position_id>/wersje")
@signed_in
def publish(position_id: int) -> ResponseReturnValue:
    """Publish the working draft as a version."""
    position = position_to_write(position_id)
    form = PublishForm()
    if not form.validate_on_submit():
        return _draft_page(position, form), 422
    url = once(
        current_user.id,
        form.submission_id.data,
        lambda: actions.publish_version(current_user, position, form.note.data),
        lambda version: url_of(position),
    )
    flash(_("The version is published."), "success")
    return redirect(url, code=303)


@blueprint.route("/stanowiska/<int:position_id>/szkic/porzucenie", methods=["GET", "POST"])
@signed_in
def discard(position_id: int) -> ResponseReturnValue:
    """Go back to the published version, after asking."""
    position = position_to_write(position_id)
    if draft_of(position) is None or position.current_version_id is None:
        raise NothingToPublish
    form = StepForm()
    if form.validate_on_submit():
        actions.discard_draft(current_user, position)
        flash(_("The draft is as the published version again."), "success")
        return redirect(url_of(position), code=303)
    return render_template("positions/discard.html", form=form, position=position, trail=trail_to(position))


@blueprint.route("/stanowiska/<int:position_id>/tekst", methods=["GET", "POST"])
@signed_in
def edit_text(position_id: int) -> ResponseReturnValue:
    """The whole text in one field. Parts that may or may not be the earlier ones are asked about before saving."""
    position = position_to_write(position_id)
    _saved, tree = working_draft(position)
    form = TextForm()
    if request.method == "GET":
        form.source.data = to_plain(tree, addressees.polish_names())
        form.lock_version.data = position.text_rev
    elif form.validate_on_submit():
        answer = _save_whole(position, tree, form)
        if answer is not None:
            return answer
    page = render_template("positions/text.html", form=form, position=position, trail=trail_to(position))
    return page, 422 if form.errors else 200


def _save_whole(position: Position, tree: Tree, form: TextForm) -> ResponseReturnValue | None:
    """Save, or ask about uncertain matches, or (None) leave the refusals in the form."""
    answers = {key.removeprefix("ta-sama-"): value for key, value in request.form.items() if key.startswith("ta-sama-")}
    try:
        parsed = parse(
            form.source.data or "",
            tree,
            names=addressees.polish_names(),
            confirmed=[node_id for node_id, value in answers.items() if value == "tak"],
            refused=[node_id for node_id, value in answers.items() if value == "nie"],
        )
        if parsed.uncertain and position.text_rev == form.lock_version.data:
            return _ask_about_matches(position, form, parsed, answers)
        actions.save_text(current_user, position, parsed.tree, form.lock_version.data or 0)
    except InvalidText as refused:
        form.source.errors = sentences(tree, list(refused.problems))
        return None
    except TextRefused as refused:
        form.source.errors = refused.sentences
        return None
    for note in parsed.notes:
        flash(note_words(note.code, note.line), "warning")
    flash(_("The draft is saved."), "success")
    return redirect(url_for("positions.draft", position_id=position.id), code=303)


def _ask_about_matches(
    position: Position, form: TextForm, parsed: Parsed, answers: dict[str, str]
) -> ResponseReturnValue:
    return render_template(
        "positions/matches.html",
        form=form,
        position=position,
        trail=trail_to(position),
        uncertain=parsed.uncertain,
        answers=answers,
    )


def note_words(code: str, line: int) -> str:
    """What was understood otherwise than it was written."""
    known = {
        "section_made": _("Line %(num)s has no number, so it became a § of its own.", num=line),
        "letter_without_point": _(
            "Line %(num)s begins with a letter, but there is no point above it; it became a point.", num=line
        ),
        "indent_without_letter": _(
            "Line %(num)s begins with a dash, but there is no letter above it; it was raised.", num=line
        ),
        "left_out": _("Line %(num)s is printed by itself, so it was left out of the text.", num=line),
        "unknown_addressee": _("An addressee is not on the list; the name was kept as it was written."),
    }
    return known.get(code, _("Look at line %(num)s again.", num=line))
