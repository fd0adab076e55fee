"""Drafts: kept while somebody types, found again by that person only, gone once the form was sent."""

from sqlalchemy import func, select

from app.drafts.keeping import sweep_drafts
from app.drafts.models import Draft
from app.web.unit_of_work import unit_of_work
from tests.factories import a_moderator, an_advocate
from tests.factories_practices import a_draft
from tests.pages import visit


def token_of(client) -> str:
    return visit(client, "/konto").root.find("input", name="csrf_token")["value"]


def save(client, place="/forum/nowy", **fields):
    body = {"csrf_token": token_of(client), "draft_place": place, "draft_page": place, "draft_title": "Zadaj pytanie"}
    return client.post("/szkice/pole", data=body | fields)


def saved(client, place="/forum/nowy"):
    return client.get("/szkice/pole", query_string={"place": place}).json["fields"]


def test_draft_is_found_again_without_tokens_and_passwords(sign_in_as):
    client = sign_in_as(an_advocate())
    assert save(client, title="Kto liczył dowóz?", submission_id="abc", password="tajne").status_code == 200
    assert saved(client) == {"title": ["Kto liczył dowóz?"]}


def test_newer_text_takes_the_place_of_the_older(sign_in_as, session):
    client = sign_in_as(an_advocate())
    save(client, title="Pierwsze")
    save(client, title="Drugie")
    assert saved(client) == {"title": ["Drugie"]}
    assert session.scalar(select(func.count()).select_from(Draft)) == 1


def test_draft_of_another_person_is_not_found(sign_in_as):
    save(sign_in_as(an_advocate()), title="Moje")
    assert saved(sign_in_as(an_advocate())) == {}


def test_sending_the_form_ends_its_draft(sign_in_as):
    other = a_moderator()
    place = f"/rzecznicy/{other.handle}/wiadomosc"
    client = sign_in_as(an_advocate())
    save(client, place=place, text="Dzień dobry")
    visit(client, place).form("Wyślij wiadomość").submit(text="Dzień dobry, mam pytanie.")
    assert saved(client, place) == {}


def test_forms_that_differ_in_their_arguments_have_drafts_of_their_own(sign_in_as):
    advocate = an_advocate()
    client = sign_in_as(advocate)
    practice = a_draft(advocate)
    first, second = (f"/praktyki/{practice.id}/edycja?krok={number}" for number in (1, 2))
    save(client, place=first, title="Tytuł pierwszy")
    save(client, place=second, problem="Daleko do lekarza")
    visit(client, first).form("Zapisz szkic").submit(title="Tytuł pierwszy")
    assert saved(client, first) == {}
    assert saved(client, second) == {"problem": ["Daleko do lekarza"]}


def test_list_leads_back_to_the_form_and_deletes(sign_in_as):
    client = sign_in_as(an_advocate())
    save(client, title="Kto liczył dowóz?")
    page = visit(client, "/szkice")
    assert "Kto liczył dowóz?" in page.text
    assert page.link("Zadaj pytanie").node["href"] == "/forum/nowy"
    page.form("Usuń szkic: Zadaj pytanie").submit()
    assert saved(client) == {}


def test_place_or_page_of_elsewhere_is_refused(sign_in_as):
    client = sign_in_as(an_advocate())
    assert save(client, place="https://zle.example/").status_code == 422
    answer = client.post(
        "/szkice/pole", data={"csrf_token": token_of(client), "draft_place": "/x", "draft_page": "//zle.example"}
    )
    assert answer.status_code == 422


def test_too_much_text_is_refused_and_keeps_the_draft_before(sign_in_as):
    client = sign_in_as(an_advocate())
    save(client, title="Kto?")
    assert save(client, title="a" * 350_001).status_code == 422
    assert saved(client) == {"title": ["Kto?"]}


def test_drafts_of_two_years_ago_go(sign_in_as, session, clock):
    client = sign_in_as(an_advocate())
    save(client, title="Dawno")
    clock.move(days=731)
    sweep_drafts()
    with unit_of_work():
        assert session.scalar(select(func.count()).select_from(Draft)) == 0
