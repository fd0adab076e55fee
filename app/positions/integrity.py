"""The invariants of positions, looked at as a whole: hashes of versions, ledgers of votes, register, answers."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from app.extensions import db
from app.positions import ledger
from app.positions.counting import count_vote
from app.positions.models import CommitteeResponse, Position, PositionVersion, Transmission, Vote
from app.positions.queries.texts import demands_in, tree_of
from app.positions.text.hashing import body_sha256


def faults_of_positions() -> list[str]:
    """Every broken invariant, in a sentence for the administrator; empty when all hold."""
    return [*_versions(), *ledger.faults_of_all_votes(), *_results(), *_register(), *_answers()]


def _versions() -> Iterator[str]:
    rows = db.session.execute(
        select(PositionVersion.id, PositionVersion.position_id, PositionVersion.no, PositionVersion.body_sha256).where(
            PositionVersion.published_at.is_not(None)
        )
    )
    for version_id, position_id, no, stored in rows.all():
        if body_sha256(tree_of(version_id)) != stored:
            yield f"position {position_id}: version {no} is not the text that was published"


def _results() -> Iterator[str]:
    certified = select(Vote).where(Vote.state == "certified").order_by(Vote.id)
    for vote in db.session.scalars(certified).all():
        counted = count_vote(vote)
        if vote.result != {**(vote.result or {}), **counted.numbers, "outcome": counted.outcome}:
            yield f"{ledger.place(vote.id)}: the certified result is not what its ballots give"


def _register() -> Iterator[str]:
    numbers: dict[int, list[int]] = defaultdict(list)
    for position in db.session.scalars(select(Position).where(Position.number_seq.is_not(None))).all():
        numbers[position.number_year or 0].append(position.number_seq or 0)
    for year, seqs in sorted(numbers.items()):
        if sorted(seqs) != list(range(1, len(seqs) + 1)):
            yield f"the register of {year} has a gap"


def _answers() -> Iterator[str]:
    rows = db.session.scalars(
        select(CommitteeResponse)
        .join(Transmission, Transmission.id == CommitteeResponse.transmission_id)
        .where(CommitteeResponse.state == "sent")
    )
    for response in rows.all():
        asked = {demand.node_id for demand in demands_in(tree_of(response.transmission.version_id))}
        if asked != {answer.node_id for answer in response.answers if answer.is_complete}:
            yield f"position {response.transmission.position_id}: the answer does not go with its demands"
