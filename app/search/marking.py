"""Found words marked in a title or in the telling part of a longer text, as plain data: a template escapes every run."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.search.analysis import Slot, pieces, polish

SNIPPET = 240
_LONGEST = 50_000  # characters looked at; what lies behind is not shown
_LEAD_IN = 60  # the window starts at most this far before its first mark
_SENTENCE_ENDS = ".!?…\n"


class Run(NamedTuple):
    """A piece of text; marked when it is a found word."""

    text: str
    marked: bool


class _Mark(NamedTuple):
    start: int
    end: int
    concept: int


@dataclass(frozen=True)
class Marker:
    """Knows the terms of a query. `concepts` hold the terms of each word, `names` the slots of full names of acronyms."""

    concepts: tuple[frozenset[str], ...] = ()
    names: tuple[tuple[frozenset[str], ...], ...] = ()
    _known: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def mark(self, text: str) -> tuple[Run, ...]:
        """The whole text with its found words marked, whole words in any inflection."""
        return _runs(text, self._marks(text), 0, len(text))

    def snippet(self, text: str, length: int = SNIPPET) -> tuple[Run, ...]:
        """About `length` characters with the most different words of the query; the beginning when none is there."""
        text = text[:_LONGEST]
        marks = self._marks(text)
        if len(text) <= length:
            return _runs(text, marks, 0, len(text))
        start, end = _window(text, marks, length)
        runs = list(_runs(text, marks, start, end))
        if start:
            runs.insert(0, Run("… ", False))
        if end < len(text):
            runs.append(Run(" …", False))
        return tuple(runs)

    def _marks(self, text: str) -> list[_Mark]:
        marks = []
        for word, start, end in pieces(text):
            number = self._known.get(word)
            if number is None:
                number = self._known[word] = self._concept_of(word)
            if number >= 0:
                marks.append(_Mark(start, end, number))
        slots = polish().slots(text) if self.names else []
        for number, name in enumerate(self.names, len(self.concepts)):
            marks += [
                _Mark(slot.start, slot.end, number)
                for place in range(len(slots) - len(name) + 1)
                if _stands_at(name, slots, place)
                for slot in slots[place : place + len(name)]
            ]
        return sorted(marks)

    def _concept_of(self, word: str) -> int:
        """The first word of the query that this one is a form of; -1 when there is none. Texts repeat their words."""
        if not polish().counts(word):
            return -1
        terms = polish().terms(word)
        return next((number for number, wanted in enumerate(self.concepts) if not wanted.isdisjoint(terms)), -1)


def _stands_at(name: Sequence[frozenset[str]], slots: Sequence[Slot], place: int) -> bool:
    return all(not terms.isdisjoint(slots[place + step].terms) for step, terms in enumerate(name))


def _window(text: str, marks: Sequence[_Mark], length: int) -> tuple[int, int]:
    """The stretch with the most different words, then with the most marks, then the earliest; cut between words."""
    best, best_worth = 0, (0, 0)
    last = 0
    for first, mark in enumerate(marks):
        last = max(last, first)
        while last < len(marks) and marks[last].end <= mark.start + length - _LEAD_IN:
            last += 1
        inside = marks[first:last]
        worth = (len({found.concept for found in inside}), len(inside))
        if worth > best_worth:
            best, best_worth = mark.start, worth
    start = _opening(text, best)
    end = min(len(text), start + length)
    if end < len(text):
        blank = text.rfind(" ", start + length // 2, end + 1)
        end = blank if blank > 0 else end
    return start, end


def _opening(text: str, first: int) -> int:
    """Where to begin so that the first mark is read in its sentence, if that began a short way before."""
    earliest = max(0, first - _LEAD_IN)
    if earliest == 0:
        return 0
    for place in range(first - 1, earliest - 1, -1):
        if text[place] in _SENTENCE_ENDS and text[place + 1 : place + 2].isspace():
            return place + 2
    blank = text.find(" ", earliest, first)
    return blank + 1 if blank >= 0 else first


def _runs(text: str, marks: Sequence[_Mark], start: int, end: int) -> tuple[Run, ...]:
    runs = []
    place = start
    for mark in marks:
        if mark.start < place or mark.end > end:
            continue
        if mark.start > place:
            runs.append(Run(text[place : mark.start], False))
        runs.append(Run(text[mark.start : mark.end], True))
        place = mark.end
    if place < end:
        runs.append(Run(text[place:end], False))
    return tuple(runs)
