"""The whole index at one moment: what scoring, reading and grouping ask. Never changes, so threads may share it."""

from __future__ import annotations  # array is a generic only for the type checker before Python 3.12

import threading
from array import array
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any

from whoosh.filedb.filestore import FileStorage

from app.search.engines.on_whoosh.cards import GONE, CardStore
from app.search.engines.on_whoosh.schema import Card
from app.search.engines.on_whoosh.segment import Averages, Found, Segment
from app.search.ranking import Postings
from app.search.vocabulary import Vocabulary

MERGED_KEPT = 2_000_000  # postings, 16 MB
DRIFT = 0.05  # mean lengths that moved by less are not worth weighing everything anew


class Build:
    """What snapshots of one build share: segments already read, clusters, vocabulary, the lock on the files."""

    def __init__(self, path: Any) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.store = CardStore()
        self.vocabulary = Vocabulary(path)
        self.segments: dict[str, Segment] = {}
        self.averages: Averages = {}
        # Mapped into memory, Whoosh would copy each segment whole into every process.
        self._files = FileStorage(str(path), supports_mmap=False)
        self._index: Any = self._files.open_index()

    def look(self) -> tuple[int, list[Any]]:
        """The present generation and its segments, opened but not read."""
        self._index = opened = self._files.open_index()
        return opened.latest_generation(), [leaf for leaf, _ in opened.reader().leaf_readers() if leaf.doc_count_all()]

    def is_at(self, generation: int) -> bool:
        """Is this still the newest generation? Reads names of files only (a few microseconds)."""
        return bool(self._index.latest_generation() == generation)

    def unread(self, leaves: Sequence[Any]) -> int:
        """Records in segments not read yet: how long the next snapshot will take."""
        return sum(leaf.doc_count_all() for leaf in leaves if _name(leaf) not in self.segments)


class Snapshot:
    """Made of the segments of a build at one generation; those read before are taken over."""

    def __init__(self, build: Build, generation: int, leaves: Sequence[Any]) -> None:
        self._build = build
        self.generation = generation
        segments: dict[str, Segment] = {}
        self._parts: list[tuple[int, Segment]] = []
        self.clusters, self.created = array("I"), array("d")
        with build.lock:
            for leaf in leaves:
                name, base = _name(leaf), len(self.clusters)
                known = build.segments.get(name)
                segment = segments[name] = known or Segment(leaf, build.store)
                self._parts.append((base, segment))
                self.clusters.extend(segment.clusters)
                self.created.extend(segment.created)
                for number in leaf.segment().deleted_docs():
                    self.clusters[base + number] = GONE
                if known:
                    leaf.close()
            build.segments = segments
            build.vocabulary.forget()
            self._weigh()
        self.size = len(self.clusters)
        self._merged: dict[object, Found] = {}
        self._kept = 0

    def _weigh(self) -> None:
        """Mean lengths by kind and field; the old ones stay while they are near enough, and what was read with them."""
        sums: Counter[tuple[str, str]] = Counter()
        counts: Counter[str] = Counter()
        for _, segment in self._parts:
            sums.update(segment.sums)
            counts.update(segment.counts)
        averages = {key: total / counts[key[0]] for key, total in sums.items()}
        old = self._build.averages
        if old.keys() != averages.keys() or any(
            abs(value - old[key]) > DRIFT * max(old[key], 1e-9) for key, value in averages.items()
        ):
            self._build.averages = averages
        for _, segment in self._parts:
            segment.use(self._build.averages)

    # What ranking asks

    def term(self, text: str) -> Postings:
        return self._over_segments(("term", text), lambda segment: segment.term(text))

    def surface(self, form: str) -> Postings:
        return self._over_segments(("surface", form), lambda segment: segment.surface(form))

    def phrase(self, slots: Sequence[tuple[str, ...]], gaps: Sequence[int], slop: int) -> Postings:
        key = ("phrase", tuple(slots), tuple(gaps), slop)
        return self._over_segments(key, lambda segment: segment.phrase(slots, gaps, slop))

    def _over_segments(self, key: object, find: Any) -> Found:
        merged = self._merged.get(key)
        if merged is None:
            with self._build.lock:
                found = [(base, find(segment)) for base, segment in self._parts]
            numbers, values = array("I"), array("f")
            for base, (there, saturated) in found:
                numbers.extend(there if base == 0 else array("I", [base + number for number in there]))
                values.extend(saturated)
            merged = numbers, values
            if self._kept > MERGED_KEPT:
                self._merged, self._kept = {}, 0
            self._merged[key] = merged
            self._kept += len(numbers) + 16
        return merged

    def cards(self, numbers: Sequence[int]) -> list[Card]:
        with self._build.lock:
            return [self._card(number) for number in numbers]

    def _card(self, number: int) -> Card:
        base, segment = next((base, segment) for base, segment in reversed(self._parts) if base <= number)
        card: Card = segment.card(number - base)
        return card

    def all_cards(self) -> Iterator[Card]:
        """Cards of every record that is not deleted."""
        for number in range(self.size):
            if self.clusters[number] != GONE:
                yield from self.cards([number])

    def group(self, record: int) -> int:
        return self.store.group_of[self.clusters[record]]

    @property
    def store(self) -> CardStore:
        return self._build.store

    @property
    def vocabulary(self) -> Vocabulary:
        return self._build.vocabulary


class ReadersLexicon:
    """The words of a snapshot as far as readers of some audiences may see them (reading.Lexicon)."""

    def __init__(self, snapshot: Snapshot, audiences: Collection[str]) -> None:
        self._snapshot = snapshot
        self._seen = snapshot.store.seen_by(audiences)
        self._holds: dict[str, bool] = {}

    def _sees_record(self, record: int) -> bool:
        return bool(self._seen >> self._snapshot.clusters[record] & 1)

    def holds(self, term: str) -> bool:
        held = self._holds.get(term)
        if held is None:
            held = self._holds[term] = any(map(self._sees_record, self._snapshot.term(term)[0]))
        return held

    def count(self, term: str) -> int:
        return self._count(self._snapshot.term(term)[0])

    def count_form(self, form: str) -> int:
        return self._count(self._snapshot.surface(form)[0])

    def _count(self, records: Sequence[int]) -> int:
        """Seen records among the first hundred: enough to tell a common word from a rare one."""
        return len(records) if len(records) > 100 else sum(map(self._sees_record, islice(records, 100)))

    def unaccented(self, word: str) -> Sequence[str]:
        return self._snapshot.vocabulary.unaccented(word)

    def near(self, word: str, limit: int) -> Sequence[tuple[str, float]]:
        return self._snapshot.vocabulary.near(word, limit)


def _name(leaf: Any) -> str:
    return str(leaf.segment().segment_id())
