"""The table of results: each row of the rules with its numbers, quorum and every kind of majority."""

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.positions.majority import Outcome, Rules, Tally, decide

SIMPLE = Rules()
ABSOLUTE = Rules(majority="absolute")
TWO_THIRDS = Rules(majority="qualified", num=2, den=3, base="cast")
HALF_OF_BODY = Rules(majority="absolute_of_body")
ALL = (SIMPLE, ABSOLUTE, TWO_THIRDS, HALF_OF_BODY)

YES, NO, NONE = "adopted", "rejected", "inquorate"


def result(body: int, votes: tuple[int, ...], rules: Rules, **more) -> str:
    return decide(Tally(body, *votes), rules, **more).result


@pytest.mark.parametrize(
    ("body", "votes", "expected"),
    [
        (351, (100, 90, 10, 0), (YES, NO, NO, NO)),
        (351, (101, 90, 10, 0), (YES, YES, NO, NO)),
        (351, (88, 87, 0, 0), (NONE, NONE, NONE, NONE)),
        (350, (88, 87, 0, 0), (YES, YES, NO, NO)),
        (351, (0, 0, 176, 0), (NO, NO, NO, NO)),
        (351, (90, 90, 0, 0), (NO, NO, NO, NO)),
        (351, (120, 60, 0, 0), (YES, YES, YES, NO)),
        (351, (120, 60, 1, 0), (YES, YES, NO, NO)),
        (351, (176, 0, 0, 0), (YES, YES, YES, YES)),
        (351, (175, 0, 0, 1), (YES, YES, YES, NO)),
        (351, (10, 0, 0, 166), (YES, YES, YES, NO)),
    ],
    ids=[str(row) for row in range(1, 12)],
)
def test_row_of_the_table(body, votes, expected) -> None:
    assert tuple(result(body, votes, rules) for rules in ALL) == expected


def test_row_4_more_than_half_is_another_quorum_than_at_least_half() -> None:
    assert result(350, (88, 87, 0, 0), Rules(quorum_strict=True)) == NONE


def test_row_6_chair_breaks_a_tie_only_where_the_rules_name_one() -> None:
    with_chair = Rules(tie="chair")
    votes = (90, 90, 0, 0)
    assert result(351, votes, with_chair, chair="for") == YES
    assert result(351, votes, with_chair, chair="against") == NO
    assert result(351, votes, with_chair) == NO
    assert result(351, votes, SIMPLE, chair="for") == NO
    assert result(351, votes, Rules(majority="absolute", tie="chair"), chair="for") == NO
    assert result(351, (91, 90, 0, 0), with_chair, chair="against") == YES


def test_row_7_strict_share_is_not_reached_by_equality() -> None:
    assert result(351, (120, 60, 0, 0), Rules(majority="qualified", num=2, den=3, base="cast", strict=True)) == NO


def test_row_8_abstentions_do_not_count_in_for_against() -> None:
    assert result(351, (120, 60, 1, 0), Rules(majority="qualified", num=2, den=3, base="for_against")) == YES


def test_row_11_says_that_few_have_voted() -> None:
    outcome = decide(Tally(351, 10, 0, 0, 166), SIMPLE)
    assert outcome.few_voted
    assert not decide(Tally(351, 176, 0), SIMPLE).few_voted
    assert not decide(Tally(351, 0, 10, 0, 166), SIMPLE).few_voted


def test_row_12_two_thirds_of_the_body() -> None:
    of_body = Rules(majority="qualified", num=2, den=3, base="body")
    assert result(351, (234, 0, 0, 0), of_body) == YES
    assert result(351, (233, 0, 0, 0), of_body) == NO


def test_share_of_nothing_is_not_reached() -> None:
    """All abstain: two thirds of no votes would be none, and none are there."""
    assert result(351, (0, 0, 176, 0), Rules(majority="qualified", num=2, den=3, base="for_against")) == NO


def test_steps_tell_how_it_was_counted() -> None:
    quorum, majority = decide(Tally(228, 149, 38, 14, 3), SIMPLE).steps
    assert (quorum.name, quorum.left, quorum.relation, quorum.right, quorum.holds) == ("quorum", 408, "≥", 228, True)
    assert (quorum.left_is, quorum.right_is) == ((204, 2), (228, 1))
    assert (majority.name, majority.left, majority.relation, majority.right) == ("simple", 149, ">", 38)
    (only,) = decide(Tally(351, 88, 87), SIMPLE).steps
    assert (only.name, only.holds) == ("quorum", False)
    *_, tie = decide(Tally(10, 3, 3), Rules(tie="chair"), chair="for").steps
    assert (tie.name, tie.left, tie.relation, tie.right, tie.holds) == ("tie", 3, "=", 3, True)


@pytest.mark.parametrize(
    ("tally", "rules", "chair"),
    [
        (Tally(0, 0, 0), SIMPLE, None),
        (Tally(3, 2, 2), SIMPLE, None),
        (Tally(3, -1, 2), SIMPLE, None),
        (Tally(3, 1, 1), Rules(quorum_den=0), None),
        (Tally(3, 1, 1), Rules(majority="qualified", num=0), None),
        (Tally(3, 0, 3), Rules(tie="chair"), "for"),
    ],
)
def test_numbers_that_no_vote_can_have_are_refused(tally, rules, chair) -> None:
    with pytest.raises(ValueError):
        decide(tally, rules, chair)


counts = st.integers(0, 400)


@settings(max_examples=200)
@given(counts, counts, counts, counts, counts, st.integers(1, 5), st.integers(1, 5), st.booleans())
def test_integers_agree_with_exact_fractions(yes, no, abstained, present, rest, num, den, strict) -> None:
    body = yes + no + abstained + present + rest
    if body == 0 or num > den:
        return
    tally = Tally(body, yes, no, abstained, present)
    rules = Rules(majority="qualified", num=num, den=den, base="cast", strict=strict, quorum_num=num, quorum_den=den)
    share, cast = Fraction(num, den), yes + no + abstained
    if yes + no + abstained + present < ceil(share * body):
        expected = NONE
    else:
        won = cast > 0 and (Fraction(yes, cast) > share if strict else Fraction(yes, cast) >= share)
        expected = YES if won else NO
    outcome: Outcome = decide(tally, rules)
    assert outcome.result == expected
    assert outcome.steps[-1].holds == (expected == YES)
