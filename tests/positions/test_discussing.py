"""Comments stay with their node and say when it has changed; evidence is cited and shows on the other side."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.lib import clock as house_clock
from app.links import links_to
from app.notifications import Notification
from app.positions.actions import discussing, drafting
from app.positions.citing import target_of_address
from app.positions.errors import CommentsClosed, NodeGone, TextClosed, UnknownEvidence
from app.positions.models import Comment, Thread
from app.positions.queries.discussion import CHANGED, EXACT, ORPHANED, evidence_of, threads_of
from app.positions.queries.texts import tree_of
from app.web.errors import Forbidden
from tests.factories import a_moderator, a_user, an_advocate
from tests.factories_positions import (
    a_consultation,
    a_published_draft,
    a_ready_position,
    an_adopted_position,
    node_called,
)
from tests.pages import visit


def test_member_comments_and_the_lead_hears_once(app, run_jobs):
    position, author = a_consultation(), an_advocate()
    node_id = node_called(position, "§ 2")
    first = discussing.comment_on_node(author, position, node_id, "Dlaczego co roku?")
    discussing.reply_to_thread(author, first.thread, "Może co dwa lata?")
    run_jobs()
    notices = list(db.session.scalars(select(Notification).where(Notification.kind == "position_commented")))
    assert [(one.recipient_id, one.count) for one in notices] == [(position.lead_id, 2)]
    assert (first.place, first.mandate_id) == (author.place, author.mandates[0].id)


def test_comment_after_the_end_is_refused_with_the_time(clock, app):
    position, author = a_consultation(days=2), an_advocate()
    node_id = node_called(position, "§ 2")
    house_clock.set_to(position.consultation_ends_at + timedelta(seconds=1))
    with pytest.raises(CommentsClosed) as refused:
        discussing.comment_on_node(author, position, node_id, "Za późno.")
    assert "23" in str(refused.value.message)
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0


def test_no_comments_on_a_ready_text(app):
    position = a_ready_position()
    with pytest.raises(CommentsClosed):
        discussing.comment_on_node(an_advocate(), position, node_called(position, "§ 2"), "Jeszcze słowo.")


def test_stranger_does_not_comment(app):
    position = a_consultation(public=True)
    with pytest.raises(Forbidden):
        discussing.comment_on_node(a_user(), position, node_called(position, "§ 2"), "Kto to?")


def test_comment_on_no_node_is_refused(app):
    with pytest.raises(NodeGone):
        discussing.comment_on_node(an_advocate(), a_consultation(), "0" * 32, "Gdzie?")


def test_place_is_exact_changed_or_orphaned(app):
    position, author = a_consultation(), an_advocate()
    nodes = {name: node_called(position, name) for name in ("§ 1", "§ 2", "§ 3")}
    for node_id in nodes.values():
        discussing.comment_on_node(author, position, node_id, "Uwaga.")
    drafting.edit_node(position.lead, position, nodes["§ 2"], "Inne słowa.", demand=True, addressees=["mkres"], rev=1)
    drafting.delete_node(position.lead, position, nodes["§ 3"])
    version = drafting.publish_version(position.lead, position, "Zmiany.")
    placed = threads_of(author, position, tree_of(version.id))
    assert {name: placed[node_id][0].anchor for name, node_id in nodes.items()} == {
        "§ 1": EXACT, "§ 2": CHANGED, "§ 3": ORPHANED,
    }  # fmt: skip


def test_pages_show_changed_and_orphaned_places(app, sign_in_as):
    lead = an_advocate()
    position = a_consultation(lead)
    changed, gone = node_called(position, "§ 2"), node_called(position, "§ 3")
    for node_id in (changed, gone):
        discussing.comment_on_node(lead, position, node_id, f"Uwaga o {node_id[:4]}.")
    drafting.edit_node(lead, position, changed, "Inne słowa.", demand=True, addressees=["mkres"], rev=1)
    drafting.delete_node(lead, position, gone)
    drafting.publish_version(lead, position, "Zmiany.")
    page = visit(sign_in_as(lead), f"/stanowiska/{position.id}")
    assert "To miejsce zmieniło się od tego czasu" in page.main.text
    assert "Komentarze do usuniętych części" in page.main.text
    assert "Stanowisko przekazuje się Komitetowi." in page.main.text  # the quoted words
    visit(sign_in_as(lead), f"/stanowiska/{position.id}/komentarze?jednostka={gone}")


def test_lead_or_moderator_settles_a_thread(app):
    position, author = a_consultation(), an_advocate()
    thread = discussing.comment_on_node(author, position, node_called(position, "§ 2"), "Uwaga.").thread
    with pytest.raises(Forbidden):
        discussing.resolve_thread(author, thread)
    discussing.resolve_thread(position.lead, thread, "Uwzględniono.")
    assert (thread.state, thread.resolution) == ("resolved", "Uwzględniono.")
    discussing.resolve_thread(a_moderator(), thread)
    discussing.reply_to_thread(author, thread, "Jednak nie.")
    assert db.session.get(Thread, thread.id).state == "open"


def test_comment_form_works_and_a_second_click_adds_nothing(app, sign_in_as):
    position, author = a_consultation(), an_advocate()
    node_id = node_called(position, "§ 2")
    path = f"/stanowiska/{position.id}/komentarze?jednostka={node_id}"
    form = visit(sign_in_as(author), path).form("Dodaj komentarz")
    page = form.submit(body="Dlaczego co roku?")
    form.submit(body="Dlaczego co roku?")
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 1
    page = page.form("Odpowiedz").submit(body="Bo budżet jest co roku.")
    assert "Bo budżet jest co roku." in page.main.text
    empty = page.form("Dodaj komentarz").submit(body=" ", status=422)
    assert "Napisz komentarz." in empty.text


def test_visitor_sees_no_comments(app, client):
    position, author = a_consultation(public=True), an_advocate()
    discussing.comment_on_node(author, position, node_called(position, "§ 2"), "Tylko dla nas.")
    assert "Tylko dla nas." not in visit(client, f"/stanowiska/{position.id}").text


def test_source_is_cited_numbered_and_removed(app, sign_in_as):
    lead = an_advocate()
    position = a_published_draft(lead)
    node_id = node_called(position, "motyw 1")
    page = visit(sign_in_as(lead), f"/stanowiska/{position.id}/dowody?jednostka={node_id}")
    page = page.form("Zacytuj").submit(source="Ustawa z 25 lipca 2025 r., Dz.U. 2025 poz. 1173")
    assert "Dz.U. 2025 poz. 1173" in page.main.text
    assert page.link("dowód 1").href == "#dowod-1"
    evidence = evidence_of(lead, position, tree_of(position.current_version_id))
    assert [(one.no, one.link.place) for one in evidence] == [(1, node_id)]
    page = visit(sign_in_as(lead), f"/stanowiska/{position.id}/dowody").form("Usuń").submit()
    assert "Dz.U." not in page.main.text


def test_position_is_cited_by_its_pasted_address(clock, app, sign_in_as):
    lead, viewer = an_advocate(), an_advocate()
    adopted = an_adopted_position(lead)
    position = a_published_draft(lead)
    page = visit(sign_in_as(lead), f"/stanowiska/{position.id}/dowody")
    page = page.form("Zacytuj").submit(address=f"http://localhost/stanowiska/{adopted.id}-{adopted.slug}?x=1#j")
    assert adopted.title in page.main.text
    with app.test_request_context():
        assert [cited.id for _link, cited in links_to(viewer, "position", adopted.id)] == [position.id]


@pytest.mark.parametrize(
    "address", ["https://example.org/stanowiska/1-x", "/stanowiska/999-x", "/o-serwisie", "cokolwiek", "", "//"]
)
def test_unknown_address_is_refused(app, address):
    with pytest.raises(UnknownEvidence):
        target_of_address(an_advocate(), address)


def test_draft_of_others_cannot_be_found_by_its_address(app):
    position = a_published_draft(visibility="advocates")
    with pytest.raises(UnknownEvidence):
        target_of_address(a_user(), f"/stanowiska/{position.id}-{position.slug}")


def test_cited_in_hides_positions_that_the_viewer_may_not_read(clock, app):
    lead = an_advocate()
    adopted = an_adopted_position(lead)
    secret = a_published_draft(lead, visibility="advocates")
    discussing.cite_evidence(lead, secret, node_called(secret, "§ 1"), ("position", adopted.id))
    stranger, member = a_user(), an_advocate()
    with app.test_request_context():
        assert links_to(stranger, "position", adopted.id) == []
        assert len(links_to(member, "position", adopted.id)) == 1


def test_evidence_is_fixed_with_the_text(app):
    position = a_ready_position()
    with pytest.raises(TextClosed):
        discussing.cite_source(position.lead, position, node_called(position, "§ 1"), "Ustawa.")
