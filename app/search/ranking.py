"""How records are ranked: what a field is worth by kind of record, and how the words of a query add up.

A word of the query is a concept with candidate terms (its lemmas, restored or corrected readings). It scores a record by
its best candidate, never by the sum: most candidates are one word's possible meanings. A candidate is scored by BM25F:
its frequencies in the fields, each divided by the field's relative length and multiplied by the field's weight, are
added first and saturated once. A rare homonym counts no more than the word it stands for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Protocol

from app.search.reading import Alternative, Concept, ReadQuery

K1 = 1.6
B = 0.6
SURFACE = 0.25  # added where the very form stands that was typed
COVERAGE = 0.35  # exponent of the share of the query's weight that a record holds
PHRASE, NEAR_PHRASE = 3.0, 0.4  # a phrase in a row, and with up to two other words between
DEAD = 0.3  # what stays of an alternative's discount when the index lacks the word itself

FIELDS = ("title", "lead", "body", "place")

# Short records with a telling title want it heavy; under a post or a long text a heavy title drowns what is said there.
# For passages of prose .3 was measured best; topics are also looked for by their titles, so here it counts like the body.
_RECORD: Mapping[str, float] = {"title": 3.0, "lead": 2.5, "body": 1.0, "place": 2.0}
_PROSE: Mapping[str, float] = {"title": 1.0, "lead": 0.5, "body": 1.0, "place": 0.5}
_BY_KIND: Mapping[str, Mapping[str, float]] = {"practice": _RECORD}


def field_weights(kind: str) -> Mapping[str, float]:
    return _BY_KIND.get(kind, _PROSE)


def length_norm(length: float, average: float) -> float:
    return 1 - B + B * length / average if average else 1.0


def saturation(frequency: float) -> float:
    return frequency * (K1 + 1) / (K1 + frequency)


def idf(records: int, among: int) -> float:
    """BM25's own: a word in every second record is worth little. (Whoosh's flattens rare against common.)"""
    return log(1 + (among - records + 0.5) / (records + 0.5))


Postings = tuple[Sequence[int], Sequence[float]]  # records, and the saturated weighted frequency of a term in each


class Index(Protocol):
    """What scoring asks of an engine at one moment."""

    size: int

    def term(self, text: str) -> Postings: ...

    def surface(self, form: str) -> Postings: ...

    def phrase(self, slots: Sequence[tuple[str, ...]], gaps: Sequence[int], slop: int) -> Postings: ...


@dataclass
class Scores:
    """Records found and their scores; `scores` has a place for every record of the index."""

    found: list[int]
    scores: list[float]


def rank(query: ReadQuery, index: Index) -> Scores:
    """Score every record that holds a word of the query, records with all its words ahead of those with some."""
    concepts = query.concepts
    parts = [_concept(concept, index) for concept in concepts]
    worth = [best for _, best in parts]
    stretches, worth_read = _alternatives(query.alternatives, worth, index)
    totals, covered = [0.0] * index.size, [0] * index.size
    for place, (scores, _) in enumerate(parts):
        bit = 1 << place
        for record, score in scores.items():
            totals[record] += score
            covered[record] |= bit
    _best_readings(stretches, [scores for scores, _ in parts], totals, covered)
    found = set().union(*(scores for scores, _ in parts), *(scores for _, _, scores in stretches))
    records = _with_phrases(query, index, list(found), worth, totals, covered)
    records = _without(query.excluded, index, records)
    shares = _Shares(worth_read)
    for record in records:
        totals[record] *= shares[covered[record]]
    return Scores(records, totals)


def _concept(concept: Concept, index: Index) -> tuple[dict[int, float], float]:
    """A word's score in every record that holds one of its candidates, and the most it can be worth."""
    found = [(index.term(term), weight) for term, weight in concept.candidates.items()]
    found = [(postings, weight) for postings, weight in found if postings[0]]
    if not found:
        return {}, 0.0
    strong = [postings[0] for postings, weight in found if weight >= 0.5] or [found[0][0][0]]
    together = len(strong[0]) if len(strong) == 1 else len(set().union(*strong))
    ceiling = idf(together, index.size)
    scores: dict[int, float] = {}
    best = 0.0
    for (records, saturated), weight in found:
        factor = weight * min(idf(len(records), index.size), ceiling)
        best = max(best, factor)
        if not scores:
            scores = dict(zip(records, [factor * part for part in saturated], strict=True))
            continue
        for record, part in zip(records, saturated, strict=True):
            if factor * part > scores.get(record, 0.0):
                scores[record] = factor * part
    for form, weight in concept.surface.items():
        records, saturated = index.surface(form)
        factor = SURFACE * weight * idf(len(records), index.size)
        for record, part in zip(records, saturated, strict=True):
            if record in scores:
                scores[record] += factor * part
    return scores, best


