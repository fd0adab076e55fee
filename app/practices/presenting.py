"""A record as pages show it: labels in the reader's language, figures, tables, differences between two texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date
from flask_babel import gettext as _
from markupsafe import Markup

from app.lib import polish
from app.lib.word_diff import Part, word_diff
from app.practices.models import DEPTH_FULL, Practice
from app.practices.record import BY_NAME, FIELDS
from app.practices.record.completeness import LESSON
from app.practices.record.places import Place, find_place
from app.practices.record.rows import Cost, Parts, Rows
from app.practices.record.types import Terms
from app.vocabularies.queries import find_term, label
from app.web.locale import current_language

MOST_FIGURES = 4


@dataclass(frozen=True)
class Record:
    """A document with what its page asks of it."""

    document: Mapping[str, Any]
    html: Mapping[str, Markup]

    def has(self, *names: str) -> bool:
        """Whether any of these fields says something."""
        return any(name in self.document for name in names)

    def value(self, name: str) -> Any:
        return self.document.get(name)

    def label(self, name: str) -> str:
        return str(BY_NAME[name].label)

    def words(self, name: str) -> str:
        """A field in words, empty where it says nothing."""
        return BY_NAME[name].type.words(self.document[name]) if name in self.document else ""

    def terms(self, *names: str) -> list[dict[str, str]]:
        """The terms of list fields: facet, slug, label."""
        found = []
        for name in names:
            kind = BY_NAME[name].type
            if isinstance(kind, Terms):
                found += [
                    {"facet": BY_NAME[name].facet, "slug": slug, "label": label(kind.vocabulary, slug)}
                    for slug in self.document.get(name, ())
                ]
        return found

    def table(self, name: str, *columns: str) -> dict[str, Any]:
        """Rows as a table: heads and cells in words; columns that no row fills are left out, notes come last."""
        kind = BY_NAME[name].type
        assert isinstance(kind, Rows)
        rows = self.document.get(name, [])
        chosen = [
            one for one in kind.columns if (not columns or one.name in columns) and any(one.name in row for row in rows)
        ]
        return {
            "head": [str(one.label) for one in chosen],
            "rows": [[one.type.words(row[one.name]) if one.name in row else "" for one in chosen] for row in rows],
            "figures": [place for place, one in enumerate(chosen) if one.name in ("amount", "value", "share", "weeks")],
        }

    def parts(self, name: str) -> list[tuple[str, str]]:
        """The parts of an object: label, words."""
        kind = BY_NAME[name].type
        assert isinstance(kind, Parts)
        value = self.document.get(name, {})
        return [(str(one.label), one.type.words(value[one.name])) for one in kind.columns if one.name in value]

    @property
    def lead_unit(self) -> Place | None:
        code = self.document.get("unit_id")
        return find_place(code) if code else None

    @property
    def units(self) -> list[Place]:
        """The leading unit and the others."""
        codes = [self.document.get("unit_id"), *self.document.get("extra_units", ())]
        return [place for code in dict.fromkeys(codes) if code and (place := find_place(code))]

    @property
    def period(self) -> str:
        """Since when, and until when where it has ended."""
        started, ended = self.document.get("started_on"), self.document.get("ended_on")
        if not started:
            return ""
        if not ended:
            return _("since %(year)s", year=_month_after_preposition(started))
        return _(
            "from %(start)s to %(end)s", start=_month_after_preposition(started), end=_month_after_preposition(ended)
        )

    def steps(self) -> list[dict[str, str]]:
        """Step by step, as the component shows it."""
        return [
            {"text": row.get("step") or row.get("note", ""), "detail": self._step_detail(row)}
            for row in self.document.get("steps", ())
        ]

    def figures(self) -> list[dict[str, str]]:
        """Up to four large numbers: measured results first, then the cost and the time."""
        found = [
            {"figure": self._result_figure(row), "word": self._result_word(row)}
            for row in self.document.get("results", ())
            if "value" in row
        ]
        cost = self.document.get("cost_start", {})
        if "amount" in cost:
            found = found[: MOST_FIGURES - 1]
            found.append(
                {"figure": polish.money(cost["amount"], current_language()), "word": str(BY_NAME["cost_start"].label)}
            )
        if "prep_months" in self.document and len(found) < MOST_FIGURES:
            found.append({"figure": str(self.document["prep_months"]), "word": str(BY_NAME["prep_months"].label)})
        return found[:MOST_FIGURES]

    def _step_detail(self, row: Mapping[str, Any]) -> str:
        weeks = row.get("weeks")
        if isinstance(weeks, (int, float)):
            count = polish.number(weeks, current_language())
            said = _("%(count)s wk", count=count)
        else:
            said = weeks or ""
        note = row.get("note", "") if "step" in row else ""
        return ", ".join(part for part in (row.get("who", ""), said, note) if part)

    def _result_figure(self, row: Mapping[str, Any]) -> str:
        money = row.get("unit", "").upper().startswith(("PLN", "ZŁ"))
        return (
            polish.money(row["value"], current_language()) if money else polish.number(row["value"], current_language())
        )

    def _result_word(self, row: Mapping[str, Any]) -> str:
        indicator = row.get("indicator", "inne")
        name = label("indicator", indicator) if indicator != "inne" else ""
        unit = row.get("unit", "")
        if unit.upper().startswith(("PLN", "ZŁ")) or (name and unit and unit == _usual_unit(indicator)):
            unit = ""
        return ", ".join(part for part in (name, unit, row.get("period", "")) if part)


def kind_status(kind: str, depth: str) -> tuple[str, str, str]:
    """Tone, sign and word of what an entry is: a lesson, a pilot, a full description, a short card."""
    if kind == LESSON:
        return "bursztyn", "warning", label("entry_kind", kind)
    if depth == DEPTH_FULL:
        return "wisla", "spot", _("Full description")
    return "", "ring", _("Short card")


def place_line(practice: Practice) -> list[str]:
    """Where and since when, for a row of a list."""
    parts = []
    place = find_place(practice.unit_id) if practice.unit_id else None
    if place:
        parts += [place.full_name, place.detail]
    elif practice.area_note:
        parts.append(practice.area_note)
    if practice.started_on:
        ended = practice.ended_on[:4]
        year = practice.started_on[:4]
        parts.append(_("since %(year)s", year=year) if not ended else f"{year}–{ended}" if ended != year else year)
    return [part for part in parts if part]


@dataclass(frozen=True)
class FieldDifference:
    """What changed in one field between two texts."""

    label: str
    parts: list[Part]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[FieldDifference]:
    """Every field that differs, in the order of the table, word by word."""
    found = []
    for one in FIELDS:
        if old.get(one.name) != new.get(one.name):
            before = one.type.words(old[one.name]) if one.name in old else ""
            after = one.type.words(new[one.name]) if one.name in new else ""
            found.append(FieldDifference(str(one.label), word_diff(before, after)))
    return found


def step_words(document: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The fields of one step as text: what two people see side by side when both saved."""
    return "\n\n".join(
        f"{BY_NAME[name].label}\n{BY_NAME[name].type.words(document[name])}" for name in names if document.get(name)
    )


