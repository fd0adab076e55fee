"""Notices to people: one unread row per person and subject, counted up; written by the worker, shown on the start page."""

from app.notifications.deliver import deliver
from app.notifications.kinds import Line, NoticeKind, SaidByWaiting
from app.notifications.models import Notification

__all__ = ["Line", "NoticeKind", "Notification", "SaidByWaiting", "deliver"]
