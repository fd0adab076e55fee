"""The small grammar of the search box: words, "a phrase", -without. No other sign means anything; nothing is an error.

The limits are those of the house (200 characters, ten words that count); regular expressions here are linear.
"""

import re
from dataclasses import dataclass

from app.lib import limits
from app.lib.text_input import clean_line
from app.search.analysis import PolishAnalysis, Slot, polish
from app.search.analysis.tokens import POLISH_LETTERS, bare_stop_words, pieces
from app.search.outcomes import NotAsked, Refusal, Refused

MAX_CHARACTERS = limits.QUERY
SCORED_WORDS = limits.QUERY_WORDS  # of those that count, the rarest are searched; the outcome names the rest
MAX_WORDS = 25  # typed at all: a pasted sentence is searched, a pasted paragraph is not

_QUOTE = '"„”“«»'
# A minus counts at the start of a word only; then a phrase in quotation marks or a run of other signs.
_PART = re.compile(
    rf"(?P<minus>(?<!\S)-)?(?:[{_QUOTE}](?P<phrase>[^{_QUOTE}]*)[{_QUOTE}]|(?P<run>[^\s{_QUOTE}]+)|[{_QUOTE}])"
)


@dataclass(frozen=True)
class Query:
    """A query that may be searched. Slots hold places in `text`; a phrase is a run of indexes into `words`."""

    text: str
    words: tuple[Slot, ...]
    phrases: tuple[tuple[int, ...], ...] = ()
    excluded: tuple[tuple[Slot, ...], ...] = ()

    @property
    def has_polish_letters(self) -> bool:
        return not POLISH_LETTERS.isdisjoint(self.text.lower())


def parse(text: str | None, analysis: PolishAnalysis | None = None) -> Query | NotAsked | Refused:
    """Read what was typed. Refuses what is too long, has too many words, only common words or only exclusions."""
    if text is None or len(text) > 20 * MAX_CHARACTERS:
        return NotAsked() if text is None else Refused(Refusal.TOO_LONG, MAX_CHARACTERS)
    text = clean_line(text)
    if not text:
        return NotAsked()
    if len(text) > MAX_CHARACTERS:
        return Refused(Refusal.TOO_LONG, MAX_CHARACTERS)
    typed = sum(1 for _ in pieces(text))
    if typed == 0:
        return Refused(Refusal.NO_WORDS)
    if typed > MAX_WORDS:
        return Refused(Refusal.TOO_MANY_WORDS, MAX_WORDS)
    return _parts(text, analysis or polish())


def _parts(text: str, analysis: PolishAnalysis) -> Query | Refused:
    bare = POLISH_LETTERS.isdisjoint(text.lower())
    words: list[Slot] = []
    phrases: list[tuple[int, ...]] = []
    excluded: list[tuple[Slot, ...]] = []
    common = False
    place = 0
    for part in _PART.finditer(text):
        name = "phrase" if part.group("phrase") is not None else "run"
        inside = part.group(name)
        if inside is None:
            continue
        # A stop word typed without Polish letters ("sa" for "są") is one only where no Polish letter is typed at all.
        slots = [
            slot._replace(position=place + slot.position, start=part.start(name) + slot.start, end=part.start(name) + slot.end)
            for slot in analysis.slots(inside, bare_stop_words() if bare else None)
        ]  # fmt: skip
        count = sum(1 for _ in pieces(inside))
        place += count
        common |= count > len(slots)
        if part.group("minus"):
            excluded += [tuple(slots)] if slots else []
            continue
        if name == "phrase" and len(slots) > 1:
            phrases.append(tuple(range(len(words), len(words) + len(slots))))
        words += slots
    if not words:
        return Refused(Refusal.ONLY_EXCLUDED if excluded else Refusal.ONLY_COMMON_WORDS)
    return Query(text, tuple(words), tuple(phrases), tuple(excluded))
