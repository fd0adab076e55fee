"""What the rows of matrix/jobs.toml stand on: each makes its things for an author and gives (address values, form fields)."""

from typing import Any

from app.auth.models import User
from app.extensions import db
from app.jobs import Job
from app.lib import clock
from app.lib.mail import stored_messages
from app.web.mailing import mail_folder, send_now
from app.web.unit_of_work import unit_of_work

Setup = tuple[dict[str, Any], dict[str, Any]]


def nothing(author: User) -> Setup:
    return {}, {}


def a_letter(author: User) -> Setup:
    send_now("reset", author.email, 1, name=author.name, url="http://localhost/haslo/abc")
    return {"name": stored_messages(mail_folder())[0].name}, {}


def a_letter_kept(author: User) -> Setup:
    a_letter(author)
    return {}, {}


def a_failed_job(author: User) -> Setup:
    with unit_of_work():
        job = Job(kind="mail", payload={}, due_at=clock.now(), attempts=99, given_up_at=clock.now(), error="OSError")
        db.session.add(job)
    return {"job_id": job.id}, {}
