"""The whole text in one field: reading gives back what was written, and old units are known again."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.lib import limits
from app.positions.text.checks import InvalidText, problems
from app.positions.text.hashing import body_sha256
from app.positions.text.nodes import build
from app.positions.text.parse_plain import parse
from app.positions.text.plain import to_plain
from tests.positions.text.trees import a_position, shape, trees
from tests.timing import assert_quick

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])

PRINTED = """\
STANOWISKO nr 7/2026
Rzeczników Ekonomii Społecznej i Solidarnej Województwa Mazowieckiego
z dnia 24 listopada 2026 r.
w sprawie zakupów poniżej progu
u podmiotów ekonomii społecznej

Na podstawie regulaminu zebrania

Mając na uwadze, że:
1) próg wynosi 170 000 zł,
2) kupuje tylko 18 % samorządów,
wnosimy, co następuje:

§ 1. Wnosimy o wzór regulaminu, który: [postulat do: Zarząd Województwa; MCPS]
1) pozwala zapraszać,
2) wyznacza udział:
a) w usługach,
– także opiekuńczych,
b) w żywieniu.
§ 2. 1. Wnosimy o informację.
2. Informację przygotowuje MCPS
do 30 czerwca.
§ 3. Stanowisko przekazuje się Komitetowi.

UZASADNIENIE
1. Reguła działa.

