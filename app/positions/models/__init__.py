"""The tables of positions, in rooms: text, discussion, votes, committee."""

from app.positions.models.committee import CommitteeResponse, DemandAnswer, Transmission, Verdict
from app.positions.models.discussion import Comment, Source, Thread
from app.positions.models.text import NodeRevision, Position, PositionVersion, StageChange
from app.positions.models.votes import Ballot, Choice, Elector, LedgerEntry, RuleSet, Vote

__all__ = [
    "Ballot",
    "Choice",
    "Comment",
    "CommitteeResponse",
    "DemandAnswer",
    "Elector",
    "LedgerEntry",
    "NodeRevision",
    "Position",
    "PositionVersion",
    "RuleSet",
    "Source",
    "StageChange",
    "Thread",
    "Transmission",
    "Verdict",
    "Vote",
]
