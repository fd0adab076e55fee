"""Units as the record needs them: the code that a text means, the name of a code; all 351 are kept in memory."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.practices.record.values import Bad
from app.territory.models import Unit
from app.territory.queries import match_unit

UNIT_KINDS = {
    "gmina_miejska": "miejska",
    "gmina_miejsko_wiejska": "miejsko-wiejska",
    "gmina_wiejska": "wiejska",
    "miasto_npp": "miasto-npp",
    "powiat": "powiat",
}


@dataclass(frozen=True)
class Place:
    """A unit as it is shown; `kind` is a slug of the vocabulary "unit_kind"."""

    code: str
    name: str
    full_name: str
    detail: str
    kind: str
    powiat_code: str
    powiat_name: str
    subregion: str

    @property
    def described(self) -> str:
        """The name with what tells it from another of the same name."""
        return f"{self.full_name}, {self.detail}" if self.detail else self.full_name

    @property
    def powiat(self) -> str:
        """The powiat in full: powiat ostrowski, Miasto Płock."""
        return self.full_name if self.kind == "miasto-npp" else f"powiat {self.powiat_name}"


def place_of(unit: Unit) -> Place:
    """What is kept of a row."""
    return Place(
        unit.code,
        unit.name,
        unit.full_name,
        unit.detail,
        UNIT_KINDS.get(unit.kind, unit.kind),
        unit.powiat_code,
        unit.powiat_name,
        unit.subregion,
    )


def find_place(code: str) -> Place | None:
    """The unit of a code that stands in a record."""
    known = _places()
    if code not in known:
        row = db.session.get(Unit, code)
        if row is None:
            return None
        known[code] = place_of(row)
    return known[code]


def unit_name(code: str) -> str:
    """ "Gmina Wąsewo"; an unknown code is shown as it is."""
    place = find_place(code)
    return place.full_name if place else code


def powiat_name(code: str) -> str:
    """The name of a powiat by its four digits, cities with powiat rights among them."""
    for place in _places().values():
        if place.powiat_code == code and place.kind in ("powiat", "miasto-npp"):
            return place.full_name
    return code


class UnitFinder:
    """The code that a text means, remembered: an import asks for the same few units again and again."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """The code; raises Bad when the text means no unit or several."""
        if text not in self._found:
            match = match_unit(text)
            if match.unit is None:
                raise Bad(_unclear(text, [place_of(unit) for unit in match.choices]))
            self._found[text] = match.unit.code
        return self._found[text]


def _unclear(text: str, choices: list[Place]) -> str:
    if choices:
        names = "; ".join(place.described for place in choices[:5])
        return _("“%(text)s” may mean: %(names)s. Say which.", text=text, names=names)
    return _("there is no unit “%(text)s” in Mazowieckie; give a name or a code", text=text)


def _places() -> dict[str, Place]:
    known: dict[str, Place] | None = current_app.extensions.get("practice_places")
    if not known:
        known = {unit.code: place_of(unit) for unit in db.session.scalars(select(Unit))}
        current_app.extensions["practice_places"] = known
    return known
