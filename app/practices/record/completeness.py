"""How complete a record is: what the card still lacks, what the full description still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.practices.record.fields import CARD, FIELDS, FULL, Field
from app.practices.record.reading import is_empty

LESSON = "lekcja"


@dataclass(frozen=True)
class Completeness:
    """Fields of the card and of the full description: how many there are and which are missing, in their order."""

    missing_card: tuple[Field, ...]
    missing_full: tuple[Field, ...]
    card: int
    full: int

    @property
    def is_card(self) -> bool:
        """Whether it may be sent in."""
        return not self.missing_card

    @property
    def is_full(self) -> bool:
        return not self.missing_card and not self.missing_full

    @property
    def filled(self) -> int:
        """Filled fields of all those needed for the full description."""
        return self.full - len(self.missing_card) - len(self.missing_full)

    @property
    def percent(self) -> int:
        return 100 * self.filled // self.full


def completeness(document: Mapping[str, Any]) -> Completeness:
    """What the record has and lacks. For a lesson from failure the card needs what was learned as well."""
    lesson = document.get("kind") == LESSON
    card = [one for one in FIELDS if one.need == CARD or (lesson and one.name == "lessons")]
    full = [one for one in FIELDS if one.need == FULL and one not in card]
    return Completeness(
        tuple(one for one in card if is_empty(document.get(one.name))),
        tuple(one for one in full if is_empty(document.get(one.name))),
        len(card),
        len(card) + len(full),
    )
