"""Two versions beside each other, unit by unit."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.positions.text.diff import compare, only_changes
from app.positions.text.nodes import Node, build
from tests.positions.text.trees import a_position, trees


def test_same_text_has_no_changes() -> None:
    assert only_changes(compare(a_position(), a_position())) == ()


def test_changed_words_are_shown_as_words() -> None:
    old = a_position()
    new = build(replace(n, text=n.text.replace("30 czerwca", "31 maja")) if n.node_id == "s2u2" else n for n in old)
    (change,) = only_changes(compare(old, new))
    assert (change.status, change.old_label, change.new_label, change.moved) == (
        "changed",
        "§ 2 ust. 2",
        "§ 2 ust. 2",
        False,
    )
    assert change.words == (
        ("same", "Informację przygotowuje MCPS do "),
        ("del", "30 czerwca"),
        ("ins", "31 maja"),
        ("same", "."),
    )


def test_removed_unit_stands_at_its_old_place() -> None:
    old = a_position()
    new = build(n for n in old if n.node_id not in {"s1p2", "s1p2a", "s1p2b"})
    changes = compare(old, new)
    assert [c.node_id for c in changes] == [n.node_id for n in old]
    assert {c.node_id for c in changes if c.status == "removed"} == {"s1p2", "s1p2a", "s1p2b"}
    assert next(c for c in changes if c.node_id == "s1p2a").old_label == "§ 1 pkt 2 lit. a"


def test_insertion_renumbers_without_being_a_change_of_others() -> None:
    old = a_position()
    new = build([*old, Node("new", None, 4, "section", "Nowy przepis.")])
    (change,) = only_changes(compare(old, new))
    assert (change.node_id, change.status, change.new_label) == ("new", "added", "§ 1")
    assert next(c for c in compare(old, new) if c.node_id == "s1").new_label == "§ 2"


def test_move_is_found_and_as_few_as_possible_are_called_moved() -> None:
    old = build([Node(str(i), None, i, "section", f"t{i}") for i in range(5)])
    new = build([replace(n, rank=9) if n.node_id == "0" else n for n in old])
    assert [c.node_id for c in compare(old, new) if c.moved] == ["0"]
    below = build([replace(n, parent_id="1", kind="point") if n.node_id == "3" else n for n in old])
    (change,) = only_changes(compare(old, below))
    assert (change.node_id, change.moved, change.marks) == ("3", True, ("kind",))


def test_marks_are_compared() -> None:
    old = a_position()
    new = build(replace(n, addressees=("MCPS",)) if n.node_id == "s1" else n for n in old)
    (change,) = only_changes(compare(old, new))
    assert (change.status, change.marks) == ("same", ("addressees",))


@settings(max_examples=200, deadline=None)
@given(trees(), trees(), st.data())
def test_both_versions_can_be_read_from_the_comparison(one, other, data) -> None:
    """Also for versions that share many units, which is the usual case."""
    kept = {n.node_id for n in one if data.draw(st.booleans())}
    new = (
        build(n for n in one if n.node_id in kept and _whole(one, n.node_id, kept))
        if data.draw(st.booleans())
        else other
    )
    changes = compare(one, new)
    assert [c.node_id for c in changes if c.new] == [n.node_id for n in new]
    assert {c.node_id for c in changes if c.old} == {n.node_id for n in one}
    assert len({c.node_id for c in changes}) == len(changes)
    for change in changes:
        if change.old:
            assert "".join(text for op, text in change.words if op != "ins") == change.old.text
        if change.new:
            assert "".join(text for op, text in change.words if op != "del") == change.new.text
        assert change.node in (change.old, change.new)


def _whole(tree, node_id, kept) -> bool:
    return all(above.node_id in kept for above in tree.ancestors(node_id))
