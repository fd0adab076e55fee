"""Scores: the maximum of a word's candidates (against a slow, plain computation), BM25's idf, weights by kind, coverage."""

import math
import random
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from app.search import ranking
from app.search.analysis import polish
from app.search.documents import Document
from app.search.engines.on_whoosh import WhooshEngine
from app.search.outcomes import Results
from tests.search.records import a_document, an_engine, ask, refs

WORDS = "mam dom zamek radą stali miał pracy gmina lokal dotacja prawa zamówienia mieli domu gminy pracę stołówka czytał".split()


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    source = random.Random(11)

    def text(least: int, most: int) -> str:
        return " ".join(source.choices(WORDS, k=source.randint(least, most)))

    kinds = ["practice", "post", "position"]
    return [
        a_document(f"{source.choice(kinds)}:{number}", text(0, 4), text(3, 30), lead=text(0, 6), place=text(0, 1))
        for number in range(1, 161)
    ]


@pytest.fixture(scope="module")
def engine(documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    engine = an_engine(tmp_path_factory.mktemp("ranking"), documents[:100])
    for start in range(100, 160, 20):  # several segments, and some deleted records in the first
        engine.update(documents[start : start + 20])
    engine.update(documents[:10])
    return engine


def _terms(text: str) -> list[str]:
    return [term for slot in polish().slots(text) for term in slot.terms]


class Plain:
    """The score as ranking.py describes it, computed from the texts alone."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.ref: document for document in documents}
        self.terms = {
            (ref, field): _terms(getattr(document, field))
            for ref, document in self.documents.items()
            for field in ranking.FIELDS
        }
        self.forms = {
            ref: [slot.word.lower() for field in ranking.FIELDS for slot in polish().slots(getattr(document, field))]
            for ref, document in self.documents.items()
        }

        self.average = cache(self._average)
        self.term = cache(self._term)
        self.idf = cache(self._idf)

    def _average(self, kind: str, field: str) -> float:
        lengths = [len(self.terms[ref, field]) for ref in self.documents if ref.startswith(kind + ":")]
        return sum(lengths) / len(lengths)

    def _term(self, ref: str, term: str) -> float:
        kind = ref.split(":")[0]
        frequency = 0.0
        for field, weight in ranking.field_weights(kind).items():
            terms = self.terms[ref, field]
            if term in terms:
                frequency += terms.count(term) * weight / ranking.length_norm(len(terms), self.average(kind, field))
        return ranking.saturation(frequency)

    def _idf(self, *terms: str) -> float:
        holders = [ref for ref in self.documents if any(self.term(ref, term) for term in terms)]
        return ranking.idf(len(holders), len(self.documents))

    def word(self, ref: str, word: str) -> float:
        terms = polish().terms(word)
        alive = [term for term in terms if any(self.term(other, term) for other in self.documents)]
        weights = {term: 1.0 if word not in terms or term == word else 0.7 for term in alive}
        ceiling = self.idf(*alive)
        return max((weights[t] * min(self.idf(t), ceiling) * self.term(ref, t) for t in alive), default=0.0)


@pytest.mark.parametrize("word", ["mam", "radą", "zamek", "stali", "prawa", "domem", "zamówienia"])
def test_a_word_scores_by_the_best_of_its_lemmas(engine: WhooshEngine, documents: list[Document], word: str) -> None:
    plain = Plain(documents)
    expected = {ref: plain.word(ref, word) for ref in plain.documents}
    # The very form counts on top; without it the two computations must agree.
    expected = {ref: score for ref, score in expected.items() if score and word not in plain.forms[ref]}
    found = ask(engine, word, per_page=200)
    assert isinstance(found, Results)
    scores = {hit.ref: hit.score for hit in found.hits if hit.ref in expected}
    assert scores.keys() == expected.keys()
    # Mean lengths may lag behind by the drift the engine allows itself; field lengths are kept in one byte each.
    assert scores == {ref: pytest.approx(score, rel=0.1) for ref, score in expected.items()}


def test_rare_words_count_more_than_common_ones() -> None:
    assert ranking.idf(1, 1000) > 3 * ranking.idf(200, 1000)
    assert ranking.idf(1000, 1000) == pytest.approx(math.log(1 + 0.5 / 1000.5))


def test_the_title_weighs_more_in_practices_than_in_posts(tmp_path: Path) -> None:
    both = [("title", "Żłobek", "Opieka nad dziećmi"), ("body", "Opieka nad dziećmi", "Żłobek")]
    documents = [
        a_document(f"{kind}:{number}", title, body)
        for kind in ("practice", "post")
        for number, (_, title, body) in enumerate(both, 1)
    ]
    scores = {hit.ref: hit.score for hit in ask(an_engine(tmp_path, documents), "żłobek").hits}  # type: ignore[union-attr]
    assert scores["practice:1"] > 1.3 * scores["practice:2"]
    assert scores["post:1"] < 1.2 * scores["post:2"]


def test_records_with_all_words_come_first(tmp_path: Path) -> None:
    engine = an_engine(
        tmp_path,
        [
            a_document("practice:1", "Żłobek żłobek żłobek", "żłobek"),
            a_document("practice:2", "Gmina", "W gminie działa od dawna mały żłobek dla dzieci mieszkańców"),
            a_document("practice:3", "Gmina gmina gmina", "gmina"),
        ],
    )
    found = ask(engine, "żłobek gmina")
    assert refs(found)[0] == "practice:2"
    assert len(refs(found)) == 3


def test_the_very_form_breaks_the_tie(tmp_path: Path) -> None:
    engine = an_engine(
        tmp_path, [a_document("practice:1", "Żłobki w gminie"), a_document("practice:2", "Żłobek w gminie")]
    )
    assert refs(ask(engine, "żłobki"))[0] == "practice:1"
    assert refs(ask(engine, "żłobek"))[0] == "practice:2"


def test_a_word_in_its_base_form_means_itself(tmp_path: Path) -> None:
    engine = an_engine(
        tmp_path, [a_document("practice:1", "Rada opiniuje"), a_document("practice:2", "Zieleń", place="Radom")]
    )
    assert refs(ask(engine, "Radom")) == ["practice:2", "practice:1"]
