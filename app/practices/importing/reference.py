"""The reference of the import file as a page of docs, made from the table of fields so that it cannot grow old."""

from flask_babel import force_locale

from app.practices.record.fields import CARD, FIELDS, FULL, SYSTEM, Field
from app.practices.record.rows import Column, Cost, Lines, Offer, Parts, Rows
from app.practices.record.types import (
    Address,
    Choice,
    Day,
    Email,
    Flag,
    Kind,
    Line,
    Markdown,
    Month,
    Number,
    Tags,
    Terms,
    Text,
    Unit,
    Units,
)

HEAD_ENDS = "\n| code name |"  # from here on the page is made, not written
NEEDS = {CARD: "card", FULL: "full", SYSTEM: "system"}
PLAIN = (
    (Units, "units, a list"),
    (Unit, "unit"),
    (Markdown, "Markdown, at most 20 000 characters"),
    (Month, "month or year"),
    (Day, "day"),
    (Flag, "yes or no"),
    (Address, "web address"),
    (Email, "e-mail address"),
    (Cost, "cost"),
    (Lines, "list of texts"),
    (Tags, "keywords, at most 50"),
)


def reference_page(head: str) -> str:
    """The page: `head` (written by hand), then the table of fields and the columns of the row fields."""
    with force_locale("pl"):
        lines = [
            head.rstrip(),
            "",
            "| code name | Polish label | value | needed for | facet |",
            "|---|---|---|---|---|",
        ]
        lines += [_field_line(one) for one in FIELDS]
        lines += ["", "## Columns and parts", "", "| field | column | Polish label | value |", "|---|---|---|---|"]
        for one in FIELDS:
            if isinstance(one.type, (Rows, Parts)):
                lines += [_column_line(one, column) for column in one.type.columns]
    return "\n".join(lines) + "\n"


def _field_line(one: Field) -> str:
    facet = f"`{one.facet}`" if one.facet else ""
    return f"| `{one.name}` | {one.label} | {_said(one.type)} | {NEEDS.get(one.need, '')} | {facet} |"


def _column_line(one: Field, column: Column) -> str:
    return f"| `{one.name}` | `{column.name}` | {column.label} | {_said(column.type)} |"


def _said(kind: Kind) -> str:
    if isinstance(kind, Rows):
        return f"rows (a list of texts fills `{kind.main}`)"
    if isinstance(kind, Offer):
        return "`choice` and `note`"
    if isinstance(kind, Parts):
        return f"named parts (a text fills `{kind.main}`)"
    if isinstance(kind, (Terms, Choice)):
        return f"{'terms' if isinstance(kind, Terms) else 'term'} of `{kind.vocabulary}`"
    if isinstance(kind, Number):
        return ("whole number" if kind.whole else "number") + (" or text" if kind.or_text else "")
    for known, words in PLAIN:
        if isinstance(kind, known):
            return words
    if isinstance(kind, (Line, Text)):
        return f"{'text' if isinstance(kind, Text) else 'line'}, at most {kind.limit} characters"
    raise TypeError(kind)
