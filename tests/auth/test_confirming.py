"""The password once more before what gives or takes power: when it is asked for, what happens to what was sent."""

import pytest
from sqlalchemy import select

from app.activity import AuditEvent
from app.auth.models import User, UserSession
from app.web import rate_limits
from tests.factories import PASSWORD, an_administrator, an_advocate
from tests.pages import visit

ROOM = "/administracja/osoby"
ASKED = "Podaj hasło jeszcze raz"
REASON = "Gmina prosi o zamknięcie konta, bo pani Anna od dawna już tam nie pracuje.\nPismo przyszło wczoraj."
GUARDED = {
    "auth.person_roles", "auth.confirm_role_change", "auth.refuse_role_change", "auth.block_person", "positions.certify",
}  # fmt: skip


@pytest.fixture
def administrator(app, clock):
    return an_administrator(password=PASSWORD)


def test_views_that_give_or_take_power_ask(app):
    guarded = {name for name, view in app.view_functions.items() if getattr(view, "_confirmed", False)}
    assert guarded == GUARDED


def test_page_opens_after_the_password(administrator, sign_in_as, clock):
    client, path = sign_in_as(administrator), f"{ROOM}/{an_advocate('Jan Nowy').handle}"
    clock.move(minutes=15)
    assert visit(client, path).heading == "Jan Nowy"
    clock.move(seconds=1)
    page = visit(client, f"{path}?widok=1")
    assert page.heading == ASKED
    page = page.form("Potwierdź").submit(password=PASSWORD)
    assert page.heading == "Jan Nowy"
    assert page.url.endswith("?widok=1")
    clock.move(minutes=14)
    assert visit(client, path).heading == "Jan Nowy"


def test_wrong_password_stays_with_a_sentence(administrator, sign_in_as, clock, session):
    client, path = sign_in_as(administrator), f"{ROOM}/{an_advocate().handle}"
    clock.move(minutes=16)
    said = visit(client, path).form("Potwierdź").submit(password="nie to hasło było", status=422)
    assert "Obecne hasło się nie zgadza" in said.text
    assert "nie to hasło było" not in said.html
    said = said.form("Potwierdź").submit(password="", status=422)
    assert said.form("Potwierdź").submit(password=PASSWORD).path == path
    acts = session.scalars(select(AuditEvent.act).order_by(AuditEvent.number)).all()
    assert acts == ["confirmation.refused", "confirmation"]


def test_form_that_was_sent_comes_back_with_its_text(administrator, sign_in_as, clock, session):
    client, person = sign_in_as(administrator), an_advocate()
    form = visit(client, f"{ROOM}/{person.handle}").form("Zamknij konto")
    clock.move(minutes=16)
    page = form.submit(reason=REASON)
    assert page.heading == ASKED
    assert session.get_one(User, person.id).blocked_at is None
    page = page.form("Potwierdź").submit(password="nie to hasło było", status=422)
    page = page.form("Potwierdź").submit(password=PASSWORD)
    assert "zachowaliśmy Twój tekst" in page.main.text
    assert page.form("Wyślij ponownie").values["reason"] == REASON
    page.form("Wyślij ponownie").submit()
    assert session.get_one(User, person.id).blocked_at is not None


def test_ticked_marks_come_back_too(administrator, sign_in_as, clock, session):
    client, person = sign_in_as(administrator), an_advocate()
    form = visit(client, f"{ROOM}/{person.handle}").form("Zmień role")
    clock.move(minutes=16)
    page = form.submit(moderator=True).form("Potwierdź").submit(password=PASSWORD)
    assert not session.get_one(User, person.id).is_moderator
    page.form("Wyślij ponownie").submit()
    assert session.get_one(User, person.id).is_moderator


def test_button_alone_leads_back_to_its_page(administrator, sign_in_as, clock):
    from app.auth.actions.staff_roles import change_staff_roles

    person = an_advocate("Jan Nowy")
    change = change_staff_roles(an_administrator(), person, moderator=True, administrator=False)
    client, path = sign_in_as(administrator), f"{ROOM}/{person.handle}"
    token = visit(client, path).form("Potwierdź zmianę").values["csrf_token"]
    clock.move(minutes=16)
    answer = client.post(
        f"{path}/zmiany-rol/{change.id}/potwierdzenie",
        data={"csrf_token": token},
        headers={"Referer": f"http://localhost{path}"},
    )
    page = visit(client, answer.location).form("Potwierdź").submit(password=PASSWORD)
    assert page.path == path
    page.form("Potwierdź zmianę").submit()


def test_other_session_of_the_person_is_asked_for_itself(administrator, sign_in_as, clock):
    here, there = sign_in_as(administrator), sign_in_as(administrator)
    path = f"{ROOM}/{an_advocate().handle}"
    clock.move(minutes=16)
    visit(here, path).form("Potwierdź").submit(password=PASSWORD)
    assert visit(there, path).heading == ASKED


def test_change_of_password_counts_as_giving_it(administrator, sign_in_as, clock):
    client, path = sign_in_as(administrator), f"{ROOM}/{an_advocate().handle}"
    clock.move(minutes=16)
    form = visit(client, "/konto/haslo").form("Zmień hasło")
    form.submit(present_password=PASSWORD, password="zupełnie nowe cztery słowa")
    assert visit(client, path).heading != ASKED


def test_session_is_moved_and_its_token_stays(administrator, sign_in_as, clock, session):
    client = sign_in_as(administrator)
    before = session.scalars(select(UserSession.token_hash)).one()
    clock.move(minutes=16)
    visit(client, "/konto/potwierdzenie").form("Potwierdź").submit(password=PASSWORD)
    row = session.scalars(select(UserSession)).one()
    assert (row.token_hash, row.confirmed_at) == (before, clock.now())


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/nie-ma", ""])
def test_way_on_leads_nowhere_else(administrator, sign_in_as, target):
    client = sign_in_as(administrator)
    page = visit(client, "/konto/potwierdzenie", query_string={"next": target})
    assert page.form("Potwierdź").send(password=PASSWORD).location == "/"


@pytest.mark.parametrize("referrer", ["http://evil.example/konto", "http://[zly", "http://localhost//evil.example"])
def test_foreign_referrer_is_no_way_back(administrator, sign_in_as, clock, referrer):
    client, path = sign_in_as(administrator), f"{ROOM}/{an_advocate().handle}"
    token = visit(client, path).form("Zmień role").values["csrf_token"]
    clock.move(minutes=16)
    with client.application.test_request_context(headers={"Referer": referrer}):
        from app.auth.confirming import _came_from

        assert _came_from() is None
    assert client.post(path, data={"csrf_token": token}).location == "/konto/potwierdzenie"


@pytest.mark.settings(RATE_LIMITS="on")
def test_guesses_are_limited_as_at_sign_in(administrator, sign_in_as):
    client = sign_in_as(administrator)
    for _ in range(rate_limits.LIMITS["sign_in_account"][0]):
        visit(client, "/konto/potwierdzenie").form("Potwierdź").submit(password="nie to hasło było", status=422)
    page = visit(client, "/konto/potwierdzenie").form("Potwierdź").submit(password=PASSWORD, status=429)
    assert int(page.response.headers["Retry-After"]) >= 1
