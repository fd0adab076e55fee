"""Who stands in the directory: advocates and deputies in force, with their consent; counted by powiat."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from app.auth.models import Mandate, User
from app.extensions import db
from app.lib import clock
from app.lib.polish import sort_key
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
        if mandate.person.is_active and (mandate.person.listed_at is not None or viewer.is_member):
            shown[county.code].append(mandate)
    for code, mandates in shown.items():
        found[code].mandates = sorted(mandates, key=lambda one: (not one.unit.is_powiat, one.unit.sort_key))
    return sorted(found.values(), key=lambda county: sort_key(county.name.removeprefix("powiat ")))


def count_advocates() -> tuple[int, int]:
    """(mandates of gminas and cities, mandates of land powiats) in force today."""
    today = clock.today()
    rows = db.session.execute(
        select(Unit.kind == "powiat", func.count())
        .select_from(Mandate)
        .join(Unit, Unit.code == Mandate.unit_id)
        .where(_in_force(today))
        .group_by(Unit.kind == "powiat")
    )
    counted = {bool(is_powiat): number for is_powiat, number in rows}
    return counted.get(False, 0), counted.get(True, 0)


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
