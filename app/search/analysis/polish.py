"""The analyser `pl`: from a text to index terms; the same for records and queries."""

from functools import cache
from typing import NamedTuple

from app.search.analysis.acronyms import Acronyms, load_acronyms
from app.search.analysis.morphology import MorfeuszMorphology, Morphology
from app.search.analysis.tokens import pieces, stop_words

MEMO_WORDS = 300_000


class Slot(NamedTuple):
    """A word that counts: its place among all words of the text, what stands there, and the terms it is indexed by."""

    position: int
    word: str
    start: int
    end: int
    terms: tuple[str, ...]


class PolishAnalysis:
    """Acronyms of the table keep one term; known words give all their lemmas; unknown ones a stem and its folded twin.

    All terms of a word stand at one position, so a search may take the best of them and never their sum.
    """

    def __init__(self, morphology: Morphology, acronyms: Acronyms) -> None:
        self.morphology = morphology
        self.acronyms = acronyms
        self.version = f"pl-1/{morphology.version}/acronyms-{acronyms.digest}"
        self._terms: dict[str, tuple[str, ...]] = {}

    def terms(self, word: str) -> tuple[str, ...]:
        """Index terms of one word. A plain dict is the memo: two threads may compute the same, never see half of it."""
        found = self._terms.get(word)
        if found is None:
            found = self._compute(word.lower())
            if len(self._terms) >= MEMO_WORDS:
                self._terms = {}
            self._terms[word] = found
        return found

    def _compute(self, word: str) -> tuple[str, ...]:
        if word in self.acronyms:
            return (word,)
        lemmas = self.morphology.lemmas(word)
        if lemmas:
            return lemmas
        acronym = self.acronyms.without_ending(word)
        return (acronym,) if acronym else self.morphology.stems(word)

    def knows(self, word: str) -> bool:
        """Is it a word of the language, or an acronym of the table?"""
        return word.lower() in self.acronyms or bool(self.morphology.lemmas(word.lower()))

    def counts(self, word: str, stop: frozenset[str] | None = None) -> bool:
        """Does the word carry meaning? A stop word in capitals that is an acronym does."""
        lower = word.lower()
        if lower not in (stop_words() if stop is None else stop):
            return True
        return len(word) > 1 and word.isupper() and lower in self.acronyms

    def slots(self, text: str, stop: frozenset[str] | None = None) -> list[Slot]:
        """The words of a text that count, with their places among all words."""
        return [
            Slot(place, word, start, end, self.terms(word))
            for place, (word, start, end) in enumerate(pieces(text))
            if self.counts(word, stop)
        ]


@cache
def polish() -> PolishAnalysis:
    """The one analyser of the process, made at first use (40 ms, 35 MB) so that forked workers may share it."""
    return PolishAnalysis(MorfeuszMorphology(), load_acronyms())
