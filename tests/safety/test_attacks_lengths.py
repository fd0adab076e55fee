"""Texts as long as the forms allow, and bytes that no text has, on both databases: PostgreSQL cuts nothing and refuses."""

import secrets
from typing import Any

import pytest
from flask import Flask

from app.auth.actions import inviting
from app.auth.people import make_user
from app.web.unit_of_work import unit_of_work
from tests import factories, factories_forum, factories_positions
from tests.pages import visit

pytestmark = pytest.mark.both_databases
WIDE = "Ż"  # two bytes, and more than one sign in a key for sorting
URLENCODED = "application/x-www-form-urlencoded"


def _posted(client: Any, page: str, target: str, **fields: str) -> int:
    token = visit(client, page).find("input", name="csrf_token")["value"]
    sent = {"csrf_token": token, "submission_id": secrets.token_hex(16), **fields}
    return int(client.post(target, data=sent).status_code)


def test_people_with_the_longest_names(app: Flask, sign_in_as: Any) -> None:
    moderator = factories.a_moderator()
    with unit_of_work():
        first = make_user(email="a" * 60 + "@gmina.example", name=WIDE * 120)
        second = make_user(email="b" * 60 + "@gmina.example", name=WIDE * 120)
    assert first.handle != second.handle
    client = sign_in_as(factories.an_advocate())
    fields = {"name": "Ź" * 120, "office_title": WIDE * 80, "about": WIDE * 1000, "lock_version": "1"}
    assert _posted(client, "/konto", "/konto", **fields) == 303
    assert client.get("/konto").status_code == 200
    inviting.invite_person(
        moderator, role="committee", email="x" * 60 + "@gmina.example", name=WIDE * 120,
        appointment=inviting.Appointment(constituency="pes"),
    )  # fmt: skip


def test_talk_with_the_longest_texts(app: Flask, sign_in_as: Any) -> None:
    moderator, advocate = factories.a_moderator(), factories.an_advocate()
    keeper, client = sign_in_as(moderator), sign_in_as(advocate)
    rights = {"readers": "public", "writers": "members"}
    names = {"name": WIDE * 80, "name_en": WIDE * 80, "description": WIDE * 300, "description_en": WIDE * 300}
    assert _posted(keeper, "/forum/kategorie/nowa", "/forum/kategorie/nowa", **names, **rights) == 303
    room = factories_forum.a_category(by=moderator)
    words = {"title": WIDE * 200, "body": WIDE * 20_000, "tags": ",".join(f"{n}{WIDE * 49}" for n in range(10))}
    assert _posted(client, "/forum/nowy", "/forum/nowy", category=str(room.id), **words) == 303
    assert _posted(keeper, "/forum/watek/1/ukrycie", "/forum/watek/1/ukrycie", reason=WIDE * 2000) == 303
    assert keeper.get("/moderacja/dziennik").status_code == 200


def test_positions_with_the_longest_texts(app: Flask, sign_in_as: Any) -> None:
    lead = factories.an_advocate()
    client = sign_in_as(lead)
    long = {"title": WIDE * 250, "matter": "w sprawie " + WIDE * 230, "kind": "stanowisko", "visibility": "committee"}
    assert _posted(client, "/stanowiska/nowe", "/stanowiska/nowe", **long) in (303, 422)
    position = factories_positions.a_consultation(lead)
    page = f"/stanowiska/{position.id}/dowody"
    from app.positions.queries.texts import demands_of

    node = demands_of(position)[0].node_id
    assert _posted(client, page, page, node=node, source=WIDE * 300, address="") == 303
    comments = f"/stanowiska/{position.id}/komentarze?jednostka={node}"
    assert _posted(client, comments, comments, body=WIDE * 5000) == 303


@pytest.mark.parametrize("value", ["/forum/nowy%00", "/" + "a" * 299, "/%ed%a0%80", "/%ff", "/%EF%BF%BF"])
def test_drafts_at_odd_places(app: Flask, sign_in_as: Any, value: str) -> None:
    client = sign_in_as(factories.an_advocate())
    token = visit(client, "/konto").find("input", name="csrf_token")["value"]
    body = f"csrf_token={token}&draft_place={value}&draft_page=/forum/nowy&draft_title=%00x&bo%00dy=%00&title={value}"
    answer = client.post("/szkice/pole", data=body, content_type=URLENCODED)
    assert answer.status_code in (200, 400, 422), answer.status_code
    assert client.get("/szkice").status_code == 200


def test_a_kept_form_with_odd_bytes(app: Flask, client: Any) -> None:
    body = "title=%00%ed%a0%80&bo%00dy=" + "x" * 100_000
    answer = client.post("/forum/nowy?x=" + "a" * 600, data=body, content_type=URLENCODED)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200


def test_signing_in_with_odd_bytes(app: Flask, client: Any) -> None:
    token = visit(client, "/logowanie").find("input", name="csrf_token")["value"]
    for email, password in (
        ("%00", "%00"),
        ("a" * 5000, "b" * 50_000),
        ("%ed%a0%80@x.pl", "%ff"),
        ("x%0ay@z.pl", "%0d"),
    ):
        sent = f"csrf_token={token}&email={email}&password={password}&kept=%00&next=%00"
        assert client.post("/logowanie", data=sent, content_type=URLENCODED).status_code in (401, 403, 422)