def cost_hint(name: str, document: Mapping[str, Any]) -> str:
    """In which band of the filter an amount falls, and whether it passes the threshold of the procurement act."""
    from app.practices.record.bands import PROCUREMENT_THRESHOLD, cost_band

    cost = document.get(name, {})
    if "amount" not in cost or not isinstance(BY_NAME[name].type, Cost):
        return ""
    band = label("cost", cost_band(cost))
    if cost["amount"] > PROCUREMENT_THRESHOLD:
        return _("In the filter: %(band)s. The procurement threshold of PLN 170,000 is exceeded.", band=band)
    return _("In the filter: %(band)s. The procurement threshold of PLN 170,000 is not exceeded.", band=band)


def _month_after_preposition(month: str) -> str:
    """ "od stycznia 2020": in Polish the month stands in the genitive there."""
    if len(month) == 4:
        return month
    return str(format_date(date(int(month[:4]), int(month[5:7]), 1), "MMMM y", locale=current_language()))


def _usual_unit(indicator: str) -> str:
    return (
        {
            "miejsca-pracy-utworzone": "osoby",
            "miejsca-pracy-osoby-zagrozone": "osoby",
            "osoby-usamodzielnione": "osoby",
            "uczestnicy-reintegracji": "osoby",
            "zamowienia-liczba": "umowy",
            "lokale-przekazane": "szt.",
            "pes-utworzone": "szt.",
            "organizacje-wspierane": "szt.",
        }.get(indicator, "")
        if find_term("indicator", indicator)
        else ""
    )
