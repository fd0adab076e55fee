"""For the administrator: letters written to the folder (where no SMTP is set) and jobs that need a look."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from app.activity import record
from app.extensions import db
from app.jobs.models import Job
from app.jobs.outbox import send_again
from app.lib.files import FileRefused, read
from app.web.access import requires
from app.web.errors import NotFound
from app.web.mailing import mail_folder
from app.web.unit_of_work import unit_of_work

blueprint = Blueprint("jobs", __name__, template_folder="templates")
SHOWN = 100


def administer(user: object) -> bool:
    """Administrators only: letters hold links that open accounts."""
    return bool(getattr(user, "is_administrator", False))


@blueprint.get("/administracja/poczta")
@requires(administer)
def letters() -> str:
    """The newest letters of the folder."""
    folder = mail_folder()
    paths = sorted(folder.glob("*.eml"), key=lambda path: (path.stat().st_mtime, path.name), reverse=True)[:SHOWN]
    return render_template(
        "jobs/letters.html",
        letters=[(path.name, _headers(path)) for path in paths],
        by_smtp=bool(current_app.config["SMTP_URL"]),
    )


@blueprint.get("/administracja/poczta/<name>")
@requires(administer)
def letter(name: str) -> str:
    """One letter as text."""
    try:
        message = _parsed(read(mail_folder(), name))
    except (FileRefused, OSError) as error:
        raise NotFound from error
    body = message.get_body(("plain",))
    return render_template("jobs/letter.html", message=message, text=body.get_content() if body else "")


@blueprint.get("/administracja/zadania")
@requires(administer)
def outbox() -> str:
    """Jobs that were given up, failed before, or wait long."""
    rows = db.session.scalars(
        select(Job).where(Job.done_at.is_(None)).order_by(Job.given_up_at.desc(), Job.due_at).limit(SHOWN)
    )
    return render_template("jobs/outbox.html", jobs=list(rows))


@blueprint.post("/administracja/zadania/<int:job_id>/ponownie")
@requires(administer)
def do_again(job_id: int) -> ResponseReturnValue:
    """Make a job due once more."""
    with unit_of_work() as session:
        if session.get(Job, job_id) is None:
            raise NotFound
        send_again(job_id)
        record(current_user, "job.again", ("Job", job_id))
    flash(_("The job will be tried again at once."), "success")
    return redirect(url_for("jobs.outbox"), code=303)


def _headers(path: Path) -> EmailMessage:
    return _parsed(path.read_bytes())


def _parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message
