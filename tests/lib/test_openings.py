"""The opening of a text: whole sentences where they fit."""

import pytest

from app.lib.rich_text import opening

TWO = "Gmina kupiła obiady. Szkoła je odbiera."


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        (TWO, 100, TWO),
        (TWO, 30, "Gmina kupiła obiady."),
        (TWO, 21, "Gmina kupiła obiady."),
        (TWO, 20, "Gmina kupiła obiady."),
        (TWO, 15, "Gmina kupiła…"),
        ("Od 2020 r. Gmina płaci za obiady w szkole", 20, "Od 2020 r. Gmina…"),
        ("Zapytano: „Kto płaci?” Odpowiedzi nie ma i nie będzie.", 30, "Zapytano: „Kto płaci?”"),
        ("", 10, ""),
    ],
)
def test_opening_ends_after_a_sentence(text, length, expected):
    assert opening(text, length) == expected
