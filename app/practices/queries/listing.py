"""The public list: filters, facets with counts, order, page.

What is filtered stands in memory as sets of bits, one bit a practice; a stamp in the database says when it is old. So a
page of the list costs two statements, however many filters it has, and each facet is counted with its own filter left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from flask import current_app, g, has_request_context
from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.lib.pagination import Page
from app.lib.polish import sort_key
from app.practices.models import ListStamp, Practice, PracticeTerm, PracticeUnit, Tag, Tagging
from app.practices.queries.finding import published
from app.practices.record.places import find_place

STILL_TRUE = timedelta(days=548)  # eighteen months; then a record is marked as waiting for confirmation
CURRENT, TO_CONFIRM, UNCONFIRMED = "aktualne", "do-potwierdzenia", "niepotwierdzone"
NEWEST, TITLE, CONFIRMED = "najnowsze", "alfabetycznie", "potwierdzone"
ORDERS = (NEWEST, CONFIRMED, TITLE)

COLUMNS = {  # facet → column of the practice
    "kind_of_entry": Practice.kind,
    "maturity": Practice.maturity,
    "cost_start": Practice.cost_start_band,
    "cost_year": Practice.cost_year_band,
    "prep_time": Practice.prep_band,
    "unit_kind": Practice.unit_kind,
    "population": Practice.population_band,
    "year": Practice.started_year,
    "depth": Practice.depth,
    "visit": Practice.visit_offer,
}
FACETS = (
    *COLUMNS,
    "theme",
    "entity",
    "group",
    "instrument",
    "partner",
    "funding",
    "indicator",
    "evidence",
    "doc",
    "powiat",
    "unit",
    "verified",
    "tag",
)


@dataclass(frozen=True)
class Chosen:
    """What the reader narrowed the list to: facet → values."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, arguments: Any) -> "Chosen":
        """From the query string; unknown names and empty values are left out."""
        found = {
            name: tuple(dict.fromkeys(value[:120] for value in arguments.getlist(name) if value)) for name in FACETS
        }
        return cls({name: values[:50] for name, values in found.items() if values})

    @property
    def count(self) -> int:
        return sum(len(values) for values in self.values.values())


@dataclass(frozen=True)
class Found:
    """A page of practices and the counts of every facet."""

    page: Page[Practice]
    counts: Mapping[str, Mapping[str, int]]
    names_of_tags: Mapping[str, str]
    terms: Mapping[int, Mapping[str, tuple[str, ...]]]  # facets of the practices on the page, for its rows


@dataclass
class _Snapshot:
    version: tuple[int, date]
    ids: list[int] = field(default_factory=list)
    masks: dict[str, dict[str, int]] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)  # places in `ids`
    tags: dict[str, str] = field(default_factory=dict)

    def mark(self, facet: str, value: object, place: int) -> None:
        if value not in (None, ""):
            values = self.masks.setdefault(facet, {})
            values[str(value)] = values.get(str(value), 0) | (1 << place)


def list_practices(chosen: Chosen, order: str, number: int, per_page: int = 20) -> Found:
    """The published practices that fit, in the order asked for (the newest first when it is unknown)."""
    snapshot = _snapshot()
    every = (1 << len(snapshot.ids)) - 1
    masks = {name: _any_of(snapshot, name, values) for name, values in chosen.values.items()}
    fitting = _all_of(every, masks.values())
    page: Page[Practice] = Page.of(number, per_page, fitting.bit_count())
    places = [place for place in snapshot.orders.get(order, snapshot.orders[NEWEST]) if fitting >> place & 1]
    shown = [snapshot.ids[place] for place in places[page.offset : page.offset + per_page]]
    rows = {row.id: row for row in db.session.scalars(select(Practice).where(Practice.id.in_(shown), published()))}
    counts = {}
    for facet, values in snapshot.masks.items():
        if facet == "unit":  # filtered by, but never listed: there are hundreds of them
            continue
        others = _all_of(every, (mask for name, mask in masks.items() if name != facet))
        counts[facet] = {value: count for value, mask in values.items() if (count := (mask & others).bit_count())}
    return Found(page.filled([rows[one] for one in shown if one in rows]), counts, snapshot.tags, terms_of(shown))


