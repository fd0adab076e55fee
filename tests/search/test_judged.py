"""Own records and own queries with grades: each kind of query keeps its floor, with Polish letters and without."""

import json
import math
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.search.analysis import fold
from app.search.engines.on_whoosh import WhooshEngine
from tests.search.records import a_document, an_engine, ask, groups

JUDGED = json.loads((Path(__file__).parent / "judged.json").read_text(encoding="utf-8"))
FLOORS = {
    "inflected": 0.95, "bare": 0.95, "typo": 0.95, "phrase": 0.95, "acronym": 0.93,
    "short": 0.95, "question": 0.93, "filters": 0.95,
}  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return an_engine(tmp_path_factory.mktemp("judged"), map(_document, JUDGED["records"]))


def _document(record: list[Any]) -> Any:
    ref, title, lead, place, body, facets, *group = record
    return a_document(
        ref, title, body, lead=lead, place=place, group=group[0] if group else ref,
        facets={name: tuple(values) for name, values in facets.items()},
    )  # fmt: skip


def ndcg(found: list[str], grades: dict[str, int], depth: int = 10) -> float:
    def gain(listed: list[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(listed[:depth]))

    return gain([grades.get(ref, 0) for ref in found]) / gain(sorted(grades.values(), reverse=True))


def scores(engine: WhooshEngine, change: Callable[[str], str]) -> dict[str, list[float]]:
    by_kind: dict[str, list[float]] = defaultdict(list)
    for kind, text, grades, *filters in JUDGED["queries"]:
        found = groups(ask(engine, change(text), filters=filters[0] if filters else None))
        by_kind[kind].append(ndcg(found, grades))
    return by_kind


def mean(values: list[float]) -> float:
    return sum(values) / len(values)


def test_every_kind_of_query_keeps_its_floor(engine: WhooshEngine) -> None:
    means = {kind: round(mean(values), 3) for kind, values in scores(engine, str).items()}
    assert means.keys() == FLOORS.keys()
    assert {kind: value for kind, value in means.items() if value < FLOORS[kind]} == {}


def test_nothing_is_lost_without_polish_letters(engine: WhooshEngine) -> None:
    with_letters = [value for values in scores(engine, str).values() for value in values]
    without = [value for values in scores(engine, fold).values() for value in values]
    assert mean(with_letters) - mean(without) <= 0.01


def _slipped(text: str) -> str:
    """Every word of six letters or more with two neighbouring letters swapped, always at the same place."""
    return " ".join(
        word[:3] + word[4] + word[3] + word[5:] if len(word) >= 6 and word.isalpha() else word for word in text.split()
    )


def test_a_slip_in_every_long_word_costs_little(engine: WhooshEngine) -> None:
    slipped = [value for values in scores(engine, _slipped).values() for value in values]
    assert mean(slipped) > 0.93
