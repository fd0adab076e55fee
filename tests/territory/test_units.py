"""The register of units and how one is found by what somebody types."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from app.territory.models import Neighbour, Unit
from app.territory.queries import find_by_code, match_unit, match_units, neighbour_codes, powiats, units_of_powiat

pytestmark = pytest.mark.usefixtures("app")


def test_register_holds_351_units_of_the_right_kinds(session):
    kinds = Counter(session.scalars(select(Unit.kind)))
    assert kinds.total() == 351
    assert kinds["powiat"] == 37
    assert kinds["miasto_npp"] == 5
    assert kinds.total() - kinds["powiat"] == 314


def test_keys_are_six_digits_and_four_for_a_land_powiat(session):
    for unit in session.scalars(select(Unit)):
        assert unit.code.isdecimal()
        assert unit.code.startswith("14")
        assert len(unit.code) == (4 if unit.is_powiat else 6)
        assert unit.powiat_code == unit.code[:4]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("1416", "powiat ostrowski"),
        ("141610", "Gmina Wąsewo"),
        ("1416102", "Gmina Wąsewo"),
        (" 141610 ", "Gmina Wąsewo"),
        ("1462", "Miasto Płock"),
        ("146201", "Miasto Płock"),
        ("1462011", "Miasto Płock"),
        ("1465", "Miasto Warszawa"),
    ],
)
def test_unit_is_found_by_its_code(code, name):
    assert find_by_code(code).full_name.replace("st. ", "").replace("Miasto m. ", "Miasto ") == name


@pytest.mark.parametrize("code", ["", "14", "14161", "999999", "14161022", "1416 10", "१४१६", "1416'--", "abc"])
def test_what_is_no_code_finds_nothing(code):
    assert find_by_code(code) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Wąsewo", "141610"),
        ("wasewo", "141610"),
        ("  GMINA   WASEWO ", "141610"),
        ("gm. Wąsewo", "141610"),
        ("Wąsewo, powiat ostrowski", "141610"),
        ("Wąsewo (pow. ostrowski)", "141610"),
        ("powiat ostrowski", "1416"),
        ("pow. ostrowski", "1416"),
        ("Płock", "146201"),
        ("plock", "146201"),
        ("miasto Płock", "146201"),
        ("141610", "141610"),
        ("141610, Wąsewo", "141610"),
    ],
)
def test_one_unit_is_meant(typed, code):
    found = match_unit(typed)
    assert found.unit is not None, [unit.full_name for unit in found.choices]
    assert found.unit.code == code


def test_city_and_gmina_of_one_name_are_told_apart_by_the_word_before():
    both = match_unit("Ostrów Mazowiecka")
    assert both.unit is None
    assert {unit.kind for unit in both.choices} == {"gmina_miejska", "gmina_wiejska"}
    assert match_unit("miasto Ostrów Mazowiecka").unit.kind == "gmina_miejska"
    assert match_unit("gmina Ostrów Mazowiecka").unit.kind == "gmina_wiejska"


def test_name_in_two_powiats_is_told_apart_by_the_powiat(session):
    twice = session.execute(
        select(Unit.name).where(Unit.kind != "powiat").group_by(Unit.name, Unit.kind).having(func.count() > 1)
    ).scalars()
    for name in twice:
        choices = match_unit(name).choices
        assert len({unit.powiat_code for unit in choices}) > 1
        for unit in choices:
            assert match_unit(f"{name}, powiat {unit.powiat_name}").unit.powiat_code == unit.powiat_code


def test_every_unit_is_found_by_its_full_name_with_its_powiat(session):
    for unit in session.scalars(select(Unit)):
        found = match_unit(f"{unit.full_name}, {unit.detail}" if unit.detail else unit.full_name)
        assert found.unit is unit, unit.full_name


@pytest.mark.parametrize(
    "typed", ["", "   ", "Atlantyda", "x" * 500, "%", "_", "'; drop table units; --", "(", "powiat"]
)
def test_nonsense_finds_nothing_and_breaks_nothing(typed):
    assert match_unit(typed).unit is None


def test_suggestions_begin_like_what_is_typed(client):
    found = client.get("/jednostki/podpowiedzi?q=ostr").json
    assert 0 < len(found) <= 8
    assert all("ostr" in f"{one['label']} {one['detail']}".lower() for one in found)
    assert set(found[0]) == {"value", "label", "detail"}


def test_suggestions_need_no_diacritics_and_know_second_words(client):
    assert [one["label"] for one in client.get("/jednostki/podpowiedzi?q=lochow").json] == ["Gmina Łochów"]
    assert "Gmina Jabłonna Lacka" in [one["label"] for one in client.get("/jednostki/podpowiedzi?q=lacka").json]


def test_powiats_come_first_when_a_powiat_is_asked_for(client):
    assert client.get("/jednostki/podpowiedzi?q=powiat+wo").json[0]["label"].startswith("powiat ")


@pytest.mark.parametrize("typed", ["", "%25", "_", "%5C", "x" * 3000, "%F0%9F%98%80", "%ED%A0%80"])
def test_suggestions_for_nonsense_are_an_empty_list(client, typed):
    answer = client.get(f"/jednostki/podpowiedzi?q={typed}")
    assert answer.status_code == 200
    assert answer.json == []


def test_suggestions_may_be_kept_by_anybody(client):
    answer = client.get("/jednostki/podpowiedzi?q=was")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "max-age=86400, public"


def test_forty_two_powiats_each_with_its_units(session):
    assert len(powiats()) == 42
    assert sum(len(units_of_powiat(code)) for code, _ in powiats()) == 351
    assert units_of_powiat("1416")[0].full_name == "powiat ostrowski"


def test_borders_are_shared_by_both_sides(session):
    for pair in session.scalars(select(Neighbour).limit(50)):
        assert pair.code < pair.other_code
        assert pair.other_code in neighbour_codes(pair.code)
        assert pair.code in neighbour_codes(pair.other_code)


def test_loading_the_register_again_changes_nothing(app, session):
    before = session.scalar(select(func.count()).select_from(Unit))
    done = app.test_cli_runner().invoke(args=["territory", "load"])
    assert done.exit_code == 0, done.output
    assert session.scalar(select(func.count()).select_from(Unit)) == before


def test_suggestions_are_found_in_few_units_only():
    assert len(match_units("s", limit=5)) == 5
