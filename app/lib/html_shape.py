"""Does cleaned HTML already have the shape in which a browser reads and writes it back unchanged?

Only asked of the cleaners' own output, to spare a second round; it allows nothing that they would not.
"""

import re
from typing import Final

_INLINE: Final = frozenset({"strong", "em", "del", "code", "a"})
_BLOCKS: Final = frozenset({"p", "ul", "ol", "blockquote", "pre", "h3", "h4", "table", "hr", "br"})
_FLOW: Final = _INLINE | _BLOCKS
_PHRASE: Final = _INLINE | {"br"}

_MAY_HOLD: Final[dict[str, frozenset[str]]] = {
    "": _FLOW,
    "blockquote": _FLOW,
    "li": _FLOW,
    "td": _FLOW,
    "th": _FLOW,
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "table": frozenset({"thead", "tbody"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
} | dict.fromkeys(("p", "h3", "h4", "pre", *_INLINE), _PHRASE)
_NO_WORDS_IN: Final = frozenset({"table", "thead", "tbody", "tr"})

_PIECE = re.compile(
    r"""([^<>&]+|&(?:amp|lt|gt|nbsp);)|<(/?)([a-z0-9]+)(?:\ href="[^"<>]*"|\ class="[a-z-]+")?(?:\ rel="[a-z\ ]+")?>""",
    re.VERBOSE,
)


def is_settled(html: str) -> bool:
    """True when every element is closed in order and stands where HTML lets it stand; when in doubt, False."""
    opened: list[str] = [""]
    place = 0
    while place < len(html):
        piece = _PIECE.match(html, place)
        if piece is None:
            return False
        place = piece.end()
        words, closing, name = piece.groups()
        inside = opened[-1]
        if words is not None:
            if (inside in _NO_WORDS_IN and not words.isspace()) or (inside == "pre" and words.startswith("\n")):
                return False
        elif closing:
            if opened.pop() != name or not opened:
                return False
        elif name not in _MAY_HOLD[inside] or (name in _INLINE and name in opened):
            return False
        elif name not in {"br", "hr"}:
            opened.append(name)
    return len(opened) == 1
