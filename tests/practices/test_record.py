"""Reading of loose values into the one written form of the record."""

import pytest

from app.practices.record import FIELDS, Reader, read_document
from app.practices.record.bands import cost_band, prep_band
from app.practices.record.checks import findings, is_pesel
from app.practices.record.completeness import completeness
from app.practices.record.facts import facts_of
from app.practices.record.places import UnitFinder
from tests.factories_practices import CARD, a_document


def read(values, **options):
    reader = Reader(UnitFinder(), **options)
    return read_document(values, reader), reader


def problems(values):
    return read(values)[1].errors()


def test_table_has_every_field_of_the_study_once():
    names = [one.name for one in FIELDS]
    assert len(names) == len(set(names)) == 47
    assert {one.name for one in FIELDS if one.short} >= set(CARD)


LOOSE = [
    ("title", "  Dwie \u202egminy\x00 ", "Dwie gminy"),
    ("themes", "gastronomia", ["gastronomia"]),
    ("themes", ["Gastronomia i catering", "energia", "gastronomia"], ["gastronomia", "energia"]),
    ("kind", "Lekcja z niepowodzenia", "lekcja"),
    ("unit_id", "1435062", "143506"),
    ("unit_id", "gmina Łochów", "143305"),
    ("unit_id", "powiat wyszkowski", "1435"),
    ("extra_units", ["1435", "Zabrodzie"], ["1435", "143506"]),
    ("started_on", 2020, "2020"),
    ("started_on", "2020-01-14", "2020-01"),
    ("started_on", "05.2019", "2019-05"),
    ("prep_months", "9 miesięcy", 9),
    ("cost_start", "18 600 zł", {"amount": 18600}),
    ("cost_start", "nie ustalono", {"band": "nieustalone"}),
    ("cost_start", "tyle co nic", {"note": "tyle co nic"}),
    ("cost_start", {"amount": 118400.5, "year": "2024"}, {"amount": 118400.5, "year": 2024}),
    ("results", "Gotują 214 obiadów", [{"note": "Gotują 214 obiadów"}]),
    ("steps", ["List intencyjny", "Uchwały"], [{"step": "List intencyjny"}, {"step": "Uchwały"}]),
    ("partners", {"name": "Caritas", "kind": "Fundacja"}, [{"name": "Caritas", "kind": "fundacja"}]),
    ("funding", [{"source": "PFRON", "amount": "1.234,50"}], [{"source": "pfron", "amount": 1234.5}]),
    ("staff_fte", "pół etatu", "pół etatu"),
    ("staff_fte", "0,5", 0.5),
    ("links", "gmina.pl/statut", [{"note": "gmina.pl/statut"}]),
    ("links", ["gmina.pl/statut"], [{"address": "https://gmina.pl/statut"}]),
    ("visit_offer", "do uzgodnienia", {"choice": "do-uzgodnienia"}),
    ("visit_offer", "W środy", {"note": "W środy"}),
    ("transfer_conditions", {"unit_kinds": "wiejska"}, {"unit_kinds": ["wiejska"]}),
    ("tags", "Obiady; obiady, KGW", ["Obiady", "KGW"]),
    ("success_factors", "Dwa źródła\nJeden wójt", ["Dwa źródła", "Jeden wójt"]),
    ("summary", "", None),
]


def test_loose_value_gets_its_written_form(app):
    for name, given, kept in LOOSE:
        document, reader = read({name: given})
        assert not reader.problems, (name, given)
        assert document.get(name) == kept, (name, given)
        assert read_document(document, Reader(UnitFinder())) == document, "reading what was read changes nothing"


BAD = [
    ("themes", ["latanie"]),
    ("kind", ["praktyka", "pilotaz"]),
    ("unit_id", "Radzanów"),
    ("unit_id", "Kraków"),
    ("started_on", "wiosną"),
    ("started_on", "2020-13"),
    ("prep_months", "1,5"),
    ("prep_months", -3),
    ("cost_start", -5),
    ("cost_start", {"amount": float("nan")}),
    ("results", [{"value": "dużo"}]),
    ("results", [{"kolumna": 1}]),
    ("results", 7),
    ("links", [{"address": "javascript:alert(1)"}]),
    ("contact_email", "urząd"),
    ("title", "a" * 301),
    ("title", {"a": 1}),
    ("solution", "a" * 20_001),
    ("tags", [str(number) for number in range(51)]),
]


