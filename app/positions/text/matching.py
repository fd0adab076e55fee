"""Which unit of a text that was written anew is which unit of the version before: keeps identities through one text field.

What is not sure is said to be so and is for a person to confirm; nothing is guessed in silence.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from app.lib.word_diff import similarity
from app.positions.text.nodes import Node, Tree
from app.positions.text.numbering import labels

SURE: Final = 0.6  # so much of the words in common, and nothing else comes near
POSSIBLE: Final = 0.3
_NEAR: Final = 0.1  # another candidate as close as that makes the match unsure
_SAME_PLACE: Final = 0.2  # what an equal number is worth
_PAIRS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Match:
    """A unit of the new text (`new_id`, provisional) that is taken for one of the old version."""

    new_id: str
    old_id: str
    ratio: float
    certain: bool


def match(old: Tree, new: Tree, confirmed: Collection[str] = (), refused: Collection[str] = ()) -> dict[str, Match]:
    """The matches by the identity in the new tree; each unit of either tree is in one at most.

    First equal texts, then similar ones of the same kind, best first. `confirmed` are old units whose match a person
    has affirmed; `refused` are those that are not to be matched by likeness.
    """
    found: dict[str, Match] = {}
    old_labels, new_labels = labels(old), labels(new)
    _match_equal(old, new, found, old_labels, new_labels)
    _match_similar(old, new, found, old_labels, new_labels, frozenset(refused))
    return {
        new_id: Match(one.new_id, one.old_id, one.ratio, one.certain or one.old_id in confirmed)
        for new_id, one in found.items()
    }


def _left(tree: Tree, taken: Collection[str]) -> list[Node]:
    return [node for node in tree if node.node_id not in taken]


def _match_equal(
    old: Tree, new: Tree, found: dict[str, Match], old_labels: Mapping[str, str], new_labels: Mapping[str, str]
) -> None:
    """Equal words in the same kind, then equal words in any kind; equal twins by number, then by order."""
    for by_kind in (True, False):
        taken = {one.old_id for one in found.values()}
        old_groups = _by_text(_left(old, taken), by_kind)
        for key, new_twins in _by_text(_left(new, found), by_kind).items():
            old_twins = old_groups.get(key, [])
            certain = len(old_twins) == len(new_twins)
            for same_number in (True, False):
                for node in list(new_twins):
                    twin = next(
                        (
                            one
                            for one in old_twins
                            if not same_number or old_labels[one.node_id] == new_labels[node.node_id]
                        ),
                        None,
                    )
                    if twin is not None:
                        found[node.node_id] = Match(node.node_id, twin.node_id, 1.0, certain)
                        old_twins.remove(twin)
                        new_twins.remove(node)


def _by_text(nodes: list[Node], by_kind: bool) -> dict[tuple[str, str], list[Node]]:
    groups: dict[tuple[str, str], list[Node]] = {}
    for node in nodes:
        if node.text:
            groups.setdefault((node.kind if by_kind else "", node.text), []).append(node)
    return groups


def _match_similar(
    old: Tree,
    new: Tree,
    found: dict[str, Match],
    old_labels: Mapping[str, str],
    new_labels: Mapping[str, str],
    refused: frozenset[str],
) -> None:
    taken = {one.old_id for one in found.values()}
    olds = {node.node_id: _words(old, node) for node in _left(old, taken) if node.node_id not in refused}
    news = {node.node_id: _words(new, node) for node in _left(new, found)}
    many = len(olds) * len(news) > _PAIRS
    pairs: list[tuple[float, float, str, str]] = []
    for new_id, new_words in news.items():
        for old_id, old_words in olds.items():
            same_place = old_labels[old_id] == new_labels[new_id]
            if not _comparable(old.node(old_id), new.node(new_id)) or (many and not same_place):
                continue
            ratio = _shared(old_words, new_words)
            if ratio >= POSSIBLE:
                pairs.append((ratio + _SAME_PLACE * same_place, ratio, old_id, new_id))
    _pick(old, new, found, sorted(pairs, key=lambda pair: -pair[0]))


def _pick(old: Tree, new: Tree, found: dict[str, Match], pairs: list[tuple[float, float, str, str]]) -> None:
    """Best pairs first; one is sure when neither side has another that comes near."""
    taken: set[str] = set()
    for _, shared, old_id, new_id in pairs:
        if old_id in taken or new_id in found:
            continue
        rivals = [pair for pair in pairs if (pair[2] == old_id) != (pair[3] == new_id)]
        alone = all(shared - rival[1] > _NEAR for rival in rivals)
        ratio = similarity(_text(old, old.node(old_id)), _text(new, new.node(new_id)))
        taken.add(old_id)
        found[new_id] = Match(new_id, old_id, ratio, alone and ratio >= SURE)


def _comparable(one: Node, other: Node) -> bool:
    """The same kind; a closing is a § like others until its words say so."""
    like_section = {"section", "closing"}
    return one.kind == other.kind or {one.kind, other.kind} == like_section


def _text(tree: Tree, node: Node) -> str:
    """The words by which a unit is known: its own or, where it only holds others, theirs."""
    return node.text or " ".join(below.text for below in tree.subtree(node.node_id))


def _words(tree: Tree, node: Node) -> Counter[str]:
    return Counter(re.findall(r"\w+", _text(tree, node).casefold()))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0
