"""The difference of two texts as data: what stayed, what went, what came; first by sentences, then by words.

The parts that are `same` or `del` make the old text when joined, those that are `same` or `ins` the new one. Words are
never cut, punctuation is its own word. How a difference looks is the templates' business.
"""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import Final, Literal

Op = Literal["same", "del", "ins"]
Part = tuple[Op, str]

_SENTENCES = re.compile(r"\s+|[^\s.!?…;:]+(?:[ \t\u00a0]+[^\s.!?…;:]+)*[.!?…;:]*|[.!?…;:]+")
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")

# difflib takes the product of both lengths, in the worst case more; above this we look for anchors first.
_SMALL: Final = 60_000


def word_diff(old: str, new: str) -> list[Part]:
    """The parts in reading order; neighbours are of different kinds, and what went stands before what came."""
    parts: list[Part] = []
    old_sentences, new_sentences = _SENTENCES.findall(old), _SENTENCES.findall(new)
    for same, old_run, new_run in _runs(old_sentences, new_sentences):
        if same:
            parts.append(("same", "".join(old_run)))
        else:
            parts += _words_of("".join(old_run), "".join(new_run))
    return _tidy(parts)


def _words_of(old: str, new: str) -> list[Part]:
    parts: list[Part] = []
    for same, old_run, new_run in _runs(_WORDS.findall(old), _WORDS.findall(new)):
        if same:
            parts.append(("same", "".join(old_run)))
        else:
            parts += [("del", "".join(old_run)), ("ins", "".join(new_run))]
    return parts


def similarity(old: str, new: str) -> float:
    """How much two texts have in common, 0 to 1, by their words in order; fast for texts of any length."""
    old_words, new_words = re.findall(r"\w+", old.casefold()), re.findall(r"\w+", new.casefold())
    if not old_words and not new_words:
        return 1.0
    if len(old_words) * len(new_words) > _SMALL:  # without order, which is never less
        shared = sum((Counter(old_words) & Counter(new_words)).values())
        return 2 * shared / (len(old_words) + len(new_words))
    return SequenceMatcher(None, old_words, new_words, autojunk=False).ratio()


_Run = tuple[bool, list[str], list[str]]


def _runs(old: list[str], new: list[str]) -> list[_Run]:
    """Cut both lists into runs that are the same or that differ, in order; empty runs may be among them."""
    runs: list[_Run] = []
    waiting: list[_Run | tuple[list[str], list[str]]] = [(old, new)]
    while waiting:
        piece = waiting.pop()
        if len(piece) == 3:
            runs.append(piece)
            continue
        start, end = _common_ends(*piece)
        a, b = piece
        middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
        runs.append((True, a[:start], b[:start]))
        waiting.append((True, a[len(a) - end :], b[len(b) - end :]))
        waiting += reversed(_cut(middle_a, middle_b))
    return runs


def _common_ends(a: list[str], b: list[str]) -> tuple[int, int]:
    most = min(len(a), len(b))
    start = next((i for i in range(most) if a[i] != b[i]), most)
    end = next((i for i in range(most - start) if a[-1 - i] != b[-1 - i]), most - start)
    return start, end


def _cut(a: list[str], b: list[str]) -> list[_Run | tuple[list[str], list[str]]]:
    """Runs that are decided and pairs that are still to be cut, in order."""
    if not a or not b:
        return [(False, a, b)]
    if len(a) * len(b) <= _SMALL:
        codes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
        return [(tag == "equal", a[i:j], b[k:m]) for tag, i, j, k, m in codes]
    anchors = _anchors(a, b)
    if not anchors:
        return [(False, a, b)]
    pieces: list[_Run | tuple[list[str], list[str]]] = []
    i = k = 0
    for at_a, at_b in anchors:
        pieces += [(a[i:at_a], b[k:at_b]), (True, [a[at_a]], [b[at_b]])]
        i, k = at_a + 1, at_b + 1
    return [*pieces, (a[i:], b[k:])]


def _anchors(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """What occurs once in both, in the longest order that both share (the patience of "patience diff")."""
    in_a, in_b = Counter(a), Counter(b)
    place_in_b = {token: place for place, token in enumerate(b) if in_b[token] == 1}
    pairs = [(i, place_in_b[token]) for i, token in enumerate(a) if in_a[token] == 1 and token in place_in_b]
    return [pairs[i] for i in longest_rise([place for _, place in pairs])]


def longest_rise(numbers: list[int]) -> list[int]:
    """The indexes of a longest strictly rising row within some numbers."""
    tails: list[int] = []  # index of the smallest end of a row of each length
    before: list[int] = []
    for index, value in enumerate(numbers):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if numbers[tails[middle]] < value:
                low = middle + 1
            else:
                high = middle
        before.append(tails[low - 1] if low else -1)
        tails[low : low + 1] = [index]
    row: list[int] = []
    index = tails[-1] if tails else -1
    while index >= 0:
        row.append(index)
        index = before[index]
    return row[::-1]


def _tidy(parts: list[Part]) -> list[Part]:
    """Join neighbours; a lone space between two changes belongs to them, so that a change reads as one."""
    tidy: list[Part] = []
    gone: list[str] = []
    come: list[str] = []
    for place, (op, text) in enumerate(parts):
        if not text:
            continue
        changing = bool(gone or come)
        if op == "same" and changing and text.isspace() and _change_follows(parts, place + 1):
            gone.append(text)
            come.append(text)
        elif op == "same":
            _flush(tidy, gone, come)
            if tidy and tidy[-1][0] == "same":
                tidy[-1] = ("same", tidy[-1][1] + text)
            else:
                tidy.append(("same", text))
        else:
            (gone if op == "del" else come).append(text)
    _flush(tidy, gone, come)
    return tidy


def _change_follows(parts: list[Part], place: int) -> bool:
    following = next((part for part in parts[place:] if part[1]), None)
    return following is not None and following[0] != "same"


def _flush(tidy: list[Part], gone: list[str], come: list[str]) -> None:
    deleted, inserted = "".join(gone), "".join(come)
    gone.clear()
    come.clear()
    if deleted == inserted:
        if deleted:
            tidy.append(("same", deleted))
        return
    if deleted:
        tidy.append(("del", deleted))
    if inserted:
        tidy.append(("ins", inserted))
