"""From the ballots of a vote to its numbers and its result. Nothing here is asked before the closing."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.positions.errors import VoteOpen
from app.positions.majority import Outcome, Rules, Tally, decide
from app.positions.models import Ballot, Choice, RuleSet, Vote


@dataclass(frozen=True)
class Counted:
    """The numbers of a closed vote and what they lead to, with every step."""

    tally: Tally
    decided: Outcome

    @property
    def outcome(self) -> str:
        return self.decided.result

    @property
    def numbers(self) -> dict[str, int]:
        """As they stand in the ledger and in the certified result."""
        tally = self.tally
        return {
            "body": tally.body,
            "for": tally.in_favour,
            "against": tally.against,
            "abstain": tally.abstained,
            "present": tally.present,
        }


def count_vote(vote: Vote) -> Counted:
    """Count the ballots of a closed vote and decide; VoteOpen before the closing, whoever asks."""
    if not vote.is_closed:
        raise VoteOpen(vote.closes_at)
    rows = db.session.execute(
        select(Ballot.choice, func.count()).where(Ballot.vote_id == vote.id).group_by(Ballot.choice)
    )
    counts: Counter[str] = Counter(dict(rows.all()))
    return decided(vote, counts)


def decided(vote: Vote, counts: Counter[str]) -> Counted:
    """The result of some numbers by the rules of this vote."""
    tally = Tally(
        body=vote.electorate_size,
        in_favour=counts[Choice.FOR],
        against=counts[Choice.AGAINST],
        abstained=counts[Choice.ABSTAIN],
        present=counts[Choice.PRESENT],
    )
    return Counted(tally, decide(tally, rules_as_values(vote.rules)))


def rules_as_values(row: RuleSet) -> Rules:
    """The row of a rule set as the pure rules know it."""
    return Rules(
        majority=row.majority_kind,  # type: ignore[arg-type]
        num=row.majority_num,
        den=row.majority_den,
        base=row.majority_base,  # type: ignore[arg-type]
        strict=row.majority_strict,
        quorum_num=row.quorum_num,
        quorum_den=row.quorum_den,
        quorum_strict=row.quorum_strict,
        tie=row.tie,  # type: ignore[arg-type]
    )


def quorum_needed(vote: Vote) -> int:
    """The smallest number of mandates that makes the quorum."""
    rules, body = vote.rules, vote.electorate_size
    share = body * rules.quorum_num
    return share // rules.quorum_den + 1 if rules.quorum_strict else -(-share // rules.quorum_den)
