"""From scored records to what a reader sees: filtered, one hit a group, counted, sorted, one page of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

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
    of = snapshot.signatures
    met = set(map(of.__getitem__, scores.found))
    verdicts = {number: snapshot.store.verdict(number, audiences, filters) for number in met}
    passed = {number for number, verdict in verdicts.items() if verdict == ""}
    passing = [record for record in scores.found if of[record] in passed]
    page, total = _page(passing, scores.scores, snapshot, sort, first, last)
    facets = _facets(scores.found, passing, verdicts, snapshot, filters, counted)
    return Grouped(page, total, facets)


def _page(
    passing: Sequence[int], scores: Sequence[float], snapshot: Snapshot, sort: Sort, first: int, last: int
) -> tuple[list[int], int]:
    """One record a group: by relevance its best, by date its newest, so that the dates shown are in order.

    Of equal scores the newer group comes first, within a group the earlier record (the opening post of a topic).
    """
    groups, created = snapshot.groups, snapshot.created
    total = len(set(map(groups.__getitem__, passing)))
    last = min(last, total)
    if sort is Sort.NEWEST:
        best_first = sorted(passing, key=lambda record: (created[record], record), reverse=True)
        return _first_of_each(best_first, groups, last)[first:], total
    # Most pages are the first: take the top by score, and sort everything only if it holds too few groups.
    enough = 4 * last + 50
    top = passing if len(passing) <= enough else nlargest(enough, passing, key=scores.__getitem__)
    if top is not passing:
        edge = scores[top[-1]]
        certain = [record for record in top if scores[record] > edge]
        top = certain if len({groups[record] for record in certain}) >= last else passing
    oldest: dict[tuple[int, float], int] = {}
    for record in top:
        key = (groups[record], scores[record])
        other = oldest.setdefault(key, record)
        if (created[record], record) < (created[other], other):
            oldest[key] = record
    ordered = sorted(oldest.values(), key=lambda record: (scores[record], created[record], record), reverse=True)
    return _first_of_each(ordered, groups, last)[first:], total


def _first_of_each(ordered: Iterable[int], groups: Sequence[int], count: int) -> list[int]:
    seen: set[int] = set()
    chosen: list[int] = []
    for record in ordered:
        if len(chosen) == count:
            break
        if groups[record] not in seen:
            seen.add(groups[record])
            chosen.append(record)
    return chosen


def _facets(
    found: Sequence[int], passing: Sequence[int], verdicts: Mapping[int, str | None], snapshot: Snapshot,
    filters: Mapping[str, Collection[str]], counted: Collection[str] | None,
) -> dict[str, tuple[FacetCount, ...]]:  # fmt: skip
    """How many groups have each value; under a filter of its own a facet is counted as if that filter were not set."""
    pairs = _pairs(passing, snapshot)
    counts = _count(pairs, snapshot, None if counted is None else frozenset(counted), leave_out=frozenset(filters))
    for name in filters:
        if counted is None or name in counted:
            wanted = {number for number, verdict in verdicts.items() if verdict in ("", name)}
            of = snapshot.signatures
            more = _pairs([record for record in found if of[record] in wanted], snapshot)
            counts.update(_count(more, snapshot, frozenset({name})))
    return {
        name: tuple(FacetCount(value, count) for value, count in sorted(values.items(), key=lambda at: (-at[1], at[0])))
        for name, values in sorted(counts.items())
    }


def _pairs(records: Sequence[int], snapshot: Snapshot) -> set[tuple[int, int]]:
    """(group, signature) without repetition: the posts of a topic mostly fall into one."""
    return set(
        zip(map(snapshot.groups.__getitem__, records), map(snapshot.signatures.__getitem__, records), strict=True)
    )


def _count(
    pairs: set[tuple[int, int]], snapshot: Snapshot, only: frozenset[str] | None, leave_out: frozenset[str] = frozenset()
) -> dict[str, dict[str, int]]:  # fmt: skip
    """By facet and value the number of groups; a group whose records differ counts once a value."""
    by_group = Counter(group for group, _ in pairs)
    mixed: dict[int, list[int]] = {}
    alike: Counter[int] = Counter()
    for group, number in pairs:
        if by_group[group] == 1:
            alike[number] += 1
        else:
            mixed.setdefault(group, []).append(number)
    signatures = snapshot.store.signatures
    counts: dict[str, dict[str, int]] = {}
    for number, groups in alike.items():
        for name, values in signatures[number].facets.items():
            if name not in leave_out and (only is None or name in only):
                _add(counts, name, values, groups)
    for numbers in mixed.values():
        together: dict[str, set[str]] = {}
        for number in numbers:
            for name, values in signatures[number].facets.items():
                if name not in leave_out and (only is None or name in only):
                    together.setdefault(name, set()).update(values)
        for name, united in together.items():
            _add(counts, name, united, 1)
    return counts


def _add(counts: dict[str, dict[str, int]], name: str, values: Iterable[str], groups: int) -> None:
    of_name = counts.setdefault(name, {})
    for value in values:
        of_name[value] = of_name.get(value, 0) + groups
