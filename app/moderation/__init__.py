"""Moderation: the public log of decisions and the moderators' desk. What can be moderated belongs to its feature."""

from app.moderation.log import log_decision
from app.moderation.models import ModerationEntry

__all__ = ["ModerationEntry", "log_decision"]
