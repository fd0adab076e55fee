"""Every change of a practice, by room: writing (authors), deciding (moderators), revisions (what both stand on)."""

from app.practices.actions.deciding import hide_practice, publish_practice, request_changes, restore_practice
from app.practices.actions.writing import (
    confirm_practice,
    recall_practice,
    save_draft,
    start_practice,
    submit_practice,
    withdraw_practice,
)

__all__ = [
    "confirm_practice",
    "hide_practice",
    "publish_practice",
    "recall_practice",
    "request_changes",
    "restore_practice",
    "save_draft",
    "start_practice",
    "submit_practice",
    "withdraw_practice",
]
