"""The search of the application: page, JSON and commands over what people wrote, each reader seeing their own."""

import os
from pathlib import Path
from typing import Any

import pytest

from app.forum.actions.moderating import hide_post, hide_topic
from app.search.indexing import compare_with_database, mend_index, rebuild_index
from app.search.service import engine
from tests.factories import a_moderator
from tests.factories_forum import a_category, a_forum_moderator, a_person, a_reply, a_topic, posts_of
from tests.factories_positions import a_consultation, an_adopted_position
from tests.factories_practices import a_draft, a_published_practice
from tests.pages import visit


@pytest.fixture
def indexed(app: Any, run_jobs: Any) -> Any:
    """`indexed()`: what was written until now can be found."""
    rebuild_index()
    return run_jobs


def api(client: Any, q: str, **arguments: Any) -> Any:
    answer = client.get("/api/v1/search", query_string={"q": q, **arguments})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json


def titles(client: Any, q: str, **arguments: Any) -> list[str]:
    return [item["title"] for item in api(client, q, **arguments)["items"]]


MEALS = "Gmina i powiat założyły spółdzielnię, która gotuje dla szkół"


def test_all_kinds_are_found_in_any_form_of_a_word(client, indexed, clock):
    practice = a_published_practice()
    topic = a_topic(title="Kto gotuje dla szkół?", body="Szukamy spółdzielni, która poda obiady.")
    reply = a_reply(topic, body="U nas zrobiły to dwie spółdzielnie socjalne.")
    position = an_adopted_position(title="Obiady od spółdzielni socjalnych w szkołach", public=True)
    indexed()
    found = api(client, "spółdzielniami")
    by_kind = {item["kind"]: item for item in found["items"]}
    assert set(by_kind) == {"practice", "topic", "position"}
    assert found["total"] == len(found["items"]) == 3
    assert (by_kind["practice"]["id"], by_kind["position"]["id"]) == (practice.id, position.id)
    assert by_kind["topic"]["url"].startswith(f"/forum/watek/{topic.id}-")
    assert by_kind["topic"]["url"].rpartition("wpis-")[2] in {str(one.number) for one in posts_of(topic.id)}
    assert reply.id
    for item in found["items"]:
        assert set(item) == {"kind", "id", "external_id", "url", "title", "snippet", "score"}
        assert client.get(item["url"].partition("#")[0], follow_redirects=True).status_code == 200
    assert {value["value"]: value["count"] for value in found["facets"]["kind"]} == {
        "practice": 1,
        "topic": 1,
        "position": 1,
    }


@pytest.mark.parametrize(
    "typed", ["spoldzielnia", "SPÓŁDZIELNIĄ", "spółdzielnie szkole", '"gotuje dla szkół"', "Integracja"]
)
def test_words_are_found_as_people_type_them(client, indexed, typed):
    a_published_practice()
    indexed()
    assert titles(client, typed) == [MEALS]


def test_acronym_is_found_by_its_name_and_with_an_ending(client, indexed):
    a_topic(title="Nowy CUS w powiecie", body="Kto już ma?")
    indexed()
    assert titles(client, "centrum usług społecznych") == titles(client, "CUSu") == ["Nowy CUS w powiecie"]


def test_mistyped_word_is_corrected_and_said(client, indexed):
    a_published_practice()
    indexed()
    found = api(client, "spóldzelnia")
    assert found["did_you_mean"] == "spółdzielnia"
    page = visit(client, "/szukaj?q=spóldzelnia")
    assert MEALS in page.text
    assert "spółdzielnia" in page.main.text
    assert api(client, "spółdzielnia")["did_you_mean"] is None


def test_filters_count_and_narrow(client, indexed):
    a_published_practice(title="Obiady w Wyszkowie", themes=["energia"])
    a_published_practice(title="Obiady i muzyka w Wyszkowie", themes=["energia", "kultura"])
    indexed()
    counts = {value["value"]: value for value in api(client, "obiady")["facets"]["theme"]}
    assert {value: one["count"] for value, one in counts.items()} == {"energia": 2, "kultura": 1}
    assert counts["energia"]["label"] == "Energia i klimat"
    assert titles(client, "obiady", theme="kultura") == ["Obiady i muzyka w Wyszkowie"]
    # A facet is counted with its own filter left out, so that one can change one's mind.
    narrowed = api(client, "obiady", theme="kultura")["facets"]["theme"]
    assert {value["value"]: value["count"] for value in narrowed} == {"energia": 2, "kultura": 1}


def test_page_marks_the_words_and_keeps_the_filters(client, indexed):
    a_published_practice()
    a_topic(title="Spółdzielnia w gminie", body="Jak zacząć?")
    indexed()
    page = visit(client, "/szukaj?q=spółdzielnię")
    assert {mark.text for mark in page.find_all("mark")} >= {"spółdzielnię"}
    only = visit(client, "/szukaj?q=spółdzielnię&kind=topic")
    assert "Spółdzielnia w gminie" in only.main.text
    assert MEALS not in only.main.text
    newest = visit(client, "/szukaj?q=spółdzielnię&kolejnosc=najnowsze")
    assert MEALS in newest.main.text


