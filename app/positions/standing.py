"""In whose name a person can vote in a vote: holder of a mandate, successor in its seat, or named deputy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import joinedload

from app.auth.models import Mandate
from app.extensions import db
from app.positions.models import Ballot, Elector, Vote

HOLDER, DEPUTY, SUCCESSOR = "holder", "deputy", "successor"


@dataclass(frozen=True)
class Standing:
    """One seat for which this person may act now, and the ballot that counts for it so far."""

    elector: Elector
    mandate: Mandate
    role: str
    ballot: Ballot | None

    @property
    def mandate_id(self) -> int:
        """The mandate that stands in the electorate; the ballot belongs to it."""
        return self.elector.mandate_id

    @property
    def unit_name(self) -> str:
        return self.mandate.unit.full_name

    @property
    def is_overruled(self) -> bool:
        """A deputy comes after the holder."""
        return self.role == DEPUTY and self.ballot is not None and self.ballot.cast_as != DEPUTY


def standings(viewer: Any, vote: Vote) -> list[Standing]:
    """The seats for which this person may act, own ones first; one statement, none for people without mandate."""
    found = standings_in(viewer, [vote.id])
    return found.get(vote.id, [])


def standings_in(viewer: Any, vote_ids: Sequence[int]) -> dict[int, list[Standing]]:
    """The same for several votes at once."""
    mandates = list(viewer.mandates)
    if not mandates or not vote_ids:
        return {}
    seats = {(mandate.unit_id, mandate.seat_no): mandate for mandate in reversed(mandates)}
    rows = db.session.execute(
        select(Elector, Ballot)
        .outerjoin(Ballot, and_(Ballot.vote_id == Elector.vote_id, Ballot.mandate_id == Elector.mandate_id))
        .where(Elector.vote_id.in_(vote_ids), tuple_(Elector.unit_id, Elector.seat_no).in_(list(seats)))
        .options(joinedload(Ballot.cast_by))
    )
    found: dict[int, list[Standing]] = {}
    for elector, ballot in rows:
        mandate = seats[(elector.unit_id, elector.seat_no)]
        found.setdefault(elector.vote_id, []).append(
            Standing(elector, mandate, _role(viewer, mandate, elector), ballot)
        )
    order = {mandate.id: number for number, mandate in enumerate(mandates)}
    for those in found.values():
        those.sort(key=lambda one: order[one.mandate.id])
    return found


def _role(viewer: Any, mandate: Mandate, elector: Elector) -> str:
    if mandate.person_id != viewer.id:
        return DEPUTY
    return HOLDER if mandate.id == elector.mandate_id else SUCCESSOR
