"""What leads where, what must hold first, and who may take each step."""

import itertools
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.activity import AuditEvent
from app.extensions import db
from app.lib import clock as house_clock
from app.positions import lifecycle
from app.positions.actions import drafting, staging
from app.positions.errors import BadDate, GuardsMissing, WrongStage
from app.positions.lifecycle import STEPS, Facts
from app.positions.models import Position, StageChange
from app.positions.queries.texts import facts_of
from app.positions.states import State
from app.web.errors import Forbidden, Invalid
from app.web.unit_of_work import unit_of_work
from tests.factories import a_committee_member, a_moderator, an_advocate
from tests.factories_positions import (
    a_consultation,
    a_draft,
    a_published_draft,
    a_ready_position,
    an_answered_position,
    end_consultation,
    node_called,
)
from tests.pages import visit

LEADS = {
    "open_consultation": {"draft"},
    "close_consultation": {"consultation"},
    "reopen_consultation": {"merging"},
    "finish_merging": {"merging"},
    "open_vote": {"ready"},
    "adopt": {"voting"},
    "reject": {"voting"},
    "find_inquorate": {"voting"},
    "repeat_vote": {"inquorate"},
    "transmit_position": {"adopted"},
    "receive_position": {"transmitted"},
    "send_answer": {"under_review"},
    "close_position": {"answered"},
    "withdraw_position": {"draft", "consultation", "merging"},
}


@pytest.mark.parametrize(("step", "state"), list(itertools.product(STEPS, State)))
def test_step_leads_only_from_its_states(step, state):
    assert lifecycle.leads_from(step, state) == (state in LEADS[step])


def test_nothing_leads_on_from_the_ends():
    ends = {State.REJECTED, State.CLOSED, State.WITHDRAWN}
    assert not any(ends & set(states) for states, _to in STEPS.values())


def test_draft_without_demand_cannot_be_consulted_and_says_so(app):
    lead = an_advocate()
    position = a_draft(lead, text="w sprawie zakupów poniżej progu\n\n§ 1. Nie ma tu postulatu.\n")
    drafting.publish_version(lead, position, "Pierwsza.")
    day = house_clock.today() + timedelta(days=5)
    with pytest.raises(GuardsMissing) as refused:
        staging.open_consultation(lead, position, day)
    assert [one.endpoint for one in refused.value.missing] == ["positions.draft"]
    assert db.session.get(Position, position.id).state == State.DRAFT

    node_id = node_called(position, "§ 1")
    drafting.edit_node(lead, position, node_id, "Wnosimy o wzór.", demand=True, addressees=["mkres"], rev=1)
    drafting.publish_version(lead, position, "Z postulatem.")
    staging.open_consultation(lead, position, day)
    assert db.session.get(Position, position.id).state == State.CONSULTATION
    events = select(func.count()).select_from(AuditEvent).where(AuditEvent.act == "position.open_consultation")
    assert db.session.scalar(events) == 1


def test_every_missing_guard_is_named(app):
    position = a_draft(text="")
    missing = lifecycle.missing(position, "open_consultation", facts_of(position))
    assert len(missing) == 2  # no published version, no demand; the title stands there from the beginning
    assert len(lifecycle.missing(position, "open_consultation", Facts())) == 3


def test_demand_without_addressee_is_named_by_its_place(app):
    lead = an_advocate()
    position = a_draft(lead, text="w sprawie zakupów poniżej progu\n\n§ 1. Wnosimy o wzór. [postulat]\n")
    drafting.publish_version(lead, position, "Pierwsza.")
    sentences = [str(one.sentence) for one in lifecycle.missing(position, "open_consultation", facts_of(position))]
    assert any("§ 1" in sentence for sentence in sentences)


def test_step_page_names_missing_guards_with_links(app, sign_in_as):
    lead = an_advocate()
    position = a_draft(lead, text="")
    page = visit(sign_in_as(lead), f"/stanowiska/{position.id}/etap?krok=uzgodnienia")
    assert page.link("Opublikuj pierwszą wersję tekstu.").href == f"/stanowiska/{position.id}/szkic#publikacja"
    assert not page.has_button("Otwórz uzgodnienia")


def test_consultation_must_end_later_than_today(app):
    position = a_published_draft()
    with pytest.raises(BadDate):
        staging.open_consultation(position.lead, position, house_clock.today())


