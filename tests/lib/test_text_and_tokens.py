"""Text made fit to keep, secrets, chains of hashes, and tables for spreadsheets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lib import tokens
from app.lib.csv_safe import safe_cell, write_csv
from app.lib.text_input import clean_line, clean_text
from tests.timing import assert_quick

any_text = st.text(alphabet=st.characters(), max_size=60) | st.lists(
    st.sampled_from(
        [
            "\r",
            "\n",
            "\u2028",
            "\x00",
            "\u0301",
            "\u0344",
            "a",
            "ż",
            "\ud800",
            "\u202e",
            "\u200d",
            " ",
            "\u00a0",
            "\uffff",
        ]
    )
).map("".join)


def test_text_keeps_its_lines_and_loses_what_is_no_text() -> None:
    assert clean_text("a\r\nb\rc\u2028d\x0be\n") == "a\nb\nc\nd\ne\n"
    assert clean_text("a\x00b\x1b\ud800c\ufffe\U0001ffffd\te") == "abcd\te"
    assert clean_text("z\u0307o\u0301") == "żó"
    assert clean_text("zażółć 👩‍👩‍👧") == "zażółć 👩‍👩‍👧"


def test_line_is_one_line_without_disguises() -> None:
    assert clean_line("  Anna\u202e \u00a0Kowal\u200bska\n ") == "Anna Kowalska"
    assert clean_line("a\u200d\u0301") == "á"


def test_heaps_of_marks_are_thinned() -> None:
    assert len(clean_text("a" + "\u0323\u0301" * 5_000)) <= 9
    assert_quick(lambda: clean_text("a" + "\u0323\u0301" * 500_000), seconds=2)


@settings(max_examples=300)
@given(any_text)
def test_cleaning_twice_is_cleaning_once(text) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)
    clean_text(text).encode("utf-8")
    assert "\n" not in clean_line(text)


def test_token_is_long_and_stored_as_hash() -> None:
    token = tokens.new_token()
    assert len(token) >= 43
    assert tokens.new_token() != token
    assert len(tokens.token_hash(token)) == 64
    assert tokens.same_token(token, tokens.token_hash(token))
    assert not tokens.same_token(token + "x", tokens.token_hash(token))
    assert not tokens.same_token("\ud800", "ż")


def test_canonical_json_is_written_in_one_way() -> None:
    assert tokens.canonical_json({"b": [1, True, None], "a": "z\u0307"}) == '{"a":"ż","b":[1,true,null]}'
    for refused in (1.5, {1: 2}, {"a": datetime(2026, 1, 1)}, b"x", {"a": {1, 2}}):
        with pytest.raises(TypeError):
            tokens.canonical_json(refused)


def test_canonical_time_knows_its_zone() -> None:
    moment = datetime(2026, 11, 24, 14, 0, tzinfo=timezone(timedelta(hours=1)))
    assert tokens.canonical_time(moment) == "2026-11-24T13:00:00.000000Z"
    with pytest.raises(ValueError):
        tokens.canonical_time(datetime(2026, 11, 24))


def a_chain(length: int) -> list[tokens.ChainEntry]:
    entries: list[tokens.ChainEntry] = []
    previous = tokens.CHAIN_START
    for number in range(1, length + 1):
        at = datetime(2026, 3, 3, 12, 0, number % 60, tzinfo=UTC)
        payload = {"mandate": number, "choice": "for"}
        digest = tokens.chain_hash(previous, "vote/7", number, at, "cast", payload)
        entries.append(tokens.ChainEntry("vote/7", number, at, "cast", payload, previous, digest))
        previous = digest
    return entries


def test_chain_that_was_left_alone_holds() -> None:
    assert tokens.first_break(a_chain(50)) is None
    assert tokens.first_break([]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"place": "vote/8"},
        {"number": 99},
        {"at": datetime(2026, 3, 3, 12, 1, tzinfo=UTC)},
        {"at": datetime(2026, 3, 3, 12, 1)},
        {"kind": "closed"},
        {"payload": {"mandate": 3, "choice": "against"}},
        {"payload": {"mandate": 3.0}},
        {"previous": "0" * 64},
        {"hash": "f" * 64},
    ],
)
def test_any_change_of_an_entry_is_found(change) -> None:
    entries = a_chain(5)
    entries[2] = replace(entries[2], **change)
    assert tokens.first_break(entries) == 3


def test_missing_swapped_and_added_entries_are_found() -> None:
    entries = a_chain(5)
    assert tokens.first_break(entries[1:]) == 1
    assert tokens.first_break(entries[:2] + entries[3:]) == 3
    assert tokens.first_break([*entries[:2], entries[3], entries[2], entries[4]]) == 3


def test_ten_thousand_entries_are_checked_fast() -> None:
    entries = a_chain(10_000)
    assert tokens.first_break(entries) is None
    assert_quick(lambda: tokens.first_break(entries), seconds=1)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", "\n", " =", "＝"])
def test_cell_does_not_start_to_calculate(start) -> None:
    assert safe_cell(start + "HYPERLINK(1)").startswith("'")


def test_table_opens_in_a_spreadsheet() -> None:
    data = write_csv(["Gmina", "Kwota"], [["Łochów; Wola", -5], ['"x"', None], ["=1+1", 2.5]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == 'Gmina;Kwota\r\n"Łochów; Wola";-5\r\n"""x""";\r\n\'=1+1;2.5\r\n'
