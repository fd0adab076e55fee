"""People's text as HTML: what may stay, what may not, and that nothing typed is slow or fatal."""

from html.parser import HTMLParser

import pytest
from bleach._vendor import html5lib
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lib import limits
from app.lib.html_shape import is_settled
from app.lib.markdown import safe_address
from app.lib.rich_text import (
    CELL_CLASSES,
    LINK_REL,
    TAGS,
    clean_html,
    excerpt,
    mentioned_names,
    plain_text,
    render_markdown,
)
from tests.lib import xss_payloads
from tests.timing import assert_quick

REL = f'rel="{LINK_REL}"'


class Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.odd: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_comment(self, data):
        self.odd.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_only_listed(html: str) -> None:
    """Read twice: by the standard library, and as browsers do."""
    reader = Reader(html)
    assert not reader.odd
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False, treebuilder="etree")
    elements = [(e.tag, dict(e.attrib)) for e in tree.iter() if e.tag != "DOCUMENT_FRAGMENT"]
    for tag, attributes in [*reader.found, *elements]:
        assert tag in TAGS, (tag, html)
        allowed = {"a": {"href", "rel"}, "td": {"class"}, "th": {"class"}}.get(tag, set())
        assert set(attributes) <= allowed, (tag, attributes)
        if "href" in attributes:
            assert safe_address(attributes["href"]), attributes
        if tag == "a":
            assert attributes["rel"] == LINK_REL
        if "class" in attributes:
            assert attributes["class"] in CELL_CLASSES


def test_there_are_enough_payloads() -> None:
    assert len(set(xss_payloads.ALL)) >= 350


@pytest.mark.parametrize("payload", xss_payloads.ALL)
def test_no_payload_lives(payload) -> None:
    for cleaned in (
        clean_html(payload),
        clean_html(f"<p>{payload}</p>"),
        render_markdown(payload, {"anna": "/ludzie/1"}),
    ):
        assert_only_listed(cleaned)
        assert clean_html(cleaned) == cleaned


pieces = st.sampled_from(
    [f"<{tag}>" for tag in sorted(TAGS)] + [f"</{tag}>" for tag in sorted(TAGS)]
    + ["\n", "\n\n", " ", "tekst", "&amp;", "&lt;", "&nbsp;", "&", "<", ">", '"', "<b>", "</div>", "<td class='align-left'>", "<tbody", "<!--", "-->", "<a href='/x'>",
       "<script>", "</script>", "<svg>", "<p/>", "</br>", "<style>", "<math>", "\x00", "ż", "<caption>", "<select>", "<template>", "<nobr>"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join) | st.text(max_size=60))
def test_cleaning_twice_is_cleaning_once(dirty) -> None:
    once = clean_html(dirty)
    assert clean_html(once) == once
    assert_only_listed(once)
    plain_text(once)


@settings(max_examples=200, deadline=None)
@given(st.lists(pieces, max_size=12).map("".join))
def test_what_is_called_settled_is_left_as_it_is(html) -> None:
    from app.lib.rich_text import _clean_once

    cleaned = _clean_once(html)
    if is_settled(cleaned):
        assert _clean_once(cleaned) == cleaned


