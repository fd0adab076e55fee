"""`flask practices`: bringing records in from a file, giving them all out."""

import sys
from pathlib import Path
from typing import IO

import click
from flask.cli import AppGroup
from flask_babel import force_locale

practices = AppGroup("practices", help="The base of good practices.")


@practices.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--skip-bad", is_flag=True, help="Leave out lines that cannot be read; without it nothing is loaded then."
)
@click.option("--terms-to-tags", is_flag=True, help="Keep a word that no list knows as a keyword, and say so.")
@click.option("--publish", is_flag=True, help="Publish what is loaded.")
@click.option("--author", metavar="EMAIL", help="Whose records new ones become; without it they have no author.")
def import_(file: Path, skip_bad: bool, terms_to_tags: bool, publish: bool, author: str | None) -> None:
    """Load records, one JSON object a line. Running it twice changes nothing."""
    from app.practices.importing import find_author, import_lines

    person = find_author(author) if author else None
    if author and person is None:
        raise click.ClickException(f"There is no account with the address {author}.")
    with force_locale("en"), file.open("rb") as lines:
        report = import_lines(lines, skip_bad=skip_bad, terms_to_tags=terms_to_tags, publish=publish, author=person)
    for note in report.notes:
        click.echo(f"{file.name}:{note}")
    for problem in report.problems:
        click.echo(f"{file.name}:{problem}", err=True)
    click.echo(report.sentence)
    if report.refused:
        sys.exit(1)


@practices.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True), default="-")
def export(file: IO[str]) -> None:
    """Write every record, one JSON object a line, as `import` reads it; to FILE, or to the terminal."""
    from app.practices.exporting import export_lines

    count = 0
    for line in export_lines():
        file.write(line + "\n")
        count += 1
    click.echo(f"{count} practices.", err=True)


@practices.command("reference")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default="docs/practices-import.md"
)
def reference(file: Path) -> None:
    """Write the table of fields into the reference page of the import."""
    from app.practices.importing.reference import HEAD_ENDS, reference_page

    head = file.read_text(encoding="utf-8").split(HEAD_ENDS)[0]
    file.write_text(reference_page(head), encoding="utf-8")
    click.echo(f"{file} is up to date.")
