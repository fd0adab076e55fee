"""Finding units: by code (also with the seventh digit), by what a person typed, or a few that begin like it."""

import re
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from app.extensions import db
from app.lib.polish import fold
from app.territory.models import Neighbour, Unit

PREFIXES = re.compile(r"^(gmina|miasto|m\.? ?st\.?|m\.|powiat|pow\.|gm\.)\s+", re.IGNORECASE)
CODE = re.compile(r"^\d{4}$|^\d{6,7}$")
IN_POWIAT = re.compile(r"[,(]\s*(?:powiat|pow\.)?\s*([^,()]+?)\)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Match:
    """What a typed name means: one unit, or several to choose from, or nothing."""

    unit: Unit | None = None
    choices: list[Unit] = field(default_factory=list)


def find_by_code(code: str) -> Unit | None:
    """The unit of a TERYT code: four digits (powiat), six, or seven (the last one is dropped)."""
    code = code.strip()
    if not CODE.match(code):
        return None
    found = db.session.get(Unit, code[:6])
    if found is None and len(code) == 4:  # a city with powiat rights by its powiat's code
        found = db.session.scalar(select(Unit).where(Unit.powiat_code == code, Unit.kind == "miasto_npp"))
    return found


def match_unit(text: str) -> Match:
    """What a person meant: code, "Wąsewo", "gmina Łochów", "powiat ostrowski", "Baranów, powiat grodziski", no diacritics.

    A name that several units bear gives them as choices, unless the kind or the powiat is said.
    """
    text = " ".join(text.split())
    if not text or len(text) > 200:
        return Match()
    if unit := find_by_code(text.split(" ")[0].rstrip(",")):
        return Match(unit)
    exact = _exact(text)
    if len(exact) == 1:
        return Match(exact[0])
    return Match(None, exact or match_units(text))


def _exact(text: str) -> list[Unit]:
    said_powiat = ""
    if found := IN_POWIAT.search(text):
        said_powiat, text = fold(found.group(1)), text[: found.start()].strip()
    kind = fold((PREFIXES.match(text) or [""])[0]).strip().rstrip(".")
    name = fold(PREFIXES.sub("", text))
    units = list(db.session.scalars(select(Unit).where(Unit.search_key == name).order_by(Unit.sort_key, Unit.code)))
    if kind.startswith("pow"):
        units = [unit for unit in units if unit.is_powiat]
    elif kind:
        units = [unit for unit in units if not unit.is_powiat]
        if kind.startswith("m"):
            units = [unit for unit in units if unit.kind in ("miasto_npp", "gmina_miejska")] or units
        elif len(units) > 1:
            units = [unit for unit in units if unit.kind != "gmina_miejska"] or units
    if said_powiat:
        units = [unit for unit in units if fold(unit.powiat_name) == said_powiat]
    return units


def match_units(text: str, limit: int = 8) -> list[Unit]:
    """Units whose name, or a word of it, begins with what was typed; for suggestions. Letters without diacritics will do."""
    name = fold(PREFIXES.sub("", " ".join(text.split())))[:80]
    if not name:
        return []
    escaped = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = db.session.scalars(
        select(Unit)
        .where(
            or_(
                Unit.search_key.like(escaped + "%", escape="\\"),
                Unit.search_key.like("% " + escaped + "%", escape="\\"),
                Unit.code.like(escaped + "%", escape="\\"),
            )
        )
        .order_by(Unit.sort_key, Unit.code)
        .limit(limit * 4)
    )
    wants_powiat = fold(text).startswith("pow")
    found = sorted(
        rows, key=lambda unit: (not unit.search_key.startswith(name), unit.is_powiat != wants_powiat, unit.sort_key)
    )
    return found[:limit]


def powiats() -> list[tuple[str, str]]:
    """(code, name in full) of the 42 powiats, cities among them, in Polish order."""
    rows = db.session.scalars(select(Unit).where(Unit.kind.in_(("powiat", "miasto_npp"))).order_by(Unit.sort_key))
    return [(unit.powiat_code, unit.full_name) for unit in rows]


def units_of_powiat(powiat_code: str) -> list[Unit]:
    """The powiat itself first, then its gminas in Polish order."""
    rows = db.session.scalars(select(Unit).where(Unit.powiat_code == powiat_code).order_by(Unit.sort_key, Unit.code))
    return sorted(rows, key=lambda unit: not unit.is_powiat)


def neighbour_codes(code: str) -> set[str]:
    """Codes of the units that share a border with this one."""
    rows = db.session.execute(
        select(Neighbour.code, Neighbour.other_code).where(or_(Neighbour.code == code, Neighbour.other_code == code))
    )
    return {one for pair in rows for one in pair} - {code}
