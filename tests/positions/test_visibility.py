"""Nobody learns of a position that is not for them: by page, list, search, link or notice."""

import itertools

import pytest
from sqlalchemy import select

from app.auth.models import Visitor
from app.extensions import db
from app.notifications import Notification
from app.notifications.queries import unread_lines
from app.positions import policies as may
from app.positions.actions import discussing, staging
from app.positions.citing import resolve_positions, resolve_sources
from app.positions.models import Position, Source
from app.positions.queries.positions import positions_by_ids, visible_to
from app.positions.search import documents, visible
from app.positions.states import State
from app.web.unit_of_work import unit_of_work
from tests.factories import a_committee_member, a_mandate, a_moderator, a_user, an_advocate
from tests.factories_positions import (
    a_consultation,
    a_draft,
    a_published_draft,
    node_called,
)
from tests.pages import visit

PEOPLE = (
    "visitor",
    "stranger",
    "advocate",
    "deputy",
    "committee",
    "moderator",
    "administrator",
    "lead without mandate",
)


@pytest.fixture
def people(app):
    deputy, former = a_user(), a_user()
    a_mandate(a_user(), deputy_id=deputy.id)
    return {
        "visitor": Visitor(),
        "stranger": a_user(),
        "advocate": an_advocate(),
        "deputy": deputy,
        "committee": a_committee_member(),
        "moderator": a_moderator(),
        "administrator": a_user(is_administrator=True),
        "lead without mandate": former,
    }


def expected(person, state, visibility):
    """The rule in other words than the code's."""
    if state in ("adopted", "transmitted", "under_review", "answered", "closed"):
        return True
    inside = {"advocate", "deputy", "moderator", "administrator", "lead without mandate"}
    if visibility != "advocates":
        inside = inside | {"committee"}
    if visibility == "public" and state not in ("draft", "withdrawn"):
        inside = inside | {"visitor", "stranger"}
    return person in inside


def test_policy_and_query_agree_with_the_rule(app, people):
    position = a_published_draft()
    with unit_of_work():
        position.lead_id = people["lead without mandate"].id
    for state, visibility in itertools.product(State, ("advocates", "committee", "public")):
        with unit_of_work():
            row = db.session.get(Position, position.id)
            row.state, row.visibility = state, visibility
        for name, person in people.items():
            wanted = expected(name, state, visibility)
            assert may.read_position(person, db.session.get(Position, position.id)) == wanted, (name, state, visibility)
            found = db.session.scalar(select(Position.id).where(visible_to(person)))
            assert (found is not None) == wanted, (name, state, visibility)


PAGES = ("", "/wersje", "/wersje/1", "/porownanie", "/historia", "/druk", "/szkic", "/tekst", "/opis", "/etap", "/dowody",
         "/komentarze", "/glosowanie", "/wynik", "/odpowiedz", "/odpowiedz/edycja")  # fmt: skip


def test_invisible_position_is_nowhere(app, client, sign_in_as):
    position = a_consultation(visibility="advocates")
    committee, stranger = sign_in_as(a_committee_member()), sign_in_as(a_user())
    for page in PAGES:
        path = f"/stanowiska/{position.id}{page}"
        assert client.get(path).status_code in (302, 404), page
        assert committee.get(path).status_code == 404, page
        assert stranger.get(path).status_code in (403, 404), page  # 403 at the door, whatever the position
    for viewer in (client, committee, stranger):
        assert position.title not in viewer.get("/stanowiska").get_data(as_text=True)


def test_index_says_who_may_search(app):
    secret, open_one, draft = a_consultation(), a_consultation(public=True), a_draft()
    found = {one.id: one for one in documents([secret.id, open_one.id, draft.id])}
    assert (found[secret.id].audience, found[open_one.id].audience) == ("member", "public")
    assert draft.id not in found
    assert "mało kto kupuje odpowiedzialnie" in found[secret.id].body
    assert found[secret.id].lead == "w sprawie zakupów poniżej progu ustawowego"
    assert found[secret.id].facets["state"] == ("consultation",)


def test_hits_are_read_anew_for_the_viewer(app):
    secret = a_consultation(visibility="advocates")
    member, committee = an_advocate(), a_committee_member()
    with app.test_request_context():
        assert set(visible(member, [secret.id])) == {secret.id}
        assert visible(committee, [secret.id]) == {}
        assert visible(Visitor(), [secret.id]) == {}


def test_working_draft_is_in_no_search_and_on_no_page_of_others(app, sign_in_as):
    lead = an_advocate()
    position = a_consultation(lead)
    from app.positions.actions import drafting

    drafting.edit_node(
        lead, position, node_called(position, "§ 2"), "Tajne słowa.", demand=True, addressees=["mkres"], rev=1
    )
    assert "Tajne słowa" not in documents([position.id])[0].body
    assert "Tajne słowa" not in visit(sign_in_as(an_advocate()), f"/stanowiska/{position.id}").text
    visit(sign_in_as(an_advocate()), f"/stanowiska/{position.id}/szkic", status=403)


def test_links_and_sources_are_resolved_for_those_who_may_read(app):
    position = a_published_draft(visibility="advocates")
    discussing.cite_source(position.lead, position, node_called(position, "§ 1"), "Badanie.")
    source_id = db.session.scalar(select(Source.id))
    member, committee = an_advocate(), a_committee_member()
    with app.test_request_context():
        assert set(resolve_positions(member, [position.id])) == {position.id}
        assert resolve_positions(committee, [position.id]) == {}
        assert set(resolve_sources(member, [source_id])) == {source_id}
        assert resolve_sources(Visitor(), [source_id]) == {}


def test_notice_vanishes_with_the_right_to_read(app, run_jobs):
    committee = a_committee_member()
    position = a_consultation()
    run_jobs()
    notices = list(db.session.scalars(select(Notification).where(Notification.recipient_id == committee.id)))
    assert [one.kind for one in notices] == ["consultation_opened"]
    with app.test_request_context():
        assert len(unread_lines(committee)) == 1
        with unit_of_work():
            db.session.get(Position, position.id).visibility = "advocates"
        assert unread_lines(committee) == []


def test_committee_hears_of_no_consultation_that_is_not_for_it(app, run_jobs):
    committee, advocate = a_committee_member(), an_advocate()
    position = a_published_draft(visibility="advocates")
    from datetime import timedelta

    from app.lib import clock

    staging.open_consultation(position.lead, position, clock.today() + timedelta(days=5))
    run_jobs()
    told = set(db.session.scalars(select(Notification.recipient_id)))
    assert advocate.id in told
    assert committee.id not in told


def test_only_visible_ones_come_by_ids(app):
    hidden, shown = a_draft(), a_consultation(public=True)
    assert set(positions_by_ids(Visitor(), [hidden.id, shown.id])) == {shown.id}
