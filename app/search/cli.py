"""`flask search`: the index made anew and compared with the database."""

import click
from flask.cli import AppGroup

from app.search.indexing import compare_with_database, rebuild_index
from app.search.service import engine

search = AppGroup("search", help="The search index.")


@search.command("rebuild")
def rebuild() -> None:
    """Make the index anew; pages keep answering from the old one meanwhile."""
    count = rebuild_index(lambda number: click.echo(f"\r{number} documents", nl=False) if number % 500 == 0 else None)
    click.echo(f"\r{count} documents are in the index.")


@search.command("check")
def check() -> None:
    """Compare ids and versions with the database; exit status 1 when they differ."""
    click.echo(f"The index is {engine().state().value}.")
    missing, stale = compare_with_database()
    if missing or stale:
        raise click.ClickException(f"{len(missing)} missing, {len(stale)} stale: run `flask search rebuild`")
    click.echo("It holds what the database holds.")
