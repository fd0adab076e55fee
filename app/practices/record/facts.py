"""What of a record is filtered and counted: computed from the document, written into tables with the revision."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.practices.record.bands import cost_band, prep_band
from app.practices.record.completeness import completeness
from app.practices.record.fields import BY_NAME
from app.practices.record.places import find_place
from app.vocabularies.queries import key_of

# field → the name of its facet, for fields that hold terms of a list
TERM_FIELDS = {name: BY_NAME[name].facet for name in ("entity_kind", "themes", "target_groups", "instruments")}
ROW_TERMS = {  # field → (column, facet)
    "partners": ("kind", "partner"),
    "funding": ("source", "funding"),
    "results": ("indicator", "indicator"),
    "evidence": ("kind", "evidence"),
    "documents": ("kind", "doc"),
}


@dataclass(frozen=True)
class Facts:
    """The columns of a practice and the rows of its side tables."""

    columns: dict[str, Any]
    terms: tuple[tuple[str, str], ...]  # (facet, slug)
    units: tuple[tuple[str, str], ...]  # (code, "lead" | "extra")
    results: tuple[dict[str, Any], ...]
    tags: tuple[tuple[str, str], ...]  # (key, as typed)


def facts_of(document: Mapping[str, Any]) -> Facts:
    """Everything at once; nothing here is asked of the database but the names of units."""
    lead = document.get("unit_id", "")
    place = find_place(lead) if lead else None
    columns = {
        "title": document.get("title", "")[:300],
        "summary": document.get("summary", ""),
        "kind": document.get("kind", ""),
        "unit_id": place.code if place else None,
        "area_note": document.get("area_note", ""),
        "unit_kind": place.kind if place else "",
        "population_band": document.get("population_band", ""),
        "operator_name": document.get("operator_name", ""),
        "ps_status": document.get("ps_status", ""),
        "maturity": document.get("maturity", ""),
        "started_on": document.get("started_on", ""),
        "ended_on": document.get("ended_on", ""),
        "started_year": _year(document.get("started_on")),
        "prep_band": prep_band(document.get("prep_months")),
        "cost_start_band": cost_band(document.get("cost_start")),
        "cost_year_band": cost_band(document.get("cost_year")),
        "visit_offer": document.get("visit_offer", {}).get("choice", ""),
        "completeness": completeness(document).percent,
    }
    codes = {lead: "lead"} if place else {}
    for code in document.get("extra_units", ()):
        if find_place(code):
            codes.setdefault(code, "extra")
    return Facts(
        columns, tuple(_terms(document)), tuple(codes.items()), tuple(_results(document)), tuple(_tags(document))
    )


def _terms(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for name, facet in TERM_FIELDS.items():
        found.update(dict.fromkeys((facet, slug) for slug in document.get(name, ())))
    for name, (column, facet) in ROW_TERMS.items():
        found.update(dict.fromkeys((facet, row[column]) for row in document.get(name, ()) if row.get(column)))
    return list(found)


def _results(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "indicator": row["indicator"],
            "value": row.get("value"),
            "unit": row.get("unit", ""),
            "period": row.get("period", ""),
            "kind": row.get("kind", ""),
        }
        for row in document.get("results", ())
        if row.get("indicator")
    ]


def _tags(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key_of(tag), tag) for tag in document.get("tags", ())]


def _year(month: str | None) -> int | None:
    return int(month[:4]) if month else None
