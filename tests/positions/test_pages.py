"""The pages as they are read: within twelve statements, in both languages, hiding what is to be hidden."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.auth.models import Mandate
from app.extensions import db
from app.lib import clock as house_clock
from app.positions.actions import discussing, voting
from app.positions.models import Ballot, LedgerEntry
from app.positions.notices import vote_line
from app.positions.queries.votes import open_votes_waiting_for
from app.positions.waiting import committee_waiting, queue, votes_waiting
from tests.factories import a_committee_member, a_mandate, a_moderator, a_user, an_advocate
from tests.factories_positions import (
    a_consultation,
    a_draft,
    a_transmitted_position,
    an_adopted_position,
    an_answered_position,
    an_open_vote,
    close,
    end_consultation,
    node_called,
)
from tests.pages import visit

MOST = 12


def mandate_of(person):
    return db.session.scalars(select(Mandate).where(Mandate.person_id == person.id)).one()


def count(queries, client, path):
    queries.clear()
    visit(client, path)
    assert len(queries) <= MOST, f"{path}: {len(queries)}\n" + "\n".join(queries)


def test_pages_of_a_consultation_need_few_statements(app, sign_in_as, client, queries):
    lead = an_advocate()
    position = a_consultation(lead, public=True)
    for number in range(6):
        discussing.comment_on_node(an_advocate(), position, node_called(position, "§ 2"), f"Uwaga {number}.")
    discussing.cite_source(lead, position, node_called(position, "§ 1"), "Ustawa.")
    node_id = node_called(position, "§ 2")
    path = f"/stanowiska/{position.id}-{position.slug}"
    base = f"/stanowiska/{position.id}"
    for viewer in (sign_in_as(lead), sign_in_as(a_moderator()), sign_in_as(an_advocate()), client):
        count(queries, viewer, path)
        count(queries, viewer, "/stanowiska")
        count(queries, viewer, f"{base}/historia")
        count(queries, viewer, f"{base}/druk")
    editor = sign_in_as(lead)
    for page in (
        "/szkic",
        "/tekst",
        f"/jednostki/{node_id}/edycja",
        f"/komentarze?jednostka={node_id}",
        "/dowody",
        "/etap",
    ):
        count(queries, editor, base + page)
    count(queries, editor, f"{base}/etap?krok=wycofanie")


def test_pages_of_vote_result_and_answer_need_few_statements(clock, app, sign_in_as, client, queries):
    voters = [an_advocate() for _ in range(8)]
    vote = an_open_vote(voters[0])
    for voter in voters[:6]:
        voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
    base = f"/stanowiska/{vote.position_id}"
    count(queries, sign_in_as(voters[0]), f"{base}/glosowanie")
    count(queries, sign_in_as(voters[7]), f"{base}/glosowanie")
    count(queries, sign_in_as(voters[0]), f"{base}/glos/{mandate_of(voters[0]).id}")
    close(vote)
    count(queries, sign_in_as(voters[0]), f"{base}/wynik")
    answered = an_answered_position(lead=voters[0])
    member = a_committee_member()
    for viewer in (client, sign_in_as(voters[0]), sign_in_as(member)):
        for page in ("/odpowiedz", "/wynik", "/druk"):
            count(queries, viewer, f"/stanowiska/{answered.id}{page}")
    count(queries, sign_in_as(member), f"/stanowiska/{answered.id}/odpowiedz/edycja")


def test_pages_speak_english_too(clock, app, client, sign_in_as):
    position = an_answered_position()
    client.set_cookie("jezyk", "en")
    page = visit(client, f"/stanowiska/{position.id}/odpowiedz")
    assert "The Committee's answer" in page.text
    assert "Accepted in full" in page.text
    page = visit(client, f"/stanowiska/{position.id}/wynik")
    assert "How it was counted" in page.text


def test_result_is_on_no_page_before_the_closing(clock, app, sign_in_as, client):
    voters = [an_advocate() for _ in range(6)]
    vote = an_open_vote(voters[0], public=True)
    for voter in voters[:5]:
        voting.cast_ballot(voter, vote, mandate_of(voter).id, "against", "Tajny powód.")
    base = f"/stanowiska/{vote.position_id}"
    for viewer in (client, sign_in_as(voters[5]), sign_in_as(a_moderator())):
        for page in ("", "/glosowanie", "/wynik", "/druk", "/historia"):
            shown = visit(viewer, base + page)
            assert "Tajny powód." not in shown.text
            assert "5 przeciw" not in shown.text
            assert "Księga głosów" not in shown.text
        assert "5 z 6 mandatów" in visit(viewer, f"{base}/glosowanie").text


def test_turnout_is_untold_below_five(clock, app, sign_in_as):
    voters = [an_advocate() for _ in range(5)]
    vote = an_open_vote(voters[0])
    for voter in voters[:4]:
        voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
    page = visit(sign_in_as(voters[4]), f"/stanowiska/{vote.position_id}/glosowanie")
    assert "4 z 5" not in page.text


def test_names_are_for_members_numbers_for_all(clock, app, sign_in_as, client):
    voter = an_advocate("Beata Wilczek")
    vote = an_open_vote(voter, public=True)
    voting.cast_ballot(voter, vote, mandate_of(voter).id, "for", "Powód Beaty.")
    close(vote)
    page = visit(client, f"/stanowiska/{vote.position_id}/wynik")
    assert "1 mandat był za" in page.text
    assert "Powód Beaty." not in page.text
    assert "Powód Beaty." in visit(sign_in_as(voter), f"/stanowiska/{vote.position_id}/wynik").text


def test_confirmation_names_what_replaces_what(clock, app, sign_in_as):
    voter = an_advocate()
    vote = an_open_vote(voter)
    client = sign_in_as(voter)
    path = f"/stanowiska/{vote.position_id}/glosowanie"
    page = visit(client, path).form(action=path).submit({"glos": "za"}, reason="Potrzebne.")
    assert db.session.scalars(select(Ballot)).all() == []
    assert "Zastępuje" not in page.text
    receipt = page.form("Oddaj głos").submit()
    assert "Potrzebne." in receipt.text
    page = visit(client, path).form(action=path).submit({"glos": "przeciw"})
    assert "Zastępuje głos „Za”" in page.text
    page.form("Oddaj głos").submit()
    assert db.session.scalars(select(Ballot)).one().choice == "against"


def test_double_click_casts_once(clock, app, sign_in_as):
    voter = an_advocate()
    vote = an_open_vote(voter)
    path = f"/stanowiska/{vote.position_id}/glosowanie"
    form = visit(sign_in_as(voter), path).form(action=path).submit({"glos": "obecny"}).form("Oddaj głos")
    assert form.submit().path == form.submit().path
    assert len(db.session.scalars(select(LedgerEntry).where(LedgerEntry.kind == "cast")).all()) == 1


def test_late_ballot_is_told_so(clock, app, sign_in_as):
    voter = an_advocate()
    vote = an_open_vote(voter)
    path = f"/stanowiska/{vote.position_id}/glosowanie"
    form = visit(sign_in_as(voter), path).form(action=path).submit({"glos": "za"}).form("Oddaj głos")
    house_clock.set_to(vote.closes_at)
    response = form.send()
    page_text = response.get_data(as_text=True).replace("\xa0", " ")
    assert response.status_code == 409
    assert "przyszedł później i nie został policzony" in page_text


def test_vote_waits_on_the_start_page_until_it_is_cast(clock, app, sign_in_as, run_jobs):
    voter = an_advocate()
    vote = an_open_vote(voter)
    with app.test_request_context():
        assert [one.url for one in votes_waiting(voter)] == [f"/stanowiska/{vote.position_id}/glosowanie"]
        assert vote_line(open_votes_waiting_for(voter)[0]).deadline == vote.closes_at
    run_jobs()
    page = visit(sign_in_as(voter), "/")
    assert page.text.count("Zobacz i zagłosuj") == 1  # there is a notice too, and it is not said twice
    voting.cast_ballot(voter, vote, mandate_of(voter).id, "for")
    assert "Zobacz i zagłosuj" not in visit(sign_in_as(voter), "/").text


def test_deputy_sees_why_the_ballot_is_taken(clock, app, sign_in_as):
    holder, deputy = a_user(), a_user()
    mandate = a_mandate(holder, deputy_id=deputy.id)
    vote = an_open_vote(an_advocate())
    voting.cast_ballot(holder, vote, mandate.id, "for")
    page = visit(sign_in_as(deputy), f"/stanowiska/{vote.position_id}/glosowanie")
    assert "zagłosowała sama" in page.text
    assert not page.has_button("Oddaj głos")


def test_what_waits_for_the_committee(clock, app):
    member, secretary = a_committee_member(), a_committee_member(secretary=True)
    position = a_transmitted_position(secretary=secretary)
    with app.test_request_context():
        for person in (member, secretary):
            assert [one.title for one in committee_waiting(person)] == [position.title]
        assert committee_waiting(an_advocate()) == []


def test_queue_names_the_step_that_waits(clock, app):
    opener, other = a_moderator(), a_moderator()
    consulted = a_consultation()
    end_consultation(consulted)
    voted = an_open_vote(moderator=opener, days=3)
    a_draft()
    house_clock.set_to(voted.closes_at + timedelta(minutes=1))
    adopted_id = an_adopted_position(moderator=opener).id
    with app.test_request_context():
        assert queue(an_advocate()) == []
        urls = [line.url for line in queue(other)]
        assert f"/stanowiska/{consulted.id}/etap" in urls
        assert f"/stanowiska/{voted.position_id}/wynik" in urls
        assert f"/stanowiska/{adopted_id}/przekazanie" in urls
        assert len(urls) == 3


@pytest.mark.parametrize("path", ["/stanowiska/999", "/stanowiska/999-x", "/stanowiska/999/wynik", "/stanowiska/x"])
def test_unknown_position_is_404(app, client, path):
    visit(client, path, status=404)


def test_old_address_leads_to_the_new_one(app, client):
    position = a_consultation(public=True)
    response = client.get(f"/stanowiska/{position.id}-stary-tytul")
    assert response.status_code == 301
    assert response.location.endswith(position.slug)


def test_empty_list_says_what_will_be_here(app, client):
    assert "Nie ma jeszcze stanowisk" in visit(client, "/stanowiska").text
