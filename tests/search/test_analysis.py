"""Words: tokens, acronyms and their endings, inflected forms that share a term, what is pickled."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.search.analysis import analyser_version, fold, pieces, polish
from app.search.analysis.for_whoosh import PolishAnalyzer
from app.search.analysis.tokens import stop_words

TRADE = """spółdzielnia gmina klauzula przetarg opiekun reintegracja stowarzyszenie fundacja dotacja rzecznik powiat usługa senior
zatrudnienie wykonawca uczestnik praktyka stanowisko poprawka mieszkaniec uchwała samorząd ośrodek zakład warsztat żłobek kuchnia
społeczny socjalny publiczny gminny zawodowy zlecać zatrudniać głosować wspierać niepełnosprawność bezdomność Mazowsze Radom Płock""".split()


def words(text: str) -> list[str]:
    return [piece.word for piece in pieces(text)]


@pytest.mark.parametrize("lemma", TRADE)
def test_every_form_shares_a_term_with_its_base_form(lemma: str) -> None:
    analysis = polish()
    base = set(analysis.terms(lemma))
    forms = analysis.morphology.paradigms(lemma.lower())
    assert len(forms) > 3
    # Forms that are spelt like stop words or belong to the table of acronyms are words of their own.
    strangers = {form for form in forms if base.isdisjoint(analysis.terms(form)) and lemma.lower() in _lemmas(form)}
    assert strangers == set()


def _lemmas(form: str) -> tuple[str, ...]:
    return polish().morphology.lemmas(form)


def test_unknown_words_share_a_stem_and_its_folded_twin() -> None:
    terms = polish().terms
    assert set(terms("streetworkerzy")) & set(terms("streetworkerów"))
    assert set(terms("regrantingiem")) & set(terms("regranting"))
    assert set(terms("Wądżołowiczowi")) & set(terms("Wadzolowiczowi"))


@pytest.mark.parametrize(
    ("written", "acronym"),
    [
        ("OWES-u", "owes"), ("OWESem", "owes"), ("owesu", "owes"), ("OWESÓW", "owes"), ("ZAZ-ów", "zaz"), ("zazami", "zaz"),
        ("WTZ-ami", "wtz"), ("WTZ’u", "wtz"), ("CUSu", "cus"), ("CUS", "cus"), ("CISy", "cis"), ("cis", "cis"), ("OzN-om", "ozn"),
        ("MGOPS-ie", "mgops"), ("ŚDS-u", "śds"), ("PFRON-em", "pfron"),
    ],
)  # fmt: skip
def test_acronyms_lose_their_endings_and_keep_one_term(written: str, acronym: str) -> None:
    (slot,) = polish().slots(written)
    assert slot.terms == (acronym,)
    assert (slot.start, slot.end) == (0, len(written))


def test_hyphens_and_apostrophes_part_ordinary_words() -> None:
    assert words("miejsko-wiejska, non-profit; d'Arc i 3-letni") == [
        "miejsko", "wiejska", "non", "profit", "d", "Arc", "i", "3", "letni",
    ]  # fmt: skip


def test_agglutinates_and_particles_are_no_terms() -> None:
    assert "być" not in polish().terms("miałem")
    assert "by" not in polish().terms("zrobiłby")


def test_stop_words_keep_their_places_and_give_no_terms() -> None:
    slots = polish().slots("Szkoła i dom dla seniora")
    assert [(slot.position, slot.word) for slot in slots] == [(0, "Szkoła"), (2, "dom"), (4, "seniora")]
    assert {"się", "oraz", "która"} <= stop_words()


def test_analyzer_is_pickled_by_its_name_alone() -> None:
    pickled = pickle.dumps(PolishAnalyzer(surface=True))
    assert len(pickled) < 150
    again = pickle.loads(pickled)
    assert [token.text for token in again("Domy seniorów")] == ["domy", "seniorów"]
    assert again == PolishAnalyzer(surface=True)


def test_all_lemmas_stand_at_one_place() -> None:
    tokens = [(token.text, token.pos) for token in PolishAnalyzer()("mam dom", positions=True)]
    assert {pos for _, pos in tokens} == {0, 1}
    assert {text for text, pos in tokens if pos == 0} >= {"mieć", "mama"}


def test_version_names_dictionary_stemmer_and_table() -> None:
    version = analyser_version()
    assert version.startswith("pl-1/sgjp-20")
    assert "/snowball-" in version
    assert "/acronyms-" in version


def test_threads_agree_on_the_terms() -> None:
    texts = [form for lemma in TRADE[:12] for form in sorted(polish().morphology.paradigms(lemma))] * 3
    expected = [polish().terms(text) for text in texts]
    fresh = type(polish())(polish().morphology, polish().acronyms)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(fresh.terms, texts)) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_taken(text: str) -> None:
    for slot in polish().slots(text):
        assert slot.terms
        assert text[slot.start : slot.end]
    assert fold(fold(text)) == fold(text)
