"""Reading a posting list out of a segment, quickly where Whoosh's format is the one we know."""

from __future__ import annotations  # array is a generic only for the type checker before Python 3.12

from array import array
from typing import Any

from whoosh.matching.wrappers import WrappingMatcher


def read_postings(leaf: Any, field: str, text: str) -> tuple[array[int], array[float]]:
    """Record numbers and frequencies of a term in one segment, deleted records among them."""
    numbers, weights = array("I"), array("f")
    matcher = _matcher(leaf, field, text)
    if matcher is None:
        return numbers, weights
    if hasattr(matcher, "_read_weights") and hasattr(matcher, "_next_block"):
        while matcher.is_active():  # a block of 128 at a time: ten times faster than asking for each
            matcher._read_ids()
            matcher._read_weights()
            numbers.extend(matcher._ids)
            weights.extend(matcher._weights)
            matcher._next_block()
    else:
        while matcher.is_active():
            numbers.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
    return numbers, weights


def read_places(leaf: Any, field: str, text: str, wanted: list[int]) -> dict[int, list[int]]:
    """Places of a term in those of the wanted records (ascending) that hold it."""
    found: dict[int, list[int]] = {}
    matcher = _matcher(leaf, field, text)
    if matcher is None:
        return found
    for number in wanted:
        if not matcher.is_active():
            break
        matcher.skip_to(number)
        if matcher.is_active() and matcher.id() == number:
            found[number] = matcher.value_as("positions")
    return found


def _matcher(leaf: Any, field: str, text: str) -> Any:
    """A matcher at its first record. The wrapper that hides deleted records is taken off: they are left out later."""
    if (field, text) not in leaf:
        return None
    matcher = leaf.postings(field, text)
    while isinstance(matcher, WrappingMatcher):
        matcher = matcher.child
        matcher.reset()
    return matcher
