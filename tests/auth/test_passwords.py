"""Which passwords will do, and a forgotten one."""

import pytest
from sqlalchemy import select

from app.auth.models import OneTimeLink, User
from app.auth.passwords import complaint, fits, hash_password, needs_rehash
from app.jobs import Job
from app.web import rate_limits
from tests.factories import PASSWORD, a_blocked_user, a_user, an_advocate
from tests.letters import last_letter_to, letters_to, link_in
from tests.pages import visit

NEW = "zupełnie nowe cztery słowa"


@pytest.mark.parametrize(
    "password",
    [
        "krótkie hasł",  # exactly 12
        "dwanaście żółwi idzie po wodzie",
        "漢字漢字仮名交じり文章十二",
        "  spacja na początku i na końcu ",
        "Tr0ub4dor&3 i reszta zdania",
        "x" * 64 + "qwrtpsdfg hjkl" * 4,
    ],
)
def test_any_long_password_will_do(app, password):
    assert complaint(password, name="Anna Kalinowska", email="anna@wasewo.example") is None


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("krótkie has", "co najmniej 12"),
        ("a b" * 43, "najwyżej 128"),
        ("qwertyuiop12", "włamywacze"),
        ("Haslo12345678", "włamywacze"),
        ("aaaaaaaaaaaaaa", "włamywacze"),
        ("abcabcabcabcabc", "włamywacze"),
        ("123456789012345", "włamywacze"),
        ("rzecznik.mcps.2026", "składa się z Twojego imienia"),
        ("WspolnyGlos2026!", "składa się z Twojego imienia"),
        ("Kalinowska-Anna-1", "składa się z Twojego imienia"),
        ("anna@wasewo.example", "składa się z Twojego imienia"),
        ("mazowsze mazowsze", "składa się z Twojego imienia"),
    ],
)
def test_poor_password_is_refused_with_a_sentence(app, password, word):
    said = complaint(password, name="Anna Kalinowska", email="anna@wasewo.example")
    assert said is not None
    assert word in said.replace("\xa0", " ")


def test_password_is_never_cut(app):
    long = "początek " * 14
    stored = hash_password(long[:126])
    assert fits(stored, long[:126])
    assert not fits(stored, long[:125])
    assert not fits(stored, long[:126] + "x")


@pytest.mark.settings(PASSWORD_COST="full")
def test_real_hashes_are_argon2id_with_the_recommended_cost(app):
    stored = hash_password(PASSWORD)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert fits(stored, PASSWORD)
    assert not needs_rehash(stored)


@pytest.mark.settings(PASSWORD_COST="full")
def test_old_hash_is_made_anew_at_sign_in(app, client, session):
    cheap = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
    from argon2 import PasswordHasher

    user = a_user()
    from app.web.unit_of_work import unit_of_work

    with unit_of_work():
        user.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    assert user.password_hash.startswith(cheap[:27])
    visit(client, "/logowanie").form("Zaloguj się").submit(email=user.email, password=PASSWORD)
    assert session.get_one(User, user.id).password_hash.startswith("$argon2id$v=19$m=19456")


# Forgotten


def ask(client, email):
    return visit(client, "/haslo/nowe").form("Przyślij odnośnik").submit(email=email)


def reset_link(app, client, run_jobs, user):
    ask(client, user.email)
    run_jobs()
    return link_in(last_letter_to(app, user.email))


def test_known_unknown_and_closed_addresses_get_the_same_answer(app, client, run_jobs, queries):
    a_user(email="jest@gmina.example", password=PASSWORD)
    a_blocked_user(email="zamknięta@gmina.example".replace("ę", "e"))
    pages, costs = [], []
    for email in ("jest@gmina.example", "nikt@gmina.example", "zamknieta@gmina.example"):
        visit(client, "/haslo/nowe")
        queries.clear()
        pages.append(ask(client, email).main.text.replace(email, "…"))
        costs.append(len(queries))
    assert len(set(pages)) == 1
    assert len(set(costs)) == 1
    run_jobs()
    assert letters_to(app, "jest@gmina.example")
    assert not letters_to(app, "nikt@gmina.example")
    assert not letters_to(app, "zamknieta@gmina.example")


