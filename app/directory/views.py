"""The directory of advocates by powiat, a person's page, and writing to a person."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth import policies as may
from app.auth.actions.profile import write_to_person
from app.auth.forms import MessageForm
from app.auth.queries import find_person
from app.directory.queries import counties, coverage, is_shown_to, search_directory
from app.web import rate_limits
from app.web.access import authorize, public, requires
from app.web.errors import NotFound
from app.web.submissions import once

MOST_LETTERS = 200

blueprint = Blueprint("directory", __name__, template_folder="templates")


@blueprint.get("/rzecznicy")
@public
def index() -> str:
    """All 42 powiats with their advocates, or the people and units of a searched name."""
    text = " ".join(request.args.get("q", "").replace("\0", "").split())[:MOST_LETTERS]
    if text:
        rate_limits.count("search", str(current_user.id or rate_limits.network()))
    return render_template(
        "directory/index.html",
        text=text,
        found=search_directory(current_user, text) if text else None,
        counties=[] if text else counties(current_user),
        reach=coverage(),
    )


@blueprint.get("/rzecznicy/<handle>")
@public
def person(handle: str) -> str:
    """A person's page."""
    found = find_person(handle)
    if not is_shown_to(current_user, found):
        raise NotFound
    return render_template(
        "directory/person.html",
        person=found,
        can_write=may.take_part(current_user) and may.write_to_person(current_user, found),
    )


@blueprint.route("/rzecznicy/<handle>/wiadomosc", methods=["GET", "POST"])
@requires(may.take_part)
def write(handle: str) -> ResponseReturnValue:
    """A message by e-mail; no address is shown."""
    found = find_person(handle)
    if not is_shown_to(current_user, found):
        raise NotFound
    authorize(may.write_to_person(current_user, found))
    form = MessageForm()
    if form.validate_on_submit():
        rate_limits.count("messages", str(current_user.id))
        address = once(
            current_user.id,
            form.submission_id.data,
            lambda: write_to_person(
                current_user, found, text=form.text.data, submission_id=form.submission_id.data or ""
            ),
            lambda _message: url_for("directory.person", handle=handle),
        )
        flash(_("The message is on its way. The answer will come to your e-mail address."), "success")
        return redirect(address, code=303)
    return render_template("directory/write.html", form=form, person=found), 422 if form.errors else 200
