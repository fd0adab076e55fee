"""Markdown of people into HTML that is still to be cleaned: only `rich_text` calls this.

CommonMark with tables, strikethrough and links found in the text; no HTML of the writer. A new line is a new line.
Nesting has a bottom: what lies deeper is shown as it was typed, so that no text is lost and no input is slow.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from app.lib import limits

HEADING_TAGS: Final = {"h1": "h3", "h2": "h4", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}
ALIGNMENT_CLASSES: Final = {"left": "align-left", "center": "align-center", "right": "align-right"}

_BLOCK_LEVELS: Final = 12  # a list takes two, a quotation one
_INLINE_LEVELS: Final = 8
_TABLE_CELLS: Final = 10_000

# https?://host, mailto:, /one-slash, #. "/\host" is another host to browsers, and a space or control may hide a scheme.
_SAFE_ADDRESS = re.compile(r"https?://[^/\\?#\s]|mailto:[^\s]|/(?![/\\])|#", re.IGNORECASE)
_INVISIBLE = re.compile("[\x00-\x20\x7f-\xa0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]")

# Of the links that were typed without a scheme only those that are surely meant: "koniec.Na" is no host in Namibia.
_SURELY_A_HOST = re.compile(r"[Ww]{3}\.|[a-z0-9.-]+\.(?:pl|eu|com|org|net|info|edu|gov)(?![\w-])")

_MENTION = re.compile(r"(?<![\w@./+-])@([\w](?:[\w.-]{0,38}\w)?)")


def safe_address(address: str) -> bool:
    """Our own rule for links: `https?://host`, `mailto:`, a path of ours, `#`; nothing invisible inside."""
    address = address.strip()
    return not _INVISIBLE.search(address) and bool(_SAFE_ADDRESS.match(address))


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:
        return safe_address(url)


def render(source: str, mentions: Mapping[str, str]) -> str:
    """HTML of the source; `@name` becomes a link where `mentions` gives an address for the name in small letters."""
    tokens = _MARKDOWN.parse(source)
    _flatten_quotes(tokens)
    for token in tokens:
        if token.tag in HEADING_TAGS:
            token.tag = HEADING_TAGS[token.tag]
        elif token.tag in {"th", "td"}:
            _style_to_class(token)
        elif token.type == "inline" and token.children:
            token.children = list(_link_mentions(_plain_inline(token.children), mentions))
    html: str = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return html


def mentioned_names(source: str) -> list[str]:
    """The names after `@`, in small letters, once each, in order; not from code, links or quotations of others."""
    found: dict[str, None] = {}
    quotes = 0
    for token in _MARKDOWN.parse(source):
        quotes += (token.type == "blockquote_open") - (token.type == "blockquote_close")
        if token.type == "inline" and not quotes:
            for child in _text_outside_links(token.children or []):
                found.update(dict.fromkeys(name.casefold() for name in _MENTION.findall(child.content)))
    return list(found)


def _style_to_class(token: Token) -> None:
    """The renderer's own `style` is replaced, because the page's policy allows no inline style."""
    style = str(token.attrs.pop("style", ""))
    alignment = ALIGNMENT_CLASSES.get(style.removeprefix("text-align:"))
    if alignment:
        token.attrSet("class", alignment)


def _flatten_quotes(tokens: list[Token]) -> None:
    """Quotations deeper than the limit lose their frame and keep their words."""
    depth = 0
    kept: list[Token] = []
    for token in tokens:
        depth += token.type == "blockquote_open"
        if depth <= limits.QUOTE_DEPTH or not token.type.startswith("blockquote_"):
            kept.append(token)
        depth -= token.type == "blockquote_close"
    tokens[:] = kept


def _plain_inline(tokens: list[Token]) -> list[Token]:
    """Pictures become links to them, strikethrough becomes `del`, emphasis has a bottom, one link holds no other."""
    kept: list[Token] = []
    opened: list[bool] = []  # for each open element: is it kept?
    links = 0
    for place, token in enumerate(tokens):
        if token.type == "image":
            kept += _picture_as_link(token) if not links else [_text(token.content)]
            continue
        if token.nesting == 0:
            kept.append(token)
            continue
        token.tag = "del" if token.tag == "s" else token.tag
        if token.nesting == 1:
            keep = sum(opened) < _INLINE_LEVELS
            if token.type == "link_open":
                keep = keep and not links and _meant_as_link(token, tokens[place + 1])
            opened.append(keep)
        else:
            keep = opened.pop() if opened else False
        if keep:
            kept.append(token)
            links += token.nesting if token.type in {"link_open", "link_close"} else 0
    return kept


def _meant_as_link(token: Token, label: Token) -> bool:
    """True for every link that was written as one; of those found in the text only for the sure ones."""
    address = str(token.attrs.get("href", ""))
    if token.markup != "linkify" or not address.startswith("http://") or label.content.startswith("http://"):
        return True
    token.attrs["href"] = "https://" + address.removeprefix("http://")
    return bool(_SURELY_A_HOST.match(label.content))


def _picture_as_link(token: Token) -> list[Token]:
    """Remote pictures are not shown: reading a page must not tell another host that it was read."""
    address = str(token.attrs.get("src", ""))
    label = token.content.strip() or address
    if not safe_address(address):
        return [_text(label)]
    return _link(address, label)


def _link_mentions(tokens: list[Token], mentions: Mapping[str, str]) -> Iterator[Token]:
    outside = {id(token) for token in _text_outside_links(tokens)} if mentions else set()
    for token in tokens:
        if id(token) not in outside or "@" not in token.content:
            yield token
            continue
        place = 0
        for found in _MENTION.finditer(token.content):
            address = mentions.get(found.group(1).casefold())
            if address is None:
                continue
            yield _text(token.content[place : found.start()])
            yield from _link(address, found.group())
            place = found.end()
        yield _text(token.content[place:])


def _text_outside_links(tokens: list[Token]) -> Iterator[Token]:
    links = 0
    for token in tokens:
        links += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "text" and not links:
            yield token


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _link(address: str, label: str) -> list[Token]:
    return [Token("link_open", "a", 1, attrs={"href": address}), _text(label), Token("link_close", "a", -1)]


_BlockRule = Callable[[StateBlock, int, int, bool], bool]


# In silent mode a rule is only asked whether a paragraph ends here, and answers as always.


def _with_a_bottom(rule: _BlockRule) -> _BlockRule:
    """Below the last level a quotation or list is not opened, and its marks stay in the text."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return (silent or state.level < _BLOCK_LEVELS) and rule(state, start, end, silent)

    return limited


