"""The public log of decisions, and what waits on the moderators' desk."""

from datetime import UTC, datetime

import pytest

from app.activity import AuditEvent
from app.moderation import log_decision
from app.web import feature as features
from app.web.feature import QueueLine
from app.web.unit_of_work import unit_of_work
from tests.factories import a_committee_member, a_moderator, a_user, an_administrator, an_advocate
from tests.pages import visit


def a_decision(label="Wątek: dowóz", audience="public", moderator=None, **options):
    with unit_of_work():
        log_decision(
            moderator or a_moderator("Magdalena Tajna"), "hide", ("topic", 1), label=label, url="/forum",
            reason="Dane osobowe w treści.", audience=audience, **options,
        )  # fmt: skip


def test_everybody_reads_decision_and_reason_but_not_who_decided(client):
    a_decision()
    page = visit(client, "/moderacja/dziennik")
    assert "Wątek: dowóz" in page.main.text
    assert "Dane osobowe w treści." in page.main.text
    assert "Magdalena Tajna" not in page.html


@pytest.mark.parametrize(
    ("audience", "make", "sees"),
    [
        ("members", lambda: None, False),
        ("members", a_user, False),
        ("members", an_advocate, True),
        ("committee", an_advocate, False),
        ("committee", a_committee_member, True),
        ("committee", a_moderator, True),
        ("committee", an_administrator, True),
    ],
)
def test_decision_about_a_closed_place_is_for_its_readers(client, sign_in_as, audience, make, sees):
    a_decision(audience=audience)
    person = make()
    page = visit(sign_in_as(person) if person else client, "/moderacja/dziennik")
    assert ("Wątek: dowóz" in page.main.text) is sees


def test_log_has_pages(client):
    for number in range(31):
        a_decision(f"Sprawa numer {number:02}")
    first = visit(client, "/moderacja/dziennik").main.text
    assert "Sprawa numer 30" in first
    assert "Sprawa numer 00" not in first
    assert "Sprawa numer 00" in visit(client, "/moderacja/dziennik?strona=2").main.text


@pytest.mark.parametrize("number", ["0", "-1", "99999", "x", "9" * 5000, "1e9", "२"])
def test_made_up_page_numbers_harm_nothing(client, number):
    assert client.get(f"/moderacja/dziennik?strona={number}").status_code == 200


def test_decision_stands_in_the_record_too(app, session):
    moderator = a_moderator()
    a_decision(moderator=moderator)
    event = session.query(AuditEvent).one()
    assert (event.act, event.actor_id, event.reason) == ("moderation.hide", moderator.id, "Dane osobowe w treści.")


def test_decision_outside_a_unit_of_work_is_refused(app):
    with pytest.raises(RuntimeError):
        log_decision(a_moderator(), "hide", ("topic", 1), label="x", url="/", reason="y")


def test_oldest_waits_first_and_what_has_no_time_last(app, sign_in_as, monkeypatch):
    lines = [
        QueueLine("Bez czasu", "/a"),
        QueueLine("Nowsza", "/b", since=datetime(2026, 2, 1, tzinfo=UTC)),
        QueueLine("Bez czasu dwa", "/d"),
        QueueLine("Starsza", "/c", since=datetime(2026, 1, 1, tzinfo=UTC)),
    ]
    extra = features.Feature(name="try", queues=(lambda _moderator: lines,))
    monkeypatch.setitem(app.extensions, "features", (*app.extensions["features"], extra))
    text = visit(sign_in_as(a_moderator()), "/moderacja").main.text
    places = [text.index(word) for word in ("Starsza", "Nowsza", "Bez czasu")]
    assert places == sorted(places)
