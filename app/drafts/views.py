"""The list of one's drafts, and the address the pages save to while somebody types."""

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.drafts import keeping
from app.lib.polish import time_words
from app.lib.text_input import clean_line, clean_text
from app.web.access import signed_in
from app.web.errors import Invalid, NotFound
from app.web.locale import current_language
from app.web.same_origin import safe_next

blueprint = Blueprint("drafts", __name__, template_folder="templates")


@blueprint.get("/szkice")
@signed_in
def index() -> str:
    """What I began and did not send."""
    return render_template("drafts/index.html", drafts=keeping.drafts_of(current_user))


@blueprint.get("/szkice/pole")
@signed_in
def saved() -> Response:
    """The draft of a form, for the page that shows the form; no fields where there is none."""
    draft = keeping.find_draft(current_user, request.args.get("place", "")[:300])
    if draft is None:  # usual, and no error that a browser should complain about
        return jsonify({"fields": {}, "at": ""})
    return jsonify({"fields": draft.fields, "at": time_words(draft.updated_at, current_language())})


@blueprint.post("/szkice/pole")
@signed_in
def save() -> ResponseReturnValue:
    """Keep what stands in a form now; answers with the hour."""
    place, page = request.form.get("draft_place", ""), safe_next(request.form.get("draft_page", ""))
    if not place.startswith("/") or "\0" in place or len(place) > 300 or page is None:
        raise Invalid
    fields = {
        name: [clean_text(value) for value in values]
        for name, values in request.form.lists()
        if name not in ("draft_place", "draft_page", "draft_title")
    }
    title = clean_line(request.form.get("draft_title", ""))
    draft = keeping.keep_draft(current_user, place=place, page=page, title=title, fields=fields)
    if draft is None:
        raise Invalid
    return jsonify({"at": time_words(draft.updated_at, current_language())})


@blueprint.post("/szkice/<int:draft_id>/usuniecie")
@signed_in
def forget(draft_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    if not keeping.forget_draft(current_user, draft_id):
        raise NotFound
    flash(_("The draft is deleted."), "success")
    return redirect(url_for("drafts.index"), code=303)
