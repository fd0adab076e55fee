"""Types made of parts: rows with columns, short lists, costs, conditions, an offer, a film."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from app.lib import polish
from app.practices.record.reading import is_empty
from app.practices.record.types import Kind, Line, Number
from app.practices.record.values import Bad, as_text, to_number
from app.vocabularies.queries import find_term, label
from app.web.locale import current_language

MOST_ROWS = 200


@dataclass(frozen=True)
class Column:
    """One column of a row field."""

    name: str
    label: LazyString
    type: Kind
    wide: bool = False


@dataclass(frozen=True)
class Rows(Kind):
    """Rows of named columns. Plain text is kept as the note of a row; a list of texts fills the column `main`."""

    columns: tuple[Column, ...]
    main: str = "note"
    advice: tuple[int, int] | None = None

    def read(self, value: Any, reader: Any, name: str, place: str) -> list[dict[str, Any]] | None:
        given = value if isinstance(value, (list, tuple)) else [value]
        if len(given) > MOST_ROWS:
            raise Bad(_("give at most %(most)s rows", most=MOST_ROWS))
        rows = []
        for number, one in enumerate(given, start=1):
            where = f"[{number}]" if len(given) > 1 else ""
            row = self._row(one, reader, name, place + where, alone=one is value)
            if row:
                rows.append(row)
        return rows or None

    def _row(self, value: Any, reader: Any, name: str, place: str, *, alone: bool) -> dict[str, Any]:
        if isinstance(value, str) or value is None:
            value = {"note" if alone else self.main: value}
        if not isinstance(value, Mapping):
            raise Bad(_("give rows, or a text"))
        known = {column.name for column in self.columns}
        for unknown in value.keys() - known:
            reader.problem(name, _("there is no column of that name"), f"{place}.{unknown}")
        return read_parts(self.columns, value, reader, name, place)

    def words(self, value: Any) -> str:
        return "\n".join(self.row_words(row) for row in value)

    def row_words(self, row: Mapping[str, Any]) -> str:
        """One row as a line."""
        return parts_words(self.columns, row)


@dataclass(frozen=True)
class Lines(Kind):
    """A list of short texts; several lines of one text are taken as the list."""

    limit: int = 1_000
    most: int = 50
    advice: tuple[int, int] | None = None

    def read(self, value: Any, reader: Any, name: str, place: str) -> list[str] | None:
        given = value if isinstance(value, (list, tuple)) else str(value or "").split("\n")
        if len(given) > self.most:
            raise Bad(_("give at most %(most)s lines", most=self.most))
        lines = [Line(self.limit).read(one, reader, name, place) for one in given]
        return [line.lstrip("-•* ") for line in lines if line] or None

    def words(self, value: Any) -> str:
        return "\n".join(value)


@dataclass(frozen=True)
class Parts(Kind):
    """One object of named parts, such as conditions or an offer; plain text fills the part `main`."""

    columns: tuple[Column, ...]
    main: str = "note"

    def read(self, value: Any, reader: Any, name: str, place: str) -> dict[str, Any] | None:
        if isinstance(value, str) or value is None:
            value = self._from_text(as_text(value))
        if not isinstance(value, Mapping):
            raise Bad(_("give an object with named parts, or a text"))
        known = {column.name for column in self.columns}
        for unknown in value.keys() - known:
            reader.problem(name, _("there is no part of that name"), f"{place}.{unknown}")
        return read_parts(self.columns, value, reader, name, place) or None

    def _from_text(self, text: str) -> dict[str, Any]:
        return {self.main: text}

    def words(self, value: Any) -> str:
        return "\n".join(
            f"{column.label}: {column.type.words(value[column.name])}"
            for column in self.columns
            if column.name in value
        )


@dataclass(frozen=True)
class Offer(Parts):
    """A choice and a note; a text that the list knows is the choice, another one the note."""

    vocabulary: str = ""

    def _from_text(self, text: str) -> dict[str, Any]:
        return {"choice" if find_term(self.vocabulary, text) else "note": text}

    def words(self, value: Any) -> str:
        return parts_words(self.columns, value)


@dataclass(frozen=True)
class Cost(Kind):
    """What something cost: `{amount, year, band, note}`. A number is the amount; "nie ustalono" and other bands by name."""

    def read(self, value: Any, reader: Any, name: str, place: str) -> dict[str, Any] | None:
        if not isinstance(value, Mapping):
            value = self._from_loose(value)
        for unknown in value.keys() - {"amount", "year", "band", "note"}:
            reader.problem(name, _("there is no part of that name"), f"{place}.{unknown}")
        cost: dict[str, Any] = {}
        amount = Number().read(value.get("amount"), reader, name, place)
        if amount is not None:
            cost["amount"] = amount
        year = value.get("year")
        if not is_empty(year):
            cost["year"] = self._year(year)
        if not is_empty(value.get("band")) and amount is None:
            found = find_term("cost", str(value["band"]))
            if found is None:
                reader.unknown_term(name, str(value["band"]), f"{place}.band")
            else:
                cost["band"] = found.slug
        note = Line(1_000).read(value.get("note"), reader, name, place)
        if note:
            cost["note"] = note
        return cost if cost.keys() - {"year"} else None

    def _from_loose(self, value: Any) -> dict[str, Any]:
        if value is None or isinstance(value, (list, tuple)):
            return {} if not value else {"note": ", ".join(as_text(one) for one in value)}
        try:
            return {"amount": to_number(value)} if str(value).strip() else {}
        except Bad:
            text = str(value)
            return {"band": text} if find_term("cost", text) else {"note": text}

    def _year(self, value: Any) -> int:
        year = to_number(value)
        if not isinstance(year, int) or not 1990 <= year <= 2100:
            raise Bad(_("give the year of the prices, such as 2024"))
        return year

    def words(self, value: Any) -> str:
        parts = []
        if "amount" in value:
            amount = polish.money(value["amount"], current_language())
            year = value.get("year")
            parts.append(_("%(amount)s in %(year)s", amount=amount, year=year) if year else amount)
        elif "band" in value:
            parts.append(label("cost", value["band"]))
        return ". ".join([*parts, *([value["note"]] if value.get("note") else [])])


def read_parts(
    columns: tuple[Column, ...], value: Mapping[str, Any], reader: Any, name: str, place: str
) -> dict[str, Any]:
    """The columns that say something, in their order; what is wrong with one is noted with its name."""
    row: dict[str, Any] = {}
    for column in columns:
        try:
            part = column.type.read(value.get(column.name), reader, name, f"{place}.{column.name}")
        except Bad as error:
            reader.problem(name, str(error), f"{place}.{column.name}")
            continue
        if not is_empty(part):
            row[column.name] = part
    return row


def parts_words(columns: tuple[Column, ...], row: Mapping[str, Any]) -> str:
    """The parts in one line."""
    return "; ".join(column.type.words(row[column.name]) for column in columns if column.name in row)
