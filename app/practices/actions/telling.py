"""What the author of a practice hears of decisions about it."""

from typing import Any

from app.notifications import deliver
from app.notifications.deliver import mark_read
from app.practices.models import Practice

KIND = "practice_decided"


def tell_author(actor: Any, practice: Practice, to: str) -> None:
    """Say what was decided; it takes the place of a decision that the author has not read. Inside a unit of work."""
    withdraw_decisions(practice)
    deliver(KIND, ("practice", practice.id), actor=actor, data={"to": to})


def withdraw_decisions(practice: Practice) -> None:
    """What has been acted upon or overtaken waits for the author no longer. Inside a unit of work."""
    if practice.author_id is not None:
        mark_read(practice.author_id, KIND, ("practice", practice.id))
