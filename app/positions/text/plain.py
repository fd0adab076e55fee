"""A position's text as plain text that people write and paste, and how one line of it is read.

Numbers are for the eye: reading them back they only say what kind of unit begins; the tree computes them anew. Three
things that plain text cannot show stand in brackets at the end of a unit: `[postulat do: A; B]`, `[podstawa]`,
`[przekazanie]`; `[tekst]` says that there is nothing to read into the words before it. A backslash before a text keeps
its beginning from being taken for a number or a heading. `parse_plain` puts the lines together.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.positions.text.nodes import MARKER_OVERRIDE, Node, Tree, normal_text
from app.positions.text.numbering import numbering

RECITALS_BEGIN: Final = "Mając na uwadze, że:"
RECITALS_END: Final = "wnosimy, co następuje:"
JUSTIFICATION: Final = "Uzasadnienie"

_RECITALS_BEGIN = re.compile(
    r"(?:mając na (?:uwadze|względzie)|zważywszy|uznając|biorąc pod uwagę)(?:,? że)?[:,]?", re.I
)
_RECITALS_END = re.compile(r"(?:[\w ]{1,60},? )?co następuje[:,.]?", re.I)
_JUSTIFICATION = re.compile(r"uzasadnienie:?", re.I)
_ONE_RECITAL = re.compile(r"(?:mając na (?:uwadze|względzie)|zważywszy|uznając|biorąc pod uwagę)\b", re.I)
_BASIS = re.compile(r"na podstawie\b", re.I)
_CLOSING = re.compile(r"(?:(?:niniejsze |niniejszy |niniejszą )?(?:stanowisko|apel|opinię) )?przekazuje się\b", re.I)

# What is generated at the head of the printed page is no part of the text.
_HEAD = re.compile(
    r"(?:(?:projekt(?:, wersja \d+)?|stanowisko|apel|opinia)(?: nr \S+)?"
    r"|rzeczników ekonomii społecznej i solidarnej województwa mazowieckiego"
    r"|z dnia \d{1,2} \w+ \d{4} ?r?\.?)",
    re.I,
)

_PARAGRAPH = re.compile(r"(\d{1,4}[a-z]{0,2})\.(?: |$)")
_MARKERS: Final = (
    ("section", re.compile(r"§ ?(\d{1,4}[a-z]{0,2})(?:\.(?: |$)|$)")),
    ("paragraph", _PARAGRAPH),
    ("point", re.compile(r"(\d{1,4}[a-z]{0,2})\)(?: |$)")),
    ("letter", re.compile(r"(z{0,20}[a-z])\)(?: |$)")),
    ("indent", re.compile(r"([-–—•*])(?: |$)")),
)
_MARK_WORDS: Final = r"\[(postulat|podstawa|przekazanie|tekst)(?: do: ?([^\[\]]*))?\]"
_MARK_AT_END = re.compile(r"(?:^| )" + _MARK_WORDS + "$", re.I)
_MARK_BEFORE_NUMBER = re.compile(_MARK_WORDS + r" (?=\d{1,4}[a-z]{0,2}\.(?: |$))", re.I)


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in brackets: a word ("" for none) and, for a demand, whom it asks."""

    word: str = ""
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read.

    `kind` is a kind of unit with a number, or "heading" (`text` says which), "head" (printed by itself), "bare" (no
    number) or "blank". `override` is a number with a letter, as "2a". `beside` is the first ust. in the line of its §:
    its number, and `mark_of_section` belongs to the § then, everything else to the ust. `literal`: after a backslash.
    """

    kind: str
    text: str = ""
    override: str | None = None
    mark: Mark = Mark()
    literal: bool = False
    beside: str | None = None
    mark_of_section: Mark = Mark()


def read_line(raw: str) -> Line:
    """What one line is, without knowing the lines before it."""
    line = normal_text(raw)
    if not line:
        return Line("blank")
    for heading, pattern in (
        (RECITALS_BEGIN, _RECITALS_BEGIN),
        (RECITALS_END, _RECITALS_END),
        (JUSTIFICATION, _JUSTIFICATION),
    ):
        if pattern.fullmatch(line):
            return Line("heading", heading)
    if _HEAD.fullmatch(line):
        return Line("head", line)
    for kind, pattern in _MARKERS:
        marker = pattern.match(line)
        if marker:
            rest = line[marker.end() :]
            override = override_of(marker.group(1)) if kind not in {"letter", "indent"} else None
            return _section(rest, override) if kind == "section" else _with_mark(Line(kind, rest, override))
    return _with_mark(Line("bare", line))


def override_of(number: str) -> str | None:
    """The number itself when it is one that is not computed, as "2a"."""
    return number if MARKER_OVERRIDE.fullmatch(number) else None


def _section(rest: str, override: str | None) -> Line:
    mark = _MARK_BEFORE_NUMBER.match(rest)
    after = rest[mark.end() :] if mark else rest
    number = _PARAGRAPH.match(after)
    if not number:
        return _with_mark(Line("section", rest, override))
    beside = _with_mark(Line("section", after[number.end() :], override))
    return replace(beside, beside=number.group(1), mark_of_section=_mark(mark))


def _with_mark(line: Line) -> Line:
    """Take the mark off the end and the backslash off the beginning."""
    found = _MARK_AT_END.search(line.text)
    text = line.text[: found.start()] if found else line.text
    literal = text.startswith("\\")
    return replace(line, text=normal_text(text[literal:]), mark=_mark(found), literal=literal)


def _mark(found: re.Match[str] | None) -> Mark:
    if found is None:
        return Mark()
    names = (normal_text(name) for name in (found.group(2) or "").split(";"))
    return Mark(found.group(1).lower(), tuple(dict.fromkeys(filter(None, names))))


def looks_like(text: str, kind: str) -> bool:
    """Does a unit's text begin as a basis, a closing or a single recital does?"""
    pattern = {"basis": _BASIS, "closing": _CLOSING, "recital": _ONE_RECITAL}.get(kind)
    return pattern is not None and bool(pattern.match(text))


