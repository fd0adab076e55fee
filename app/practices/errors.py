"""What can be refused here, and the sentence the person reads."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.web.errors import Conflict, Invalid


class WithTheModerators(Conflict):
    """It was sent in and is not edited meanwhile."""

    code = "practice_submitted"
    message = _l("This description is with the moderators now, so it cannot be changed.")
    what_now = _l("Take it back first, or wait for their answer.")


class NothingToDecide(Conflict):
    """Nothing waits for a decision: somebody decided already, or it was taken back."""

    code = "practice_not_submitted"
    message = _l("This description is not waiting for a decision any more.")
    what_now = _l("Look at its history to see what happened.")


class NothingToSubmit(Conflict):
    """No edit has been made since it was published."""

    code = "practice_unchanged"
    message = _l("Nothing has been changed since the published version, so there is nothing to send.")


class IncompleteCard(Invalid):
    """Fields of the short card are missing."""

    code = "practice_incomplete"
    message = _l("The short card is not complete yet.")

    def __init__(self, missing: Sequence[Any]) -> None:
        super().__init__()
        self.missing = tuple(missing)


class BadRecord(Invalid):
    """Values that cannot be kept, by field."""

    code = "practice_invalid"

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__()
        self.errors = errors


class NotPublished(Conflict):
    """Only what is published can be hidden, restored or confirmed."""

    code = "practice_not_published"
    message = _l("This can be done only with a published practice.")
