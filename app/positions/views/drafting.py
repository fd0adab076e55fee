"""Opening a position, and its working draft: whole text, node by node, publishing."""

from typing import Any

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
    NewNodeForm,
    NewPositionForm,
    NodeForm,
    PublishForm,
    TextForm,
)
from app.positions.forms.staging import StepForm
from app.positions.models import NodeRevision, Position
from app.positions.presenting.frame import trail_of
from app.positions.presenting.text import anchor_of, units_of
from app.positions.problem_words import sentences
from app.positions.queries.positions import find_position
from app.positions.queries.texts import draft_of, tree_of
from app.positions.text.checks import InvalidText, problems
from app.positions.text.nodes import Tree
from app.positions.text.numbering import labels
from app.positions.text.parse_plain import Parsed, parse
from app.positions.text.plain import to_plain
from app.positions.views import blueprint
from app.web import rate_limits
from app.web.access import authorize, requires, signed_in
from app.web.errors import NotFound
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
    position = _position_to_write(position_id)
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
    page = render_template("positions/details.html", form=form, position=position, trail=_trail(position))
    return page, 422 if form.errors else 200


@blueprint.get("/stanowiska/<int:position_id>/szkic")
@signed_in
def draft(position_id: int) -> str:
    """The working draft node by node, what is still wrong with it, and its publication."""
    return _draft_page(_position_to_write(position_id), PublishForm())


