"""Records that filters and facets cannot tell apart, counted by the hundred through sets of bits.

A cluster is what has one group, one audience and the same facets: the posts of a topic mostly fall into one or two. A set
of clusters is a whole number with a bit for each, so filtering and counting are `&` and `bit_count` over a few hundred
bytes for each value of a facet, however many records were found.
"""

import threading
from collections.abc import Collection, Iterable, Mapping

from app.search.engines.on_whoosh.schema import Card

GONE = 0  # the cluster of deleted records; nobody sees it
KIND = "kind"
_AUDIENCE = ""  # the name under which audiences are kept beside the facets


Facets = tuple[tuple[str, tuple[str, ...]], ...]


class CardStore:
    """Numbers clusters and groups. Numbers are only added, so all snapshots of one build share them."""

    def __init__(self) -> None:
        self.group_of: list[int] = [-1]  # by cluster
        self._facets_of: list[Facets] = [()]
        self._lock = threading.Lock()
        self._by_content: dict[object, int] = {}
        self._groups: dict[str, int] = {}
        self._members: dict[str, dict[str, list[int]]] = {_AUDIENCE: {}}
        self._bits: dict[tuple[str, str], tuple[int, int]] = {}

    def cluster(self, card: Card) -> int:
        """The number of the record's cluster, a new one for what was not met before."""
        kind = card.group.partition(":")[0]
        facets = (*((name, tuple(values)) for name, values in card.facets.items() if name != KIND), (KIND, (kind,)))
        content = (card.group, card.audience, facets)
        number = self._by_content.get(content)
        if number is None:
            with self._lock:
                number = self._by_content[content] = len(self.group_of)
                self.group_of.append(self._groups.setdefault(card.group, len(self._groups)))
                self._facets_of.append(facets)
                self._join(_AUDIENCE, card.audience, number)
                for name, values in facets:
                    for value in values:
                        self._join(name, value, number)
        return number

    def _join(self, name: str, value: str, number: int) -> None:
        self._members.setdefault(name, {}).setdefault(value, []).append(number)

    def values_of(self, cluster: int, name: str) -> tuple[str, ...]:
        return next((values for held, values in self._facets_of[cluster] if held == name), ())

    def facet_names(self) -> list[str]:
        return [name for name in sorted(self._members) if name != _AUDIENCE]

    def values(self, name: str) -> list[str]:
        return sorted(self._members.get(name, ()))

    def having(self, name: str, value: str) -> int:
        """The set of clusters with a value of a facet."""
        members = self._members.get(name, {}).get(value)
        if not members:
            return 0
        size, bits = self._bits.get((name, value), (0, 0))
        if size != len(members):
            with self._lock:
                size, bits = len(members), bits_of(members)
                self._bits[name, value] = size, bits
        return bits

    def having_any(self, name: str, values: Iterable[str]) -> int:
        bits = 0
        for value in values:
            bits |= self.having(name, value)
        return bits

    def seen_by(self, audiences: Collection[str]) -> int:
        """The set of clusters that readers of these audiences may see."""
        return self.having_any(_AUDIENCE, audiences)


def bits_of(numbers: Collection[int]) -> int:
    """A set of numbers as bits."""
    if not numbers:
        return 0
    held = bytearray((max(numbers) >> 3) + 1)
    for number in numbers:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def numbers_in(bits: int, among: Iterable[int]) -> set[int]:
    """Those of the given numbers whose bit is set."""
    held = bits.to_bytes((bits.bit_length() >> 3) + 1, "little")
    size = len(held) << 3
    return {number for number in among if number < size and held[number >> 3] >> (number & 7) & 1}


def without(filters: Mapping[str, int], name: str, start: int) -> int:
    """The clusters of `start` that pass every filter but the one of this name."""
    for other, bits in filters.items():
        if other != name:
            start &= bits
    return start
