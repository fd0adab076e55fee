"""What readers see of a practice, what strangers do not, and what it costs."""

import pytest

from app.links import cite
from app.practices import policies as may
from app.practices.queries.finding import cited_practices
from app.practices.search import documents
from app.web.unit_of_work import unit_of_work
from tests.factories import a_moderator, a_user, an_advocate
from tests.factories_practices import a_draft, a_published_practice, a_sent_practice
from tests.pages import visit

EVERYTHING = {
    "area_note": "Sołectwo Adelin",
    "extra_units": ["1435"],
    "population_band": "5-10",
    "ps_status": "tak",
    "legal_basis": [{"act": "Ustawa o spółdzielniach", "article": "art. 4", "state_date": "2026-09-01"}],
    "problem": "Zimne obiady z daleka.",
    "solution": "Kuchnia **na miejscu**.",
    "steps": [{"step": "List intencyjny", "who": "wójt", "weeks": 3}],
    "building_blocks": [{"name": "Statut", "conditions": "zgoda rad"}],
    "partners": [{"name": "Powiat wyszkowski", "kind": "jst", "role": "założyciel"}],
    "ended_on": "2026-05",
    "prep_months": 9,
    "cost_start": {"amount": 118400, "year": 2020, "note": "bez remontu"},
    "cost_year": {"band": "nieustalone"},
    "funding": [{"source": "budzet-gminy", "amount": 31400, "note": "remont"}],
    "staff_fte": 0.5,
    "evidence": [{"kind": "media", "label": "Relacja gazety", "link": "https://gazeta.example/obiady"}],
    "success_factors": ["Dwa źródła zleceń"],
    "barriers": [{"barrier": "Dojazd", "answer": "Własny samochód"}],
    "lessons": "Potrzebny plan zastępstw.",
    "transfer_conditions": {"unit_kinds": ["wiejska"], "infrastructure": "Kuchnia po szkole"},
    "transfer_note": "Zacznij od policzenia posiłków.",
    "documents": [
        {"kind": "uchwala", "name": "Uchwała o założeniu", "state_date": "2026-09-01", "change": "Zmień § 2"}
    ],
    "video": {"address": "https://film.example/1", "transcript": True},
    "links": [{"label": "Strona spółdzielni", "address": "https://spoldzielnia.example"}],
    "contact_role": "Sekretarz gminy",
    "contact_email": "urzad@gmina.example",
    "contact_phone": "29 757 40 01",
    "visit_offer": {"choice": "wizyta", "note": "w środy"},
    "tags": ["obiady"],
    "etr_summary": "Gmina założyła kuchnię.",
    "related": [{"kind": "practice", "ref": "Kuchnia w Myszyńcu"}],
    "source_note": "Opis na podstawie gazety.",
}


def test_page_shows_every_field(app, client):
    practice = a_published_practice(**EVERYTHING)
    page = visit(client, f"/praktyki/{practice.id}-x")
    for text in (
        "Sołectwo Adelin", "powiat wyszkowski", "5 001–10 000", "Ustawa o spółdzielniach, art. 4", "1 września 2026",
        "Zimne obiady", "na miejscu", "List intencyjny", "wójt, 3 tyg.", "Statut", "założyciel", "od stycznia 2020 do maja 2026", "118 400 zł",
        "bez remontu", "nie ustalono", "31 400 zł", "0,5", "Relacja gazety", "Dwa źródła zleceń", "Własny samochód",
        "Potrzebny plan zastępstw", "Gmina wiejska", "Kuchnia po szkole", "Zacznij od policzenia", "Uchwała o założeniu", "Zmień § 2",
        "https://film.example/1", "Strona spółdzielni", "Sekretarz gminy", "urzad@gmina.example", "29 757 40 01", "Wizyta studyjna",
        "w środy", "obiady", "Gmina założyła kuchnię", "Kuchnia w Myszyńcu", "Opis na podstawie gazety", "CC BY 4.0", "wersja 1",
        "Spółdzielnia Socjalna „Integracja”", "Żywienie w szkołach i placówkach", "Osoby bezrobotne", "Założycielstwo samorządu",
        "214", "Działa ponad rok",
    ):  # fmt: skip
        assert text in page.text, text


def test_page_costs_at_most_twelve_statements(app, client, sign_in_as, queries):
    practice = a_published_practice(**EVERYTHING)
    person = sign_in_as(an_advocate())
    address = f"/praktyki/{practice.id}-{practice.slug}"
    visit(person, address)
    queries.clear()
    visit(person, address)
    assert len(queries) <= 12, queries


def test_wrong_words_in_the_address_lead_to_the_right_ones(app, client):
    practice = a_published_practice()
    response = client.get(f"/praktyki/{practice.id}-dawny-tytul")
    assert response.status_code == 301
    assert response.headers["Location"].endswith(f"/praktyki/{practice.id}-{practice.slug}")


