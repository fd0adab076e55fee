"""One segment of the index as scoring needs it. Segments never change, so what is read once is kept."""

from __future__ import annotations  # array is a generic only for the type checker before Python 3.12

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from sys import intern
from typing import Any, TypeAlias

from app.search.engines.on_whoosh.cards import CardStore
from app.search.engines.on_whoosh.postings import read_places, read_postings
from app.search.engines.on_whoosh.schema import SURFACE, unpack
from app.search.ranking import FIELDS, field_weights, length_norm, saturation

TERMS_KEPT = 1_000_000  # postings a segment keeps in memory (8 MB) before it starts anew
PHRASES_KEPT = 500
_LENGTHS = (*FIELDS, SURFACE)

Averages = Mapping[tuple[str, str], float]  # (kind of record, field): its mean length in words
Found: TypeAlias = "tuple[array[int], array[float]]"


class Segment:
    """Cards, lengths and posting lists. Callers hold the snapshot's lock: Whoosh's files have one place to read at."""

    def __init__(self, leaf: Any, store: CardStore) -> None:
        self._leaf = leaf
        self.size: int = leaf.doc_count_all()
        self._column = leaf.column_reader("card")
        self.clusters, self.created = array("I"), array("d")
        self.kinds: list[str] = []
        for number in range(self.size):  # one by one: all cards at once would take a hundred megabytes
            card = unpack(self._column[number])
            self.clusters.append(store.cluster(card))
            self.created.append(card.created_at)
            self.kinds.append(intern(card.kind))
        self._lengths = {field: self._read_lengths(field) for field in _LENGTHS}
        self.counts = Counter(self.kinds)
        self.sums = self._sums()
        self._averages: Averages = {}
        self._scales: dict[str, array[float]] = {}
        self._forget()

    def _forget(self) -> None:
        self._terms: dict[tuple[str, str], Found] = {}
        self._phrases: dict[tuple[object, ...], Found] = {}
        self._kept = 0
        self._places_of: object = None
        self._places_slop = 0
        self._places_read: dict[tuple[str, str], dict[int, list[int]]] = {}

    def card(self, number: int) -> Any:
        return unpack(self._column[number])

    def _read_lengths(self, field: str) -> array[int]:
        return array("I", (self._leaf.doc_field_length(number, field) or 0 for number in range(self.size)))

    def _sums(self) -> dict[tuple[str, str], int]:
        """By kind of record and field, all lengths together."""
        sums: Counter[tuple[str, str]] = Counter()
        for field, lengths in self._lengths.items():
            for kind, length in zip(self.kinds, lengths, strict=True):
                sums[kind, field] += length
        return sums

    def use(self, averages: Averages) -> None:
        """Weigh by these mean lengths from now on."""
        if averages is not self._averages:
            self._averages = averages
            self._scales = {}
            self._forget()

    def _scale(self, field: str) -> array[float]:
        """By record: the field's weight for its kind, divided by the field's relative length."""
        scale = self._scales.get(field)
        if scale is None:
            known: dict[tuple[str, int], float] = {}
            scale = array("f")
            for pair in zip(self.kinds, self._lengths[field], strict=True):
                value = known.get(pair)
                if value is None:
                    kind, length = pair
                    weight = 1.0 if field == SURFACE else field_weights(kind)[field]
                    value = known[pair] = weight / length_norm(length, self._averages[kind, field])
                scale.append(value)
            self._scales[field] = scale
        return scale

    def term(self, text: str) -> Found:
        """Records with the term in any field of words, and its saturated weighted frequency."""
        return self._found((text, ""), text, FIELDS)

    def surface(self, form: str) -> Found:
        return self._found((form, SURFACE), form, (SURFACE,))

    def _found(self, key: tuple[str, str], text: str, fields: Sequence[str]) -> Found:
        found = self._terms.get(key)
        if found is None:
            weighted: dict[int, float] = {}
            for field in fields:
                numbers, frequencies = read_postings(self._leaf, field, text)
                if numbers:
                    self._add(weighted, field, numbers, frequencies)
            found = _saturated(weighted)
            if self._kept > TERMS_KEPT:
                self._terms, self._kept = {}, 0
            self._terms[key] = found
            self._kept += len(found[0]) + 16  # an empty answer takes room as well
        return found

    def _add(
        self, weighted: dict[int, float], field: str, numbers: Sequence[int], frequencies: Sequence[float]
    ) -> None:
        scale = self._scale(field)
        values = [frequency * scale[number] for number, frequency in zip(numbers, frequencies, strict=True)]
        if not weighted:
            weighted.update(zip(numbers, values, strict=True))
            return
        for number, value in zip(numbers, values, strict=True):
            weighted[number] = weighted.get(number, 0.0) + value

    def _places(self, field: str, term: str, wanted: list[int]) -> dict[int, list[int]]:
        """Places of a term, read once for a phrase: it is asked for loosely first and strictly then (see `phrase`)."""
        found = self._places_read.get((field, term))
        if found is None:
            found = self._places_read[field, term] = read_places(self._leaf, field, term, wanted)
        return found

    def phrase(self, slots: Sequence[tuple[str, ...]], gaps: Sequence[int], slop: int) -> Found:
        """Records where a word of each slot stands in its place after the first, give or take `slop` words.

        Places read for a loose phrase serve a stricter one asked for next.
        """
        key = (tuple(slots), tuple(gaps), slop)
        if self._places_of != (key[0], key[1]) or slop > self._places_slop:
            self._places_of, self._places_read = (key[0], key[1]), {}
        self._places_slop = slop
        found = self._phrases.get(key)
        if found is None:
            if len(self._phrases) >= PHRASES_KEPT:
                self._phrases = {}
            found = self._phrases[key] = self._read_phrase(slots, gaps, slop)
        return found

    def _read_phrase(self, slots: Sequence[tuple[str, ...]], gaps: Sequence[int], slop: int) -> Found:
        records: set[int] | None = None
        for slot in slots:
            holders = set().union(*(self.term(term)[0] for term in slot))
            records = holders if records is None else records & holders
            if not records:
                return array("I"), array("f")
        wanted = sorted(records or ())
        weighted: dict[int, float] = {}
        for field in FIELDS:
            counts = self._in_a_row(field, slots, gaps, slop, wanted)
            if counts:
                self._add(weighted, field, list(counts), list(counts.values()))
        return _saturated(weighted)

    def _in_a_row(
        self, field: str, slots: Sequence[tuple[str, ...]], gaps: Sequence[int], slop: int, wanted: list[int]
    ) -> dict[int, float]:
        """By record: how often the phrase stands in the field."""
        starts: dict[int, set[int]] = {}
        for slot, gap in zip(slots, gaps, strict=True):
            places: dict[int, set[int]] = {}
            for term in slot:
                for number, there in self._places(field, term, wanted).items():
                    places.setdefault(number, set()).update(there)
            if not starts and slot is slots[0]:
                starts = places
            else:
                starts = {
                    number: {start for start in starts[number] if _near(start + gap, there, slop)}
                    for number, there in places.items()
                    if number in starts
                }
                starts = {number: left for number, left in starts.items() if left}
            if not starts:
                return {}
            wanted = sorted(starts)
        return {number: float(len(left)) for number, left in starts.items()}


def _near(place: int, places: set[int], slop: int) -> bool:
    return any(place + step in places for step in range(-slop, slop + 1)) if slop else place in places


def _saturated(weighted: Mapping[int, float]) -> Found:
    return array("I", weighted), array("f", map(saturation, weighted.values()))
