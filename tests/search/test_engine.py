"""What a search finds: inflection, missing letters, acronyms, slips, phrases, exclusions, readers, facets, groups, order."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.search.analysis import fold, polish
from app.search.engines.on_whoosh import WhooshEngine
from app.search.outcomes import NothingFound, Results, Sort
from tests.search.records import a_document, an_engine, ask, counts, groups, refs

DAY = [datetime(2025, 6, day, tzinfo=UTC) for day in range(1, 29)]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return an_engine(
        tmp_path_factory.mktemp("engine"),
        [
            a_document("practice:1", "Spółdzielnia socjalna gotuje obiady", "Zatrudniono sześć osób. Ekonomia lokalna, polityka społeczna.",
                       facets={"theme": ("zywienie", "praca"), "year": ("2024",)}, place="gmina Łochów"),
            a_document("practice:2", "Centra integracji społecznej na wsi", "Uczestnicy reintegracji uczą się zawodu.",
                       facets={"theme": ("praca",), "year": ("2023",)}),
            a_document("practice:3", "Klauzule społeczne w przetargach", "Zamówienia publiczne z wymogiem zatrudnienia.",
                       facets={"theme": ("zamowienia",), "year": ("2024",)}),
            a_document("post:11", "Pytanie o CIS-y", "Kto prowadzi CIS i skąd wziął dotację?", group="topic:1", created_at=DAY[1],
                       facets={"category": ("wsparcie",), "year": ("2024",)}),
            a_document("post:12", "", "Dotacja przyszła po trzech miesiącach, dotacja była mała.", group="topic:1", created_at=DAY[5],
                       facets={"category": ("wsparcie",), "year": ("2025",)}),
            a_document("post:13", "", "Zakładałem spółdzielnię socjalną z OWES-em z Płocka.", group="topic:2", created_at=DAY[3],
                       facets={"category": ("wsparcie",), "year": ("2025",)}),
            a_document("post:14", "Narada rzeczników", "Tajemniczy harmonogram konsultacji i dotacja.", group="topic:3", audience="member",
                       facets={"category": ("wewnetrzne",), "year": ("2025",)}, created_at=DAY[9]),
            a_document("position:21", "Stanowisko o spółdzielniach", "Rzecznicy wnoszą o ulgi dla spółdzielni socjalnych osób prawnych.",
                       facets={"state": ("przyjete",), "year": ("2025",)}),
        ],
    )  # fmt: skip


# Words


@pytest.mark.parametrize(
    "lemma", ["zatrudnienie", "przetarg", "dotacja", "reintegracja", "rzecznik", "obiad", "uczestnik"]
)
def test_any_inflected_form_finds_any_other(engine: WhooshEngine, lemma: str) -> None:
    audiences = ("public", "member")
    expected = set(groups(ask(engine, lemma, audiences=audiences)))
    assert expected
    for form in polish().morphology.paradigms(lemma):
        if lemma in polish().terms(form):
            assert expected <= set(groups(ask(engine, form, audiences=audiences))), form


@pytest.mark.parametrize("text", ["spółdzielniami", "społecznej", "dotację", "obiadów Łochów", "ulgę", "zamówień"])
def test_letters_left_out_are_restored(engine: WhooshEngine, text: str) -> None:
    with_letters, without = ask(engine, text), ask(engine, fold(text))
    assert set(refs(with_letters)) <= set(refs(without))
    assert refs(with_letters)[0] == refs(without)[0]


def test_known_words_are_not_restored_beside_polish_letters(tmp_path: Path) -> None:
    engine = an_engine(
        tmp_path, [a_document("practice:1", "Kat w mieście"), a_document("practice:2", "Kąt w mieście"),
                   a_document("practice:3", "Żłobek")]
    )  # fmt: skip
    assert set(refs(ask(engine, "kat"))) == {"practice:1", "practice:2"}
    assert refs(ask(engine, "kat"))[0] == "practice:1"
    assert set(refs(ask(engine, "żłobek kat"))) == {"practice:3", "practice:1"}
    assert set(refs(ask(engine, "zlobek kat"))) == {"practice:3", "practice:1", "practice:2"}


@pytest.mark.parametrize("text", ["CIS", "cis", "CIS-u", "CISem", "cisów", "centrum integracji społecznej",
                                  "centrami integracji społecznej", "centrum integracji spolecznej"])  # fmt: skip
def test_acronyms_and_full_names_find_each_other(engine: WhooshEngine, text: str) -> None:
    if text == "cisów":  # a word of the language: trees
        assert "post:11" in refs(ask(engine, text))
        return
    assert {"post:11", "practice:2"} <= set(refs(ask(engine, text)))


def test_full_name_counts_as_a_phrase_only(engine: WhooshEngine) -> None:
    assert "practice:1" not in refs(ask(engine, "ES"))


# Slips


def test_a_slip_is_corrected_and_told(engine: WhooshEngine) -> None:
    found = ask(engine, "Kluazule społeczne")
    assert refs(found)[0] == "practice:3"
    assert isinstance(found, Results)
    assert found.reading.read_instead == (("Kluazule", "klauzule"),)
    assert found.reading.did_you_mean == "Klauzule społeczne"


def test_literal_search_corrects_nothing(engine: WhooshEngine) -> None:
    found = ask(engine, "kluazule", correct=False)
    assert isinstance(found, NothingFound)
    assert found.reading.did_you_mean is None
    assert found.reading.not_found == ("kluazule",)


def test_a_corrected_word_counts_less_than_a_right_one(tmp_path: Path) -> None:
    engine = an_engine(tmp_path, [a_document("practice:1", "Klauzula")])
    right, wrong = ask(engine, "klauzula"), ask(engine, "klauzuula")
    assert isinstance(right, Results)
    assert isinstance(wrong, Results)
    assert wrong.hits[0].score < right.hits[0].score


def test_a_real_word_no_record_has_is_not_called_a_slip(engine: WhooshEngine) -> None:
    for text in ("kotlety", "miodzie obiadom", "mlodziez"):
        found = ask(engine, text)
        assert found.reading.did_you_mean is None, text  # type: ignore[union-attr]


# Phrases and exclusions


def test_a_phrase_puts_the_words_in_a_row_first_in_any_inflection(tmp_path: Path) -> None:
    engine = an_engine(
        tmp_path,
        [
            a_document(
                "practice:1",
                "Socjalna spółdzielnia i jeszcze raz socjalna",
                "Spółdzielnia. Polityka socjalna spółdzielni.",
            ),
            a_document("practice:2", "Praca", "W gminie działa od lat spółdzielnia socjalna."),
            a_document("practice:3", "Praca", "W gminie działa od lat spółdzielnia bardzo socjalna."),
            a_document("practice:4", "Spółdzielnia mieszkaniowa"),
        ],
    )
    found = refs(ask(engine, '"spółdzielnią socjalną"'))
    assert found[0] == "practice:2"
    assert set(found) == {"practice:1", "practice:2", "practice:3"}
    assert "practice:4" in refs(ask(engine, "spółdzielnią socjalną"))
    assert refs(ask(engine, fold('"spółdzielnią socjalną"')))[0] == "practice:2"


def test_minus_leaves_out_every_inflected_form(engine: WhooshEngine) -> None:
    assert "practice:1" in refs(ask(engine, "socjalna"))
    assert "practice:1" not in refs(ask(engine, "socjalna -obiadami"))
    assert "practice:1" not in refs(ask(engine, "spoldzielnia -lochowem"))
    assert "position:21" not in refs(ask(engine, 'spółdzielnia -"spółdzielnia socjalna osób"'))
    assert "practice:1" in refs(ask(engine, 'spółdzielnia -"spółdzielnia socjalna osób"'))


# Readers


def test_only_what_the_reader_may_see(engine: WhooshEngine) -> None:
    for text in ("dotacja", "narada", "tajemniczy harmonogram", '"tajemniczy harmonogram"', "konsultacji"):
        found = ask(engine, text)
        assert "topic:3" not in groups(found)
        assert "wewnetrzne" not in counts(found, "category")
    assert "topic:3" in groups(ask(engine, "narada", audiences=("public", "member")))
    assert isinstance(ask(engine, "dotacja", audiences=()), NothingFound)
    assert isinstance(ask(engine, "dotacja", audiences=("",)), NothingFound)


def test_corrections_do_not_betray_words_of_hidden_records(engine: WhooshEngine) -> None:
    hidden = ask(engine, "harmonogarm")
    assert isinstance(hidden, NothingFound)
    assert hidden.reading.did_you_mean is None
    shown = ask(engine, "harmonogarm", audiences=("public", "member"))
    assert isinstance(shown, Results)
    assert shown.reading.did_you_mean == "harmonogram"


# Groups, facets, order


def test_one_hit_a_topic_by_its_best_post(engine: WhooshEngine) -> None:
    found = ask(engine, "dotacja")
    assert isinstance(found, Results)
    assert groups(found).count("topic:1") == 1
    assert "post:12" in refs(found)
    assert found.total == len(found.hits) == 1


def test_of_equal_posts_the_earlier_stands_for_the_topic(tmp_path: Path) -> None:
    engine = an_engine(
        tmp_path,
        [
            a_document("post:2", "", "żłobek", group="topic:1", created_at=DAY[2]),
            a_document("post:1", "", "żłobek", group="topic:1", created_at=DAY[1]),
            a_document("post:3", "", "żłobek", group="topic:2", created_at=DAY[3]),
        ],
    )
    assert refs(ask(engine, "żłobek")) == ["post:3", "post:1"]


def test_filters_are_any_within_a_name_and_all_together(engine: WhooshEngine) -> None:
    text = "spółdzielnia praca dotacja klauzula reintegracja"
    assert set(refs(ask(engine, text, filters={"theme": ("praca", "zamowienia")}))) == {
        "practice:1",
        "practice:2",
        "practice:3",
    }
    assert set(refs(ask(engine, text, filters={"theme": ("praca",), "year": ("2024",)}))) == {"practice:1"}
    assert set(groups(ask(engine, text, filters={"kind": ("topic",)}))) == {"topic:1", "topic:2"}
    assert isinstance(ask(engine, text, filters={"theme": ("nie-ma",)}), NothingFound)
    assert len(refs(ask(engine, text, filters={"theme": ()}))) == len(refs(ask(engine, text)))


def test_a_facet_is_counted_with_its_own_filter_left_out(engine: WhooshEngine) -> None:
    text = "spółdzielnia praca dotacja klauzula reintegracja"
    free = ask(engine, text)
    narrowed = ask(engine, text, filters={"theme": ("praca",)})
    assert counts(free, "theme") == {"praca": 2, "zamowienia": 1, "zywienie": 1}
    assert counts(narrowed, "theme") == counts(free, "theme")
    assert counts(narrowed, "year") == {"2024": 1, "2023": 1}
    assert counts(narrowed, "kind") == {"practice": 2}
    both = ask(engine, text, filters={"theme": ("praca",), "year": ("2024",)})
    assert counts(both, "theme") == {"praca": 1, "zamowienia": 1, "zywienie": 1}
    assert counts(both, "year") == {"2024": 1, "2023": 1}
    assert both.total == 1  # type: ignore[union-attr]


def test_facets_count_topics_and_not_posts(engine: WhooshEngine) -> None:
    found = ask(engine, "dotacja miesiące CIS")
    assert counts(found, "kind") == {"topic": 1, "practice": 1}
    assert counts(found, "category") == {"wsparcie": 1}
    # Posts of two years: the topic counts once in each.
    assert counts(found, "year") == {"2024": 1, "2023": 1, "2025": 1}


def test_only_the_facets_asked_for(engine: WhooshEngine) -> None:
    found = ask(engine, "dotacja", facets=("kind",))
    assert set(found.facets) == {"kind"}  # type: ignore[union-attr]


def test_facets_stay_when_a_filter_leaves_nothing(engine: WhooshEngine) -> None:
    found = ask(engine, "klauzula", filters={"theme": ("zywienie",)})
    assert isinstance(found, NothingFound)
    assert counts(found, "theme") == {"zamowienia": 1}


def test_newest_first_with_the_newest_matching_post(engine: WhooshEngine) -> None:
    found = ask(engine, "dotacja CIS socjalna", sort=Sort.NEWEST)
    assert isinstance(found, Results)
    moments = [hit.created_at for hit in found.hits]
    assert moments == sorted(moments, reverse=True)
    assert refs(found)[0] == "post:12"


def test_pages_cover_everything_once(tmp_path: Path) -> None:
    engine = an_engine(
        tmp_path,
        [a_document(f"post:{n}", "", "żłobek " * (n % 7 + 1), group=f"topic:{n // 3}") for n in range(1, 400)],
    )
    for sort in Sort:
        pages = [ask(engine, "żłobek", page=page, per_page=20, sort=sort) for page in range(1, 9)]
        found = [group for page in pages for group in groups(page)]
        assert len(found) == len(set(found)) == 134
        assert {page.total for page in pages} == {134}  # type: ignore[union-attr]


def test_more_than_ten_words_use_the_rarest_and_say_so(engine: WhooshEngine) -> None:
    found = ask(
        engine,
        "spółdzielnia socjalna obiady osoby zatrudnienie uczestnicy reintegracja zawód klauzule przetargi zamówienia ulgi",
    )
    assert isinstance(found, Results)
    assert len(found.reading.left_out) == 2
    assert {"practice:1", "practice:2", "practice:3"} <= set(refs(found))
