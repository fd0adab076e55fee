"""The committee's answer: demand by demand, complete or not sent, drafts for its members only."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.lib import clock as house_clock
from app.notifications import Notification
from app.positions.actions import answering
from app.positions.errors import AnswerIncomplete, BadDate, WrongStage
from app.positions.models import CommitteeResponse, DemandAnswer, Position, Transmission
from app.positions.queries.texts import demands_of
from app.web.errors import Forbidden, Invalid, NotFound, StaleEdit
from tests.factories import a_committee_member, a_moderator, an_advocate
from tests.factories_positions import (
    a_transmitted_position,
    an_adopted_position,
    an_answered_position,
    write_all_answers,
)
from tests.pages import visit

pytestmark = pytest.mark.usefixtures("clock")


def test_only_a_moderator_hands_over_with_a_day_ahead(app):
    position = an_adopted_position()
    day = house_clock.today() + timedelta(days=30)
    with pytest.raises(Forbidden):
        answering.transmit_position(position.lead, position, day)
    with pytest.raises(BadDate):
        answering.transmit_position(a_moderator(), position, house_clock.today())
    transmission = answering.transmit_position(a_moderator(), position, day)
    assert (transmission.state, transmission.agreed_answer_by) == ("sent", day)
    assert transmission.package_sha256 == position.current_version.body_sha256
    with pytest.raises(WrongStage):
        answering.transmit_position(a_moderator(), position, day)


def test_secretary_confirms_the_receipt(app):
    position = an_adopted_position()
    answering.transmit_position(a_moderator(), position, house_clock.today() + timedelta(days=30))
    with pytest.raises(Forbidden):
        answering.receive_position(a_committee_member(), position)
    answering.receive_position(a_committee_member(secretary=True), position)
    assert db.session.get(Position, position.id).state == "under_review"


def test_answer_is_not_sent_until_each_demand_has_verdict_and_reason(app):
    secretary = a_committee_member(secretary=True)
    position = a_transmitted_position(secretary=secretary)
    first, second = demands_of(position)
    answering.write_demand_answer(secretary, position, first.node_id, verdict="accepted", reason="Tak.")
    answering.write_demand_answer(secretary, position, second.node_id, verdict="rejected", reason="  ")
    with pytest.raises(AnswerIncomplete) as refused:
        answering.send_answer(secretary, position, house_clock.today())
    assert second.place in str(refused.value.message)
    assert first.place not in str(refused.value.message)
    answering.write_demand_answer(
        secretary, position, second.node_id, verdict="rejected", reason="Bo nie.", lock_version=1
    )
    answering.send_answer(secretary, position, house_clock.today())
    assert db.session.get(Position, position.id).state == "answered"


def test_only_the_secretary_sends_and_no_meeting_lies_ahead(app):
    member, secretary = a_committee_member(), a_committee_member(secretary=True)
    position = a_transmitted_position(secretary=secretary)
    write_all_answers(member, position)
    with pytest.raises(Forbidden):
        answering.send_answer(member, position, house_clock.today())
    with pytest.raises(BadDate):
        answering.send_answer(secretary, position, house_clock.today() + timedelta(days=1))


def test_only_the_committee_writes(app):
    position = a_transmitted_position()
    demand = demands_of(position)[0]
    for person in (an_advocate(), a_moderator()):
        with pytest.raises(Forbidden):
            answering.write_demand_answer(person, position, demand.node_id, verdict="accepted", reason="Tak.")


def test_answer_to_no_demand_and_unknown_verdict_are_refused(app):
    member, position = a_committee_member(), a_transmitted_position()
    with pytest.raises(NotFound):
        answering.write_demand_answer(member, position, "0" * 32, verdict="accepted", reason="Tak.")
    with pytest.raises(Invalid):
        answering.write_demand_answer(member, position, demands_of(position)[0].node_id, verdict="maybe", reason="Tak.")


def test_two_members_writing_at_once_see_both_texts(app):
    one, other, position = a_committee_member(), a_committee_member(), a_transmitted_position()
    node_id = demands_of(position)[0].node_id
    answering.write_demand_answer(one, position, node_id, verdict="accepted", reason="Pierwszy tekst.", lock_version=0)
    with pytest.raises(StaleEdit) as refused:
        answering.write_demand_answer(other, position, node_id, verdict="partly", reason="Drugi tekst.", lock_version=0)
    assert (refused.value.mine, refused.value.saved) == ("Drugi tekst.", "Pierwszy tekst.")


def test_nothing_is_rewritten_after_sending(app):
    position = an_answered_position()
    with pytest.raises(WrongStage):
        write_all_answers(a_committee_member(), position, "rejected")


def test_drafts_are_shown_to_the_committee_only(app, sign_in_as, client):
    member, position = a_committee_member(), a_transmitted_position()
    answering.write_demand_answer(
        member, position, demands_of(position)[0].node_id, verdict="rejected", reason="Jeszcze nieogłoszony powód."
    )
    path = f"/stanowiska/{position.id}/odpowiedz"
    for one in (client, sign_in_as(position.lead), sign_in_as(a_moderator()), sign_in_as(member)):
        page = visit(one, path)
        assert "Jeszcze nieogłoszony powód." not in page.text
        assert "Komitet odpowie do" in page.text
    assert "Jeszcze nieogłoszony powód." in visit(sign_in_as(member), f"{path}/edycja").text
    for one in (sign_in_as(position.lead), sign_in_as(a_moderator())):
        visit(one, f"{path}/edycja", status=403)


def test_each_elector_and_the_lead_hear_once(app, run_jobs):
    voters = [an_advocate() for _ in range(3)]
    position = an_answered_position(lead=voters[0])
    run_jobs()
    notices = list(db.session.scalars(select(Notification).where(Notification.kind == "answer_sent")))
    assert sorted(one.recipient_id for one in notices) == sorted(voter.id for voter in voters)
    assert {one.subject_id for one in notices} == {position.id}


def test_public_page_gives_each_verdict_with_reason_and_never_calls_the_date_statutory(app, client):
    position = an_answered_position()
    page = visit(client, f"/stanowiska/{position.id}/odpowiedz")
    assert page.text.count("Przyjęty w całości") == 2
    assert "nie z ustawy" in page.main.text
    assert "ustawow" not in page.main.find("aside").text.lower()


def test_position_that_is_not_adopted_has_no_answer_page(app, sign_in_as):
    from tests.factories_positions import a_consultation

    position = a_consultation()
    visit(sign_in_as(position.lead), f"/stanowiska/{position.id}/odpowiedz", status=404)


def test_rows_say_who_did_what(app):
    an_answered_position()
    transmission = db.session.scalars(select(Transmission)).one()
    response = db.session.scalars(select(CommitteeResponse)).one()
    answers = list(db.session.scalars(select(DemandAnswer)))
    assert (transmission.state, response.state, len(answers)) == ("answered", "sent", 2)
    assert response.sent_by_id == transmission.received_by_id
    assert all(answer.written_by_id for answer in answers)
