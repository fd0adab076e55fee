"""The steps of the form: which fields stand in which, in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.practices.record.completeness import completeness
from app.practices.record.fields import BY_NAME, Field


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    number: int
    label: LazyString
    names: tuple[str, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(BY_NAME[name] for name in self.names)


STEPS = (
    Step(
        1,
        _l("What and where"),
        ("title", "summary", "kind", "unit_id", "operator_name", "started_on", "ended_on", "maturity"),
    ),
    Step(2, _l("Themes and groups"), ("themes", "target_groups", "entity_kind", "instruments", "tags")),
    Step(3, _l("Problem and action"), ("problem", "solution", "lessons", "legal_basis")),
    Step(4, _l("Results"), ("results",)),
    Step(5, _l("Cost and time"), ("cost_start", "cost_year", "prep_months")),
    Step(6, _l("Contact and photo"), ("contact_role", "contact_email", "contact_phone", "photos")),
)


def step_of(name: str) -> Step | None:
    """The step in which a field is edited; some fields come with the import only."""
    return next((one for one in STEPS if name in one.names), None)


def state_of(step: Step, document: Mapping[str, Any], problems: set[str]) -> str:
    """How a step stands: problem, done, or empty while something of the card or of the full description is missing."""
    if problems & set(step.names):
        return "problem"
    whole = completeness(document)
    missing = {one.name for one in (*whole.missing_card, *whole.missing_full)}
    touched = any(name in document for name in step.names)
    return "done" if touched and not missing & set(step.names) else ""
