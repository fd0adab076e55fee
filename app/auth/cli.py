"""`flask auth`: the first administrator, invitations and blocking from the command line."""

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import AppGroup
from sqlalchemy import select

from app.activity import record
from app.activity.checking import faults_of_records
from app.auth import passwords
from app.auth.models import User
from app.auth.people import make_user, normal_email
from app.auth.queries import find_user_by_email
from app.auth.sessions import end_sessions
from app.extensions import db
from app.web.unit_of_work import unit_of_work

auth = AppGroup("auth", help="Accounts.")


@auth.command("create-admin")
@click.argument("email")
@click.option("--name", prompt="Name and surname", help="As it stands beside posts.")
@click.password_option(help="At least 12 characters; asked for when left out.")
def create_admin(email: str, name: str, password: str) -> None:
    """Make the first administrator, or make an existing account one."""
    try:
        email = (
            validate_email(email, check_deliverability=False, test_environment=True, allow_smtputf8=False).ascii_email
            or ""
        )
    except EmailNotValidError as error:
        raise click.ClickException(f"{email} is not an e-mail address") from error
    if sentence := passwords.complaint(password, name=name, email=email):
        raise click.ClickException(sentence.replace("\xa0", " "))
    password_hash = passwords.hash_password(password)
    with unit_of_work():
        user = find_user_by_email(email) or make_user(email=normal_email(email), name=name)
        user.password_hash = password_hash
        user.is_administrator = True
        end_sessions(user.id)
        record(None, "role.given", user, details={"role": "administrator"})
    click.echo(f"{user.email} is an administrator.")


@auth.command("list-staff")
def list_staff() -> None:
    """Print moderators and administrators."""
    rows = db.session.scalars(
        select(User).where((User.is_administrator.is_(True)) | (User.is_moderator.is_(True))).order_by(User.name_key)
    )
    for user in rows:
        click.echo(f"{user.email}\t{'administrator' if user.is_administrator else 'moderator'}\t{user.name}")


record_group = AppGroup("record", help="The audit record.")


@record_group.command("verify")
def verify_record() -> None:
    """Check the chain of the audit record and the ledgers of all votes."""
    if faults := faults_of_records():
        raise click.ClickException("\n".join(["the records do not hold:", *faults]))
    click.echo("The record is whole.")
