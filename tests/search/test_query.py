"""The grammar of the search box and what it refuses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.search.outcomes import NotAsked, Refusal, Refused
from app.search.query import MAX_CHARACTERS, Query, parse
from tests.timing import assert_quick


def parsed(text: str) -> Query:
    query = parse(text)
    assert isinstance(query, Query), query
    return query


@pytest.mark.parametrize("text", [None, "", "   ", "\t\n", "\x00"])
def test_nothing_typed_is_not_asked(text: str | None) -> None:
    assert parse(text) == NotAsked()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * 201, Refusal.TOO_LONG),
        ("spółdzielnia " * 1_000, Refusal.TOO_LONG),
        ("x" * 10_000, Refusal.TOO_LONG),
        ("dom " * 26, Refusal.TOO_MANY_WORDS),
        ("i w na się jest", Refusal.ONLY_COMMON_WORDS),
        ("sa juz ktore", Refusal.ONLY_COMMON_WORDS),
        ("-przetarg", Refusal.ONLY_EXCLUDED),
        ('-"dom pomocy" i', Refusal.ONLY_EXCLUDED),
        ("?!… „” ---", Refusal.NO_WORDS),
    ],
)  # fmt: skip
def test_refuses_with_a_named_reason(text: str, reason: Refusal) -> None:
    refused = parse(text)
    assert isinstance(refused, Refused)
    assert refused.reason is reason


def test_limit_is_told() -> None:
    assert parse("a" * 201) == Refused(Refusal.TOO_LONG, MAX_CHARACTERS)


def test_null_bytes_and_strange_letters_are_cleaned() -> None:
    assert [word.word for word in parsed("przet\x00arg \ud800 dom").words] == ["przetarg", "dom"]
    assert parsed("spo\u0301ldzielnia").text == "spóldzielnia"


def test_phrases_in_all_quotation_marks() -> None:
    for text in ('"dom pomocy" cis', "„dom pomocy” cis", "«dom pomocy» cis"):
        assert parsed(text).phrases == ((0, 1),)
    assert parsed('"dom"').phrases == ()


def test_unbalanced_quotation_mark_means_nothing() -> None:
    query = parsed('dom "pomocy społecznej')
    assert [word.word for word in query.words] == ["dom", "pomocy", "społecznej"]
    assert query.phrases == ()


def test_minus_counts_at_the_start_of_a_word_only() -> None:
    query = parsed('żłobek -gmina miejsko-wiejska - dom -"sala prób"')
    assert [[slot.word for slot in slots] for slots in query.excluded] == [["gmina"], ["sala", "prób"]]
    assert [word.word for word in query.words] == ["żłobek", "miejsko", "wiejska", "dom"]


def test_words_know_their_places_in_the_text() -> None:
    query = parsed("  Dom   „pomocy   w”  OWES-u ")
    assert [query.text[word.start : word.end] for word in query.words] == ["Dom", "pomocy", "OWES-u"]


def test_bare_stop_words_count_where_polish_letters_are_typed() -> None:
    assert [word.word for word in parsed("szkola sa").words] == ["szkola"]
    assert [word.word for word in parsed("szkoła sa").words] == ["szkoła", "sa"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from('ab ąć-"„”«»\x00\\*:(~'), max_size=220))
def test_no_text_is_an_error(text: str) -> None:
    parse(text)


def test_parsing_is_linear() -> None:
    hostile = ('"' * 200, "-" * 200, '-"' * 100, "a-" * 100, "A-u" * 66)
    assert_quick(lambda: [parse(text) for text in hostile], seconds=0.5)
