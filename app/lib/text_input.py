"""Text as people send it, made fit to keep: one Unicode form, no characters that are invisible traps.

Length is checked by the forms, after this cleaning.
"""

import re
import unicodedata

from app.lib import limits

# Every way to end a line that browsers and office programs know; CRLF is one end, not two.
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# Controls (but not tab and newline), lone surrogates, and code points that are no characters at all.
_NEVER_TEXT = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)

# Characters that turn the direction of writing or take no room: a name with them can look like another name.
_DISGUISES = re.compile(
    "[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u034f\u115f\u1160\u180e\u3164\uffa0]"
)


def clean_text(text: str) -> str:
    """Text of any length and many lines: NFC, newlines as `\\n`, nothing that is not text.

    Blanks at the ends of the whole are kept, since in Markdown and in drafts they may mean something.
    """
    text = _NEVER_TEXT.sub("", _LINE_ENDS.sub("\n", text))
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", _thin_marks(text))
    # One mark may have become two.
    return unicodedata.normalize("NFC", _thin_marks(text))


def clean_line(text: str) -> str:
    """One line (a title, a name, a query): as `clean_text`, also no disguises and single spaces only."""
    text = _DISGUISES.sub("", clean_text(text))
    # Taking a disguise out may bring a letter and its mark together.
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _thin_marks(text: str) -> str:
    """Keep a few combining marks per letter; heaps of them cover other lines and make normalising slow."""
    kept: list[str] = []
    run = 0
    for character in text:
        if character < "\u0300":
            run = 0
        elif unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me"}:
            run += 1
            if run > limits.COMBINING_MARKS:
                continue
        else:
            run = 0
        kept.append(character)
    return "".join(kept)