def test_link_sets_the_password_and_ends_all_sessions(app, client, run_jobs, sign_in_as):
    user = an_advocate(password=PASSWORD)
    elsewhere = sign_in_as(user)
    path = reset_link(app, client, run_jobs, user)
    page = visit(client, path).form("Ustaw hasło").submit(password=NEW)
    assert page.path == "/logowanie"
    assert page.form("Zaloguj się").submit(email=user.email, password=NEW).has_button("Wyloguj")
    assert not visit(elsewhere, "/").has_button("Wyloguj")
    run_jobs()
    assert "Zmieniono Twoje hasło" in last_letter_to(app, user.email).subject


def test_opening_the_page_uses_nothing_up(app, client, run_jobs):
    user = a_user(password=PASSWORD)
    path = reset_link(app, client, run_jobs, user)
    for _ in range(3):
        visit(client, path)
        client.head(path)
    visit(client, path).form("Ustaw hasło").submit(password=NEW)


def test_poor_password_does_not_use_the_link_up(app, client, run_jobs):
    path = reset_link(app, client, run_jobs, a_user(password=PASSWORD))
    said = visit(client, path).form("Ustaw hasło").submit(password="krótkie", status=422)
    assert "co najmniej 12" in said.text
    said.form("Ustaw hasło").submit(password=NEW)


def test_link_works_once(app, client, run_jobs):
    path = reset_link(app, client, run_jobs, a_user(password=PASSWORD))
    form = visit(client, path).form("Ustaw hasło")
    form.submit(password=NEW)
    assert form.send(password=NEW).status_code == 410
    assert "Ten odnośnik już nie działa" in visit(client, path, status=410).text


def test_link_works_for_thirty_minutes(app, client, run_jobs, clock):
    path = reset_link(app, client, run_jobs, a_user(password=PASSWORD))
    clock.move(minutes=29)
    visit(client, path)
    clock.move(minutes=2)
    visit(client, path, status=410)


def test_newer_link_replaces_the_older(app, client, run_jobs):
    user = a_user(password=PASSWORD)
    older = reset_link(app, client, run_jobs, user)
    newer = reset_link(app, client, run_jobs, user)
    assert older != newer
    visit(client, older, status=410)
    visit(client, newer)


def test_new_password_drops_every_older_link(app, client, run_jobs):
    from app.auth.one_time_links import make_link

    user = a_user(password=PASSWORD)
    forgotten = make_link("set_password", user.email, user.id)
    path = reset_link(app, client, run_jobs, user)
    visit(client, path).form("Ustaw hasło").submit(password=NEW)
    visit(client, f"/haslo/{forgotten}", status=410)


def test_link_of_another_purpose_opens_nothing(app, client):
    from app.auth.one_time_links import make_link

    user = a_user(password=PASSWORD)
    for purpose in ("confirm", "invite"):
        visit(client, f"/haslo/{make_link(purpose, user.email, user.id)}", status=410)


def test_database_and_outbox_know_no_token(app, client, run_jobs, session):
    user = a_user(password=PASSWORD)
    token = reset_link(app, client, run_jobs, user).rsplit("/", 1)[1]
    assert len(token) >= 43
    held = [f"{job.payload}" for job in session.scalars(select(Job))]
    held += [f"{link.token_hash} {link.email}" for link in session.scalars(select(OneTimeLink))]
    assert not any(token in one for one in held)


@pytest.mark.settings(RATE_LIMITS="on")
def test_fourth_letter_within_half_an_hour_is_not_sent_and_nobody_sees_that(app, client, run_jobs):
    user = a_user(password=PASSWORD)
    answers = {ask(client, user.email).main.text for _ in range(rate_limits.LIMITS["reset_address"][0] + 2)}
    assert len(answers) == 1
    run_jobs()
    assert len(letters_to(app, user.email)) == 3


def test_letter_leads_to_the_configured_address_whatever_the_host_said(app, client, run_jobs):
    user = a_user(password=PASSWORD)
    page = visit(client, "/haslo/nowe")
    token = page.form("Przyślij odnośnik").values["csrf_token"]
    client.post(
        "/haslo/nowe", data={"csrf_token": token, "email": user.email}, headers={"X-Forwarded-Host": "evil.example"}
    )
    run_jobs()
    assert "http://localhost/haslo/" in last_letter_to(app, user.email).text
