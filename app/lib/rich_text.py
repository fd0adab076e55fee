"""People's text as safe HTML: the only caller of bleach and nh3.

Markdown is rendered and cleaned when it is written; pages show the stored result. Two filters stand behind each
other: bleach with our own rule for addresses, then nh3, which reads HTML as browsers do and has the last word.
"""

import html
import re
from collections.abc import Mapping
from typing import Final

import bleach
import nh3

from app.lib import html_shape, limits, markdown
from app.lib.text_input import clean_text

# Goes up whenever the rules below or in `markdown` change; what was stored under another one is rendered anew.
POLICY_VERSION: Final = 1

TAGS: Final = frozenset("p br hr strong em del ul ol li blockquote code pre a h3 h4 table thead tbody tr th td".split())
LINK_REL: Final = "nofollow ugc noopener"
CELL_CLASSES: Final = frozenset(markdown.ALIGNMENT_CLASSES.values())

_VOID: Final = frozenset({"br", "hr"})
_DEEPEST: Final = 100
_ROUNDS: Final = 4


class CleanHtml(str):
    """HTML that `clean_html` has let through; joined with anything it is an ordinary text again."""

    __slots__ = ()


def render_markdown(source: str, mentions: Mapping[str, str] | None = None) -> CleanHtml:
    """The safe HTML of a Markdown text.

    `mentions` gives for a name in small letters the address that `@name` leads to; other names stay text. A text that
    is too long or would grow too much is shown as plain paragraphs, whole.
    """
    source = clean_text(source)
    if len(source) > limits.RICH_TEXT_SOURCE:
        return CleanHtml(_as_paragraphs(source))
    rendered = markdown.render(source, mentions or {})
    if len(rendered) > limits.RICH_TEXT_HTML:
        return CleanHtml(_as_paragraphs(source))
    return clean_html(rendered)


def mentioned_names(source: str) -> list[str]:
    """The names that a Markdown text calls with `@`, in small letters; not from code or quotations."""
    source = clean_text(source)
    return markdown.mentioned_names(source) if len(source) <= limits.RICH_TEXT_SOURCE else []


def clean_html(dirty: str) -> CleanHtml:
    """Only what is listed above remains. Cleaning what is clean changes nothing, so it is not done again.

    HTML that is nested or grown beyond reason keeps its words and loses its marks.
    """
    return dirty if isinstance(dirty, CleanHtml) else CleanHtml(_clean(dirty))


def plain_text(dirty: str) -> str:
    """The words of some HTML, one line for each paragraph, cell or item; for the index, mail and excerpts."""
    marked = _BLOCK_END.sub("\n", _NH3.clean(dirty))
    lines = (" ".join(line.split()) for line in html.unescape(_TAG.sub("", marked)).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt(text: str, length: int = 200) -> str:
    """The beginning of a plain text in one line, cut between words, at most `length` characters with the dots."""
    line = " ".join(text[: 20 * length + 1_000].split())
    if len(line) <= length:
        return line
    cut = line[: max(length - 1, 0)]
    if line[len(cut)] != " " and " " in cut:
        cut = cut.rsplit(" ", 1)[0]
    return cut.rstrip(" ,;:–-") + "…"


def opening(text: str, length: int = 200) -> str:
    """As many whole sentences from the beginning as fit; an excerpt where not even the first one does."""
    line = " ".join(text[: 20 * length + 1_000].split())
    if len(line) <= length:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(line[: length + 2]) if found.end() <= length]
    return line[: ends[-1]].rstrip() if ends else excerpt(line, length)


# After a word of three letters at least, so that "r." or "ul." ends nothing.
_SENTENCE_END = re.compile(r"(?<=\w{3})[.!?][”\")]?(?= [A-ZĄĆĘŁŃÓŚŹŻ„\"\d])")


def _allow(tag: str, name: str, value: str) -> bool:
    if tag == "a" and name == "href":
        return markdown.safe_address(value)
    return tag in {"th", "td"} and name == "class" and value in CELL_CLASSES


_BLEACH = bleach.Cleaner(
    tags=TAGS, attributes=_allow, protocols={"http", "https", "mailto"}, strip=True, strip_comments=True
)
_NH3 = nh3.Cleaner(
    tags=set(TAGS),
    attributes={"a": {"href"}},
    allowed_classes={"th": set(CELL_CLASSES), "td": set(CELL_CLASSES)},
    url_schemes={"http", "https", "mailto"},
    link_rel=LINK_REL,
    strip_comments=True,
    clean_content_tags={"script", "style"},
)
_NH3_WORDS = nh3.Cleaner(tags=set(), clean_content_tags={"script", "style"})

_TAG = re.compile(r'<[/a-zA-Z](?:[^>"]|"[^"]*")*>')
_BLOCK_END = re.compile(
    r"<br>|<hr>|</(?:p|li|h3|h4|pre|blockquote|tr|th|td|table|ul|ol)>|<(?:ul|ol|table|blockquote|pre)>"
)
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_PRE_START = re.compile(r"<pre>\n+")


def _clean(dirty: str) -> str:
    cleaned = clean_text(dirty)
    if len(cleaned) > limits.RICH_TEXT_HTML or _depth(cleaned) > _DEEPEST:
        return _as_paragraphs(_words(cleaned))
    for _ in range(_ROUNDS):
        before, cleaned = cleaned, _clean_once(cleaned)
        if cleaned == before or html_shape.is_settled(cleaned):
            return cleaned
    # Odd HTML may settle only after some rounds; what does not settle is no text of a person.
    return cleaned if _clean_once(cleaned) == cleaned else _as_paragraphs(_words(cleaned))


def _clean_once(dirty: str) -> str:
    # What was written as &#1; has become a character by now.
    cleaned = clean_text(_NH3.clean(_BLEACH.clean(dirty)))
    # A newline right after <pre> is dropped at each reading, so it must not be there.
    return _PRE_START.sub("<pre>", cleaned)


def _depth(dirty: str) -> int:
    """How deep the listed elements may lie in each other at most: parsing takes depth × length."""
    open_now: dict[str, int] = {}
    depth = deepest = 0
    for closing, name in _ANY_TAG.findall(dirty):
        name = name.lower()
        if name not in TAGS or name in _VOID:
            continue
        if not closing:
            open_now[name] = open_now.get(name, 0) + 1
            depth += 1
            deepest = max(deepest, depth)
        elif open_now.get(name):
            open_now[name] -= 1
            depth -= 1
    return deepest


def _words(dirty: str) -> str:
    return html.unescape(_NH3_WORDS.clean(_BLOCK_END.sub("\n\n", dirty)))


def _as_paragraphs(text: str) -> str:
    """Plain text as paragraphs: an empty line ends one, a newline is a newline."""
    blocks = (block.strip("\n") for block in re.split(r"\n[ \t]*\n", text))
    return "\n".join(
        f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>' + chr(10))}</p>"
        for block in blocks
        if block.strip()
    )
