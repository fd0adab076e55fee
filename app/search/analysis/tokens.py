"""Where words begin and end, which of them carry nothing, and how acronyms lose their Polish endings."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

CAPS = "A-ZĄĆĘŁŃÓŚŹŻ"
SMALL = "a-ząćęłńóśźż"
POLISH_LETTERS = frozenset("ąćęłńóśźż")
ENDINGS = ("u", "owi", "em", "iem", "ie", "e", "y", "i", "ów", "om", "ami", "ach", "a", "ę", "ą", "o", "owie",
           "owy", "owa", "owe", "owych", "owego", "owski", "owska", "owskie")  # fmt: skip

_LETTERS = "0-9A-Za-zÀ-ÖØ-öø-ɏ"
_TOKEN = re.compile(rf"[{_LETTERS}]+(?:[-'’][{_LETTERS}]+)*")
_INNER = re.compile(r"[-'’]")
_ENDING = "(?:" + "|".join(ENDINGS) + ")"
# OWES-u, ZAZ-ów, OzN-ami: capitals (small letters between them allowed), a mark, an ending.
_ACRONYM_MARKED = re.compile(rf"^([0-9{CAPS}]{{2,}}|[{CAPS}][0-9{SMALL}{CAPS}]*[{CAPS}][0-9A-Za-z]*)[-'’]{_ENDING}$")
# CUSu, ZAZów, OWESem: capitals and an ending without a mark between them.
_ACRONYM_JOINED = re.compile(rf"^([{CAPS}]{{2,6}}){_ENDING}$")
_FOLD = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
# Written without Polish letters these are words of their own ("mają" but also "maja").
_WORDS_OF_THEIR_OWN = frozenset({"maja"})


class Piece(NamedTuple):
    """A word of a text and where it stands; `start` and `end` take in a cut ending, so a mark covers the whole word."""

    word: str
    start: int
    end: int


def fold(word: str) -> str:
    """The word typed without Polish letters."""
    return word.translate(_FOLD)


def pieces(text: str) -> Iterator[Piece]:
    """Words in order: letters and digits; an acronym loses its ending, other hyphens and apostrophes part words."""
    for match in _TOKEN.finditer(text):
        word, start = match.group(), match.start()
        # Nearly all words leave here; asking the expressions below about each would take most of the time of a search.
        if word.isalnum() and not word[1:2].isupper():
            yield Piece(word, start, match.end())
            continue
        marked = _INNER.search(word) is not None
        if marked:
            acronym = _ACRONYM_MARKED.match(word)
        else:
            acronym = None if word.isupper() or len(word) < 4 else _ACRONYM_JOINED.match(word)
        if acronym:
            yield Piece(acronym.group(1), start, match.end())
        elif marked:
            for part in re.finditer(r"[^-'’]+", word):
                yield Piece(part.group(), start + part.start(), start + part.end())
        else:
            yield Piece(word, start, match.end())


def read_table(name: str) -> list[str]:
    """Lines of a table in app/search/data, without comments and empty lines."""
    text = (files("app.search") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def stop_words() -> frozenset[str]:
    return frozenset(word for line in read_table("stop_words.txt") for word in line.split())


@cache
def bare_stop_words() -> frozenset[str]:
    """The stop list as people type it who use no Polish letters; for the query side only."""
    return stop_words() | {fold(word) for word in stop_words()} - _WORDS_OF_THEIR_OWN
