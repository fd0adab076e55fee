"""The numbers of units as print shows them and as people name them: a function of the tree and nothing else.

In the margin stands "§ 2.", "1.", "3)", "a)", "–"; in a sentence "§ 2 ust. 1 pkt 3 lit. a". ZTP § 55-57: the only
ust. of a § has no number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.positions.text.nodes import Node, Tree

# The alphabet without Polish letters; after z come za, zb …
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_DASHES: Final = (
    *("pierwsze", "drugie", "trzecie", "czwarte", "piąte"),
    *("szóste", "siódme", "ósme", "dziewiąte", "dziesiąte"),
)
_NAMES: Final = {
    "title": ("tytuł", "title"),
    "basis": ("podstawa", "legal basis"),
    "recital": ("motyw {}", "recital {}"),
    "justification": ("uzasadnienie, akapit {}", "justification, paragraph {}"),
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """What is printed before a unit, and its number alone ("2a", "c"), which is empty where it has none."""

    marker: str
    number: str


def numbering(tree: Tree) -> Mapping[str, Numbered]:
    """The printed number of every unit by its identity.

    An override such as "2a" is printed instead and takes no number away from those that follow.
    """
    numbers: dict[str, Numbered] = {}
    for parent_id in (None, *(node.node_id for node in tree)):
        _number_siblings(tree.children(parent_id), numbers)
    return numbers


def _number_siblings(siblings: tuple[Node, ...], numbers: dict[str, Numbered]) -> None:
    counted: dict[str, int] = {}
    paragraphs = sum(node.kind == "paragraph" for node in siblings)
    for node in siblings:
        series = "section" if node.kind == "closing" else node.kind
        if node.marker_override is None:
            counted[series] = counted.get(series, 0) + 1
            number = str(counted[series])
        else:
            number = node.marker_override
        if series == "letter":
            number = letter(int(number)) if number.isdecimal() else number
        if series in {"title", "basis"} or (series == "paragraph" and paragraphs == 1):
            number = ""
        numbers[node.node_id] = Numbered(_marker(series, number), number)


def _marker(series: str, number: str) -> str:
    if series == "indent":
        return "–"
    if not number:
        return ""
    if series == "section":
        return f"§ {number}."
    return f"{number}." if series in {"paragraph", "justification"} else f"{number})"


def letter(number: int) -> str:
    """1 is a, 26 is z, 27 is za."""
    letters = ""
    while number > len(_LETTERS):
        letters += "z"
        number -= len(_LETTERS)
    return letters + _LETTERS[number - 1]


def label(tree: Tree, node_id: str, locale: object = "pl") -> str:
    """How the unit is named in a sentence: "§ 2 ust. 1 pkt 3 lit. a", "motyw 2"; in English "§ 2(1)(3)(a)"."""
    return labels(tree, locale, only=node_id)[node_id]


def labels(tree: Tree, locale: object = "pl", *, only: str | None = None) -> Mapping[str, str]:
    """The names of all units (or of one) by identity."""
    numbers = numbering(tree)
    english = str(locale).lower().startswith("en")
    wanted = [node.node_id for node in tree] if only is None else [tree.node(only).node_id]
    return {node_id: _label([*tree.ancestors(node_id), tree.node(node_id)], numbers, english) for node_id in wanted}


def _label(path: list[Node], numbers: Mapping[str, Numbered], english: bool) -> str:
    root = path[0]
    if root.kind in _NAMES:
        return _NAMES[root.kind][english].format(numbers[root.node_id].number)
    parts = [f"§ {numbers[root.node_id].number}"]
    for node in path[1:]:
        number = numbers[node.node_id].number
        if english:
            parts.append(f"({number})" if number else "")
        elif number:
            parts.append(_polish_part(node.kind, number))
    return "".join(parts) if english else " ".join(parts)


def _polish_part(kind: str, number: str) -> str:
    if kind == "indent":
        place = int(number)
        return f"tiret {_DASHES[place - 1] if place <= len(_DASHES) else place}"
    word = {"paragraph": "ust.", "point": "pkt", "letter": "lit."}[kind]
    return f"{word} {number}"
