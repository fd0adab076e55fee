"""The tree of units: what is no tree is refused, what breaks a rule is named."""

import pytest
from hypothesis import given, settings

from app.lib import limits
from app.positions.text import nodes
from app.positions.text.checks import InvalidText, problems, validate
from app.positions.text.hashing import body_sha256, canonical_body
from app.positions.text.nodes import Node, build, new_node_id, normal_text
from tests.positions.text.trees import a_position, trees


def codes(*units: Node) -> set[str]:
    return {problem.code for problem in problems(build(units)) if problem.severity == "error"}


def warnings(*units: Node) -> set[str]:
    return {problem.code for problem in problems(build(units)) if problem.severity == "warning"}


@pytest.mark.parametrize(
    ("units", "error"),
    [
        ([Node("a", None, 0, "chapter")], nodes.UnknownKind),
        ([Node("a", None, 0, "section"), Node("a", None, 1, "section")], nodes.DuplicateNode),
        ([Node("a", "b", 0, "point")], nodes.UnknownParent),
        ([Node("a", "a", 0, "point")], nodes.Cycle),
        ([Node("a", "b", 0, "point"), Node("b", "a", 0, "letter"), Node("c", None, 0, "section")], nodes.Cycle),
    ],
)
def test_what_is_no_tree_is_refused(units, error) -> None:
    with pytest.raises(error) as refused:
        build(units)
    assert refused.value.node_id == "a"
    assert refused.value.code


def test_order_of_reading_puts_kinds_before_ranks() -> None:
    tree = build(
        [
            Node("j", None, 0, "justification"),
            Node("c", None, 1, "closing"),
            Node("s", None, 2, "section"),
            Node("t", None, 3, "title"),
        ]
    )
    assert [node.node_id for node in tree] == ["t", "s", "c", "j"]


def test_tree_answers_about_its_units() -> None:
    tree = a_position()
    assert tree.title.startswith("w sprawie zakupów")
    assert [node.node_id for node in tree.demands()] == ["s1", "s2u1"]
    assert [node.node_id for node in tree.ancestors("s1p2a")] == ["s1", "s1p2"]
    assert [node.node_id for node in tree.subtree("s1p2")] == ["s1p2", "s1p2a", "s1p2b"]
    assert [node.node_id for node in tree.roots("justification")] == ["j1", "j2"]
    assert "s1" in tree
    assert tree.find("nothing") is None
    with pytest.raises(nodes.UnknownNode):
        tree.node("nothing")


def test_deep_chain_is_walked_without_recursion() -> None:
    chain = [Node("0", None, 0, "section"), *(Node(str(i), str(i - 1), 0, "point") for i in range(1, 20_000))]
    tree = build(chain)
    assert len(tree.subtree("0")) == 20_000
    assert [depth for _, depth in tree.walk()][-1] == 19_999


def test_good_text_has_no_problems() -> None:
    assert problems(a_position()) == ()
    assert validate(a_position()) == a_position()


@settings(max_examples=200, deadline=None)
@given(trees())
def test_trees_of_the_other_tests_may_be_kept(tree) -> None:
    assert all(problem.severity == "warning" for problem in problems(tree))


def test_each_rule_is_named() -> None:
    section = Node("s", None, 0, "section", "Wnosimy o wzór.")
    assert codes(Node("p", None, 0, "point", "sam")) == {"bad_nesting"}
    assert codes(section, Node("l", "s", 0, "letter", "a")) == {"bad_nesting"}
    assert codes(section, Node("p", "s", 0, "paragraph", "a")) == {"text_beside_paragraphs"}
    assert codes(Node("s", None, 0, "section", "a" * (limits.POSITION_PARAGRAPH + 1))) == {"text_too_long"}
    assert codes(Node("t", None, 0, "title", "a" * (limits.POSITION_TITLE + 1))) == {"title_too_long"}
    assert codes(Node("s", None, 0, "section", "dwie  spacje")) == {"text_not_normal"}
    assert codes(Node("t", None, 0, "title", "raz"), Node("u", None, 1, "title", "dwa")) == {"too_many_of_kind"}
    assert codes(*(Node(str(i), None, i, "recital", "że") for i in range(21))) == {"too_many_recitals"}
    assert codes(*(Node(str(i), None, i, "section", "a") for i in range(501))) == {"too_many_nodes"}
    assert codes(Node("r", None, 0, "recital", "że", demand=True, addressees=("X",))) == {"not_a_demand_kind"}
    assert codes(Node("s", None, 0, "section", "a", addressees=("X",))) == {"addressee_without_demand"}
    assert codes(Node("s", None, 0, "section", "a", True, ("X;Y",))) == {"bad_addressee"}
    assert codes(Node("s", None, 0, "section", "a", True, ("X", "X"))) == {"bad_addressee"}
    assert codes(Node("s", None, 0, "section", "a", True, tuple(map(str, range(11))))) == {"too_many_addressees"}
    assert codes(Node("s", None, 0, "section", "a", marker_override="7")) == {"bad_marker"}
    assert codes(Node("t", None, 0, "title", "a", marker_override="2a")) == {"bad_marker"}


def test_what_hinders_the_consultation_is_a_warning() -> None:
    demand = Node("s", None, 0, "section", "Wnosimy.", demand=True)
    assert warnings(demand) == {"no_title", "demand_without_addressee"}
    assert warnings(Node("t", None, 0, "title", "krótki"), Node("s", None, 0, "section")) == {
        "title_too_short",
        "no_demand",
        "empty_text",
    }


def test_invalid_text_carries_all_its_problems() -> None:
    with pytest.raises(InvalidText) as refused:
        validate(build([Node("p", None, 0, "point", " a"), Node("t", None, 0, "title", "krótki")]))
    assert {problem.code for problem in refused.value.problems} == {"bad_nesting", "text_not_normal"}


def test_node_ids_are_random_and_of_one_length() -> None:
    ids = {new_node_id() for _ in range(1_000)}
    assert len(ids) == 1_000
    assert {len(node_id) for node_id in ids} == {32}


def test_normal_text_is_one_line() -> None:
    assert normal_text(" a\u00a0b\n\tc o\u0301 ") == "a b c ó"


@settings(max_examples=200, deadline=None)
@given(trees())
def test_hash_depends_on_the_text_and_not_on_ranks_or_order(tree) -> None:
    stretched = [Node(n.node_id, n.parent_id, n.rank * 7 + 3, *_rest(n)) for n in tree]
    assert body_sha256(build(reversed(stretched))) == body_sha256(tree)


@settings(max_examples=200, deadline=None)
@given(trees(), trees())
def test_texts_that_differ_have_different_hashes(one, other) -> None:
    assert (canonical_body(one) == canonical_body(other)) == (body_sha256(one) == body_sha256(other))


def test_every_part_of_a_unit_counts_in_the_hash() -> None:
    base = Node("s", None, 0, "section", "a", True, ("X",), None)
    changed = [
        Node("z", None, 0, "section", "a", True, ("X",)),
        Node("s", None, 0, "closing", "a", True, ("X",)),
        Node("s", None, 0, "section", "b", True, ("X",)),
        Node("s", None, 0, "section", "a", False, ("X",)),
        Node("s", None, 0, "section", "a", True, ("Y",)),
        Node("s", None, 0, "section", "a", True, ("X",), "2a"),
    ]
    hashes = {body_sha256(build([node])) for node in (base, *changed)}
    assert len(hashes) == 7
    assert body_sha256(build([base])) == body_sha256(build([base]))


def _rest(node: Node):
    return node.kind, node.text, node.demand, node.addressees, node.marker_override
