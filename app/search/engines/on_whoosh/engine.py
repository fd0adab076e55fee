"""The engine: one snapshot a process, asked before each search whether it is still the newest."""

import logging
import os
import threading
import time
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from app.search.analysis import polish
from app.search.documents import Document
from app.search.engines import Filters, Found, IndexUnusable
from app.search.engines.on_whoosh import writer
from app.search.engines.on_whoosh.folder import IndexFolder
from app.search.engines.on_whoosh.grouping import Grouped, group
from app.search.engines.on_whoosh.seals import Seals
from app.search.engines.on_whoosh.snapshot import Build, ReadersLexicon, Snapshot
from app.search.marking import Marker
from app.search.outcomes import Degraded, Hit, IndexState, NothingFound, Results, Sort
from app.search.query import Query
from app.search.ranking import rank
from app.search.reading import ReadQuery, read

log = logging.getLogger(__name__)

AT_ONCE = 1_000  # new records a request may read itself (40 ms); more are read beside it, and the old snapshot answers
LOOK_AGAIN = 15  # seconds: a build found broken is not tried before, since Whoosh tries for half a second each time


class _NotReady(Exception):
    def __init__(self, state: IndexState) -> None:
        super().__init__(state.value)
        self.state = state


class WhooshEngine:
    """The search over a folder (engines.SearchEngine). Made once a process; opens nothing before it is first asked."""

    def __init__(self, base: Path | str) -> None:
        self._folder = IndexFolder(Path(base))
        self._start_anew()

    def _start_anew(self) -> None:
        """Open files must not be shared over a fork (they have one place to read at), nor locks another thread held."""
        self._snapshot: Snapshot | None = None
        self._build: Build | None = None
        self._opening = threading.Lock()
        self._loading: threading.Thread | None = None
        self._pid = os.getpid()
        self._broken: tuple[Path, float] | None = None
        self._seals: Seals | None = None

    # Reading

    def search(
        self, query: Query, *, audiences: Collection[str], filters: Filters | None = None, page: int = 1,
        per_page: int = 20, sort: Sort = Sort.RELEVANCE, facets: Collection[str] | None = None, correct: bool = True,
    ) -> Found:  # fmt: skip
        """See engines.SearchEngine. Whatever goes wrong with the files is logged and answered with Degraded."""
        state = self.state()
        if state is not IndexState.READY:
            return Degraded(state)
        try:
            snapshot = self._current()
            understood = read(query, ReadersLexicon(snapshot, audiences), polish(), correct=correct)
            scores = rank(understood, snapshot)
            set_filters = {name: frozenset(values) for name, values in (filters or {}).items() if values}
            first = (page - 1) * per_page
            grouped = group(scores, snapshot, frozenset(audiences), set_filters, facets, sort, first, first + per_page)
            return self._answer(understood, grouped, snapshot, scores.scores, page, per_page)
        except Exception:
            # A broken posting list, or a query that breaks us: the next query may well be answered.
            log.exception("a search in %s failed", self._folder.base)
            return Degraded(IndexState.DAMAGED)

    def _answer(
        self, query: ReadQuery, grouped: Grouped, snapshot: Snapshot, scores: list[float], page: int, per_page: int
    ) -> Results | NothingFound:
        if not grouped.total:
            return NothingFound(query.reading, grouped.facets)
        hits = [
            Hit(card.kind, card.id, card.group, scores[record], _moment(card.created_at), _moment(card.updated_at))
            for record, card in zip(grouped.records, snapshot.cards(grouped.records), strict=True)
        ]
        return Results(tuple(hits), grouped.total, page, per_page, grouped.facets, query.reading, _marker(query))

    def state(self) -> IndexState:
        """How the index stands; opens it if need be."""
        try:
            self._current()
        except _NotReady as not_ready:
            return not_ready.state
        except Exception:
            log.exception("the search index in %s cannot be opened", self._folder.base)
            self._mark_broken()
            return IndexState.DAMAGED
        return IndexState.READY

    def files_are_sound(self) -> bool:
        """Whether the files are still what was written; for the worker, since a snapshot once read does not notice."""
        path = self._folder.current()
        if path is None:
            return True  # missing, which `state` says
        if self._seals is None or self._seals.build != path:
            self._seals = Seals(path)
        return not self._seals.broken()

    def refs_and_versions(self) -> dict[str, int]:
        """What the index holds, to compare with the database. Raises IndexUnusable when it cannot be read."""
        state = self.state()
        if state is not IndexState.READY:
            raise IndexUnusable(state)
        return {card.ref: card.version for card in self._current(wait=True).all_cards()}

    def _current(self, wait: bool = False) -> Snapshot:
        """The newest snapshot, or the last one while a newer one with much to read is made beside."""
        if self._pid != os.getpid():
            self._start_anew()
        snapshot, build = self._snapshot, self._build
        path = self._folder.current()
        if snapshot is not None and build is not None and build.path == path and build.is_at(snapshot.generation):
            return snapshot
        if snapshot is None or wait:
            with self._opening:
                return self._open()
        if self._opening.acquire(blocking=False):  # someone else is at it: answer from what there is
            try:
                if self._cheap():
                    return self._open()
                self._open_beside()
            finally:
                self._opening.release()
        return snapshot

    def _cheap(self) -> bool:
        state = self._folder.state()
        if state is not IndexState.READY:
            raise _NotReady(state)
        path, build = self._folder.current(), self._build
        if path is None:
            return False
        if build is None or build.path != path:
            build = Build(path)
        return build.unread(build.look()[1]) <= AT_ONCE

    def _open_beside(self) -> None:
        if self._loading is None or not self._loading.is_alive():
            self._loading = threading.Thread(target=self._load, name="search-snapshot", daemon=True)
            self._loading.start()

    def _load(self) -> None:
        try:
            with self._opening:
                self._open()
        except Exception:
            log.exception("the new state of the search index cannot be read yet")

    def _open(self) -> Snapshot:
        """Read what is new. Holds `_opening`."""
        state = self._folder.state()
        path = self._folder.current()
        if state is not IndexState.READY or path is None:
            self._forget()
            raise _NotReady(state)
        if self._broken is not None and self._broken[0] == path and time.monotonic() < self._broken[1]:
            raise _NotReady(IndexState.DAMAGED)
        build = self._build if self._build is not None and self._build.path == path else Build(path)
        if self._snapshot is None or build is not self._build or not build.is_at(self._snapshot.generation):
            try:
                snapshot = Snapshot(build, *build.look())
            except OSError:  # a commit may take a file away between looking at the names and opening it
                snapshot = Snapshot(build, *build.look())
            self._build, self._snapshot, self._broken = build, snapshot, None
        return self._snapshot

    def _mark_broken(self) -> None:
        path = self._folder.current()
        self._forget()
        if path is not None:
            self._broken = (path, time.monotonic() + LOOK_AGAIN)

    def _forget(self) -> None:
        self._snapshot = self._build = None

    # Writing: one process at a time

    def update(self, documents: Iterable[Document] = (), deleted: Iterable[str] = ()) -> None:
        """Replace the documents and take out the references, in one commit. Raises IndexBusy, IndexUnusable."""
        writer.update(self._folder, documents, deleted)

    def index(self, documents: Iterable[Document]) -> None:
        self.update(documents)

    def delete(self, refs: Iterable[str]) -> None:
        self.update(deleted=refs)

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Make the index anew beside the old one; raises IndexBusy while another process writes."""
        return writer.rebuild(self._folder, documents, progress)


def _marker(query: ReadQuery) -> Marker:
    """Marks the words as understood; of an acronym's full name only where it stands in a row."""
    concepts = [frozenset(concept.strong()) for concept in query.concepts]
    names = []
    for alternative in query.alternatives:
        if len(alternative.slots) == 1:
            concepts += [frozenset(alternative.slots[0])]
        else:
            names.append(tuple(frozenset(slot) for slot in alternative.slots))
    return Marker(tuple(concepts), tuple(dict.fromkeys(names)))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
