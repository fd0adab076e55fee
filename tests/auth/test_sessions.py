"""Sessions as rows: how long they live, how they end, what a request writes."""

from datetime import UTC, timedelta

import pytest
from sqlalchemy import select

from app.auth.models import UserSession
from app.auth.sessions import browser_in_words
from tests.factories import PASSWORD, a_committee_member, a_moderator, a_user, an_administrator, an_advocate
from tests.pages import visit


def is_in(client):
    return visit(client, "/").has_button("Wyloguj")


def row(session):
    return session.scalars(select(UserSession).execution_options(populate_existing=True)).one()


def test_advocate_may_stay_away_fourteen_days(sign_in_as, clock):
    client = sign_in_as(an_advocate())
    clock.move(days=13, hours=23)
    assert is_in(client)
    clock.move(days=14, hours=1)
    assert not is_in(client)


def test_advocate_signs_in_anew_after_ninety_days_even_when_present(sign_in_as, clock):
    client = sign_in_as(an_advocate())
    for _ in range(9):
        clock.move(days=10)
        assert is_in(client)
    clock.move(hours=1)
    assert not is_in(client)


@pytest.mark.parametrize("make", [a_moderator, an_administrator, a_committee_member])
def test_staff_may_stay_away_eight_hours_and_work_a_day(sign_in_as, clock, make):
    client = sign_in_as(make())
    for _ in range(3):
        clock.move(hours=8)
        assert is_in(client)
    clock.move(minutes=10)
    assert not is_in(client)
    client = sign_in_as(make())
    clock.move(hours=8, minutes=1)
    assert not is_in(client)


def test_last_seen_moves_at_most_each_five_minutes(sign_in_as, clock, session):
    client = sign_in_as(an_advocate())
    opened = row(session).last_seen_at
    clock.move(minutes=4, seconds=59)
    client.get("/")
    assert row(session).last_seen_at == opened
    clock.move(seconds=1)
    client.get("/")
    assert row(session).last_seen_at == opened + timedelta(minutes=5)


def test_page_within_five_minutes_writes_nothing(sign_in_as, clock, queries):
    client = sign_in_as(an_advocate())
    queries.clear()
    client.get("/zasady")
    assert not [one for one in queries if not one.lstrip().upper().startswith(("SELECT", "WITH"))]


def test_move_of_last_seen_is_one_statement(sign_in_as, clock, queries):
    client = sign_in_as(an_advocate())
    clock.move(minutes=6)
    queries.clear()
    client.get("/zasady")
    assert [one.split()[:2] for one in queries if not one.upper().startswith("SELECT")] == [["UPDATE", "user_sessions"]]


def test_page_comes_even_when_last_seen_cannot_be_written(sign_in_as, clock, monkeypatch):
    from app.auth import sessions
    from app.web.errors import Busy

    def busy():
        raise Busy

    client = sign_in_as(an_advocate())
    clock.move(minutes=6)
    monkeypatch.setattr(sessions, "unit_of_work", busy)
    assert client.get("/zasady").status_code == 200


def test_closed_account_is_out_at_once(sign_in_as, session):
    from app.lib import clock
    from app.web.unit_of_work import unit_of_work

    user = an_advocate()
    client = sign_in_as(user)
    assert is_in(client)
    with unit_of_work():
        user.blocked_at = clock.now()
    assert not is_in(client)


def test_one_device_is_signed_out_at_once(sign_in_as):
    user = an_advocate()
    here, there = sign_in_as(user), sign_in_as(user)
    visit(here, "/konto").form("Wyloguj to urządzenie: Firefox, Linux, przed chwilą").submit()
    assert is_in(here)
    assert not is_in(there)


def test_sign_out_everywhere_else_keeps_only_this_device(sign_in_as):
    user = an_advocate()
    here, others = sign_in_as(user), [sign_in_as(user) for _ in range(3)]
    visit(here, "/konto").form("Wyloguj wszędzie indziej").submit()
    assert is_in(here)
    assert not any(is_in(other) for other in others)


def test_nobody_ends_a_strangers_session(sign_in_as, session):
    other = sign_in_as(an_advocate())
    other_id = row(session).id
    client = sign_in_as(an_advocate())
    page = visit(client, "/konto")
    token = page.form("Zapisz profil").values["csrf_token"]
    client.post("/konto/sesje", data={"csrf_token": token, "session": str(other_id)})
    assert is_in(other)


def test_change_of_password_gives_a_new_token_and_ends_the_other_devices(sign_in_as):
    user = an_advocate(password=PASSWORD)
    here, there = sign_in_as(user), sign_in_as(user)
    before = here.get_cookie("sesja").value
    new = "zupełnie nowe cztery słowa"
    visit(here, "/konto/haslo").form("Zmień hasło").submit(present_password=PASSWORD, password=new)
    assert here.get_cookie("sesja").value != before
    assert is_in(here)
    assert not is_in(there)
    there.set_cookie("sesja", before)
    assert not is_in(there)


def test_present_password_is_asked_for_before_a_new_one(sign_in_as):
    user = an_advocate(password=PASSWORD)
    page = visit(sign_in_as(user), "/konto/haslo").form("Zmień hasło")
    said = page.submit(present_password="nie to hasło było", password="zupełnie nowe cztery słowa", status=422)
    assert "Obecne hasło się nie zgadza" in said.text


@pytest.mark.parametrize("cookie", ["", "x", "x" * 4000, "zażółć", "a" * 43])
def test_made_up_cookie_is_a_visitor(client, cookie):
    client.set_cookie("sesja", cookie)
    assert client.get("/konto").status_code == 302


def test_browser_is_told_in_words():
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36"
    assert browser_in_words(chrome) == "Chrome, Windows"
    assert browser_in_words(chrome + " Edg/126.0") == "Edge, Windows"
    assert browser_in_words("") == ""
    assert len(browser_in_words("<script>" * 1000)) <= 80


def test_moments_of_sessions_are_in_utc(sign_in_as, session):
    sign_in_as(a_user())
    assert row(session).created_at.tzinfo == UTC
