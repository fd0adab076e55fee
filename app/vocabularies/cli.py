"""`flask vocabularies`: bringing the lists up to date."""

import click
from flask.cli import AppGroup

from app.vocabularies.loading import load_vocabularies

vocabularies = AppGroup("vocabularies", help="The lists of themes, groups, instruments and kinds.")


@vocabularies.command("load")
def load() -> None:
    """Read the lists from the project's data file; running it twice changes nothing."""
    touched = load_vocabularies()
    click.echo(f"{touched} terms added or changed.")
