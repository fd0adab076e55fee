"""Comments at a node, and the evidence of a position."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth.policies import take_part
from app.positions import policies as may
from app.positions.actions import discussing as actions
from app.positions.addresses import url_of
from app.positions.citing import target_of_address
from app.positions.errors import UnknownEvidence
from app.positions.forms.discussing import CommentForm, EvidenceForm, ResolveForm
from app.positions.forms.staging import StepForm
from app.positions.models import Position
from app.positions.presenting.frame import frame_of, trail_of
from app.positions.presenting.text import anchor_of
from app.positions.queries.discussion import (
    evidence_of,
    find_evidence,
    find_thread,
    threads_of,
)
from app.positions.queries.positions import find_position
from app.positions.queries.texts import tree_of
from app.positions.text.nodes import Tree
from app.positions.text.numbering import labels
from app.positions.views import blueprint
from app.web import rate_limits
from app.web.access import authorize, requires, signed_in
from app.web.addresses import row_number
from app.web.errors import NotFound
from app.web.locale import current_language
from app.web.submissions import new_submission_id, once


@blueprint.get("/stanowiska/<int:position_id>/komentarze")
@requires(take_part)
def comments(position_id: int) -> str:
    """The comments on one node (`jednostka`), or a choice of the nodes with theirs."""
    position = find_position(current_user, position_id)
    tree = tree_of(position.current_version_id)
    return _comments_page(position, tree, request.args.get("jednostka", ""), CommentForm(formdata=None))


def _comments_page(position: Position, tree: Tree, node_id: str, form: CommentForm) -> str:
    places = labels(tree, current_language())
    threads = threads_of(current_user, position, tree)
    node = tree.find(node_id)
    if node_id and node is None and node_id not in threads:
        raise NotFound
    return render_template(
        "positions/comments.html",
        frame=frame_of(current_user, position, "text"),
        position=position,
        node=node,
        node_id=node_id,
        places=places,
        nodes=[one for one in tree if one.text],
        threads=threads,
        form=form,
        new_id=new_submission_id,
        resolve_form=ResolveForm(formdata=None),
        may_comment=may.comment_on_node(current_user, position) and not position.consultation_is_over,
        may_resolve=may.resolve_thread(current_user, position),
    )


@blueprint.post("/stanowiska/<int:position_id>/komentarze")
@requires(take_part)
def comment(position_id: int) -> ResponseReturnValue:
    """A comment on a node, or a reply in a thread."""
    position = find_position(current_user, position_id)
    node_id = request.args.get("jednostka", "")
    form = CommentForm()
    if not form.validate_on_submit():
        return _comments_page(position, tree_of(position.current_version_id), node_id, form), 422
    rate_limits.count("posts", str(current_user.id))
    url = once(
        current_user.id,
        form.submission_id.data,
        lambda: _add(position, node_id, form),
        lambda made: url_for(
            "positions.comments", position_id=position_id, jednostka=node_id, _anchor=f"komentarz-{made.id}"
        ),
    )
    return redirect(url, code=303)


def _add(position: Position, node_id: str, form: CommentForm) -> Any:
    body = form.body.data or ""
    if form.thread.data:
        thread = find_thread(current_user, position, row_number(form.thread.data))
        return actions.reply_to_thread(current_user, thread, body)
    return actions.comment_on_node(current_user, position, node_id, body)


@blueprint.post("/stanowiska/<int:position_id>/komentarze/<int:thread_id>/rozstrzygniecie")
@requires(take_part)
def resolve(position_id: int, thread_id: int) -> ResponseReturnValue:
    """Mark a thread as settled."""
    position = find_position(current_user, position_id)
    thread = find_thread(current_user, position, thread_id)
    node_id = thread.node_id
    form = ResolveForm()
    if form.validate_on_submit():
        actions.resolve_thread(current_user, thread, form.resolution.data or "")
    return redirect(
        url_for("positions.comments", position_id=position_id, jednostka=node_id, _anchor="watki"), code=303
    )


@blueprint.route("/stanowiska/<int:position_id>/dowody", methods=["GET", "POST"])
@signed_in
def evidence(position_id: int) -> ResponseReturnValue:
    """Cite a practice, topic or position by its address, or a source from outside by its name."""
    position = find_position(current_user, position_id)
    authorize(may.cite_evidence(current_user, position))
    tree = tree_of(position.current_version_id)
    places = labels(tree, current_language())
    form = EvidenceForm()
    form.node.choices = [(node.node_id, f"{places[node.node_id]}: {node.text[:70]}") for node in tree if node.text]
    if request.method == "GET" and request.args.get("jednostka") in tree:
        form.node.data = request.args["jednostka"]
    if form.validate_on_submit() and _cite(position, form):
        return redirect(url_of(position, anchor=anchor_of(form.node.data)), code=303)
    page = render_template(
        "positions/evidence.html",
        form=form,
        position=position,
        trail=[*trail_of(position), {"label": position.title, "url": url_of(position)}],
        evidence=evidence_of(current_user, position, tree),
        places=places,
        remove_form=StepForm(formdata=None),
    )
    return page, 422 if form.errors else 200


def _cite(position: Position, form: EvidenceForm) -> bool:
    try:
        if form.address.data:
            kind, thing_id, version = target_of_address(current_user, form.address.data)
            actions.cite_evidence(current_user, position, form.node.data, (kind, thing_id), version=version)
        elif form.source.data:
            actions.cite_source(current_user, position, form.node.data, form.source.data)
        else:
            form.address.errors = [_("Paste an address, or name a source.")]
            return False
    except UnknownEvidence as unknown:
        form.address.errors = [str(unknown.message)]
        return False
    flash(_("The evidence is cited."), "success")
    return True


@blueprint.post("/stanowiska/<int:position_id>/dowody/<int:link_id>/usuniecie")
@signed_in
def remove_evidence(position_id: int, link_id: int) -> ResponseReturnValue:
    """Take a citation away."""
    position = find_position(current_user, position_id)
    actions.remove_evidence(current_user, position, find_evidence(position, link_id))
    flash(_("The evidence is no longer cited here."), "success")
    return redirect(url_for("positions.evidence", position_id=position_id), code=303)
