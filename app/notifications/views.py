"""Marking notices read; the notices themselves stand on the start page."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.notifications.deliver import mark_read
from app.web.access import signed_in
from app.web.unit_of_work import unit_of_work

blueprint = Blueprint("notifications", __name__)


@blueprint.post("/powiadomienia/przeczytane")
@signed_in
def read_all() -> ResponseReturnValue:
    """Mark all of one's notices read."""
    with unit_of_work():
        mark_read(current_user.id)
    flash(_("All notices are marked as read."), "success")
    return redirect(url_for("pages.home"), code=303)
