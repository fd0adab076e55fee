"""The difference of two texts: nothing lost, words whole, long texts fast."""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lib.word_diff import longest_rise, similarity, word_diff
from tests.timing import assert_quick

WORDS = ["gmina", "powiat", "usługi", "opiekuńcze", "w", "i", "§", "10 %", "2026 r.", "że:", "\n\n", "„A”", ";"]
prose = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join) | st.text(max_size=60)


def old_of(parts) -> str:
    return "".join(text for op, text in parts if op != "ins")


def new_of(parts) -> str:
    return "".join(text for op, text in parts if op != "del")


@settings(max_examples=300, deadline=None)
@given(prose, prose)
def test_both_texts_can_be_read_from_the_parts(old, new) -> None:
    parts = word_diff(old, new)
    assert (old_of(parts), new_of(parts)) == (old, new)
    assert all(text for _, text in parts)
    assert all(one[0] != other[0] for one, other in itertools.pairwise(parts))
    assert ("ins", "del") not in {(one[0], other[0]) for one, other in itertools.pairwise(parts)}


@given(prose)
def test_equal_texts_are_all_the_same(text) -> None:
    assert word_diff(text, text) == ([("same", text)] if text else [])


def test_words_are_whole_and_changes_read_as_one() -> None:
    old = "Termin zgłoszeń upływa 31 maja. Gmina płaci 10 zł netto."
    new = "Termin zgłoszeń upływa 30 czerwca. Gmina i powiat płaci 10 zł."
    assert word_diff(old, new) == [
        ("same", "Termin zgłoszeń upływa "),
        ("del", "31 maja"),
        ("ins", "30 czerwca"),
        ("same", ". Gmina "),
        ("ins", "i powiat "),
        ("same", "płaci 10 zł"),
        ("del", " netto"),
        ("same", "."),
    ]


def test_new_sentence_is_one_part() -> None:
    assert word_diff("Raz. Trzy.", "Raz. Dwa dwa. Trzy.") == [
        ("same", "Raz. "),
        ("ins", "Dwa dwa. "),
        ("same", "Trzy."),
    ]


def long_texts() -> dict[str, tuple[str, str]]:
    chance = random.Random(1)
    words = [
        chance.choice("gmina powiat rzecznik ekonomia usługa i w na umowa".split()) + chance.choice(["", "", ".", ";"])
        for _ in range(6_000)
    ]
    changed = list(words)
    for _ in range(150):
        changed[chance.randrange(6_000)] = "zmiana"
    numbers = [str(number) for number in range(8_000)]
    return {
        "150 words of 41 KB changed": (" ".join(words), " ".join(changed)),
        "all words in another order": (" ".join(words), " ".join(sorted(words))),
        "short sentences again and again": ("a. " * 13_000, "a. b. " * 7_000),
        "few words again and again": ("a " * 20_000, "b a " * 10_000),
        "signs only": ("." * 41_000, ". " * 20_000),
        "one word each": ("x" * 41_000, "y" * 41_000),
        "backwards": (" ".join(numbers), " ".join(reversed(numbers))),
    }


@pytest.mark.parametrize("name", long_texts())
def test_long_texts_take_a_moment(name) -> None:
    old, new = long_texts()[name]
    assert_quick(lambda: word_diff(old, new), seconds=1)
    parts = word_diff(old, new)
    assert (old_of(parts), new_of(parts)) == (old, new)


def test_similarity() -> None:
    assert similarity("", "") == 1
    assert similarity("gmina", "") == 0
    assert similarity("Gmina kupuje usługi.", "gmina kupuje usługi") == 1
    assert 0.6 < similarity("gmina kupuje usługi opiekuńcze", "gmina kupuje usługi") < 1
    assert similarity("a " * 5_000, "b a " * 5_000) > 0.5


@given(st.lists(st.integers(0, 12), max_size=9))
def test_longest_rise_is_rising_and_longest(numbers) -> None:
    row = longest_rise(numbers)
    values = [numbers[index] for index in row]
    assert row == sorted(row)
    assert all(one < other for one, other in itertools.pairwise(values))
    best = [1] * len(numbers)
    for i in range(len(numbers)):
        best[i] = 1 + max((best[j] for j in range(i) if numbers[j] < numbers[i]), default=0)
    assert len(row) == max(best, default=0)