marks = st.sampled_from(
    [
        *list("*_~`>#|[]()!<>&\\\n-+1. \t@:"),
        "https://x.pl",
        "www.x.pl",
        "a@b.pl",
        "@anna",
        "\n\n",
        "\n> ",
        "\n- ",
        "|-|-|\n",
        "słowo",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(marks, max_size=40).map("".join) | st.text(max_size=80))
def test_any_markdown_becomes_clean_html(source) -> None:
    html = render_markdown(source, {"anna": "/ludzie/1"})
    assert_only_listed(html)
    assert clean_html(html) == html
    mentioned_names(source)


def test_everything_a_writer_may_use() -> None:
    html = render_markdown(
        "# Tytuł\n## Mniejszy\n##### Mały\n\nTekst **mocny**, *lekki*, ~~skreślony~~, `kod`.\nNowa linia.\n\n"
        "- raz\n- dwa\n\n1. jeden\n2. dwa\n\n> cytat\n\n---\n\n```\nkod\n```\n\n[link](https://x.pl) <https://y.pl>\n\n|a|b|\n|:-|-:|\n|1|2|\n"
    )
    assert html.startswith("<h3>Tytuł</h3>\n<h4>Mniejszy</h4>\n<h4>Mały</h4>")
    for part in (
        "<strong>mocny</strong>", "<em>lekki</em>", "<del>skreślony</del>", "<code>kod</code>.<br>\nNowa linia.", "<ul>\n<li>raz</li>", "<ol>\n<li>jeden</li>",
        "<blockquote>\n<p>cytat</p>", "<hr>", "<pre><code>kod\n</code></pre>", f'<a href="https://x.pl" {REL}>link</a>', f'<a href="https://y.pl" {REL}>',
        '<th class="align-left">a</th>', '<td class="align-right">2</td>',
    ):  # fmt: skip
        assert part in html


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://mcps.com.pl/a_b_c?x=1&y=2", "https://mcps.com.pl/a_b_c?x=1&amp;y=2"),
        ("www.mcps.com.pl", "https://www.mcps.com.pl"),
        ("mcps.com.pl", "https://mcps.com.pl"),
        ("http://stary.example", "http://stary.example"),
        ("biuro@gmina.pl", "mailto:biuro@gmina.pl"),
    ],
)
def test_addresses_in_the_text_become_links(typed, address) -> None:
    assert f'<a href="{address}" {REL}>' in render_markdown(f"Zobacz {typed}, potem pisz.")


@pytest.mark.parametrize("typed", ["koniec.Na początku", "ust.To jest", "art.to", "ftp://x.pl", "//x.pl", "pkt.io"])
def test_words_without_a_space_between_become_no_links(typed) -> None:
    assert "<a" not in render_markdown(typed)


def test_picture_becomes_a_link_to_it() -> None:
    assert render_markdown("![plan](https://x.pl/p.png)") == f'<p><a href="https://x.pl/p.png" {REL}>plan</a></p>\n'
    assert "<img" not in render_markdown("[![x](https://a.pl/i.png)](https://b.pl)")


def test_list_that_begins_with_another_number_keeps_its_numbers() -> None:
    assert render_markdown("3. trzeci\n4. czwarty") == "<p>3. trzeci<br>\n4. czwarty</p>\n"
    assert "<ol>" in render_markdown("01. pierwszy\n02. drugi")


def test_quotations_stop_at_their_depth_and_keep_the_words() -> None:
    html = render_markdown("> " * 40 + "słowa")
    assert html.count("<blockquote>") == limits.QUOTE_DEPTH
    assert "słowa" in html


def test_mention_is_a_link_only_for_the_known_and_outside_code_and_links() -> None:
    html = render_markdown("@Anna, @nikt `@anna` [@anna](/x) a@anna.pl @anna.", {"anna": "/ludzie/1"})
    assert html.count('<a href="/ludzie/1"') == 2
    assert f'<a href="/ludzie/1" {REL}>@Anna</a>, @nikt <code>@anna</code>' in html


def test_mention_leads_nowhere_unsafe() -> None:
    assert "javascript" not in render_markdown("@anna", {"anna": "javascript:alert(1)"})


def test_mentioned_names_leave_out_code_links_and_quotations() -> None:
    source = "@Anna.Kowal i @zofia-k, @anna.kowal `@kod` [@link](/x)\n\n> @cytat\n\n```\n@blok\n```\n- @lista\n\npoczta@gmina.pl"
    assert mentioned_names(source) == ["anna.kowal", "zofia-k", "lista"]


def test_plain_text_has_the_words_in_lines() -> None:
    html = render_markdown("# Tytuł\n\nRaz &amp; dwa\ntrzy\n\n- a\n- b\n\n|x|y|\n|-|-|\n|1|2|")
    assert plain_text(html).split("\n") == ["Tytuł", "Raz & dwa", "trzy", "a", "b", "x", "y", "1", "2"]
    assert plain_text("<script>alert(1)</script><p>a<b>b</b>") == "ab"
    assert plain_text("") == ""


