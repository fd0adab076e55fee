"""Who stands in the directory: advocates and deputies in force, with their consent; counted by powiat."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.auth.models import Mandate, User
from app.extensions import db
from app.lib import clock
from app.lib.polish import fold, sort_key
from app.territory.models import Unit


@dataclass
class County:
    """One of the 42 powiats: how many of its units have an advocate, and those who are listed."""

    code: str
    name: str
    units: int = 0
    with_advocate: int = 0
    mandates: list[Mandate] = field(default_factory=list)


def counties(viewer: Any) -> list[County]:
    """All 42 powiats in Polish order of their own names.

    A mandate counts, its holder is shown only with consent (members see all).
    """
    found = _empty_counties()
    shown: dict[str, list[Mandate]] = defaultdict(list)
    for mandate in _mandates_in_force():
        county = found[mandate.unit.powiat_code]
        county.with_advocate += 1
        if _is_shown(viewer, mandate):
            shown[county.code].append(mandate)
    for code, mandates in shown.items():
        found[code].mandates = sorted(mandates, key=lambda one: (not one.unit.is_powiat, one.unit.sort_key))
    return sorted(found.values(), key=lambda county: sort_key(county.name.removeprefix("powiat ")))


@dataclass(frozen=True)
class Found:
    """What a search of the directory brings: people by name or unit, and units of which nobody is shown."""

    mandates: list[Mandate]
    units: list[tuple[Unit, bool]]  # with whether the unit has an advocate, whose name is not for this viewer
    more_units: int

    @property
    def is_empty(self) -> bool:
        return not self.mandates and not self.units


MOST_UNITS = 20


def search_directory(viewer: Any, text: str) -> Found:
    """People and units in whose names every word begins some word; letters without diacritics will do.

    A name that this viewer may not see is not searched. By unit in Polish order, a powiat first. Two statements.
    """
    words = _words(text)
    shown, hidden = [], set()
    for mandate in _mandates_in_force():
        if not _is_shown(viewer, mandate):
            hidden.add(mandate.unit_id)
        elif _begins_with(words, f"{mandate.person.name} {_unit_words(mandate.unit)}"):
            shown.append(mandate)
    taken = {mandate.unit_id for mandate in shown}
    units = [
        unit
        for unit in db.session.scalars(select(Unit).order_by(Unit.sort_key, Unit.code))
        if unit.code not in taken and _begins_with(words, _unit_words(unit))
    ]
    # A unit named like that comes before those that only lie in a powiat of that name.
    units.sort(key=lambda unit: not _begins_with(words, unit.full_name))
    return Found(
        sorted(shown, key=lambda one: (not one.unit.is_powiat, one.unit.sort_key)),
        [(unit, unit.code in hidden) for unit in units[:MOST_UNITS]],
        max(0, len(units) - MOST_UNITS),
    )


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^0-9a-z]+", fold(text)) if word]


def _unit_words(unit: Unit) -> str:
    return f"{unit.full_name} {unit.detail}"


def _begins_with(words: list[str], text: str) -> bool:
    there = _words(text)
    return bool(words) and all(any(one.startswith(word) for one in there) for word in words)


def _is_shown(viewer: Any, mandate: Mandate) -> bool:
    return mandate.person.is_active and (mandate.person.listed_at is not None or bool(viewer.is_member))


@dataclass(frozen=True)
class Coverage:
    """How far the network reaches: mandates in force of gminas and cities, of land powiats; powiats that mostly lack one."""

    in_gminas: int
    in_powiats: int
    sparse_powiats: int  # where more than half of the units have no advocate

    @property
    def advocates(self) -> int:
        return self.in_gminas + self.in_powiats


def coverage() -> Coverage:
    """The numbers of today; a unit has at most one mandate in force. One statement."""
    rows = db.session.execute(
        select(Unit.powiat_code, Unit.kind, func.count(Unit.code), func.count(Mandate.id))
        .outerjoin(Mandate, and_(Mandate.unit_id == Unit.code, _in_force(clock.today())))
        .group_by(Unit.powiat_code, Unit.kind)
    )
    units: Counter[str] = Counter()
    covered: Counter[str] = Counter()
    of_powiats = 0
    for powiat, kind, all_units, mandates in rows:
        units[powiat] += all_units
        covered[powiat] += mandates
        of_powiats += mandates if kind == "powiat" else 0
    sparse = sum(2 * covered[powiat] < number for powiat, number in units.items())
    return Coverage(covered.total() - of_powiats, of_powiats, sparse)


def _empty_counties() -> dict[str, County]:
    rows = db.session.execute(
        select(Unit.powiat_code, Unit.powiat_name, Unit.kind, func.count()).group_by(
            Unit.powiat_code, Unit.powiat_name, Unit.kind
        )
    )
    found: dict[str, County] = {}
    for code, name, kind, number in rows:
        county = found.setdefault(code, County(code, name if kind == "miasto_npp" else f"powiat {name}"))
        county.units += number
    return found


def _mandates_in_force() -> list[Mandate]:
    return list(
        db.session.scalars(
            select(Mandate)
            .where(_in_force(clock.today()))
            .options(joinedload(Mandate.unit), joinedload(Mandate.person), joinedload(Mandate.deputy))
        )
    )


def _in_force(today):  # type: ignore[no-untyped-def]
    return (
        (Mandate.state == "active")
        & (Mandate.valid_from <= today)
        & or_(Mandate.valid_to.is_(None), Mandate.valid_to >= today)
    )


def is_shown_to(viewer: Any, person: User) -> bool:
    """A person's page: listed ones for everybody; members, committee and staff for members; oneself always."""
    if not person.is_active:
        return bool(viewer.is_moderator or viewer.is_administrator)
    return person.listed_at is not None or viewer.is_member or viewer.id == person.id
