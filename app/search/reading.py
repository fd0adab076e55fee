"""How a query is understood: which terms a typed word may stand for, and which other words may stand for a stretch of it.

Letters left out are put back, slips are corrected, acronyms and full names find each other. All of it looks only at
words of records this reader may see: a correction must not betray a word of a record that is not theirs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, Protocol

from app.search.analysis import PolishAnalysis, Slot
from app.search.analysis.tokens import POLISH_LETTERS
from app.search.outcomes import Reading
from app.search.query import SCORED_WORDS, Query

RESTORED, RESTORED_BARE = 0.6, 0.9
CORRECTED, CORRECTED_REAL_WORD = 0.9, 0.2
ACRONYM = 0.9
OTHER_LEMMA = 0.7
SHORT_QUERY = 3
_CLOSE = 0.35  # readings within this cost of the best one are taken along
_READINGS = 12


class Lexicon(Protocol):
    """What reading asks of the index, for one reader."""

    def holds(self, term: str) -> bool:
        """Does a record this reader may see hold the term?"""

    def count(self, term: str) -> int:
        """Records with the term."""

    def count_form(self, form: str) -> int:
        """Records with the very form."""

    def unaccented(self, word: str) -> Sequence[str]: ...

    def near(self, word: str, limit: int) -> Sequence[tuple[str, float]]: ...


@dataclass
class Concept:
    """A word of the query with the terms it may stand for (each with a weight up to 1)."""

    word: str
    position: int
    start: int
    end: int
    candidates: dict[str, float] = field(default_factory=dict)
    surface: dict[str, float] = field(default_factory=dict)
    read_as: str | None = None  # the form it was corrected to, when that is worth telling

    def add(self, terms: Iterable[str], weight: float) -> None:
        for term in terms:
            self.candidates[term] = max(weight, self.candidates.get(term, 0.0))

    def strong(self) -> tuple[str, ...]:
        """The candidates that count in phrases and marks."""
        return tuple(term for term, weight in self.candidates.items() if weight >= 0.5)


class Alternative(NamedTuple):
    """Words `start` to `end` may also be these: one slot of terms a word, and how far each stands from the first."""

    start: int
    end: int
    slots: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]
    weight: float


@dataclass(frozen=True)
class ReadQuery:
    concepts: tuple[Concept, ...]
    alternatives: tuple[Alternative, ...]
    phrases: tuple[tuple[int, ...], ...]
    excluded: tuple[tuple[Concept, ...], ...]
    reading: Reading


def read(query: Query, lexicon: Lexicon, analysis: PolishAnalysis, *, correct: bool = True) -> ReadQuery:
    """Understand the query. With `correct` off, words are taken as typed (letters are still restored)."""
    words, phrases, left_out = _scored(query, lexicon)
    concepts = [_concept(slot) for slot in words]
    _restore(concepts, query, lexicon, analysis)
    unknown = [concept for concept in concepts if not _alive(concept.candidates, lexicon)]
    if correct:
        for concept in unknown:
            _correct(concept, len(concepts) <= SHORT_QUERY, lexicon, analysis)
    excluded = [[_concept(slot) for slot in slots] for slots in query.excluded]
    for group in excluded:
        _restore(group, query, lexicon, analysis)
    changed = [(concept.word, concept.read_as) for concept in concepts if concept.read_as]
    reading = Reading(
        read_instead=tuple(changed),
        did_you_mean=_rewritten(query.text, concepts) if changed else None,
        not_found=tuple(concept.word for concept in concepts if not _alive(concept.candidates, lexicon)),
        left_out=left_out,
    )
    alternatives = _alternatives(concepts, analysis)
    return ReadQuery(tuple(concepts), tuple(alternatives), phrases, tuple(map(tuple, excluded)), reading)


def _scored(query: Query, lexicon: Lexicon) -> tuple[list[Slot], tuple[tuple[int, ...], ...], tuple[str, ...]]:
    """At most ten words are scored: the rarest. A phrase that loses a word is no phrase any more."""
    words = list(query.words)
    if len(words) <= SCORED_WORDS:
        return words, query.phrases, ()
    rarity = sorted(range(len(words)), key=lambda place: max(map(lexicon.count, words[place].terms)))
    kept = sorted(rarity[:SCORED_WORDS])
    moved = {old: new for new, old in enumerate(kept)}
    phrases = tuple(
        tuple(moved[place] for place in phrase) for phrase in query.phrases if all(place in moved for place in phrase)
    )
    left_out = tuple(word.word for place, word in enumerate(words) if place not in moved)
    return [words[place] for place in kept], phrases, left_out


def _concept(slot: Slot) -> Concept:
    concept = Concept(slot.word, slot.position, slot.start, slot.end)
    word = slot.word.lower()
    # Who types "Radom" means Radom, though "radom" may also be of "rada": a word typed in its base form means itself.
    concept.add(slot.terms, OTHER_LEMMA if word in slot.terms else 1.0)
    concept.add([term for term in slot.terms if term == word], 1.0)
    concept.surface[word] = 1.0
    return concept


def _alive(terms: Iterable[str], lexicon: Lexicon) -> bool:
    return any(map(lexicon.holds, terms))


def _restore(concepts: Sequence[Concept], query: Query, lexicon: Lexicon, analysis: PolishAnalysis) -> None:
    """Put back the letters of words typed without them.

    Who types one Polish letter types them all, so in such a query only words that mean nothing as typed are restored.
    Where one word shows that none are typed, the others' restored readings are trusted more.
    """
    readings = []
    for concept in concepts:
        word = concept.word.lower()
        if not POLISH_LETTERS.isdisjoint(word) or word in analysis.acronyms:
            continue
        forms = [form for form in lexicon.unaccented(word) if _alive(analysis.terms(form), lexicon)]
        if forms:
            readings.append((concept, forms, not _alive(concept.candidates, lexicon)))
    bare = not query.has_polish_letters
    trusted = bare and any(dead for _, _, dead in readings)
    for concept, forms, dead in readings:
        if dead or bare:
            weight = 1.0 if dead else RESTORED_BARE if trusted else RESTORED
            for form in forms:
                own = concept.candidates.keys()
                concept.add([term for term in analysis.terms(form) if term not in own and lexicon.holds(term)], weight)
                concept.surface[form] = weight


def _correct(concept: Concept, short: bool, lexicon: Lexicon, analysis: PolishAnalysis) -> None:
    """Read an unknown word as its nearest neighbours. A real Polish word is no slip: a faint try, in short queries only."""
    word = concept.word.lower()
    if len(word) < 4 or not word.isalpha():
        return
    real = analysis.knows(word) or (
        POLISH_LETTERS.isdisjoint(word) and analysis.morphology.is_word_without_letters(word)
    )
    if real and not short:
        return
    for limit in (1, 2) if len(word) >= 8 and not real else (1,):
        near = [
            (form, cost)
            for form, cost in lexicon.near(word, limit)[: 8 * _READINGS]
            if _alive(analysis.terms(form), lexicon)
        ]
        if near:
            break
    else:
        return
    best = near[0][1]
    if not real:
        equal = [form for form, cost in near if cost <= best + 1e-6]
        concept.read_as = max(equal, key=lambda form: _commonness(form, lexicon, analysis))
    for form, cost in near[:_READINGS]:
        if cost > best + _CLOSE:
            break
        weight = (CORRECTED_REAL_WORD if real else CORRECTED) - 0.25 * (cost - best) - (0.1 if cost > 1.3 else 0)
        concept.add([term for term in analysis.terms(form) if lexicon.holds(term)], max(weight, 0.05))


def _commonness(form: str, lexicon: Lexicon, analysis: PolishAnalysis) -> tuple[int, int]:
    return lexicon.count_form(form), max(map(lexicon.count, analysis.terms(form)))


def _rewritten(text: str, concepts: Sequence[Concept]) -> str:
    """The query with the corrected words in their places, capitals as typed."""
    for concept in sorted(concepts, key=lambda concept: -concept.start):
        if concept.read_as:
            form = concept.read_as.capitalize() if concept.word[:1].isupper() else concept.read_as
            text = text[: concept.start] + form + text[concept.end :]
    return text


def _alternatives(concepts: Sequence[Concept], analysis: PolishAnalysis) -> list[Alternative]:
    """Acronyms for their full names and back, met in any inflection and without Polish letters."""
    slots = [frozenset(concept.strong()) for concept in concepts]
    found = []
    for name in acronym_names(analysis):
        length = len(name.slots)
        for start in range(len(slots)):
            if name.acronym in slots[start] and _means_acronym(concepts[start], name.acronym, analysis):
                found.append(Alternative(start, start + 1, name.slots, name.gaps, ACRONYM))
            if start + length <= len(slots) and all(
                not slots[start + place].isdisjoint(terms) for place, terms in enumerate(name.slots)
            ):
                found.append(Alternative(start, start + length, ((name.acronym,),), (0,), ACRONYM))
    return found


def _means_acronym(concept: Concept, acronym: str, analysis: PolishAnalysis) -> bool:
    """ "CIS", "cis" and "owesu" are acronyms; "cisy", a word of the dictionary, are trees."""
    word = concept.word.lower()
    return word == acronym or not analysis.morphology.lemmas(word)


class _Name(NamedTuple):
    acronym: str
    slots: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]


@cache
def acronym_names(analysis: PolishAnalysis) -> tuple[_Name, ...]:
    """Full names of the table as slots of terms."""
    names = []
    for acronym, full_names in analysis.acronyms.names.items():
        for full_name in full_names:
            row = analysis.slots(full_name)
            first = row[0].position
            names.append(
                _Name(acronym, tuple(slot.terms for slot in row), tuple(slot.position - first for slot in row))
            )
    return tuple(names)