def terms_of(ids: Sequence[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    """What the rows of a list say beside the practice's own columns: themes and kinds of documents."""
    snapshot = _snapshot()
    places = {one: place for place, one in enumerate(snapshot.ids) if one in set(ids)}
    return {
        one: {
            facet: tuple(value for value, mask in snapshot.masks.get(facet, {}).items() if mask >> place & 1)
            for facet in ("doc", "theme")
        }
        for one, place in places.items()
    }


def names_of_tags() -> Mapping[str, str]:
    """Keyword slugs of the public list and their spelling."""
    return _snapshot().tags


def standing(verified_on: date | None, today: date) -> str:
    """Whether a confirmation still counts: eighteen months, then it waits for a new one."""
    if verified_on is None:
        return UNCONFIRMED
    return CURRENT if today - verified_on <= STILL_TRUE else TO_CONFIRM


def _any_of(snapshot: _Snapshot, facet: str, values: Iterable[str]) -> int:
    known = snapshot.masks.get(facet, {})
    mask = 0
    for value in values:
        mask |= known.get(value, 0)
    return mask


def _all_of(every: int, masks: Iterable[int]) -> int:
    for mask in masks:
        every &= mask
    return every


def _snapshot() -> _Snapshot:
    """What stands in memory, read anew when the stamp or the day has changed; asked once in a request."""
    if (asked := g.get("practice_list")) is not None:
        return asked
    number = db.session.scalar(select(ListStamp.number).where(ListStamp.id == 1)) or 0
    version = (number, clock.today())
    kept: _Snapshot | None = current_app.extensions.get("practice_list")
    if kept is None or kept.version != version:
        kept = _read(version)
        current_app.extensions["practice_list"] = kept
    if has_request_context():
        g.practice_list = kept
    return kept


def _read(version: tuple[int, date]) -> _Snapshot:
    rows = db.session.execute(
        select(
            Practice.id,
            Practice.title,
            Practice.verified_on,
            *(column.label(f"f_{name}") for name, column in COLUMNS.items()),
        )
        .where(published())
        .order_by(Practice.published_at.desc(), Practice.id.desc())
    ).all()
    snapshot = _Snapshot(version, [row.id for row in rows])
    place_of = {one: place for place, one in enumerate(snapshot.ids)}
    for place, row in enumerate(rows):
        for facet in COLUMNS:
            snapshot.mark(facet, getattr(row, f"f_{facet}"), place)
        snapshot.mark("verified", standing(row.verified_on, version[1]), place)
    _mark_side_tables(snapshot, place_of)
    everything = range(len(rows))
    snapshot.orders = {
        NEWEST: list(everything),
        TITLE: sorted(everything, key=lambda place: sort_key(rows[place].title)),
        CONFIRMED: sorted(everything, key=lambda place: rows[place].verified_on or date.min, reverse=True),
    }
    return snapshot


def _mark_side_tables(snapshot: _Snapshot, place_of: Mapping[int, int]) -> None:
    for practice_id, facet, slug in db.session.execute(
        select(PracticeTerm.practice_id, PracticeTerm.facet, PracticeTerm.slug)
    ):
        if practice_id in place_of:
            snapshot.mark(facet, slug, place_of[practice_id])
    for practice_id, code in db.session.execute(select(PracticeUnit.practice_id, PracticeUnit.unit_code)):
        unit = find_place(code)
        if practice_id in place_of and unit is not None:
            snapshot.mark("unit", unit.code, place_of[practice_id])
            snapshot.mark("powiat", unit.powiat_code, place_of[practice_id])
    for practice_id, slug, name in db.session.execute(select(Tagging.practice_id, Tag.slug, Tag.name).join(Tag)):
        if practice_id in place_of:
            snapshot.mark("tag", slug, place_of[practice_id])
            snapshot.tags[slug] = name
