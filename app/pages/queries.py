"""What the start page asks of several features at once."""

from dataclasses import dataclass

from sqlalchemy import select

from app.auth.models import Mandate
from app.extensions import db
from app.forum.queries.posts import answers_of
from app.positions.queries.outcomes import votes_of_unit
from app.practices.queries.finding import published_of_unit


@dataclass(frozen=True)
class UnitCounts:
    """What a unit has given to the network."""

    practices: int
    answers: int
    solutions: int
    votes: int


def unit_counts(mandate: Mandate) -> UnitCounts:
    """Its published practices, the answers of who holds or deputises its mandate, the votes it took part in. One statement."""
    people = [one for one in (mandate.person_id, mandate.deputy_id) if one]
    return UnitCounts(
        *db.session.execute(
            select(
                published_of_unit(mandate.unit_id),
                answers_of(people),
                answers_of(people, solutions=True),
                votes_of_unit(mandate.unit_id),
            )
        ).one()
    )
