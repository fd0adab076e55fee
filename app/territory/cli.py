"""`flask territory`: bringing the register's list up to date."""

import click
from flask.cli import AppGroup

from app.extensions import db
from app.territory.models import Neighbour, Unit
from app.territory.reference import neighbour_rows, unit_rows
from app.web.unit_of_work import unit_of_work

territory = AppGroup("territory", help="The list of units.")


@territory.command("load")
def load() -> None:
    """Read units and neighbours from the project's data files; running it twice changes nothing."""
    with unit_of_work() as session:
        for row in unit_rows():
            session.merge(Unit(**row))
        session.flush()
        for pair in neighbour_rows():
            session.merge(Neighbour(**pair))
    click.echo(f"{len(unit_rows())} units, {len(neighbour_rows())} borders.")
    db.session.remove()