def test_hits_come_page_by_page_and_never_twice(client, indexed):
    for number in range(7):
        a_topic(title=f"Lokal numer {number}")
    indexed()
    seen = [title for page in (1, 2, 3) for title in titles(client, "lokal", per_page=3, page=page)]
    assert sorted(seen) == [f"Lokal numer {number}" for number in range(7)]
    assert api(client, "lokal", per_page=3, page=9)["items"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"per_page": 101}, {"per_page": 0}, {"per_page": "x"}, {"page": 0}, {"page": -1}, {"page": 10**9}, {"kind": "post"},
        {"sort": "best"}, {"theme": ""}, {"theme": "x" * 81}, {"unknown": "1"}, {"q": "a" * 201},
    ],
)  # fmt: skip
def test_wrong_parameter_is_named_in_a_sentence(client, indexed, arguments):
    answer = client.get("/api/v1/search", query_string={"q": "lokal", **arguments})
    assert answer.status_code == 422
    assert answer.json["error"]["code"] == "invalid"
    assert len(answer.json["error"]["message"]) > 10


def test_each_reader_finds_what_they_may_read(client, sign_in_as, indexed, clock):
    moderator = a_forum_moderator()
    a_topic(moderator, a_category("Jawne", by=moderator), title="Lokal jawny")
    a_topic(moderator, a_category("Sieć", by=moderator, readers="members"), title="Lokal dla sieci")
    hidden = a_topic(moderator, title="Lokal ukryty")
    hide_topic(moderator, hidden.id, "Reklama, zasada 6")
    a_draft(title="Lokal w szkicu opisu praktyki")
    a_consultation(title="Lokale dla podmiotów w każdej gminie")
    indexed()
    assert titles(client, "lokal") == ["Lokal jawny"]
    seen = visit(sign_in_as(a_person()), "/szukaj?q=lokal").main.text
    for title in ("Lokal jawny", "Lokal dla sieci", "Lokale dla podmiotów"):
        assert title in seen
    for title in ("Lokal ukryty", "Lokal w szkicu"):
        assert title not in seen
    # The API knows no cookie: it is a visitor's.
    assert titles(sign_in_as(moderator), "lokal") == ["Lokal jawny"]


def test_post_that_is_hidden_later_is_gone_before_the_index_knows(client, indexed):
    moderator = a_forum_moderator()
    topic = a_topic(title="Rozmowa")
    reply = a_reply(topic, body="Tajemnica z kosmolotem.")
    indexed()
    assert titles(client, "kosmolot") == ["Rozmowa"]
    hide_post(moderator, reply.id, "Dane osobowe, zasada 2")
    assert "kosmolot" not in str(api(client, "kosmolot")["items"])


def test_change_is_found_after_the_worker_and_the_old_words_are_gone(client, indexed):
    from app.forum.actions.writing import edit_post
    from app.forum.text import written

    author = a_person()
    topic = a_topic(author, title="Pytanie", body="Gdzie kupić pelet?")
    indexed()
    post = posts_of(topic.id)[0]
    edit_post(author, post.id, post.lock_version, written(author, "Gdzie kupić brykiet?"))
    indexed()
    assert titles(client, "brykietu") == ["Pytanie"]
    assert titles(client, "peletu") == []
    assert compare_with_database() == ([], [])


def _spoil(folder: Path) -> None:
    for file in folder.rglob("*.seg"):
        with file.open("r+b") as spoilt:
            spoilt.write(os.urandom(file.stat().st_size))


def _lose(folder: Path) -> None:
    (folder / "CURRENT").unlink()


def _age(folder: Path) -> None:
    for file in folder.rglob("made-by.json"):
        file.write_text('{"analyser": "pl-0/older", "schema": 1}')


@pytest.mark.parametrize("harm", [_spoil, _lose, _age])
def test_harmed_index_mends_itself_while_pages_answer(client, indexed, app, harm):
    a_published_practice()
    indexed()
    assert titles(client, "spółdzielniami") == [MEALS]
    harm(Path(app.config["SEARCH_INDEX_DIR"]))
    # Words as typed, looked for in titles, until the worker has looked.
    page = visit(client, "/szukaj?q=gotuje")
    assert harm is _spoil or MEALS in page.main.text
    mend_index()
    assert titles(client, "spółdzielniami") == [MEALS]
    assert engine().files_are_sound()


def test_commands_rebuild_and_check(app, client, indexed):
    a_published_practice(by=a_moderator())
    run = app.test_cli_runner().invoke
    assert "1 missing" in run(args=["search", "check"]).output
    assert "1 documents are in the index" in run(args=["search", "rebuild"]).output
    assert "It holds what the database holds" in run(args=["search", "check"]).output
    assert titles(client, "spółdzielnia") == [MEALS]


@pytest.mark.parametrize("query", ["", "   ", "*", '"', "-", "a" * 300, "słowo " * 11, "\0", "i w na"])
def test_odd_query_is_answered_in_a_sentence(client, indexed, query):
    page = visit(client, "/szukaj?q=" + query.replace(" ", "+").replace("\0", ""))
    assert len(page.main.text) > 20
