"""The start pages with something on them: what came of positions, what is ahead, what a unit has given; few statements."""

import pytest

from app.forum.actions.answers import accept_answer
from app.lib import clock as house_clock
from app.pages.home import unit_in_network
from app.positions.actions import answering
from app.positions.queries.outcomes import count_answered_demands, dates_ahead, newest_outcomes
from app.positions.queries.texts import demands_of
from tests.factories import a_committee_member, a_user, an_advocate
from tests.factories_forum import a_reply, a_topic
from tests.factories_positions import (
    a_consultation,
    a_transmitted_position,
    an_answered_position,
    an_open_vote,
)
from tests.factories_practices import a_published_practice
from tests.pages import visit

MOST = 12
WASEWO = "141610"

pytestmark = pytest.mark.usefixtures("clock")


def test_visitor_reads_how_the_newest_position_was_adopted_and_what_the_committee_said(client, queries):
    position = an_answered_position()
    queries.clear()
    page = visit(client, "/")
    assert len(queries) <= MOST, "\n".join(queries)
    assert "Za 1, przeciw 0, wstrzymało się 0." in page.main.text.replace("\u00a0", " ")
    assert "Co z tego wynikło" in page.main.text
    assert "Komitet popiera ten postulat." in page.main.text
    assert page.main.find_all("a", href=f"/stanowiska/{position.id}/odpowiedz#postulat-2")
    assert "2 postulaty z odpowiedzią, 2 przyjęto" in page.main.text.replace("\u00a0", " ")


def test_start_page_of_an_empty_site_has_no_empty_blocks(client, sign_in_as):
    assert "Co z tego wynikło" not in visit(client, "/").main.text
    page = visit(sign_in_as(a_user()), "/")
    assert "W kalendarzu" not in page.main.text
    assert "w sieci" not in page.main.text


def test_answers_are_told_once_they_are_sent(app):
    viewer = an_advocate()
    position = a_transmitted_position()
    assert newest_outcomes(viewer, 3) == []
    assert count_answered_demands(viewer) == (0, 0)
    assert [one.kind for one in dates_ahead(viewer, 4)] == ["answer"]
    assert position.state == "under_review"


def test_answers_stand_in_the_order_of_the_text_and_refusals_are_not_counted_as_granted(app):
    secretary = a_committee_member(secretary=True)
    position = a_transmitted_position(secretary=secretary)
    for demand, verdict in zip(reversed(demands_of(position)), ("rejected", "partly"), strict=True):
        answering.write_demand_answer(
            secretary, position, demand.node_id, verdict=verdict, reason="Powód.", owner="MCPS"
        )
    answering.send_answer(secretary, position, house_clock.today())
    assert [(one.no, one.answer.verdict) for one in newest_outcomes(a_user(), 3)] == [(1, "partly"), (2, "rejected")]
    assert count_answered_demands(a_user()) == (2, 1)


def test_calendar_shows_what_ends_next_and_only_to_whom_it_may(app):
    a_consultation(days=20)
    an_open_vote(days=7)
    viewer = an_advocate()
    assert [one.kind for one in dates_ahead(viewer, 4)] == ["vote", "consultation"]
    assert dates_ahead(a_user(), 4) == []


def test_unit_sees_what_it_has_given_to_the_network(sign_in_as, queries):
    anna = an_advocate("Anna Kalinowska", unit_code=WASEWO)
    a_published_practice(anna, unit_id=WASEWO)
    asker = an_advocate()
    topic = a_topic(asker)
    answer = a_reply(topic, anna)
    accept_answer(asker, topic.id, answer.number)
    an_answered_position()
    assert [(line["figure"], line["word"]) for line in unit_in_network(anna).lines] == [
        (1, "opisana praktyka"),
        (1, "odpowiedź na forum"),
        (1, "z\u00a0nich wskazana jako rozwiązanie"),
        (1, "stanowisko z\u00a0Waszym głosem"),
    ]
    browser = sign_in_as(anna)
    visit(browser, "/")
    queries.clear()
    page = visit(browser, "/")
    assert len(queries) <= MOST, "\n".join(queries)
    assert "Gmina Wąsewo w sieci" in page.main.text


def test_english_pages_number_positions_in_english_and_mark_what_is_polish(client):
    position = an_answered_position()
    client.set_cookie("jezyk", "en")
    page = visit(client, f"/stanowiska/{position.id}/odpowiedz")
    assert "Position no. 1/" in page.main.text
    assert "Stanowisko nr" not in page.main.text
    assert page.main.find("h1").find("span", lang="pl")
    text = visit(client, f"/stanowiska/{position.id}-x")
    assert "z dnia 1" in text.main.text.replace("\u00a0", " ")
    assert "October" not in text.find(id="tytul").text
