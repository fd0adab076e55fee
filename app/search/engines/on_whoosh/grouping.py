"""From scored records to what a reader sees: filtered, one hit a group, counted, sorted, one page of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.search.engines.on_whoosh.cards import CardStore, bits_of, numbers_in, without
from app.search.engines.on_whoosh.snapshot import Snapshot
from app.search.outcomes import FacetCount, Sort
from app.search.ranking import Scores


@dataclass(frozen=True)
class Grouped:
    records: list[int]
    total: int
    facets: dict[str, tuple[FacetCount, ...]]


def group(
    scores: Scores, snapshot: Snapshot, audiences: Collection[str], filters: Mapping[str, Collection[str]],
    counted: Collection[str] | None, sort: Sort, first: int, last: int,
) -> Grouped:  # fmt: skip
    """The groups `first` to `last` in order, how many there are, and the facets over all of them."""
    store = snapshot.store
    met = set(map(snapshot.clusters.__getitem__, scores.found))
    visible = bits_of(met) & store.seen_by(audiences)
    filter_bits = {name: store.having_any(name, values) for name, values in filters.items()}
    passing = numbers_in(without(filter_bits, "", visible), met)
    if len(passing) == len(met):
        records = scores.found
    else:
        of = snapshot.clusters
        records = [record for record in scores.found if of[record] in passing]
    total = len(set(map(store.group_of.__getitem__, passing)))
    page = _page(records, scores.scores, snapshot, sort, min(last, total))[first:]
    names = store.facet_names() if counted is None else [name for name in store.facet_names() if name in counted]
    facets = {}
    bits, mixed = without(filter_bits, "", visible), _mixed(passing, store)
    for name in names:
        if name in filters:  # counted as if its own filter were not set
            own = without(filter_bits, name, visible)
            facets[name] = _count(name, own, _mixed(numbers_in(own, met), store), store)
        else:
            facets[name] = _count(name, bits, mixed, store)
    return Grouped(page, total, {name: counts for name, counts in facets.items() if counts})


def _page(records: Sequence[int], scores: Sequence[float], snapshot: Snapshot, sort: Sort, last: int) -> list[int]:
    """One record a group: by relevance its best, by date its newest, so that the dates shown are in order.

    Of equal scores the newer group comes first, within a group the earlier record (the opening post of a topic).
    """
    created = snapshot.created
    if sort is Sort.NEWEST:
        return _first_of_each(
            sorted(records, key=lambda record: (created[record], record), reverse=True), snapshot, last
        )
    # Most pages are the first: order the top by score, and all of them only if the top holds too few groups.
    for enough in (4 * last + 50, len(records)):
        top = _top(records, scores, enough)
        chosen = _first_of_each(_by_score(top, scores, snapshot), snapshot, last)
        if len(chosen) == last:
            break
    return chosen


def _top(records: Sequence[int], scores: Sequence[float], enough: int) -> Sequence[int]:
    """At least the `enough` best records, with all that are as good as the last of them."""
    if len(records) <= enough:
        return records
    values = [scores[record] for record in records]
    edge = sorted(values)[-enough]
    return [record for record, value in zip(records, values, strict=True) if value >= edge]


def _by_score(records: Iterable[int], scores: Sequence[float], snapshot: Snapshot) -> list[int]:
    created = snapshot.created
    earliest: dict[tuple[int, float], int] = {}
    for record in records:
        key = (snapshot.group(record), scores[record])
        other = earliest.setdefault(key, record)
        if (created[record], record) < (created[other], other):
            earliest[key] = record
    return sorted(earliest.values(), key=lambda record: (scores[record], created[record], record), reverse=True)


def _first_of_each(ordered: Iterable[int], snapshot: Snapshot, count: int) -> list[int]:
    seen: set[int] = set()
    chosen: list[int] = []
    for record in ordered:
        if len(chosen) == count:
            break
        group = snapshot.group(record)
        if group not in seen:
            seen.add(group)
            chosen.append(record)
    return chosen


def _mixed(clusters: Iterable[int], store: CardStore) -> list[list[int]]:
    """The clusters of those groups that have several."""
    clusters = list(clusters)
    groups = Counter(map(store.group_of.__getitem__, clusters))
    if len(groups) == len(clusters):
        return []
    several: dict[int, list[int]] = {}
    for number in clusters:
        if groups[store.group_of[number]] > 1:
            several.setdefault(store.group_of[number], []).append(number)
    return list(several.values())


def _count(name: str, bits: int, mixed: Iterable[Sequence[int]], store: CardStore) -> tuple[FacetCount, ...]:
    """By value the number of groups, the most frequent first; a group of several clusters counts once a value."""
    counts = {value: (bits & store.having(name, value)).bit_count() for value in store.values(name)}
    for numbers in mixed:
        values = [value for number in numbers for value in store.values_of(number, name)]
        for value in set(values):
            counts[value] -= values.count(value) - 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(FacetCount(value, count) for value, count in ordered if count)
