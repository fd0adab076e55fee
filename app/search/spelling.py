"""How far two words are from each other, counted in slips of the fingers and the ear."""

from app.search.analysis.tokens import fold

SWAP = NEIGHBOUR = 0.8
DOUBLED = 0.6
FIRST_LETTER = 0.3
BY_EAR = 0.2

_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, frozenset[str]]:
    near = {}
    for row, keys in enumerate(_KEYBOARD):
        for column, key in enumerate(keys):
            around = {
                _KEYBOARD[r][c]
                for r in range(max(row - 1, 0), min(row + 2, 3))
                for c in range(max(column - 1, 0), min(column + 2, len(_KEYBOARD[r])))
            }
            near[key] = frozenset(around - {key})
    return near


_NEAR = _neighbours()
_NOTHING: frozenset[str] = frozenset()


def sound(word: str) -> str:
    """Words that sound alike spell alike: ó = u, rz = ż, ch = h; then without Polish letters."""
    return fold(word.replace("ó", "u").replace("rz", "ż").replace("ch", "h"))


def signature(word: str) -> int:
    """Which letters a folded word has, once or more often, as bits: one edit changes at most two of them."""
    bits = 0
    for letter in word:
        place = 2 * (ord(letter) - 97) if "a" <= letter <= "z" else 52 + ord(letter) % 5 * 2
        bits |= 2 << place if bits >> place & 1 else 1 << place
    return bits


def may_be_near(one: int, other: int, limit: int) -> bool:
    """Could two words with these signatures lie within `limit` edits? Quick, and never wrong when it says no."""
    return (one ^ other).bit_count() <= 2 * limit


def distance(one: str, other: str, limit: int) -> float | None:
    """Edits between two folded words, cheap slips below one; None when there are more than `limit`.

    A neighbouring key or a swap costs .8, a letter doubled or dropped from a double .6; a wrong first letter .3 more.
    """
    start = 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    rest, goal = one[start : len(one) - end], other[start : len(other) - end]
    if abs(len(rest) - len(goal)) > limit:
        return None
    cost = _edits(rest, goal, one[start - 1 : start], limit)
    if cost is None or cost > limit:
        return None
    return cost + FIRST_LETTER if cost and start == 0 else cost


def _edits(one: str, other: str, before: str, limit: int) -> float | None:
    """Damerau and Levenshtein's table, row by row; `before` is the common letter the two rests follow."""
    older: list[float] = []
    previous = [0.0]
    for column, letter in enumerate(other):
        left = other[column - 1] if column else before
        previous.append(previous[-1] + (DOUBLED if left == letter else 1))
    for row, mine in enumerate(one):
        above = one[row - 1] if row else before
        drop = DOUBLED if above == mine else 1
        near = _NEAR.get(mine, _NOTHING)
        current = [previous[0] + drop]
        for column, theirs in enumerate(other):
            change = 0 if mine == theirs else NEIGHBOUR if theirs in near else 1
            left = other[column - 1] if column else before
            add = DOUBLED if left == theirs else 1
            best = min(previous[column] + change, previous[column + 1] + drop, current[column] + add)
            if row and column and mine == other[column - 1] and above == theirs and mine != theirs:
                best = min(best, older[column - 1] + SWAP)
            current.append(best)
        if min(current) > limit + 1:
            return None
        older, previous = previous, current
    return previous[-1]
