"""`flask text`: applying a changed rule of cleaning to everything that is stored."""

from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import Column, Table, select, update

from app.extensions import Base, db
from app.lib.rich_text import clean_html
from app.web.columns import RichText
from app.web.unit_of_work import unit_of_work

text = AppGroup("text", help="Stored text of people.")
STEP = 500


@text.command("reclean")
def reclean() -> None:
    """Clean all stored HTML anew; what is clean already stays as it is."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, RichText):
                click.echo(f"{table.name}.{column.name}: {reclean_column(table, column)} changed")


def reclean_column(table: Table, column: Column[Any]) -> int:
    """Clean one column in steps, so that people can go on writing; how many values changed."""
    key = next(iter(table.primary_key.columns))
    changed, last = 0, None
    while True:
        wanted = select(key, column).order_by(key).limit(STEP)
        rows = db.session.execute(wanted if last is None else wanted.where(key > last)).all()
        if not rows:
            return changed
        last = rows[-1][0]
        differing = [
            (row[0], str(row[1])) for row in rows if row[1] is not None and clean_html(str(row[1])) != str(row[1])
        ]
        if differing:
            with unit_of_work() as session:
                for row_id, html in differing:
                    session.execute(update(table).where(key == row_id).values({column.name: html}))
            changed += len(differing)