Wzór odpowie raz.
"""


def test_printed_text_is_read() -> None:
    parsed = parse(PRINTED)
    assert [(depth, node.kind, node.text) for node, depth in parsed.tree.walk()] == [
        (0, "title", "w sprawie zakupów poniżej progu u podmiotów ekonomii społecznej"),
        (0, "basis", "Na podstawie regulaminu zebrania"),
        (0, "recital", "próg wynosi 170 000 zł,"),
        (0, "recital", "kupuje tylko 18 % samorządów,"),
        (0, "section", "Wnosimy o wzór regulaminu, który:"),
        (1, "point", "pozwala zapraszać,"),
        (1, "point", "wyznacza udział:"),
        (2, "letter", "w usługach,"),
        (3, "indent", "także opiekuńczych,"),
        (2, "letter", "w żywieniu."),
        (0, "section", ""),
        (1, "paragraph", "Wnosimy o informację."),
        (1, "paragraph", "Informację przygotowuje MCPS do 30 czerwca."),
        (0, "closing", "Stanowisko przekazuje się Komitetowi."),
        (0, "justification", "Reguła działa."),
        (0, "justification", "Wzór odpowie raz."),
    ]
    assert [node.addressees for node in parsed.tree.demands()] == [("Zarząd Województwa", "MCPS")]
    assert {note.code for note in parsed.notes} == {"left_out"}


@many
@given(trees())
def test_reading_what_was_written_gives_the_same_tree(tree) -> None:
    text = to_plain(tree)
    parsed = parse(text)
    assert shape(parsed.tree) == shape(tree)
    assert not parsed.notes
    assert to_plain(parsed.tree) == text


@many
@given(trees())
def test_identities_survive_an_unchanged_text(tree) -> None:
    parsed = parse(to_plain(tree), tree)
    texts = [(node.kind, node.text) for node in tree]
    if len(set(texts)) == len(texts) and all(node.text for node in tree):
        assert body_sha256(parsed.tree) == body_sha256(tree)
        assert not parsed.uncertain
    assert len({node.node_id for node in parsed.tree}) == len(tree)


@many
@given(
    st.text(max_size=400) | st.lists(st.sampled_from([*list("§1.2a)–-\n\n [];:\\"), " tekst", "postulat"])).map("".join)
)
def test_anything_typed_is_read_without_failing(text) -> None:
    parsed = parse(text, a_position())
    again = parse(to_plain(parsed.tree))
    assert shape(again.tree) == shape(parsed.tree)
    codes = {problem.code for problem in problems(parsed.tree) if problem.severity == "error"}
    assert codes <= {"not_a_demand_kind", "text_not_normal", "too_many_recitals", "addressee_without_demand"}


def test_edited_units_keep_their_identity() -> None:
    old = a_position()
    text = (
        to_plain(old).replace("do 30 czerwca", "do 31 maja").replace("§ 1. Wnosimy", "§ 1. Nowy przepis.\n§ 1. Wnosimy")
    )
    parsed = parse(text, old)
    assert parsed.tree.node("s2u2").text == "Informację przygotowuje MCPS do 31 maja."
    assert [n.node_id for n in parsed.tree.roots("section")][1:] == ["s1", "s2"]
    assert {node.node_id for node in old} <= {node.node_id for node in parsed.tree}
    assert parsed.uncertain == ()


def test_rewritten_unit_is_asked_about() -> None:
    old = a_position()
    text = to_plain(old).replace(
        "Informację przygotowuje MCPS do 30 czerwca.", "Zestawienie przygotowuje MCPS co kwartał."
    )
    parsed = parse(text, old)
    (doubt,) = parsed.uncertain
    assert (doubt.node_id, doubt.old.text[:10], doubt.new.text[:11]) == ("s2u2", "Informację", "Zestawienie")
    assert parse(text, old, confirmed=["s2u2"]).uncertain == ()
    refused = parse(text, old, refused=["s2u2"])
    assert "s2u2" not in refused.tree
    assert refused.uncertain == ()


def test_two_that_look_alike_are_asked_about() -> None:
    old = parse("w sprawie\n\n§ 1. Gmina kupuje usługi opiekuńcze w tym roku.").tree
    text = "w sprawie\n\n§ 1. Gmina kupuje usługi opiekuńcze w maju.\n§ 2. Gmina kupuje usługi opiekuńcze w czerwcu."
    assert len(parse(text, old).uncertain) == 1


def test_units_that_swapped_places_keep_their_identities() -> None:
    old = parse("§ 1. Gmina kupuje usługi.\n§ 2. Powiat prowadzi warsztat.").tree
    new = parse("§ 1. Powiat prowadzi warsztat.\n§ 2. Gmina kupuje usługi.", old)
    assert [node.node_id for node in new.tree] == [node.node_id for node in old][::-1]
    assert not new.uncertain


def test_second_paragraph_makes_the_words_of_the_section_its_first() -> None:
    old = parse("§ 1. Gmina kupuje: [postulat do: Komitet]\n1) usługi.").tree
    new = parse("§ 1. Gmina kupuje: [postulat do: Komitet]\n1) usługi.\n2. Powiat też.", old)
    section, first, point, second = new.tree
    assert [node.kind for node in new.tree] == ["section", "paragraph", "point", "paragraph"]
    assert (section.text, first.text, second.text) == ("", "Gmina kupuje:", "Powiat też.")
    assert first.demand
    assert not section.demand
    assert first.node_id == old.nodes[0].node_id, "the words keep the identity"
    assert point.node_id == old.nodes[1].node_id


def test_words_without_numbers_become_sections_and_are_noted() -> None:
    parsed = parse("O usługach społecznych\n\nProsimy o wzór.\n\nProsimy o dyżur.")
    assert [(n.kind, n.text) for n in parsed.tree][1:] == [
        ("section", "Prosimy o wzór."),
        ("section", "Prosimy o dyżur."),
    ]
    assert [(note.code, note.line) for note in parsed.notes] == [("section_made", 3), ("section_made", 5)]


def test_stray_letters_and_dashes_find_a_place_and_are_noted() -> None:
    parsed = parse("§ 1. Wnosimy:\na) o wzór,\n– o dyżur.")
    assert [node.kind for node in parsed.tree] == ["section", "point", "letter"]
    assert [note.code for note in parsed.notes] == ["letter_without_point", "indent_without_letter"]


def test_addressees_are_words_in_the_text_and_ids_in_the_tree() -> None:
    names = {"komitet": "Mazowiecki Komitet", "mcps": "MCPS"}
    parsed = parse("§ 1. Wnosimy. [postulat do: Mazowiecki Komitet; Ktoś]", names=names)
    assert parsed.tree.nodes[0].addressees == ("komitet", "Ktoś")
    assert [note.code for note in parsed.notes] == ["unknown_addressee"]
    assert "[postulat do: Mazowiecki Komitet; Ktoś]" in to_plain(parsed.tree, names)


def test_section_in_the_middle_is_no_closing() -> None:
    parsed = parse("§ 1. Przekazuje się środki gminom.\n§ 2. Wnosimy o wzór.\n§ 3. Apel przekazuje się Komitetowi.")
    assert [node.kind for node in parsed.tree] == ["section", "section", "closing"]


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(InvalidText):
        parse("a" * (limits.POSITION_SOURCE + 1))


@pytest.mark.parametrize(
    "text",
    ["1) " * 60_000, "§ 1. " * 40_000, "[postulat do: " * 15_000, "1)\n" * 20_000, "\\" * 100_000, "§ 1. a\n" * 20_000],
)
def test_hostile_text_is_read_in_time(text) -> None:
    assert_quick(lambda: parse(text[: limits.POSITION_SOURCE]), seconds=3)


def test_matching_a_rewritten_long_text_takes_bounded_time() -> None:
    numbers = count()
    words = lambda n: " ".join(f"w{(n * 7 + i * 13) % 997}" for i in range(300))  # noqa: E731
    old = parse("\n".join(f"§ {i}. {words(next(numbers))}" for i in range(200))).tree
    new = "\n".join(f"§ {i}. {words(next(numbers))}" for i in range(200))
    assert_quick(lambda: parse(new, old), seconds=5)


def test_empty_text_is_an_empty_tree() -> None:
    assert len(parse("\n \n").tree) == 0
    assert to_plain(build([])) == ""
