"""Dictionary knowledge of Polish words, behind one seam: where Morfeusz has no wheel, another class with these methods."""

from typing import Protocol

import morfeusz2
import Stemmer

from app.search.analysis.tokens import fold


class Morphology(Protocol):
    """What the analyser needs to know of a lower-case word."""

    version: str

    def lemmas(self, word: str) -> tuple[str, ...]:
        """All dictionary forms the word may belong to, lower case; nothing when the dictionary does not know it."""

    def stems(self, word: str) -> tuple[str, ...]:
        """Terms of a word the dictionary does not know."""

    def paradigms(self, word: str) -> set[str]:
        """Every inflected form of every lexeme the word may belong to, lower case, without forms of several words."""

    def is_word_without_letters(self, word: str) -> bool:
        """Would the word be one of the language if its Polish letters were put back?"""


_MAY_BE = {"a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zźż"}
_SPELLINGS = 1_000  # looked at for one word: 20 ms at the most, for words the index does not know


class MorfeuszMorphology:
    """SGJP through Morfeusz; Snowball for what it does not know.

    One object serves all threads and survives fork: the analyser keeps no state between calls.
    """

    def __init__(self) -> None:
        self._morfeusz = morfeusz2.Morfeusz(generate=True, case_handling=morfeusz2.IGNORE_CASE, separate_numbering=True)
        # PyStemmer's own cache is not guarded against threads, and the analyser has a memo of its own.
        self._stem = Stemmer.Stemmer("polish", 0).stemWord
        dictionary = self._morfeusz.dict_id().rsplit(".sgjp-", 1)[-1]
        self.version = f"sgjp-{dictionary}/snowball-{Stemmer.version()}"

    def lemmas(self, word: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(lemma.lower() for lemma in self._lexemes(word)))

    def _lexemes(self, word: str) -> list[str]:
        """Lemmas with their capitals; agglutinates ("-em" of "miałem") and a trailing "by" are no words of their own."""
        found = []
        for start, _, (_, lemma, tag, _, _) in self._morfeusz.analyse(word):
            if tag == "ign":
                return []
            if tag.startswith(("aglt", "interp", "blank")) or (start and tag.startswith("part")):
                continue
            found.append(lemma.split(":")[0])
        return found

    def stems(self, word: str) -> tuple[str, ...]:
        stem = self._stem(word)
        return tuple(
            dict.fromkeys((stem, fold(stem)))
        )  # the folded one lets a name be found that was typed without letters

    def paradigms(self, word: str) -> set[str]:
        forms = {word}
        for lemma in dict.fromkeys(self._lexemes(word)):
            try:
                forms.update(form[0].lower() for form in self._morfeusz.generate(lemma))
            except RuntimeError:  # Morfeusz refuses to generate from a lemma with a blank inside
                forms.add(lemma.lower())
        return {form for form in forms if " " not in form}

    def is_word_without_letters(self, word: str) -> bool:
        spellings = [""]
        for place, letter in enumerate(word):
            choices = _MAY_BE.get(letter, letter)
            if word[place + 1 : place + 2] == "i" and letter in "csnz":
                choices = "zż" if letter == "z" else letter  # ź, ś, ć, ń before i are written z, s, c, n
            spellings = [start + choice for start in spellings for choice in choices]
            if len(spellings) > _SPELLINGS:
                return False
        return any(self._lexemes(spelling) for spelling in spellings)
