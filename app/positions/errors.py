"""What can be refused about positions, and the sentence the person reads."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.web.errors import Conflict, Invalid
from app.web.filters import date_words, datetime_words


class WrongStage(Conflict):
    """The step does not lead from where the position stands."""

    code = "wrong_stage"
    message = _l("The position has moved on meanwhile, so this step is no longer possible.")
    what_now = _l("Open the position to see where it stands.")


class GuardsMissing(Conflict):
    """A step has conditions that do not hold yet; each is named."""

    code = "guards_missing"

    def __init__(self, missing: Sequence[Any]) -> None:
        super().__init__(" ".join(str(one.sentence) for one in missing))
        self.missing = missing


class TextClosed(Conflict):
    """The text may no longer change."""

    code = "text_closed"
    message = _l("The text of this position can no longer be changed.")


class CommentsClosed(Conflict):
    """Comments are taken while a text is written, until the consultation ends."""

    code = "comments_closed"

    def __init__(self, ended_at: datetime | None = None) -> None:
        if ended_at is None:
            super().__init__(_l("Comments on this position are closed."))
        else:
            super().__init__(_("The consultation ended on %(when)s (Warsaw time).", when=datetime_words(ended_at)))


class NothingToPublish(Conflict):
    """The working draft says what the published version says."""

    code = "nothing_to_publish"
    message = _l("Nothing has changed since the last version, so there is nothing to publish.")


class NodeGone(Conflict):
    """Somebody removed the node meanwhile."""

    code = "node_gone"
    message = _l("This part of the text is no longer there. Open the draft and choose another place.")


class VoteOpen(Conflict):
    """Something that has to wait for the closing."""

    code = "vote_open"

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(
            _(
                "The vote is open until %(when)s (Warsaw time). The result is not known before.",
                when=datetime_words(closes_at),
            )
        )


class VoteClosed(Conflict):
    """A ballot after the closing."""

    code = "vote_closed"

    def __init__(self, closed_at: datetime) -> None:
        super().__init__(
            _(
                "The vote was closed on %(when)s (Warsaw time). This ballot came later and was not counted.",
                when=datetime_words(closed_at),
            )
        )


class NotElector(Conflict):
    """The person stands for no mandate of this vote."""

    status = 403
    code = "not_elector"
    message = _l("You have no mandate in this vote. The list of mandates was fixed when it opened.")


class HolderHasVoted(Conflict):
    """A deputy comes after the holder."""

    code = "holder_has_voted"
    message = _l("The holder of this mandate has voted already, and that ballot counts.")


class NoChange(Conflict):
    """The rules allow no second ballot."""

    code = "no_change"
    message = _l("The rules of this vote allow no change of a ballot.")


class LedgerBroken(Conflict):
    """The ledger does not agree with itself or with the ballots; nothing may be certified."""

    code = "ledger_broken"

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(
            _("The ledger of the vote does not agree with the ballots: %(faults)s", faults=" ".join(faults))
        )


class AnswerIncomplete(Conflict):
    """A demand without verdict or reason; the missing ones are named."""

    code = "answer_incomplete"

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(
            _(
                "The answer cannot be sent yet. These demands have no verdict or no reason: %(names)s.",
                names=", ".join(missing),
            )
        )


class BadDate(Invalid):
    """A date that does not do; the sentence says which would."""

    code = "bad_date"

    @classmethod
    def not_before(cls, day: date) -> "BadDate":
        return cls(_("Choose %(day)s or a later day.", day=date_words(day)))


class UnknownEvidence(Invalid):
    """What was pasted leads to nothing that can be cited."""

    code = "unknown_evidence"
    message = _l("We did not find a practice or topic at this address. Copy the address of its page on this site.")


class TextRefused(Invalid):
    """A text that breaks the drafting rules; every reason with its place."""

    code = "text_refused"

    def __init__(self, tree: Any, problems: Sequence[Any]) -> None:
        from app.positions.problem_words import sentences

        self.sentences = sentences(tree, list(problems))
        super().__init__(" ".join(self.sentences))
