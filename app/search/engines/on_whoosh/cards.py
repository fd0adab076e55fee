"""Small numbers for what records have in common, so that thousands of hits are filtered and counted by the hundred."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from app.search.engines.on_whoosh.schema import Card

GONE = 0  # the signature of a deleted record
KIND = "kind"


class Signature(NamedTuple):
    """Everything filters and facets ask of a record. A topic's posts mostly share one."""

    audience: str
    facets: Mapping[str, frozenset[str]]


class CardStore:
    """Gives numbers; they only grow, so all snapshots of one build share them. Used under the snapshot's lock."""

    def __init__(self) -> None:
        self.signatures: list[Signature] = [Signature("", {})]
        self.groups: list[str] = []
        self._by_signature: dict[object, int] = {}
        self._by_group: dict[str, int] = {}

    def signature(self, card: Card) -> int:
        kind = card.group.partition(":")[0]
        key = (card.audience, kind, tuple((name, tuple(values)) for name, values in card.facets.items()))
        number = self._by_signature.get(key)
        if number is None:
            facets = {name: frozenset(values) for name, values in card.facets.items()}
            number = self._by_signature[key] = len(self.signatures)
            self.signatures.append(Signature(card.audience, {**facets, KIND: frozenset({kind})}))
        return number

    def group(self, name: str) -> int:
        number = self._by_group.get(name)
        if number is None:
            number = self._by_group[name] = len(self.groups)
            self.groups.append(name)
        return number

    def verdict(self, number: int, audiences: Collection[str], filters: Mapping[str, Collection[str]]) -> str | None:
        """ "" when a record passes, the one filter it fails, or None when it fails more or is not for this reader."""
        signature = self.signatures[number]
        if signature.audience not in audiences or number == GONE:
            return None
        failed = [
            name for name, values in filters.items() if signature.facets.get(name, frozenset()).isdisjoint(values)
        ]
        if len(failed) > 1:
            return None
        return failed[0] if failed else ""
