"""Printed numbers and the names of units, in Polish and in English."""

from hypothesis import given, settings

from app.positions.text.nodes import Node, build
from app.positions.text.numbering import label, labels, letter, numbering
from tests.positions.text.trees import a_position, trees


def test_numbers_of_a_position() -> None:
    markers = {node_id: one.marker for node_id, one in numbering(a_position()).items()}
    assert markers == {
        "title": "",
        "basis": "",
        "r1": "1)",
        "r2": "2)",
        "s1": "§ 1.",
        "s1p1": "1)",
        "s1p2": "2)",
        "s1p2a": "a)",
        "s1p2b": "b)",
        "s2": "§ 2.",
        "s2u1": "1.",
        "s2u2": "2.",
        "c": "§ 3.",
        "j1": "1.",
        "j2": "2.",
    }


def test_names_in_both_languages() -> None:
    tree = a_position()
    assert label(tree, "s1p2a") == "§ 1 pkt 2 lit. a"
    assert label(tree, "s2u2") == "§ 2 ust. 2"
    assert label(tree, "c") == "§ 3"
    assert label(tree, "r2") == "motyw 2"
    assert label(tree, "j1") == "uzasadnienie, akapit 1"
    assert label(tree, "title") == "tytuł"
    assert label(tree, "s1p2a", "en") == "§ 1(2)(a)"
    assert label(tree, "r2", "en_GB") == "recital 2"
    assert label(tree, "basis", "en") == "legal basis"


def test_full_path_down_to_the_dash() -> None:
    units = [
        Node("s", None, 0, "section"),
        Node("u", "s", 0, "paragraph", "a"),
        Node("v", "s", 1, "paragraph", "b"),
        Node("p", "v", 0, "point", "c"),
        Node("l", "p", 0, "letter", "d"),
        *(Node(f"i{i:02}", "l", i, "indent", "e") for i in range(12)),
    ]
    tree = build(units)
    assert label(tree, "i01") == "§ 1 ust. 2 pkt 1 lit. a tiret drugie"
    assert label(tree, "i11") == "§ 1 ust. 2 pkt 1 lit. a tiret 12"
    assert label(tree, "i01", "en") == "§ 1(2)(1)(a)(2)"
    assert numbering(tree)["i01"].marker == "–"


def test_only_paragraph_of_a_section_has_no_number() -> None:
    tree = build([Node("s", None, 0, "section"), Node("u", "s", 0, "paragraph", "a"), Node("p", "u", 0, "point", "b")])
    assert numbering(tree)["u"].marker == ""
    assert label(tree, "u") == "§ 1"
    assert label(tree, "p") == "§ 1 pkt 1"
    assert label(tree, "p", "en") == "§ 1(1)"


def test_override_takes_no_number_away() -> None:
    tree = build([Node(str(i), None, i, "section", "a", marker_override="1a" if i == 1 else None) for i in range(3)])
    assert [numbering(tree)[str(i)].marker for i in range(3)] == ["§ 1.", "§ 1a.", "§ 2."]
    assert label(tree, "1") == "§ 1a"


def test_letters_go_on_after_z() -> None:
    assert [letter(number) for number in (1, 26, 27, 52, 53)] == ["a", "z", "za", "zz", "zza"]


@settings(max_examples=200, deadline=None)
@given(trees())
def test_every_unit_has_a_name_of_its_own(tree) -> None:
    plain = build(
        [Node(n.node_id, n.parent_id, n.rank, n.kind, n.text) for n in tree]  # overrides may repeat a number
    )
    for locale in ("pl", "en"):
        named = labels(plain, locale)
        numbered = [n for n in plain if not (n.kind == "paragraph" and not numbering(plain)[n.node_id].number)]
        assert len({named[n.node_id] for n in numbered}) == len(numbered)
