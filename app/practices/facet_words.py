"""Facets in the reader's words: names, labels of values, what is shown and what waits behind a link."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.lib.polish import sort_key
from app.practices.queries.listing import CURRENT, TO_CONFIRM, UNCONFIRMED, Chosen
from app.practices.record.places import powiat_name, unit_name
from app.vocabularies.queries import label, terms

SHOWN = 5


@dataclass(frozen=True)
class Facet:
    """One filter: its name in the address, its legend, the list that gives labels and, where it is a scale, the order."""

    name: str
    legend: LazyString
    vocabulary: str = ""
    is_scale: bool = False


FACETS = (  # those that stand open
    Facet("kind_of_entry", _l("Kind of entry"), "entry_kind", True),
    Facet("theme", _l("Theme"), "theme"),
    Facet("instrument", _l("Instrument"), "instrument"),
    Facet("cost_start", _l("Cost to start"), "cost", True),
    Facet("doc", _l("Document to use"), "doc"),
    Facet("verified", _l("Confirmation"), "", True),
)
MORE = (  # those that unfold
    Facet("group", _l("Target group"), "group"),
    Facet("entity", _l("Kind of entity"), "entity"),
    Facet("unit_kind", _l("Kind of unit"), "unit_kind", True),
    Facet("maturity", _l("Stage of maturity"), "maturity", True),
    Facet("depth", _l("Depth"), "", True),
    Facet("indicator", _l("Measured result"), "indicator"),
    Facet("prep_time", _l("Months of preparation"), "prep_time", True),
    Facet("cost_year", _l("Cost of a year"), "cost", True),
    Facet("funding", _l("Sources of money"), "funding"),
    Facet("partner", _l("Partners and roles"), "entity"),
    Facet("evidence", _l("Evidence"), "evidence"),
    Facet("population", _l("Inhabitants"), "population", True),
    Facet("visit", _l("Study visit or mentoring"), "visit_offer"),
    Facet("year", _l("Year of start"), "", True),
    Facet("tag", _l("Keyword")),
)
OTHERS = (Facet("powiat", _l("Powiat")), Facet("unit", _l("Unit")))  # no boxes of their own
BY_NAME = {facet.name: facet for facet in (*FACETS, *MORE, *OTHERS)}


def facet_groups(
    facets: Sequence[Facet],
    counts: Mapping[str, Mapping[str, int]],
    chosen: Chosen,
    tags: Mapping[str, str],
    everything: str,
    more_url: Callable[[str], str],
) -> list[dict[str, Any]]:
    """Facets that have something to choose between, with five values unless all were asked for or are chosen."""
    groups = []
    for facet in facets:
        picked = chosen.values.get(facet.name, ())
        values = {value: count for value, count in counts.get(facet.name, {}).items() if count or value in picked}
        values |= {value: 0 for value in picked if value not in values}
        if len(values) < 2 and not picked:
            continue
        ordered = _in_order(facet, values)
        shown = ordered if (facet.is_scale and facet.name != "year") or everything == facet.name else ordered[:SHOWN]
        shown += [value for value in ordered if value in picked and value not in shown]
        groups.append(
            {
                "name": facet.name,
                "legend": str(facet.legend),
                "options": [
                    {
                        "value": value,
                        "label": value_label(facet, value, tags),
                        "count": values[value],
                        "chosen": value in picked,
                    }
                    for value in shown
                ],
                "more": len(ordered) - len(shown),
                "more_url": more_url(facet.name),
            }
        )
    return groups


def powiat_options(counts: Mapping[str, Mapping[str, int]], chosen: Chosen) -> list[dict[str, Any]]:
    """Powiats that have a practice, in Polish order, for the list to choose from."""
    picked = chosen.values.get("powiat", ())
    values = {**dict.fromkeys(picked, 0), **counts.get("powiat", {})}
    options = [
        {"value": code, "label": powiat_name(code), "count": count, "chosen": code in picked}
        for code, count in values.items()
        if count or code in picked
    ]
    return sorted(
        options, key=lambda option: sort_key(str(option["label"]).removeprefix("powiat ").removeprefix("Miasto "))
    )


def chosen_filters(chosen: Chosen, tags: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What the list is narrowed to: facet, value, label."""
    return [
        (name, value, value_label(BY_NAME[name], value, tags))
        for name, values in chosen.values.items()
        if name in BY_NAME
        for value in values
    ]


def value_label(facet: Facet, value: str, tags: Mapping[str, str]) -> str:
    """A value in the reader's words."""
    if facet.vocabulary:
        return label(facet.vocabulary, value)
    if facet.name == "powiat":
        return powiat_name(value)
    if facet.name == "unit":
        return unit_name(value)
    if facet.name == "tag":
        return tags.get(value, value)
    own = {
        CURRENT: _("up to date"),
        TO_CONFIRM: _("waiting for confirmation"),
        UNCONFIRMED: _("not confirmed yet"),
        "full": _("Full description"),
        "card": _("Short card"),
    }
    return own.get(value, value)


def _in_order(facet: Facet, values: Mapping[str, int]) -> list[str]:
    if facet.is_scale and facet.vocabulary:
        known = [term.slug for term in terms(facet.vocabulary, with_retired=True)]
        return sorted(values, key=lambda value: known.index(value) if value in known else len(known))
    if facet.name == "year":
        return sorted(values, reverse=True)
    if facet.name in ("verified", "depth"):
        order = (CURRENT, TO_CONFIRM, UNCONFIRMED, "full", "card")
        return sorted(values, key=lambda value: order.index(value) if value in order else len(order))
    # Equal counts stand by slug, which is nearly the alphabet and asks for no names of what is not shown.
    return sorted(values, key=lambda value: (-values[value], value))
