"""`flask demo`: load the demonstration, get everything ready for `make run`, print the accounts."""

import click
from flask import current_app
from flask.cli import AppGroup
from flask_migrate import upgrade

from app.demo.content import read
from app.demo.loading import is_loaded, load_everything
from app.demo.passwords import demo_password
from app.extensions import db
from app.search.indexing import rebuild_index
from app.search.outcomes import IndexState
from app.search.service import engine

demo = AppGroup("demo", help="The demonstration.")


@demo.command("load")
def load() -> None:
    """Load people, forum, practices and positions; running it twice changes nothing."""
    _refuse_production()
    load_everything(click.echo)


@demo.command("prepare")
def prepare() -> None:
    """Migrate, load the demonstration the first time, and build the index when it is not fit."""
    _refuse_production()
    click.echo("Database …")
    upgrade()
    if not is_loaded():
        click.echo("Demonstration data …")
        load_everything(click.echo)
    if engine().state() is not IndexState.READY:
        click.echo("Search index …")
        click.echo(f"  {rebuild_index()} documents")
    db.session.remove()


@demo.command("accounts")
def accounts() -> None:
    """Print one account of every role and their password."""
    _refuse_production()
    people = [person for person in read("people.json") if person.get("demo_account")]
    width = max(len(person["email"]) for person in people)
    for person in people:
        click.echo(f"  {person['email']:<{width}}  {person['demo_label']}")
    click.echo(f"  password: {demo_password()}")


def _refuse_production() -> None:
    if current_app.config["MODE"] == "production":
        raise click.ClickException("the demonstration is not for production")
