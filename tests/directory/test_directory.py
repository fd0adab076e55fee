"""The list of advocates and their pages: only with consent, and by powiat."""

from datetime import UTC, datetime

import pytest

from app.directory.queries import counties, coverage
from app.web.unit_of_work import unit_of_work
from tests.factories import (
    a_blocked_user,
    a_deputy,
    a_moderator,
    a_user,
    an_advocate,
    mandate_of,
)
from tests.pages import visit

LISTED = datetime(2026, 1, 1, tzinfo=UTC)
WASEWO, OSTROW_POWIAT, PLOCK = "141610", "1416", "146201"


def test_all_forty_two_powiats_stand_in_polish_order(client):
    names = [county.name for county in counties(a_user())]
    assert len(names) == 42
    assert names.index("powiat łosicki") > names.index("powiat lipski")
    assert len(visit(client, "/rzecznicy").find_all(**{"class": "county"})) == 42


def test_visitor_reads_only_names_given_with_consent(client):
    an_advocate("Jawna Osoba", unit_code=WASEWO, listed_at=LISTED)
    an_advocate("Skryta Osoba", unit_code=OSTROW_POWIAT)
    page = visit(client, "/rzecznicy")
    assert "Jawna Osoba" in page.main.text
    assert "Skryta Osoba" not in page.html
    assert "2 z 12" in page.find(id="p1416").text  # both units count, without names


def test_members_see_every_colleague(sign_in_as):
    an_advocate("Skryta Osoba")
    assert "Skryta Osoba" in visit(sign_in_as(an_advocate()), "/rzecznicy").main.text
    assert "Skryta Osoba" not in visit(sign_in_as(a_user()), "/rzecznicy").main.text


def test_closed_account_and_ended_mandate_are_not_listed(client, clock):
    a_blocked_user("Zamknięte Konto", listed_at=LISTED)
    ended = an_advocate("Były Rzecznik", listed_at=LISTED)
    with unit_of_work():
        mandate_of(ended).state = "ended"
    page = visit(client, "/rzecznicy")
    assert "Zamknięte Konto" not in page.html
    assert "Były Rzecznik" not in page.html


def test_advocates_of_powiats_are_counted_apart(app):
    an_advocate(unit_code=WASEWO)
    an_advocate(unit_code=OSTROW_POWIAT)
    an_advocate(unit_code=PLOCK)
    assert (coverage().in_gminas, coverage().in_powiats) == (2, 1)


def test_page_of_who_is_not_listed_is_for_the_network(client, sign_in_as):
    person = an_advocate()
    path = f"/rzecznicy/{person.handle}"
    assert client.get(path).status_code == 404
    assert sign_in_as(a_user()).get(path).status_code == 404
    assert sign_in_as(person).get(path).status_code == 200
    assert sign_in_as(an_advocate()).get(path).status_code == 200


def test_page_of_a_closed_account_is_for_moderators(client, sign_in_as):
    person = a_blocked_user(listed_at=LISTED)
    path = f"/rzecznicy/{person.handle}"
    assert client.get(path).status_code == 404
    assert sign_in_as(an_advocate()).get(path).status_code == 404
    assert "konto zamknięte" in visit(sign_in_as(a_moderator()), path).main.text


def test_erased_person_has_no_page_for_anybody(sign_in_as):
    person = an_advocate(erased_at=LISTED)
    assert sign_in_as(a_moderator()).get(f"/rzecznicy/{person.handle}").status_code == 404


def test_no_address_stands_on_any_page(client, sign_in_as):
    holder = an_advocate(listed_at=LISTED)
    deputy = a_deputy(of=mandate_of(holder), listed_at=LISTED)
    for viewer in (client, sign_in_as(an_advocate())):
        for path in ("/rzecznicy", f"/rzecznicy/{holder.handle}", f"/rzecznicy/{deputy.handle}"):
            html = visit(viewer, path).html
            assert holder.email not in html
            assert deputy.email not in html


def test_visitors_page_offers_no_writing(client, sign_in_as):
    person = an_advocate(listed_at=LISTED)
    assert not visit(client, f"/rzecznicy/{person.handle}").has_link("Napisz wiadomość")
    assert visit(sign_in_as(an_advocate()), f"/rzecznicy/{person.handle}").has_link("Napisz wiadomość")


def test_text_about_oneself_is_shown_as_text(client):
    person = an_advocate("<b>Anna</b> & syn", about="<script>alert(1)</script>", listed_at=LISTED)
    page = visit(client, f"/rzecznicy/{person.handle}")
    assert page.heading == "<b>Anna</b> & syn"
    assert "<script>alert(1)</script>" in page.main.text


def test_list_needs_few_statements_however_many_stand_on_it(client, queries):
    for _ in range(12):
        an_advocate(listed_at=LISTED)
    queries.clear()
    client.get("/rzecznicy")
    assert len(queries) <= 4


def test_powiats_where_most_units_have_no_advocate_are_counted(app):
    assert coverage().sparse_powiats == 42
    an_advocate(unit_code=PLOCK)  # a city with powiat rights is its own only unit
    an_advocate(unit_code=WASEWO)
    assert coverage().sparse_powiats == 41


@pytest.mark.parametrize(
    "typed", ["Wąsewo", "wasewo", "  WĄSE ", "kalin", "anna was", "gmina Wąsewo, powiat ostrowski"]
)
def test_person_is_found_by_unit_and_by_name_without_polish_letters(client, typed):
    an_advocate("Anna Kalinowska", unit_code=WASEWO, listed_at=LISTED)
    page = visit(client, "/rzecznicy", query_string={"q": typed})
    assert page.has_link("Anna Kalinowska")
    assert "Gmina Wąsewo, powiat ostrowski" in page.main.text
    assert page.find(id="kogo")["value"] == " ".join(typed.split())


def test_name_without_consent_is_neither_shown_nor_searched(client, sign_in_as):
    an_advocate("Skryta Osoba", unit_code=WASEWO)
    assert "Nie ma takiej osoby" in visit(client, "/rzecznicy", query_string={"q": "skryta"}).main.text
    unit = visit(client, "/rzecznicy", query_string={"q": "wasewo"}).main.text
    assert "ma rzecznika" in unit
    assert "Skryta" not in unit
    assert visit(sign_in_as(an_advocate()), "/rzecznicy", query_string={"q": "skryta"}).has_link("Skryta Osoba")


def test_unit_without_an_advocate_is_found_before_its_neighbours_in_the_powiat(client):
    text = visit(client, "/rzecznicy", query_string={"q": "radom"}).main.text
    assert text.index("Miasto Radom") < text.index("powiat radomski") < text.index("Gmina Iłża")
    assert "brak rzecznika" in text


def test_too_many_units_are_cut_with_their_number_told(client):
    assert "wpisz więcej liter" in visit(client, "/rzecznicy", query_string={"q": "gmina"}).main.text


@pytest.mark.parametrize("typed", ["kosmolot", "%", "żżż</b>", "ż" * 3_000])
def test_nothing_found_says_what_to_type(client, typed):
    page = visit(client, "/rzecznicy", query_string={"q": typed})
    assert "Wystarczy początek" in page.main.text


def test_search_of_the_directory_needs_few_statements(client, queries):
    for _ in range(12):
        an_advocate(listed_at=LISTED)
    queries.clear()
    client.get("/rzecznicy?q=gmina")
    assert len(queries) <= 4
