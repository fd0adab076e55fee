"""The outbox: what must follow a change, written in the change's own transaction and done by the worker afterwards."""

from app.jobs.outbox import enqueue
from app.jobs.models import Job

__all__ = ["Job", "enqueue"]
