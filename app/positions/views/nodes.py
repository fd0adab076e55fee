"""The working draft node by node: changing, adding, moving, deleting one."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.positions import addressees, tree_edits
from app.positions.actions import drafting as actions
from app.positions.errors import TextRefused
from app.positions.forms.drafting import (
    NODE_KINDS,
    NewNodeForm,
    NodeForm,
)
from app.positions.forms.staging import StepForm
from app.positions.models import Position
from app.positions.presenting.text import anchor_of
from app.positions.text.nodes import Tree
from app.positions.text.numbering import labels
from app.positions.views import blueprint
from app.positions.views.drafts import position_to_write, rev_of, trail_to, working_draft
from app.web.access import signed_in
from app.web.errors import NotFound
from app.web.locale import current_language
from app.web.submissions import once


@blueprint.route("/stanowiska/<int:position_id>/jednostki/<node_id>/edycja", methods=["GET", "POST"])
@signed_in
def edit_node(position_id: int, node_id: str) -> ResponseReturnValue:
    """One node: its text, and whether it is a demand and to whom."""
    position = position_to_write(position_id)
    saved, tree = working_draft(position)
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
        form.lock_version.data = rev_of(saved.id if saved else position.current_version_id, node_id)
    elif form.validate_on_submit() and _save_node(position, node_id, form):
        return redirect(url_for("positions.draft", position_id=position_id, _anchor=anchor_of(node_id)), code=303)
    page = render_template(
        "positions/node.html",
        form=form,
        position=position,
        trail=trail_to(position),
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
    position = position_to_write(position_id)
    _saved, tree = working_draft(position)
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
        trail=trail_to(position),
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
    position = position_to_write(position_id)
    direction = "up" if request.form.get("kierunek") == "wyzej" else "down"
    actions.move_node(current_user, position, node_id, direction)
    return redirect(url_for("positions.draft", position_id=position_id, _anchor=anchor_of(node_id)), code=303)


@blueprint.route("/stanowiska/<int:position_id>/jednostki/<node_id>/usuniecie", methods=["GET", "POST"])
@signed_in
def delete_node(position_id: int, node_id: str) -> ResponseReturnValue:
    """Take a node out of the draft, after asking."""
    position = position_to_write(position_id)
    _saved, tree = working_draft(position)
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
        trail=trail_to(position),
        place=labels(tree, current_language())[node_id],
        gone=tree.subtree(node_id),
    )
