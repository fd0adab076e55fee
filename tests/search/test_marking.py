"""Marks and snippets are data: whole words, any inflection, nothing that a template would not escape."""

import pytest

from app.search.engines.on_whoosh import WhooshEngine
from app.search.marking import Marker, Run
from app.search.outcomes import Results
from tests.search.records import a_document, an_engine, ask

LONG = (
    "Zaczęło się od pomysłu na naradzie. " * 20
    + "Gmina użyczyła lokal spółdzielniom socjalnym. "
    + "Reszta opisu. " * 30
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    documents = [a_document("practice:1", "Spółdzielnia socjalna", LONG + " OWES i klub integracji społecznej")]
    return an_engine(tmp_path_factory.mktemp("marking"), documents)


def marker(engine: WhooshEngine, text: str) -> Marker:
    found = ask(engine, text)
    assert isinstance(found, Results)
    return found.marker


def marked(runs: tuple[Run, ...]) -> list[str]:
    return [run.text for run in runs if run.marked]


def whole(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def test_inflected_forms_are_marked_as_whole_words(engine: WhooshEngine) -> None:
    text = "O spółdzielniach, SPÓŁDZIELNI i spółdzielczości; nadspółdzielnia."
    runs = marker(engine, "spoldzielnia").mark(text)
    assert marked(runs) == ["spółdzielniach", "SPÓŁDZIELNI"]
    assert whole(runs) == text


def test_corrected_words_are_marked(engine: WhooshEngine) -> None:
    assert marked(marker(engine, "spółdzilnia").mark("Dwie spółdzielnie")) == ["spółdzielnie"]


def test_acronyms_are_marked_with_their_endings_and_names_only_in_a_row(engine: WhooshEngine) -> None:
    marks = marker(engine, "KIS-y")
    assert marked(marks.mark("KIS-em zwany klub integracji społecznej; polityka społeczna")) == [
        "KIS-em", "klub", "integracji", "społecznej",
    ]  # fmt: skip


def test_nothing_is_turned_into_markup(engine: WhooshEngine) -> None:
    text = "<script>alert('spółdzielnia')</script> & <b>spółdzielnię</b>"
    runs = marker(engine, "spółdzielnia").mark(text)
    assert whole(runs) == text
    assert marked(runs) == ["spółdzielnia", "spółdzielnię"]


def test_snippet_shows_where_most_words_stand(engine: WhooshEngine) -> None:
    runs = marker(engine, "spółdzielnia socjalna lokal").snippet(LONG)
    assert marked(runs) == ["lokal", "spółdzielniom", "socjalnym"]
    assert whole(runs).startswith("… Gmina użyczyła")
    assert whole(runs).endswith(" …")
    assert len(whole(runs)) <= 250


def test_snippet_without_a_found_word_is_the_beginning(engine: WhooshEngine) -> None:
    runs = marker(engine, "spółdzielnia").snippet("Inny tekst o czymś innym. " * 30)
    assert whole(runs).startswith("Inny tekst")
    assert marked(runs) == []


def test_short_and_empty_texts_stay_whole(engine: WhooshEngine) -> None:
    marks = marker(engine, "spółdzielnia")
    assert whole(marks.snippet("Krótko o spółdzielni.")) == "Krótko o spółdzielni."
    assert marks.snippet("") == ()
    assert whole(marks.snippet("x" * 100_000)).startswith("xxx")
    assert len(whole(marks.snippet("x" * 100_000))) < 260


def test_marker_without_a_query_marks_nothing() -> None:
    assert Marker().mark("Dom") == (Run("Dom", False),)
