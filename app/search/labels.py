"""Names of facets and of their values in the reader's language."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.extensions import db
from app.territory.models import Unit
from app.web.feature import find_in_features

FACET_NAMES = {
    "kind": _l("Kind"),
    "theme": _l("Theme"),
    "instrument": _l("Instrument"),
    "group": _l("Who it is for"),
    "entity": _l("Kind of entity"),
    "powiat": _l("Powiat"),
    "year": _l("Since"),
    "maturity": _l("Maturity"),
    "cost_start": _l("Cost of starting"),
    "category": _l("Forum category"),
    "tag": _l("Tag"),
    "state": _l("State"),
    "kind_of_entry": _l("Kind of entry"),
}


def facet_name(name: str) -> str:
    """What a facet is called."""
    return str(FACET_NAMES.get(name, name))


def labelled(name: str, values: Sequence[str]) -> Mapping[str, str]:
    """Value → its name: in the features' own words, or from the register of units."""
    own: Callable[[Sequence[str]], Mapping[str, str]] | None = find_in_features("facet_labels", name)
    if own is not None:
        return own(values)
    if name == "kind":
        return {"practice": _("Practices"), "topic": _("Topics"), "position": _("Positions")}
    if name == "powiat":
        return powiat_names(values)
    return {}


def powiat_names(codes: Sequence[str]) -> Mapping[str, str]:
    """1435 → powiat wyszkowski; cities with powiat rights by their name."""
    if not codes:
        return {}
    rows = db.session.scalars(select(Unit).where(Unit.powiat_code.in_(codes), Unit.kind.in_(("powiat", "miasto_npp"))))
    return {unit.powiat_code: unit.full_name for unit in rows}
