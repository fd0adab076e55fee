"""A search as a viewer asks for it: the index proposes, the database decides what this person may see.

Whatever stands in the way of the index, an answer comes: then the features look plainly in their tables.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from app.search.audiences import audiences_of
from app.search.engines import SearchEngine
from app.search.engines.on_whoosh import WhooshEngine
from app.search.labels import labelled
from app.search.marking import Run
from app.search.outcomes import Degraded, Hit, NotAsked, NothingFound, Outcome, Reading, Refused, Results, Sort
from app.search.query import parse
from app.search.shown import Shown
from app.web.feature import Indexed, features

KINDS = ("practice", "topic", "position")
FACETS = (
    "kind",
    "theme",
    "instrument",
    "group",
    "entity",
    "powiat",
    "year",
    "maturity",
    "cost_start",
    "category",
    "tag",
    "state",
)
PER_PAGE, MOST_PER_PAGE = 20, 100


@dataclass(frozen=True)
class Value:
    """One value of a facet, with its name in the reader's language."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Item:
    """A hit ready to be shown; `id` is that of the group (a topic, not its post)."""

    kind: str
    id: int
    shown: Shown
    title: tuple[Run, ...]
    snippet: tuple[Run, ...]
    score: float


@dataclass(frozen=True)
class Answer:
    """What came of a search. `outcome` says which of the named cases it is; `degraded` that the index was not asked."""

    outcome: Outcome
    items: Sequence[Item] = ()
    total: int = 0
    page: int = 1
    per_page: int = PER_PAGE
    facets: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    reading: Reading = field(default_factory=Reading)
    degraded: bool = False

    @property
    def did_you_mean(self) -> str | None:
        return self.reading.did_you_mean


def engine() -> SearchEngine:
    """The engine of this process, made when first asked for (after the server's fork)."""
    found: SearchEngine | None = current_app.extensions.get("search_engine")
    if found is None:
        found = current_app.extensions["search_engine"] = WhooshEngine(current_app.config["SEARCH_INDEX_DIR"])
    return found


def search(
    viewer: Any,
    text: str | None,
    *,
    filters: Mapping[str, Collection[str]] | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
    sort: Sort = Sort.RELEVANCE,
    literal: bool = False,
    facets: Collection[str] | None = None,
) -> Answer:
    """Search all kinds (or those that `filters["kind"]` names) for what this viewer may read.

    `literal` searches without correcting mistyped words. Facets are counted with their own filter left out.
    """
    query = parse(text)
    if isinstance(query, NotAsked | Refused):
        return Answer(query, page=page, per_page=per_page)
    outcome = engine().search(
        query,
        audiences=audiences_of(viewer),
        filters=filters,
        page=page,
        per_page=per_page,
        sort=sort,
        facets=FACETS if facets is None else facets,
        correct=not literal,
    )
    if isinstance(outcome, Results):
        return _answer(viewer, outcome)
    if isinstance(outcome, NothingFound):
        return Answer(outcome, facets=_facets(outcome.facets), reading=outcome.reading, page=page, per_page=per_page)
    if isinstance(outcome, Degraded):
        return _plain(viewer, text or "", filters, page, per_page, outcome)
    return Answer(outcome, page=page, per_page=per_page)


def indexed_kinds() -> dict[str, Indexed]:
    """What the features index, by the documents' kind."""
    return {one.kind: one for feature in features() for one in feature.indexed}


def _answer(viewer: Any, results: Results) -> Answer:
    visible = _visible(viewer, [(hit.kind, hit.id) for hit in results.hits])
    items = [_item(hit, visible[hit.kind, hit.id], results) for hit in results.hits if (hit.kind, hit.id) in visible]
    hidden = len(results.hits) - len(items)
    return Answer(
        results,
        items=items,
        total=max(len(items), results.total - hidden),
        page=results.page,
        per_page=results.per_page,
        facets=_facets(results.facets),
        reading=results.reading,
    )


def _item(hit: Hit, shown: Shown, results: Results) -> Item:
    kind, _, group_id = hit.group.partition(":")
    return Item(
        kind=kind,
        id=int(group_id),
        shown=shown,
        title=results.marker.mark(shown.title),
        snippet=results.marker.snippet(shown.text),
        score=hit.score,
    )


def _visible(viewer: Any, refs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Shown]:
    """Hits as this viewer may see them now, one reading per kind."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, thing_id in refs:
        by_kind[kind].append(thing_id)
    kinds = indexed_kinds()
    found: dict[tuple[str, int], Shown] = {}
    for kind, ids in by_kind.items():
        if kind in kinds:
            found.update({(kind, thing_id): shown for thing_id, shown in kinds[kind].visible(viewer, ids).items()})
    return found


def _facets(counted: Mapping[str, Sequence[Any]]) -> dict[str, list[Value]]:
    """Facets with names; values nobody can name are left out of none: a slug then stands for itself."""
    found: dict[str, list[Value]] = {}
    for name, counts in counted.items():
        names = labelled(name, [one.value for one in counts])
        found[name] = [Value(one.value, names.get(one.value, one.value), one.count) for one in counts]
    return found


def _plain(
    viewer: Any, text: str, filters: Mapping[str, Collection[str]] | None, page: int, per_page: int, outcome: Degraded
) -> Answer:
    """Words as they are typed, looked for in titles by the features themselves, while the index mends."""
    wanted = set((filters or {}).get("kind", ())) or set(KINDS)
    items: list[Item] = []
    for kind, one in indexed_kinds().items():
        public_kind = one.public_kind or kind
        if one.plain is None or public_kind not in wanted:
            continue
        ids = one.plain(viewer, text, per_page)
        for thing_id, shown in one.visible(viewer, ids).items():
            runs = (Run(shown.title, False),)
            items.append(Item(public_kind, thing_id, shown, runs, (Run(shown.text[:240], False),), 0.0))
    return Answer(outcome, items=items[:per_page], total=len(items), page=1, per_page=per_page, degraded=True)