def test_excerpt_ends_between_words() -> None:
    assert excerpt("Gmina Łochów kupiła obiady", 100) == "Gmina Łochów kupiła obiady"
    assert excerpt("Gmina Łochów kupiła obiady", 20) == "Gmina Łochów kupiła…"
    assert excerpt("Gmina Łochów, kupiła", 14) == "Gmina Łochów…"
    assert excerpt("a" * 50, 10) == "a" * 9 + "…"


@given(st.text(max_size=300), st.integers(1, 80))
def test_excerpt_is_never_longer(text, length) -> None:
    assert len(excerpt(text, length)) <= length
    assert "\n" not in excerpt(text, length)


def test_too_long_a_text_is_shown_whole_and_plain() -> None:
    source = "*a* <b>\n\n" + "słowo " * 20_000
    html = render_markdown(source)
    assert html.startswith("<p>*a* &lt;b&gt;</p>")
    assert html.count("słowo") == 20_000
    assert_only_listed(html)


def test_clean_html_is_known_as_clean_until_something_is_joined() -> None:
    clean = clean_html("<p>a</p>")
    assert clean_html(clean) is clean
    assert "<script" not in clean_html(clean + "<script>b</script>")


def test_html_nested_beyond_reason_keeps_its_words() -> None:
    html = clean_html("<blockquote>" * 10_000 + "słowa<script>zło</script>" + "<p>i jeszcze")
    assert "słowa" in html
    assert "blockquote" not in html
    assert "zło" not in html


def table(columns: int) -> str:
    return "|".join("a" * columns) + "\n" + "|".join("-" * columns) + "\n" + "a\n" * 9_000


HOSTILE = {
    "quotations": "> ", "quotations without spaces": ">", "brackets": "[", "pictures": "![", "stars": "*", "stars and letters": "*a ", "double stars": "**a", "underscores": "_a_ ",
    "lists in lists": "- ", "numbered": "1. ", "backticks": "`", "angles": "<", "tags": "<a", "ampersands": "&", "http": "http://", "hosts": "www.a.pl ", "dots": "a.", "ats": "a@", "mails": "a@b.pl ",
    "mentions": "@anna ", "tildes": "~~a", "pipes": "|", "newlines": "\n", "backslashes": "\\", "autolinks": "<http://", "definitions": "[a]: b\n", "headings": "h\n=\n", "rules": "***\n", "fences": "```\n",
    "items": "- a\n", "lazy quotations": "> a\nb\n", "comments": "<!--", "parentheses": "[a](", "zalgo": "a\u0301\u0323", "delimiter rows": "|-|\n",
}  # fmt: skip
LONG = {name: (unit * 20_000)[:20_000] for name, unit in HOSTILE.items()} | {
    "deepening list": "\n".join("  " * depth + "- a" for depth in range(140)),
    "backticks of all lengths": " ".join("`" * n for n in range(1, 199))[:20_000],
    "stars on both sides": "*" * 9_999 + "a" + "*" * 9_999,
    "brackets on both sides": "[" * 9_999 + "a" + "]" * 9_999,
    "links in links": "[" * 3_000 + "a" + "](b)" * 3_000,
    "table that fills up": table(500)[:20_000],
    "smaller table that fills up": table(16)[:20_000],
    "quotations of twenty": ("> " * 20 + "a\n") * 450,
    "one long word": "a" * 20_000,
    "one long address": "https://a.pl/" + "(" * 19_000,
    "one long host": "http://" + "a." * 9_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(LONG))
def test_hostile_text_is_rendered_in_time(name) -> None:
    rendered: list[str] = []
    # 1.3 s for the slowest, more than half of it in the first filter; without a bound it would be minutes.
    assert_quick(lambda: rendered.append(render_markdown(LONG[name], {"anna": "/ludzie/1"})), seconds=3)
    assert len(rendered[0]) <= 2 * limits.RICH_TEXT_HTML
    mentioned_names(LONG[name])


def test_ten_thousand_levels_are_no_recursion() -> None:
    for unit in ("> ", "- ", "["):
        assert render_markdown(unit * 10_000)
    for tag in ("blockquote", "em", "ul", "table", "a"):
        assert clean_html(f"<{tag}>x" * 10_000).count("x") == 10_000
