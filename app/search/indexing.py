"""From a change to the index, by way of the outbox; one writer, the worker. Rebuilding and mending."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from app.extensions import db
from app.jobs import enqueue
from app.search.documents import Document
from app.search.engines import IndexUnusable
from app.search.outcomes import IndexState
from app.search.service import engine, indexed_kinds

log = logging.getLogger("app.search")
STEP = 200


def reindex(kind: str, thing_id: int) -> None:
    """Ask for a thing to be read anew into the index; inside the unit of work of its change.

    The worker reads the current rows, so the job is the same for a new, a changed and a vanished thing.
    """
    enqueue("index", {"kind": kind, "id": thing_id})


def update_index(payloads: list[dict[str, Any]]) -> None:
    """The worker's part: each thing once, all in one commit; an index that cannot be written is made anew."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for payload in payloads:
        wanted[payload["kind"]].add(payload["id"])
    documents: list[Document] = []
    gone: list[str] = []
    kinds = indexed_kinds()
    for kind, ids in wanted.items():
        found = list(kinds[kind].documents(sorted(ids))) if kind in kinds else []
        documents += found
        gone += [f"{kind}:{thing_id}" for thing_id in ids - {document.id for document in found}]
    db.session.rollback()  # the snapshot is not needed while Whoosh writes
    try:
        engine().update(documents, gone)
    except IndexUnusable:
        rebuild_index()


def rebuild_index(progress: Callable[[int], None] | None = None) -> int:
    """Make the whole index anew beside the old one; pages keep answering. The number of documents."""
    return engine().rebuild(all_documents(), progress)


def all_documents() -> Iterator[Document]:
    """Everything there is to find, read in steps so that no long snapshot is held."""
    for kind, indexed in indexed_kinds().items():
        ids = list(indexed.all_ids())
        for start in range(0, len(ids), STEP):
            yield from indexed.documents(ids[start : start + STEP])
            db.session.rollback()
        log.info("documents read", extra={"kind": kind})


def mend_index() -> None:
    """The worker's look: an index that is missing, damaged or of an older analyser is made anew."""
    if engine().state() is not IndexState.READY or not engine().files_are_sound():
        log.warning("the index is made anew")
        rebuild_index()


def compare_with_database() -> tuple[list[str], list[str]]:
    """(references missing in the index, references that should not be there or are of an older version)."""
    held = engine().refs_and_versions()
    expected = {document.ref: document.version for document in all_documents()}
    missing = sorted(ref for ref in expected if ref not in held)
    stale = sorted(ref for ref in held if ref not in expected or held[ref] != expected[ref])
    return missing, stale


def check_each_night() -> None:
    """Ids and versions are compared; what differs is asked for anew."""
    from app.web.unit_of_work import unit_of_work

    missing, stale = compare_with_database()
    differing = {*missing, *stale}
    if differing:
        log.warning("index and database differ")
        with unit_of_work():
            for ref in sorted(differing)[:10_000]:
                kind, _, thing_id = ref.partition(":")
                reindex(kind, int(thing_id))