def to_plain(tree: Tree, names: Mapping[str, str] | None = None) -> str:
    """The whole text for one text field. `names` gives the words for addressees that are kept as ids."""
    numbers = numbering(tree)
    lines: list[str] = []
    region = ""
    beside: set[str] = set()
    for node in tree:
        if node.parent_id is None:
            lines += _before_root(region, node.kind)
            region = node.kind
        first = _first_paragraph_of(tree, node)
        if node.node_id in beside:
            continue
        line = [numbers[node.node_id].marker]
        if first is None:
            line += _words(node, names or {})
        else:
            beside.add(first.node_id)
            # The number of the only ust. is not printed, but here it says that there is one.
            line += [
                _mark_for(node, names or {}),
                f"{first.marker_override or numbers[first.node_id].number or 1}.",
                *_words(first, names or {}),
            ]
        lines.append(" ".join(filter(None, line)))
    if region == "recital":
        lines += ["", RECITALS_END]
    return "\n".join(lines).strip("\n") + "\n" if lines else ""


def _before_root(region: str, kind: str) -> list[str]:
    lines: list[str] = []
    if region == "recital" and kind != "recital":
        lines += ["", RECITALS_END]
    if kind == "recital":
        return lines if region == "recital" else [*lines, "", RECITALS_BEGIN]
    if kind == "justification":
        return lines if region == "justification" else [*lines, "", JUSTIFICATION, ""]
    return [*lines, ""]


def _first_paragraph_of(tree: Tree, node: Node) -> Node | None:
    """The ust. that is printed in the line of its §, when that has no words of its own."""
    if node.kind not in {"section", "closing"} or node.text:
        return None
    return next((child for child in tree.children(node.node_id) if child.kind == "paragraph"), None)


def _words(node: Node, names: Mapping[str, str]) -> list[str]:
    """The text with what must be said beside it, so that reading it gives the same unit."""
    mark = _mark_for(node, names)
    text = node.text
    if _begins_like_something_else(node) or (not text and node.kind in {"title", "basis"}):
        text = "\\" + text
    if not mark and _MARK_AT_END.search(node.text):
        mark = "[tekst]"
    return [text, mark]


def _begins_like_something_else(node: Node) -> bool:
    if node.text.startswith("\\") or read_line(node.text).kind not in {"bare", "blank"}:
        return True
    if node.kind in {"section", "closing"} and _MARK_BEFORE_NUMBER.match(node.text):
        return True
    mistaken = {"title": ("basis", "recital"), "section": ("closing",)}.get(node.kind, ())
    return any(looks_like(node.text, kind) for kind in mistaken)


def _mark_for(node: Node, names: Mapping[str, str]) -> str:
    if node.demand:
        whom = "; ".join(names.get(name, name) for name in node.addressees)
        return f"[postulat do: {whom}]" if whom else "[postulat]"
    plainly_so = looks_like(node.text, node.kind) and not _begins_like_something_else(node)
    if node.kind == "basis" and not plainly_so:
        return "[podstawa]"
    if node.kind == "closing" and not plainly_so:
        return "[przekazanie]"
    return ""
