"""Who did what to which: an append-only, chained record of every action of a person with power."""

from app.activity.models import AuditEvent
from app.activity.record import record, verify

__all__ = ["AuditEvent", "record", "verify"]
