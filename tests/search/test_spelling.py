"""Distances between words, and the vocabulary that corrections and restored letters come from."""

import random
from pathlib import Path

import pytest

from app.search.analysis import fold, polish
from app.search.spelling import distance, may_be_near, signature, sound
from app.search.vocabulary import FILE_NAME, Vocabulary, VocabularyWriter

WORDS = ["spółdzielnia", "klauzula", "przedsiębiorstwo", "opieka", "żaba", "rzeka", "reintegracja", "stołówka"]


@pytest.fixture
def vocabulary(tmp_path: Path) -> Vocabulary:
    add(tmp_path, WORDS)
    return Vocabulary(tmp_path)


def add(folder: Path, words: list[str]) -> None:
    writer = VocabularyWriter(folder, polish())
    writer.collect(words)
    writer.write()
    writer.close()


@pytest.mark.parametrize(
    ("one", "other", "cost"),
    [
        ("dom", "dom", 0), ("klauzula", "kluazula", 0.8), ("kot", "kit", 0.8), ("kot", "kat", 1), ("gmina", "gminna", 0.6),
        ("gminna", "gmina", 0.6), ("gmina", "gmna", 1), ("xmina", "gmina", 1.3), ("przetarg", "preztrag", 1.6),
    ],
)  # fmt: skip
def test_cheap_slips_cost_less(one: str, other: str, cost: float) -> None:
    found = distance(one, other, 2)
    assert found == pytest.approx(cost)


def test_far_words_are_no_neighbours() -> None:
    assert distance("gmina", "powiat", 2) is None
    assert distance("dom", "domownik", 2) is None


def test_signatures_never_lose_a_neighbour() -> None:
    source = random.Random(7)
    for _ in range(2_000):
        word = "".join(source.choices("abcdelnoprz", k=source.randint(3, 10)))
        other = _slip(_slip(word, source), source)
        assert may_be_near(signature(word), signature(other), 2), (word, other)


def test_words_that_sound_alike() -> None:
    assert sound("żeka") == sound("rzeka")
    assert sound("stołuwka") == sound("stołówka")


def test_letters_are_restored_in_any_form_of_a_known_word(vocabulary: Vocabulary) -> None:
    assert vocabulary.unaccented("spoldzielniami") == ("spółdzielniami",)
    assert vocabulary.unaccented("przedsiebiorstwom") == ("przedsiębiorstwom",)
    assert vocabulary.unaccented("opieka") == ("opieką",)


@pytest.mark.parametrize(
    ("typed", "limit", "meant"),
    [
        ("kluazula", 1, "klauzula"), ("klauzulla", 1, "klauzula"), ("opieeka", 1, "opieka"), ("spółdzielniamy", 1, "spółdzielniami"),
        ("stołuwka", 1, "stołówka"), ("zeka", 1, "rzeka"), ("reintgeracij", 2, "reintegracji"), ("przedsiembiorstfo", 2, "przedsiębiorstwo"),
        ("erintegracja", 2, "reintegracja"), ("rientegarcja", 2, "reintegracja"), ("eritnegracja", 2, "reintegracja"),
    ],
)  # fmt: skip
def test_slips_are_corrected(vocabulary: Vocabulary, typed: str, limit: int, meant: str) -> None:
    assert meant in [form for form, _ in vocabulary.near(typed, limit)][:5]


def test_nearest_come_first(vocabulary: Vocabulary) -> None:
    costs = [cost for _, cost in vocabulary.near("klauzlua", 2)]
    assert costs == sorted(costs)


def test_two_slips_find_whatever_a_full_comparison_finds(vocabulary: Vocabulary, tmp_path: Path) -> None:
    everything = {form for word in WORDS for form in polish().morphology.paradigms(word)}
    source = random.Random(3)
    for form in source.sample(sorted(form for form in everything if len(form) >= 8), 25):
        typed = _slip(_slip(form, source), source)
        found = {form for form, _ in vocabulary.near(typed, 2)}
        near = {other for other in everything if other != typed and distance(fold(typed), fold(other), 2) is not None}
        assert near <= found, typed


def _slip(word: str, source: random.Random) -> str:
    place = source.randrange(len(word) - 1)
    return source.choice(
        [
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + source.choice("aeiorstz") + word[place:],
            word[:place] + source.choice("aeiorstz") + word[place + 1 :],
        ]
    )


def test_words_may_come_later(vocabulary: Vocabulary, tmp_path: Path) -> None:
    assert vocabulary.unaccented("zolw") == ()
    add(tmp_path, ["żółw"])
    vocabulary.forget()
    assert vocabulary.unaccented("zolwie") == ("żółwie",)


@pytest.mark.parametrize("content", [None, b"", b"not a database at all" * 100])
def test_without_its_file_it_knows_nothing_and_does_not_fail(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE_NAME).write_bytes(content)
    vocabulary = Vocabulary(tmp_path)
    assert not vocabulary.is_sound()
    assert vocabulary.unaccented("zolw") == ()
    assert vocabulary.near("klauzlua", 2) == ()
