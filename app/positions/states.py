"""The states of a position and their words; what leads where is `lifecycle`."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l


class State(StrEnum):
    """Where a position stands on its road."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    MERGING = "merging"
    READY = "ready"
    VOTING = "voting"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    INQUORATE = "inquorate"
    TRANSMITTED = "transmitted"
    UNDER_REVIEW = "under_review"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @classmethod
    def adopted_ones(cls) -> frozenset["State"]:
        """Adopted, and whatever follows adoption."""
        return frozenset((cls.ADOPTED, cls.TRANSMITTED, cls.UNDER_REVIEW, cls.ANSWERED, cls.CLOSED))


WORDS = {
    State.DRAFT: _l("Draft"),
    State.CONSULTATION: _l("Consultation"),
    State.MERGING: _l("Merging"),
    State.READY: _l("Ready for the vote"),
    State.VOTING: _l("Voting"),
    State.ADOPTED: _l("Adopted"),
    State.REJECTED: _l("Not adopted"),
    State.INQUORATE: _l("No quorum"),
    State.TRANSMITTED: _l("Handed over"),
    State.UNDER_REVIEW: _l("Under review by the committee"),
    State.ANSWERED: _l("Answered by the committee"),
    State.CLOSED: _l("Closed"),
    State.WITHDRAWN: _l("Withdrawn"),
}

# Tone and sign of each state, so that it is never told by colour alone.
SIGNS = {
    State.DRAFT: ("", "edit"),
    State.CONSULTATION: ("wisla", "comment"),
    State.MERGING: ("wisla", "list"),
    State.READY: ("bursztyn", "clock"),
    State.VOTING: ("bursztyn", "clock"),
    State.ADOPTED: ("sosna", "check"),
    State.REJECTED: ("cegla", "cross"),
    State.INQUORATE: ("cegla", "half"),
    State.TRANSMITTED: ("wrzos", "forward"),
    State.UNDER_REVIEW: ("wrzos", "clock"),
    State.ANSWERED: ("wrzos", "office"),
    State.CLOSED: ("", "lock"),
    State.WITHDRAWN: ("", "minus"),
}