def test_consultation_closes_only_after_its_end_by_the_clock(clock, app):
    moderator, position = a_moderator(), a_consultation(days=3)
    with pytest.raises(GuardsMissing):
        staging.close_consultation(moderator, position)
    house_clock.set_to(position.consultation_ends_at + timedelta(seconds=1))
    staging.close_consultation(moderator, position)
    assert db.session.get(Position, position.id).state == State.MERGING


def test_merging_does_not_end_with_unpublished_changes(app):
    moderator, position = a_moderator(), a_consultation()
    end_consultation(position)
    staging.close_consultation(moderator, position)
    node_id = node_called(position, "§ 3")
    drafting.edit_node(
        moderator, position, node_id, "Stanowisko przekazuje się Zarządowi.", demand=False, addressees=[], rev=1
    )
    with pytest.raises(GuardsMissing):
        staging.finish_merging(moderator, position)
    drafting.publish_version(moderator, position, "Ostateczna.")
    assert staging.finish_merging(moderator, position).state == State.READY


def test_another_round_needs_a_new_version(app):
    moderator, position = a_moderator(), a_consultation()
    end_consultation(position)
    staging.close_consultation(moderator, position)
    day = house_clock.today() + timedelta(days=5)
    with pytest.raises(GuardsMissing):
        staging.reopen_consultation(moderator, position, day)
    node_id = node_called(position, "§ 3")
    drafting.edit_node(moderator, position, node_id, "Stanowisko ogłasza się.", demand=False, addressees=[], rev=1)
    drafting.publish_version(moderator, position, "Druga runda.")
    assert staging.reopen_consultation(moderator, position, day).state == State.CONSULTATION


def test_stranger_takes_no_step(app):
    position, stranger = a_consultation(), an_advocate()
    end_consultation(position)
    for act in (staging.close_consultation, staging.finish_merging, staging.repeat_vote, staging.close_position):
        with pytest.raises(Forbidden):
            act(stranger, position)
    with pytest.raises(Forbidden):
        staging.withdraw_position(stranger, position, "Bo tak.")


def test_lead_does_not_close_the_consultation(app):
    position = a_consultation()
    end_consultation(position)
    with pytest.raises(Forbidden):
        staging.close_consultation(position.lead, position)


def test_withdrawal_needs_a_reason_and_leaves_it(app):
    position = a_consultation()
    with pytest.raises(Invalid):
        staging.withdraw_position(position.lead, position, "  ")
    staging.withdraw_position(position.lead, position, "Sprawę załatwiła uchwała.")
    change = db.session.scalars(select(StageChange).order_by(StageChange.id.desc())).first()
    assert (change.to_state, change.reason) == (State.WITHDRAWN, "Sprawę załatwiła uchwała.")


def test_nothing_is_withdrawn_once_it_is_ready(app):
    position = a_ready_position()
    with pytest.raises(WrongStage):
        staging.withdraw_position(position.lead, position, "Za późno.")


def test_each_step_leaves_one_change_and_one_event(clock, app):
    position = an_answered_position()
    staging.close_position(a_committee_member(secretary=True), position)
    changes = list(db.session.scalars(select(StageChange.to_state).order_by(StageChange.id)))
    assert changes == [
        "consultation", "merging", "ready", "voting", "adopted", "transmitted", "under_review", "answered", "closed",
    ]  # fmt: skip
    events = db.session.scalar(
        select(func.count())
        .select_from(AuditEvent)
        .where(AuditEvent.object_kind == "Position", AuditEvent.act.in_([f"position.{step}" for step in STEPS]))
    )
    assert events == len(changes)


def test_move_belongs_inside_a_unit_of_work(app):
    position = a_ready_position()
    with pytest.raises(RuntimeError):
        lifecycle.move(a_moderator(), position, "open_vote")


def test_moderator_who_acts_first_looks_after_it(app):
    moderator = a_moderator()
    position = a_ready_position(moderator=moderator)
    assert position.moderator_id == moderator.id
    other = a_moderator()
    assert staging.take_over(other, position).moderator_id == other.id


def test_two_people_cannot_take_the_same_step_twice(app):
    position = a_consultation()
    end_consultation(position)
    moderator = a_moderator()
    stale = position
    staging.close_consultation(moderator, position)
    with pytest.raises(WrongStage):
        staging.close_consultation(moderator, stale)
    with unit_of_work():
        assert lifecycle.lock_position(position.id).state == State.MERGING