@pytest.mark.parametrize("path", ["", "historia", "porownanie?od=1&do=1", "zdjecie/0.webp"])
def test_what_is_not_published_does_not_exist_for_others(app, client, sign_in_as, path):
    practice = a_sent_practice()
    address = f"/praktyki/{practice.id}/{path}" if path else f"/praktyki/{practice.id}-x"
    assert client.get(address).status_code == 404
    assert sign_in_as(an_advocate()).get(address).status_code == 404
    assert client.get("/praktyki/99999-x").status_code == 404


@pytest.mark.parametrize(
    "room", ["edycja", "zgloszenie", "cofniecie", "wycofanie", "potwierdzenie", "decyzja", "ukrycie", "przywrocenie"]
)
def test_strangers_change_nothing(app, client, sign_in_as, room):
    practice = a_published_practice()
    address = f"/praktyki/{practice.id}/{room}"
    assert client.post(address).status_code in (302, 303, 400)
    page = visit(sign_in_as(an_advocate()), "/praktyki")
    token = page.find("input", name="csrf_token")["value"]
    assert page.client.post(address, data={"csrf_token": token}).status_code == 403


def test_account_without_part_in_the_network_only_reads(app, sign_in_as):
    person = sign_in_as(a_user())
    assert person.get("/praktyki/nowa").status_code == 403
    assert "Opisz praktykę" not in visit(person, "/praktyki").text


def test_public_history_has_publications_only(app, client):
    practice = a_published_practice()
    page = visit(client, f"/praktyki/{practice.id}/historia")
    assert "Opublikowano" in page.text
    assert "Zgłoszono" not in page.text


def test_author_confirms_that_it_still_holds(app, sign_in_as, clock):
    author = an_advocate()
    practice = a_published_practice(author)
    clock.move(days=600)
    page = visit(sign_in_as(author), f"/praktyki/{practice.id}-x")
    assert "ponad osiemnaście miesięcy" in page.text
    page = page.form("To nadal aktualne").submit()
    assert "Potwierdzone 24 października 2027" in page.text


def test_citation_is_shown_with_its_version_and_only_to_who_may_see(app, client):
    author, moderator = an_advocate(), a_moderator()
    practice = a_published_practice(author, moderator)
    draft = a_draft(author)
    reader = an_advocate()
    with app.test_request_context():
        resolved = cited_practices(author, [practice.id, draft.id])
        assert resolved[practice.id].version == 1
        assert draft.id in resolved
        assert draft.id not in cited_practices(reader, [practice.id, draft.id])
    other = a_published_practice(author, moderator, title="Powstało z tamtej")
    with unit_of_work():
        cite(author, ("practice", other.id), ("practice", practice.id), version=1)
    page = visit(client, f"/praktyki/{practice.id}-x")
    assert "Cytują tę praktykę" in page.text
    assert "Powstało z tamtej" in page.text
    assert "(wersja 1)" in page.text


def test_document_of_the_search_has_the_fields_that_weigh(app):
    practice = a_published_practice(**EVERYTHING)
    (document,) = documents([practice.id])
    assert document.title == practice.title
    assert "Żywienie w szkołach" in document.lead
    assert "Integracja" in document.lead
    assert "obiady" in document.lead
    assert document.place == "Gmina Zabrodzie\npowiat wyszkowski\nSołectwo Adelin"
    assert "Kuchnia na miejscu." in document.body
    assert "**" not in document.body
    assert document.facets["powiat"] == ("1435",)
    assert document.facets["cost_start"] == ("50-130tys",)
    assert document.facets["kind_of_entry"] == ("praktyka",)
    assert document.audience == "public"
    assert documents([a_draft().id]) == []


def test_policies_by_person(app):
    author, other, moderator = an_advocate(), an_advocate(), a_moderator()
    practice, account = a_published_practice(author, moderator), a_user()
    rules = {
        "read_practice": (True, True, True, True),
        "edit_practice": (True, False, True, False),
        "submit_practice": (True, False, True, False),
        "recall_practice": (True, False, True, False),
        "withdraw_practice": (True, False, True, False),
        "confirm_practice": (True, False, True, False),
        "publish_practice": (False, False, True, False),
        "request_changes": (False, False, True, False),
        "hide_practice": (False, False, True, False),
        "restore_practice": (False, False, True, False),
    }
    for name, expected in rules.items():
        found = tuple(getattr(may, name)(person, practice) for person in (author, other, moderator, account))
        assert found == expected, name


def test_values_that_nobody_knows_are_left_out(client):
    practice = a_published_practice(ps_status="nie-wiem", cost_start={"band": "nieustalone"})
    page = visit(client, f"/praktyki/{practice.id}-x")
    assert "Nie wiem" not in page.main.text
    row = visit(client, "/praktyki").main.find("li", **{"class": "entry"})
    assert "uruchomienie" not in row.text
