"""The outbox: what must follow a change, written in the change's own transaction and done by the worker afterwards."""

from app.jobs.models import Job
from app.jobs.outbox import enqueue

__all__ = ["Job", "enqueue"]
