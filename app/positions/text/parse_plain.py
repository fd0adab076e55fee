"""From plain text to units: what was typed or pasted into one text field becomes a tree, and keeps the old identities.

How a single line is read, and the way back to plain text, stand in `plain`.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.lib import limits
from app.lib.text_input import clean_text
from app.positions.text.checks import InvalidText, Problem
from app.positions.text.matching import match
from app.positions.text.nodes import Node, Tree, build, new_node_id
from app.positions.text.plain import JUSTIFICATION, RECITALS_BEGIN, Line, Mark, looks_like, override_of, read_line

_RECITAL, _START, _BODY, _REASONS = "recital", "start", "body", "justification"
_REGIONS: Final = {RECITALS_BEGIN: _RECITAL, JUSTIFICATION: _REASONS}


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was understood otherwise than it was written; for the writer to look at.

    Codes: section_made (words without a number became a §), letter_without_point, indent_without_letter,
    left_out (a printed heading), unknown_addressee.
    """

    code: str
    line: int
    node_id: str | None = None


@dataclass(frozen=True, slots=True)
class UncertainMatch:
    """A unit that may be the one of the version before: both texts, and how much they have in common."""

    node_id: str
    old: Node
    new: Node
    ratio: float


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree, and what a person should see before it is kept."""

    tree: Tree
    notes: tuple[Note, ...] = ()
    uncertain: tuple[UncertainMatch, ...] = ()


def parse(
    text: str,
    previous: Tree | None = None,
    *,
    names: Mapping[str, str] | None = None,
    confirmed: Collection[str] = (),
    refused: Collection[str] = (),
    new_id: Callable[[], str] = new_node_id,
) -> Parsed:
    """The units of a plain text. With `previous`, those that are found again keep their identity.

    `names` are the words for addressees by id. `confirmed` and `refused` are the answers to an earlier `uncertain`:
    identities of old units that are, or are not, the new ones. Without an answer an uncertain unit keeps the old
    identity in the tree that is returned, so ask before it is stored. Refuses with InvalidText what is too long.
    """
    text = clean_text(text)
    if len(text) > limits.POSITION_SOURCE:
        raise InvalidText((Problem("error", "text_too_long", limit=limits.POSITION_SOURCE),))
    reader = _Reader(new_id, {word: key for key, word in reversed(list((names or {}).items()))})
    for number, line in enumerate(text.split("\n"), start=1):
        reader.read(read_line(line), number)
    tree = build(reader.nodes())
    if previous is None:
        return Parsed(tree, tuple(reader.notes))
    return _with_old_identities(tree, previous, reader.notes, confirmed, refused)


def _with_old_identities(
    tree: Tree, previous: Tree, notes: list[Note], confirmed: Collection[str], refused: Collection[str]
) -> Parsed:
    matches = match(previous, tree, confirmed, refused)
    kept = {new_id: one.old_id for new_id, one in matches.items()}
    tree = build(
        replace(
            node, node_id=kept.get(node.node_id, node.node_id), parent_id=kept.get(node.parent_id or "", node.parent_id)
        )
        for node in tree
    )
    uncertain = [
        UncertainMatch(one.old_id, previous.node(one.old_id), tree.node(one.old_id), one.ratio)
        for one in matches.values()
        if not one.certain
    ]
    return Parsed(
        tree,
        tuple(replace(note, node_id=kept.get(note.node_id or "", note.node_id)) for note in notes),
        tuple(uncertain),
    )


@dataclass(slots=True)
class _Unit:
    node_id: str
    parent_id: str | None
    kind: str
    text: str
    override: str | None
    mark: Mark
    literal: bool = False

    @property
    def may_close(self) -> bool:
        if self.mark.word == "postulat":
            return False
        return self.mark.word == "przekazanie" or (not self.literal and looks_like(self.text, "closing"))


class _Reader:
    """Takes line after line and knows which unit each belongs under."""

    def __init__(self, new_id: Callable[[], str], ids: Mapping[str, str]) -> None:
        self.notes: list[Note] = []
        self._new_id = new_id
        self._ids = ids
        self._units: list[_Unit] = []
        self._open: dict[str, _Unit] = {}
        self._region = _START
        self._apart = True  # an empty line or a heading stands before
        self._number = 0

    def read(self, line: Line, number: int) -> None:
        self._number = number
        if line.kind == "blank":
            self._apart = True
        elif line.kind == "heading":
            self._region = _REGIONS.get(line.text, _BODY)
            self._open, self._apart = {}, True
        elif line.kind == "head" and not self._units:
            self.notes.append(Note("left_out", number))
        else:
            self._take(line)
            self._apart = False

    def nodes(self) -> list[Node]:
        """All units; the last §s that hand the text over become its closing."""
        for unit in reversed([unit for unit in self._units if unit.kind == "section"]):
            if not unit.may_close:
                break
            unit.kind = "closing"
        return [
            Node(
                node_id=unit.node_id,
                parent_id=unit.parent_id,
                rank=rank,
                kind=unit.kind,
                text=unit.text,
                demand=unit.mark.word == "postulat",
                addressees=self._addressees(unit),
                marker_override=unit.override,
            )
            for rank, unit in enumerate(self._units)
        ]

    def _addressees(self, unit: _Unit) -> tuple[str, ...]:
        if unit.mark.word != "postulat":
            return ()
        if self._ids:
            unknown = [name for name in unit.mark.addressees if name not in self._ids]
            self.notes += [Note("unknown_addressee", 0, unit.node_id) for _ in unknown]
        return tuple(dict.fromkeys(self._ids.get(name, name) for name in unit.mark.addressees))

    def _take(self, line: Line) -> None:
        if line.kind in {"bare", "head"}:
            self._take_bare(line)
        elif line.kind == "section":
            self._take_section(line)
        elif self._region in {_RECITAL, _REASONS}:
            self._add(self._region, None, line)
        elif line.kind == "paragraph":
            self._take_paragraph(line)
        else:
            self._take_enumerated(line)

    def _take_bare(self, line: Line) -> None:
        """Words without a number: more of the unit above, or a unit of its own after an empty line."""
        if not self._apart and self._units and not self._starts_anew(line):
            self._continue(line)
        elif self._region == _START and self._opening_kind(line):
            self._add(self._opening_kind(line), None, line)
        elif self._region in {_RECITAL, _REASONS}:
            self._add(self._region, None, line)
        else:
            self._region = _BODY
            self._note("section_made", self._add("section", None, line))

    def _starts_anew(self, line: Line) -> bool:
        return self._region == _START and self._opening_kind(line) in {"basis", "recital"}

    def _opening_kind(self, line: Line) -> str:
        """What words before any § are: the title first, then what begins as a basis or a recital does."""
        kinds = {unit.kind for unit in self._units}
        if line.mark.word == "podstawa" or (not line.literal and looks_like(line.text, "basis")):
            return "" if "basis" in kinds else "basis"
        if not line.literal and looks_like(line.text, "recital"):
            return "recital"
        return "" if kinds else "title"

    def _continue(self, line: Line) -> None:
        unit = self._units[-1]
        unit.text = f"{unit.text} {line.text}".strip()
        unit.mark = line.mark if line.mark.word else unit.mark

    def _take_section(self, line: Line) -> None:
        self._region = _BODY
        if line.beside is None:
            self._add("section", None, line)
            return
        section = self._add("section", None, Line("section", "", line.override, line.mark_of_section))
        first = replace(line, override=override_of(line.beside))
        self._add("paragraph", section, first)

    def _take_paragraph(self, line: Line) -> None:
        section = self._section()
        if section.text or "point" in self._open:
            self._wrap(section)
        self._add("paragraph", section, line)

    def _wrap(self, section: _Unit) -> None:
        """A second ust. came: what the § said so far becomes its first one."""
        if any(unit.kind == "paragraph" and unit.parent_id == section.node_id for unit in self._units):
            return
        first = _Unit(self._new_id(), section.node_id, "paragraph", section.text, None, section.mark, section.literal)
        for unit in self._units:
            if unit.parent_id == section.node_id:
                unit.parent_id = first.node_id
        section.text, section.mark, section.literal = "", Mark(), False
        self._units.insert(self._units.index(section) + 1, first)

    def _take_enumerated(self, line: Line) -> None:
        """Points, letters and dashes go under the nearest unit that may hold them."""
        kind = line.kind
        if kind == "indent" and "letter" not in self._open:
            kind = "letter" if "point" in self._open else "point"
        elif kind == "letter" and "point" not in self._open:
            kind = "point"
        parent = {"indent": self._open.get("letter"), "letter": self._open.get("point")}.get(kind)
        if kind == "point":
            parent = self._open.get("paragraph") or self._section()
        unit = self._add(kind, parent, line if kind == line.kind else replace(line, override=None))
        if kind != line.kind:
            self._note("letter_without_point" if line.kind == "letter" else "indent_without_letter", unit)

    def _section(self) -> _Unit:
        self._region = _BODY
        section = self._open.get("section")
        if section is None:
            section = self._add("section", None, Line("section"))
            self._note("section_made", section)
        return section

    def _add(self, kind: str, parent: _Unit | None, line: Line) -> _Unit:
        unit = _Unit(
            self._new_id(), parent.node_id if parent else None, kind, line.text, line.override, line.mark, line.literal
        )
        self._units.append(unit)
        order = ("section", "paragraph", "point", "letter", "indent")
        if kind in order:
            self._open = {name: one for name, one in self._open.items() if order.index(name) < order.index(kind)}
            self._open[kind] = unit
        else:
            self._open = {}
        return unit

    def _note(self, code: str, unit: _Unit) -> None:
        self.notes.append(Note(code, self._number, unit.node_id))
