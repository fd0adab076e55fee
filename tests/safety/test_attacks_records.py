"""What people with power do to the work of others leaves a trace; what strangers send leaves nothing behind."""

from typing import Any

from flask import Flask, url_for

from app.activity.models import AuditEvent
from app.extensions import db
from app.forum.actions import moderating
from app.moderation.models import ModerationEntry
from app.positions.actions import drafting
from app.positions.queries.texts import demands_of
from app.practices import actions as practices
from tests import factories, factories_forum, factories_positions, factories_practices
from tests.pages import visit


def _acts(actor: Any) -> list[str]:
    return list(db.session.scalars(db.select(AuditEvent.act).where(AuditEvent.actor_id == actor.id)))


def test_a_moderator_who_edits_a_practice_of_another_is_recorded(app: Flask) -> None:
    author, moderator = factories.an_advocate(), factories.a_moderator()
    practice = factories_practices.a_draft(author)
    practices.save_draft(author, practice, {"summary": "Nowe słowa autora."}, lock_version=None)
    assert "practice.edited" not in _acts(author)
    practices.save_draft(moderator, practice, {"summary": "Słowa moderatora."}, lock_version=None)
    assert "practice.edited" in _acts(moderator)


def test_a_moderator_who_edits_a_position_of_another_is_recorded(app: Flask) -> None:
    lead, moderator = factories.an_advocate(), factories.a_moderator()
    position = factories_positions.a_consultation(lead)
    node = demands_of(position)[0].node_id
    drafting.edit_node(lead, position, node, "Słowa autora.", demand=True, addressees=["mkres"], rev=1)
    assert "draft.edited" not in _acts(lead)
    drafting.edit_node(moderator, position, node, "Słowa moderatora.", demand=True, addressees=["mkres"], rev=2)
    assert "draft.edited" in _acts(moderator)


def test_the_public_log_does_not_repeat_a_title_that_was_hidden(app: Flask, client: Any) -> None:
    author, moderator = factories.an_advocate(), factories.a_moderator()
    topic = factories_forum.a_topic(author, title="Obelżywytytuł o sąsiedzie")
    moderating.hide_topic(moderator, topic.id, "Naruszenie zasad")
    practice = factories_practices.a_sent_practice(author, title="Obelżywytytuł praktyki w gminie")
    practices.publish_practice(moderator, practice, depth="card", reason="")
    practices.hide_practice(moderator, practice, reason="Naruszenie zasad")
    shown = client.get("/moderacja/dziennik").get_data(as_text=True).lower()
    assert "obelżywytytuł" not in shown and "obelzywytytul" not in shown
    for entry in db.session.scalars(db.select(ModerationEntry)).all():
        assert client.get(entry.url, follow_redirects=True).status_code == 404


def test_an_address_that_is_none_is_no_evidence(app: Flask, sign_in_as: Any) -> None:
    lead = factories.an_advocate()
    position = factories_positions.a_consultation(lead)
    page = f"/stanowiska/{position.id}/dowody"
    client = sign_in_as(lead)
    token = visit(client, page).find("input", name="csrf_token")["value"]
    node = demands_of(position)[0].node_id
    for address in (
        "http://[",
        "http://[::1",
        "http://x]y/",
        "//",
        "http://127.0.0.1/praktyki/99999999999-x",
        "\x00",
        "/" * 400,
    ):
        sent = {"csrf_token": token, "node": node, "address": address}
        assert client.post(page, data=sent).status_code == 422, address


def test_addresses_with_long_words_are_not_kept_in_memory(app: Flask) -> None:
    with app.test_request_context():
        before = len(app._known)  # type: ignore[attr-defined]
        for number in range(50):
            assert str(number) in url_for("search.search", q=f"{number}" + "x" * 3000)
        assert len(app._known) == before  # type: ignore[attr-defined]
