"""From a change to the index, by way of the outbox; one writer, the worker."""

from app.jobs import enqueue


def reindex(kind: str, thing_id: int) -> None:
    """Ask for a thing to be read anew into the index; inside the unit of work of its change.

    The worker reads the current rows, so the job is the same for a new, a changed and a vanished thing.
    """
    enqueue("index", {"kind": kind, "id": thing_id})