def _draft_page(position: Position, form: PublishForm) -> str:
    saved, tree = _working(position)
    places = labels(tree, current_language())
    return render_template(
        "positions/draft.html",
        position=position,
        trail=_trail(position),
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
    position = _position_to_write(position_id)
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
    position = _position_to_write(position_id)
    if draft_of(position) is None or position.current_version_id is None:
        raise NothingToPublish
    form = StepForm()
    if form.validate_on_submit():
        actions.discard_draft(current_user, position)
        flash(_("The draft is as the published version again."), "success")
        return redirect(url_of(position), code=303)
    return render_template("positions/discard.html", form=form, position=position, trail=_trail(position))


@blueprint.route("/stanowiska/<int:position_id>/tekst", methods=["GET", "POST"])
@signed_in
def edit_text(position_id: int) -> ResponseReturnValue:
    """The whole text in one field. Parts that may or may not be the earlier ones are asked about before saving."""
    position = _position_to_write(position_id)
    _saved, tree = _working(position)
    form = TextForm()
    if request.method == "GET":
        form.source.data = to_plain(tree, addressees.polish_names())
        form.lock_version.data = position.text_rev
    elif form.validate_on_submit():
        answer = _save_whole(position, tree, form)
        if answer is not None:
            return answer
    page = render_template("positions/text.html", form=form, position=position, trail=_trail(position))
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
        trail=_trail(position),
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


@blueprint.route("/stanowiska/<int:position_id>/jednostki/<node_id>/edycja", methods=["GET", "POST"])
@signed_in
def edit_node(position_id: int, node_id: str) -> ResponseReturnValue:
    """One node: its text, and whether it is a demand and to whom."""
    position = _position_to_write(position_id)
    saved, tree = _working(position)
    node = tree.find(node_id)
    if node is None:
        raise NotFound
    form = NodeForm()
    form.addressees.choices = addressees.choices()
    if request.method == "GET":
        known = {slug for slug, _label in form.addressees.choices}
        form.text.data, form.demand.data = node.text, node.demand
        form.addressees.data = [name for name in node.addressees if name in known]
        form.others.data = "\n".join(name for name in node.addressees if name not in known)
        form.lock_version.data = _rev_of(saved.id if saved else position.current_version_id, node_id)
    elif form.validate_on_submit() and _save_node(position, node_id, form):
        return redirect(url_for("positions.draft", position_id=position_id, _anchor=anchor_of(node_id)), code=303)
    page = render_template(
        "positions/node.html",
        form=form,
        position=position,
        trail=_trail(position),
        node=node,
        place=labels(tree, current_language())[node_id],
        may_demand=node.kind in ("section", "paragraph", "point", "letter"),
    )
    return page, 422 if form.errors else 200


def _save_node(position: Position, node_id: str, form: NodeForm) -> bool:
    chosen = addressees.from_form(form.addressees.data or (), form.others.data or "")
    if chosen and not form.demand.data:
        form.demand.errors = [_("An addressee belongs to a demand. Mark this part as a demand.")]
        return False
    try:
        actions.edit_node(
            current_user,
            position,
            node_id,
            form.text.data or "",
            demand=form.demand.data,
            addressees=chosen,
            rev=form.lock_version.data or 0,
        )
    except TextRefused as refused:
        form.text.errors = refused.sentences
        return False
    return True


@blueprint.route("/stanowiska/<int:position_id>/jednostki/nowa", methods=["GET", "POST"])
@signed_in
def add_node(position_id: int) -> ResponseReturnValue:
    """A new node: after another (`po`), inside another (`w`), or at the top."""
    position = _position_to_write(position_id)
    _saved, tree = _working(position)
    after, inside = request.args.get("po"), request.args.get("w")
    kinds = _kinds_for(tree, after, inside)
    form = NewNodeForm()
    form.kind.choices = [(kind, NODE_KINDS[kind]) for kind in kinds]
    if request.method == "GET" and request.args.get("rodzaj") in kinds:
        form.kind.data = request.args["rodzaj"]
    if form.validate_on_submit():
        try:
            url = once(
                current_user.id,
                form.submission_id.data,
                lambda: actions.add_node(
                    current_user, position, form.kind.data, form.text.data, after=after, inside=inside
                ),
                lambda made: url_for("positions.draft", position_id=position_id, _anchor=anchor_of(made)),
            )
            return redirect(url, code=303)
        except TextRefused as refused:
            form.text.errors = refused.sentences
    page = render_template(
        "positions/new_node.html",
        form=form,
        position=position,
        trail=_trail(position),
        place=labels(tree, current_language()).get(after or inside or "", ""),
        inside=bool(inside),
    )
    return page, 422 if form.errors else 200


def _kinds_for(tree: Tree, after: str | None, inside: str | None) -> tuple[str, ...]:
    node = tree.find(after or inside or "")
    if (after or inside) and node is None:
        raise NotFound
    if node is None:
        return tree_edits.kinds_at_top(tree)
    return (node.kind,) if after else tree_edits.kinds_inside(tree, node)


@blueprint.post("/stanowiska/<int:position_id>/jednostki/<node_id>/przesuniecie")
@signed_in
def move_node(position_id: int, node_id: str) -> ResponseReturnValue:
    """One place up or down."""
    position = _position_to_write(position_id)
    direction = "up" if request.form.get("kierunek") == "wyzej" else "down"
    actions.move_node(current_user, position, node_id, direction)
    return redirect(url_for("positions.draft", position_id=position_id, _anchor=anchor_of(node_id)), code=303)


@blueprint.route("/stanowiska/<int:position_id>/jednostki/<node_id>/usuniecie", methods=["GET", "POST"])
@signed_in
def delete_node(position_id: int, node_id: str) -> ResponseReturnValue:
    """Take a node out of the draft, after asking."""
    position = _position_to_write(position_id)
    _saved, tree = _working(position)
    if node_id not in tree:
        raise NotFound
    form = StepForm()
    if form.validate_on_submit():
        actions.delete_node(current_user, position, node_id)
        return redirect(url_for("positions.draft", position_id=position_id), code=303)
    return render_template(
        "positions/delete_node.html",
        form=form,
        position=position,
        trail=_trail(position),
        place=labels(tree, current_language())[node_id],
        gone=tree.subtree(node_id),
    )


def _position_to_write(position_id: int) -> Position:
    """A position whose draft this viewer may read; 404 when it is invisible, 403 when it is another's draft."""
    position = find_position(current_user, position_id)
    authorize(
        may.leads(current_user, position)
        or may.edit_text(current_user, position)
        or may.lead_process(current_user, position)
    )
    if not position.is_being_written:
        from app.positions.errors import TextClosed

        raise TextClosed
    return position


def _working(position: Position) -> tuple[Any, Tree]:
    saved = draft_of(position)
    return saved, tree_of(saved.id if saved else position.current_version_id)


def _rev_of(version_id: int | None, node_id: str) -> int:
    from sqlalchemy import select

    from app.extensions import db

    return (
        db.session.scalar(
            select(NodeRevision.rev).where(NodeRevision.version_id == version_id, NodeRevision.node_id == node_id)
        )
        or 0
    )


def _trail(position: Position) -> list[dict[str, str]]:
    return [*trail_of(position), {"label": position.title, "url": url_of(position)}]
