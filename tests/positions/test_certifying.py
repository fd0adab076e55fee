"""The password once more before a second person confirms the result of a vote."""

from app.positions.models import Vote
from tests.factories import PASSWORD, a_moderator, an_advocate
from tests.factories_positions import an_open_vote, close
from tests.pages import visit


def state_of(session, vote_id):
    session.rollback()
    return session.get_one(Vote, vote_id, populate_existing=True).state


def test_result_is_confirmed_with_a_fresh_password_only(sign_in_as, clock, session):
    vote = an_open_vote(an_advocate())
    vote_id, path = vote.id, f"/stanowiska/{vote.position_id}/wynik"
    close(vote)
    client = sign_in_as(a_moderator(password=PASSWORD))
    form = visit(client, path).form("Potwierdź wynik")
    clock.move(minutes=16)
    asked = form.submit()
    assert asked.heading == "Podaj hasło jeszcze raz"
    assert state_of(session, vote_id) is None
    again = asked.form("Potwierdź").submit(password=PASSWORD)
    assert state_of(session, vote_id) is None
    again.form("Wyślij ponownie").submit()
    assert state_of(session, vote_id) == "certified"


def test_browser_that_says_where_it_comes_from_is_led_back_to_the_result(sign_in_as, clock, session):
    vote = an_open_vote(an_advocate())
    vote_id, path = vote.id, f"/stanowiska/{vote.position_id}/wynik"
    close(vote)
    client = sign_in_as(a_moderator(password=PASSWORD))
    values = visit(client, path).form("Potwierdź wynik").values
    clock.move(minutes=16)
    answer = client.post(f"{path}/potwierdzenie", data=values, headers={"Referer": f"http://localhost{path}"})
    page = visit(client, answer.location).form("Potwierdź").submit(password=PASSWORD)
    assert page.path == path
    page.form("Potwierdź wynik").submit()
    assert state_of(session, vote_id) == "certified"