_OTHER_THAN_ONE = re.compile(r"(?!0{0,8}1[.)])\d{1,9}[.)]")


def _only_from_one(rule: _BlockRule) -> _BlockRule:
    """A list that begins with another number than 1 stays text: HTML without attributes would count it anew."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        begin = state.bMarks[start] + state.tShift[start]
        if not silent and _OTHER_THAN_ONE.match(state.src, begin, state.eMarks[start]):
            return False
        return rule(state, start, end, silent)

    return limited


def _of_bounded_size(rule: _BlockRule) -> _BlockRule:
    """A table that may get too many cells stays text: short rows are filled up, so few letters make many cells."""

    def limited(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
        return columns * (end - start) <= _TABLE_CELLS and rule(state, start, end, silent)

    return limited


def _make() -> MarkdownIt:
    made = _Markdown("commonmark", {"html": False, "linkify": True, "breaks": True, "maxNesting": _BLOCK_LEVELS + 4})
    made.enable(["table", "strikethrough", "linkify"])
    if made.linkify is not None:
        made.linkify.add("ftp:", None).add("//", None)
    rules = {rule.name: rule for rule in made.block.ruler.__rules__}
    quote, items, table = rules["blockquote"], rules["list"], rules["table"]
    made.block.ruler.at("blockquote", _with_a_bottom(quote.fn), {"alt": quote.alt})
    made.block.ruler.at("list", _with_a_bottom(_only_from_one(items.fn)), {"alt": items.alt})
    made.block.ruler.at("table", _of_bounded_size(table.fn), {"alt": table.alt})
    # Looks back over all text before each colon. Links in the text are found afterwards, by the core rule.
    made.inline.ruler.disable("linkify")
    return made


_MARKDOWN = _make()
