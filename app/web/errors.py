"""Errors that are answers: a sentence for the person and a status; shown as a page or as JSON (`error_pages`)."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString


class DomainError(Exception):
    """An action was refused. Subclasses give `status`, `code` and `message`; `what_now` says what the person can do."""

    status = 409
    code = "refused"
    message: LazyString | str = _l("This cannot be done now.")
    what_now: LazyString | str | None = None

    def __init__(self, message: LazyString | str | None = None, **details: object) -> None:
        super().__init__(str(self.code))
        if message is not None:
            self.message = message
        self.details = details


class NotFound(DomainError):
    """It does not exist, or this person may not know that it does."""

    status = 404
    code = "not_found"
    message = _l("There is no such page. It may have moved.")


class Forbidden(DomainError):
    """Visible, but not allowed."""

    status = 403
    code = "forbidden"
    message = _l("Your account cannot do this.")
    what_now = _l("If you should be able to, write to the moderators.")


class Invalid(DomainError):
    """What was sent does not fit; the sentence says what to correct."""

    status = 422
    code = "invalid"
    message = _l("Something in the form needs correcting.")


class Conflict(DomainError):
    """The state does not allow it (any more)."""

    status = 409
    code = "conflict"


class StaleEdit(Conflict):
    """Somebody saved the same thing meanwhile. `mine` and `saved` are the two texts; `fields` keeps the whole form."""

    code = "stale_edit"
    message = _l("Somebody saved a newer version while you were writing. Both texts are below.")

    def __init__(self, *, mine: str = "", saved: str = "", lock_version: int | None = None) -> None:
        super().__init__()
        self.mine = mine
        self.saved = saved
        self.lock_version = lock_version


class TooMany(DomainError):
    """A rate limit; `retry_after` in seconds."""

    status = 429
    code = "too_many_requests"
    message = _l("Too many attempts in a short time. Wait a moment and try again.")

    def __init__(self, retry_after: int = 60, message: LazyString | str | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Busy(DomainError):
    """The database gave no turn within its time."""

    status = 503
    code = "busy"
    message = _l("Many people are saving at this moment. Your text is kept; send it again.")
    retry_after = 5