def test_bad_value_is_named_and_left_out(app):
    for name, given in BAD:
        document, reader = read({**CARD, name: given})
        assert list(reader.errors()) == [name], (name, given)
        assert name not in document or name == "results"


def test_name_that_several_units_bear_asks_which(app):
    (sentence,) = problems({"unit_id": "gmina Radzanów"})["unit_id"]
    assert "powiat białobrzeski" in sentence
    assert "powiat mławski" in sentence
    assert read({"unit_id": "gmina Radzanów, powiat mławski"})[0] == {"unit_id": "141304"}


def test_unknown_terms_become_keywords_when_asked(app):
    document, reader = read(
        {**CARD, "themes": ["energia", "latanie"], "maturity": "kwitnie", "tags": ["wiatr"]}, terms_to_tags=True
    )
    assert not reader.problems
    assert document["themes"] == ["energia"]
    assert "maturity" not in document
    assert document["tags"] == ["wiatr", "latanie", "kwitnie"]
    assert len(reader.notes) == 2


def test_lengths_of_the_template_are_advice(app):
    document, reader = read(
        {**CARD, "title": "Krótko", "summary": "x" * 900, "themes": ["energia", "kultura", "handel", "transport"]}
    )
    assert not reader.problems
    assert len(document["themes"]) == 4


@pytest.mark.parametrize(
    ("amount", "band"),
    [
        (0, "bezkosztowe"),
        (1, "do-10tys"),
        (10_000, "do-10tys"),
        (10_001, "10-50tys"),
        (130_000, "50-130tys"),
        (2_000_001, "ponad-2mln"),
    ],
)
def test_bands_are_computed_from_amounts(amount, band):
    assert cost_band({"amount": amount}) == band
    assert cost_band({"note": "nie wiadomo"}) == "nieustalone"
    assert cost_band(None) == ""
    assert [prep_band(months) for months in (0, 3, 4, 24, 25)] == [
        "do-3-mies",
        "do-3-mies",
        "3-6-mies",
        "12-24-mies",
        "ponad-24-mies",
    ]


def test_card_is_complete_and_lesson_needs_what_was_learned(app):
    assert completeness(a_document()).is_card
    assert not completeness(a_document()).is_full
    lesson = completeness(a_document(kind="lekcja"))
    assert [one.name for one in lesson.missing_card] == ["lessons"]
    assert [one.name for one in completeness({}).missing_card][:3] == ["title", "summary", "kind"]


def test_personal_data_is_pointed_at_but_not_amounts(app):
    document = a_document(
        solution="PESEL 44051401359, zadzwoń: 500 000 000. Kosztowało 150 000 000 zł, a umów było 12345678901.",
        contact_phone="22 622 42 32",
    )
    assert [(one.field.name, one.what) for one in findings(document)] == [("solution", "pesel"), ("solution", "phone")]
    assert is_pesel("44051401359")
    assert not is_pesel("44051401358")


def test_figure_without_source_is_pointed_at(app):
    document = a_document(results=[{"indicator": "posilki", "value": 34}])
    assert [one.what for one in findings(document)] == ["no_source"]


def test_facts_hold_what_is_filtered(app):
    facts = facts_of(a_document(extra_units=["1435"], tags=["Obiady"], cost_start=18600, funding=[{"source": "pfron"}]))
    assert facts.columns["cost_start_band"] == "10-50tys"
    assert facts.columns["started_year"] == 2020
    assert facts.columns["unit_kind"] == "wiejska"
    assert set(facts.terms) >= {("theme", "gastronomia-szkolna"), ("funding", "pfron"), ("indicator", "posilki")}
    assert facts.units == (("143506", "lead"), ("1435", "extra"))
    assert facts.tags == (("obiady", "Obiady"),)
