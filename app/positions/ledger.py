"""The ledger of a vote: appending inside the act, and checking it against itself and against the ballots.

`head` and entries are shown after the closing only: until then they would tell how people vote.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.extensions import db
from app.lib import clock
from app.lib.tokens import CHAIN_START, ChainEntry, canonical_json, canonical_time, chain_hash, first_break
from app.positions.models import Ballot, Elector, LedgerEntry, Vote
from app.web.unit_of_work import require_unit_of_work

CASTS = ("cast", "replaced")


def append(vote: Vote, kind: str, payload: dict[str, Any]) -> LedgerEntry:
    """Add an entry; the caller holds the row of the vote, so numbers follow one another."""
    require_unit_of_work(append)
    last = db.session.execute(
        select(LedgerEntry.seq, LedgerEntry.hash)
        .where(LedgerEntry.vote_id == vote.id)
        .order_by(LedgerEntry.seq.desc())
        .limit(1)
    ).first()
    entry = LedgerEntry(
        vote_id=vote.id,
        seq=last.seq + 1 if last else 1,
        at=clock.now(),
        kind=kind,
        payload=payload,
        prev=last.hash if last else CHAIN_START,
    )
    entry.hash = chain_hash(entry.prev, place(vote.id), entry.seq, entry.at, kind, payload)
    db.session.add(entry)
    return entry


def place(vote_id: int) -> str:
    """The name of a vote's chain; it is part of every hash, so entries cannot be carried to another vote."""
    return f"vote:{vote_id}"


def electorate_hash(rows: Sequence[tuple[int, str, int, int]]) -> str:
    """The hash of the frozen list: mandate, unit, seat and person of each elector, in the order of mandates."""
    return hashlib.sha256(canonical_json([list(row) for row in sorted(rows)]).encode()).hexdigest()


def reason_hash(reason: str) -> str:
    """The reason itself stays out of the ledger, so that it can be redacted; its hash shows that it was not changed."""
    return hashlib.sha256(reason.encode()).hexdigest() if reason else ""


@dataclass(frozen=True)
class Check:
    """What a check of the ledger found: nothing, or faults in words."""

    entries: int
    head: str
    counts: Counter[str] = field(default_factory=Counter)
    """The numbers as the ledger alone tells them."""
    faults: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(vote: Vote) -> Check:
    """Check the chain, the electorate, and that each ballot is the last entry of its mandate and the other way round."""
    entries = list(
        db.session.scalars(select(LedgerEntry).where(LedgerEntry.vote_id == vote.id).order_by(LedgerEntry.seq))
    )
    ballots = list(db.session.scalars(select(Ballot).where(Ballot.vote_id == vote.id)))
    electors = list(db.session.scalars(select(Elector).where(Elector.vote_id == vote.id)))
    return check(vote, entries, ballots, electors)


def faults_of_all_votes() -> list[str]:
    """What does not hold in the ledgers of all votes, each fault with its vote."""
    votes = db.session.scalars(select(Vote).order_by(Vote.id))
    return [f"{place(vote.id)}: {fault}" for vote in votes.all() for fault in verify(vote).faults]


def check(vote: Vote, entries: Sequence[LedgerEntry], ballots: Sequence[Ballot], electors: Sequence[Elector]) -> Check:
    """As `verify`, with rows that are read already."""
    faults = [
        *_chain_faults(vote, entries),
        *_electorate_faults(vote, entries, electors),
        *_ballot_faults(vote, entries, ballots, {elector.mandate_id for elector in electors}),
    ]
    head = entries[-1].hash if entries else ""
    return Check(len(entries), head, recount(entries), tuple(dict.fromkeys(faults)))


def counts_of(ballots: Sequence[Ballot]) -> Counter[str]:
    """How many mandates said what."""
    return Counter(ballot.choice for ballot in ballots)


def recount(entries: Sequence[LedgerEntry]) -> Counter[str]:
    """The numbers as the ledger alone tells them: the last choice of each mandate."""
    last = {entry.payload.get("mandate"): entry.payload.get("choice", "") for entry in entries if entry.kind in CASTS}
    return Counter(last.values())


def _chain_faults(vote: Vote, entries: Sequence[LedgerEntry]) -> list[str]:
    broken = first_break(
        ChainEntry(place(entry.vote_id), entry.seq, entry.at, entry.kind, entry.payload, entry.prev, entry.hash)
        for entry in entries
    )
    if broken is not None:
        return [_("Entry %(num)s of the ledger does not follow from the one before.", num=broken)]
    if not entries:
        return [_("The ledger is empty.")]
    if vote.is_certified and vote.head_hash != entries[-1].hash:
        return [_("The last entry of the ledger is not the one that was certified.")]
    return []


def _electorate_faults(vote: Vote, entries: Sequence[LedgerEntry], electors: Sequence[Elector]) -> list[str]:
    first = entries[0] if entries else None
    rows = [(one.mandate_id, one.unit_id, one.seat_no, one.person_id_at_open) for one in electors]
    fits = (
        first is not None
        and first.kind == "electorate"
        and first.payload.get("size") == len(rows) == vote.electorate_size
        and first.payload.get("sha256") == electorate_hash(rows)
    )
    opened = entries[1].payload if len(entries) > 1 and entries[1].kind == "opened" else {}
    faults = [] if fits else [_("The list of mandates is not the one that was fixed at the opening.")]
    if opened != opening(vote):
        faults.append(_("Text, rules or times of the vote are not those of its opening."))
    return faults


def opening(vote: Vote) -> dict[str, Any]:
    """What the entry `opened` says: the text, the rules and the times that were fixed."""
    return {
        "position": vote.position_id,
        "version": vote.version_id,
        "text_sha256": vote.text_sha256,
        "rule_set": [vote.rule_set_id, vote.rule_set_version],
        "opens_at": canonical_time(vote.opens_at),
        "closes_at": canonical_time(vote.closes_at),
        "opened_by": vote.opened_by_id,
    }


def casting(ballot: Ballot) -> dict[str, Any]:
    """What the entry of a ballot says."""
    return {
        "mandate": ballot.mandate_id,
        "choice": str(ballot.choice),
        "reason_sha256": reason_hash(ballot.reason),
        "person": ballot.cast_by_id,
        "as": ballot.cast_as,
        "rev": ballot.rev,
        "at": canonical_time(ballot.cast_at),
    }


def _ballot_faults(
    vote: Vote, entries: Sequence[LedgerEntry], ballots: Sequence[Ballot], mandates: set[int]
) -> list[str]:
    last = {entry.payload.get("mandate"): entry for entry in entries if entry.kind in CASTS}
    faults = []
    for ballot in ballots:
        entry = last.pop(ballot.mandate_id, None)
        told = {key: value for key, value in entry.payload.items() if key != "replaces"} if entry else None
        if entry is None or entry.seq != ballot.ledger_seq or told != casting(ballot):
            faults.append(_("The ballot of mandate %(num)s is not the one in the ledger.", num=ballot.mandate_id))
        if ballot.cast_at >= vote.closes_at or ballot.mandate_id not in mandates:
            faults.append(_("The ballot of mandate %(num)s should not have been counted.", num=ballot.mandate_id))
    for mandate_id in last:
        faults.append(_("The ballot of mandate %(num)s, which is in the ledger, is missing.", num=mandate_id))
    return faults
