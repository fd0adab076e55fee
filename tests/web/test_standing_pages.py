"""The start page signed out and in, the standing pages in both languages."""

from datetime import UTC, datetime

import pytest

from app.pages.home import rows_for
from app.web import feature as features
from app.web.feature import Waiting
from tests.factories import PASSWORD, a_committee_member, a_moderator, a_user, an_administrator, an_advocate
from tests.pages import visit

STANDING = ["/o-serwisie", "/zasady", "/deklaracja-dostepnosci", "/prywatnosc"]


def test_visitor_reads_what_this_is_and_finds_three_doors(client):
    page = visit(client, "/")
    for path in ("/forum", "/praktyki", "/stanowiska"):
        assert page.main.find_all("a", href=path), path
    assert page.has_link("Zaloguj się")


@pytest.mark.parametrize("make", [an_advocate, a_user, a_moderator, a_committee_member, an_administrator])
def test_everybody_signed_in_sees_what_waits(sign_in_as, make):
    page = visit(sign_in_as(make()), "/")
    assert page.heading == "Czeka na Ciebie"
    assert "Nic na Ciebie nie czeka" in page.main.text or page.main.find_all("li")


def test_what_has_a_deadline_waits_first_the_nearest_before(app, sign_in_as, monkeypatch):
    lines = [
        Waiting("Bez terminu", "/a"),
        Waiting("Później", "/b", deadline=datetime(2026, 5, 1, tzinfo=UTC)),
        Waiting("Drugie bez terminu", "/d"),
        Waiting("Najpierw", "/c", deadline=datetime(2026, 4, 1, tzinfo=UTC)),
    ]
    extra = features.Feature(name="try", waiting=(lambda _user: lines,))
    monkeypatch.setitem(app.extensions, "features", (*app.extensions["features"], extra))
    person = an_advocate()
    assert [one.title for one in rows_for(person, [])][:2] == ["Najpierw", "Później"]
    text = visit(sign_in_as(person), "/").main.text
    assert text.index("Najpierw") < text.index("Później") < text.index("Bez terminu")


@pytest.mark.parametrize("path", STANDING)
@pytest.mark.parametrize("language", ["pl", "en"])
def test_standing_pages_are_there_in_both_languages(client, path, language):
    client.set_cookie("jezyk", language)
    page = visit(client, path)
    assert page.find("html")["lang"] == language
    assert len(page.main.text) > 400


def test_each_language_has_words_of_its_own(client):
    polish = {path: visit(client, path).heading for path in [*STANDING, "/logowanie", "/rzecznicy", "/nie-ma"][:6]}
    client.set_cookie("jezyk", "en")
    english = {path: visit(client, path).heading for path in polish}
    assert all(polish[path] != english[path] for path in polish)


def test_accessibility_statement_has_what_the_ministry_looks_for(client):
    page = visit(client, "/deklaracja-dostepnosci")
    for name in ("a11y-wstep", "a11y-podmiot", "a11y-url", "a11y-data-publikacja", "a11y-status", "a11y-kontakt"):
        assert page.find_all(id=name), name


def test_every_page_leads_to_the_standing_ones(client):
    for path in ("/", "/forum", "/logowanie"):
        page = visit(client, path)
        for standing in STANDING:
            assert page.find("footer").find_all("a", href=standing), (path, standing)


def test_menu_marks_where_one_is(client):
    page = visit(client, "/rzecznicy")
    marked = [node.text for node in page.find("header").find_all("a", **{"aria-current": "true"})]
    assert set(marked) == {"Rzecznicy"}


def test_start_page_needs_few_statements(client, sign_in_as, queries):
    an_advocate(password=PASSWORD)
    queries.clear()
    client.get("/")
    assert len(queries) <= 12
    reader = sign_in_as(an_advocate())
    queries.clear()
    reader.get("/")
    assert len(queries) <= 12