Stretch = tuple[int, int, dict[int, float]]


def _alternatives(
    alternatives: Sequence[Alternative], worth: Sequence[float], index: Index
) -> tuple[list[Stretch], list[float]]:
    """Scores of what may stand for a stretch of words (a full name for an acronym), worth no more than the stretch."""
    stretches: list[Stretch] = []
    most = list(worth)
    for start, end, slots, gaps, discount in alternatives:
        if len(slots) == 1:
            choices = [index.term(term) for term in slots[0]]
        else:
            choices = [index.phrase(slots, gaps, 1)]
        span = sum(worth[start:end])
        weight = discount if span else 1 - (1 - discount) * DEAD
        for records, saturated in choices:
            if not records:
                continue
            value = idf(len(records), index.size)
            value = weight * (min(value, span) if span else value)
            stretches.append((start, end, dict(zip(records, [value * part for part in saturated], strict=True))))
            for place in range(start, end):
                most[place] = max(most[place], value / (end - start))
    return stretches, most


def _best_readings(
    stretches: Sequence[Stretch], words: Sequence[dict[int, float]], totals: list[float], covered: list[int]
) -> None:
    """Where an alternative is found, take the best reading of the row: each word by itself or a stretch by what stands for it."""
    ends: dict[int, list[Stretch]] = {}
    for stretch in stretches:
        ends.setdefault(stretch[1], []).append(stretch)
    for record in set().union(*(scores for _, _, scores in stretches)):
        best = [0.0]
        for end in range(1, len(words) + 1):
            value = best[-1] + words[end - 1].get(record, 0.0)
            for start, _, scores in ends.get(end, ()):
                if record in scores:
                    value = max(value, best[start] + scores[record])
                    covered[record] |= (1 << end) - (1 << start)
            best.append(value)
        totals[record] = best[-1]


def _with_phrases(
    query: ReadQuery, index: Index, found: list[int], worth: Sequence[float], totals: list[float], covered: list[int]
) -> list[int]:
    """Quoted words: only records that hold all of them; those with the phrase in a row first, nearly so next."""
    for places in query.phrases:
        needed = sum(1 << place for place in places)
        found = [record for record in found if covered[record] & needed == needed]
        slots = [query.concepts[place].strong() for place in places]
        gaps = [query.concepts[place].position - query.concepts[places[0]].position for place in places]
        whole = sum(worth[place] for place in places) + 1
        for slop, bonus in ((2, NEAR_PHRASE), (0, PHRASE)):
            records, saturated = index.phrase(slots, gaps, slop)
            for record, part in zip(records, saturated, strict=True):
                totals[record] += bonus * whole * (1 + 0.2 * part)
    return found


def _without(excluded: Sequence[Sequence[Concept]], index: Index, found: list[int]) -> list[int]:
    """Leave out records that hold an excluded word in any inflection, or an excluded phrase in a row."""
    unwanted: set[int] = set()
    for concepts in excluded:
        if len(concepts) == 1:
            for term in concepts[0].strong():
                unwanted.update(index.term(term)[0])
        else:
            gaps = [concept.position - concepts[0].position for concept in concepts]
            unwanted.update(index.phrase([concept.strong() for concept in concepts], gaps, 0)[0])
    return [record for record in found if record not in unwanted] if unwanted else found


class _Shares(dict[int, float]):
    """By the set of words a record covers: the share of the query's weight, dampened. Computed once for each set met."""

    def __init__(self, worth: Sequence[float]) -> None:
        # A word that no record has counts like the best one, so that it does not go unnoticed.
        best = max([*worth, 1.0])
        self._worth = [value or best for value in worth]

    def __missing__(self, covered: int) -> float:
        held = sum(value for place, value in enumerate(self._worth) if covered >> place & 1)
        share = self[covered] = float((held / sum(self._worth)) ** COVERAGE)
        return share
