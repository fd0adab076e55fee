"""Forms that no page of ours sends: endless ones, foreign numbers, arrays, other kinds of body."""

import io
import secrets
from typing import Any

import pytest
from flask import Flask

from app.auth.models import Mandate
from app.extensions import db
from app.positions.actions import discussing, drafting, voting
from app.positions.queries.texts import demands_of
from tests import factories, factories_positions
from tests.pages import visit

HUGE = ("2147483648", "9223372036854775808", "99999999999", "9" * 5000, "٣", "²", "-1", "abc")
URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.settings
@pytest.mark.parametrize("path", ["/logowanie", "/forum/nowy", "/csp"])
def test_an_endless_form_is_refused_without_giving_it_back(app: Flask, client: Any, path: str) -> None:
    endless = "&".join(f"a{number}=" for number in range(100_000))
    answer = client.post(path, data=endless, content_type=URLENCODED)
    assert answer.status_code == 413
    assert len(answer.data) < 20_000
    repeated = client.post(path, data="a=&" * 100_000, content_type=URLENCODED)
    assert (repeated.status_code, len(repeated.data) < 20_000) == (413, True)


@pytest.mark.settings
@pytest.mark.parametrize("path", ["/logowanie", "/forum/nowy"])
def test_a_form_of_megabytes_is_refused_without_giving_it_back(app: Flask, client: Any, path: str) -> None:
    answer = client.post(path, data="body=" + "x" * 1_100_000, content_type=URLENCODED)
    assert answer.status_code == 413
    assert len(answer.data) < 20_000
    within = client.post(path, data="body=" + "x" * 150_000, content_type=URLENCODED)
    assert within.status_code in (303, 400)


@pytest.mark.parametrize("path", ["/logowanie", "/forum/nowy", "/csp", "/nie-ma"])
def test_megabytes_as_a_file_are_refused_where_no_file_is_asked_for(app: Flask, client: Any, path: str) -> None:
    answer = client.post(path, data={"file": (io.BytesIO(b"x" * 1_100_000), "a.pdf")})
    assert answer.status_code == 413


@pytest.mark.both_databases
@pytest.mark.parametrize("number", HUGE)
def test_a_session_number_that_no_row_has_ends_nothing(app: Flask, sign_in_as: Any, number: str) -> None:
    client = sign_in_as(factories.a_user())
    page = visit(client, "/konto")
    token = page.find("input", name="csrf_token")["value"]
    answer = client.post("/konto/sesje", data={"csrf_token": token, "session": number})
    assert answer.status_code == 303
    assert client.get("/konto").status_code == 200


@pytest.mark.both_databases
def test_numbers_that_no_row_has_break_no_page_of_a_position(app: Flask, sign_in_as: Any) -> None:
    lead = factories.an_advocate()
    position = factories_positions.a_consultation(lead)
    node = demands_of(position)[0].node_id
    discussing.comment_on_node(lead, position, node, "Jedna uwaga.")
    rev = position.current_version.rows[0].rev if hasattr(position.current_version, "rows") else 1
    drafting.edit_node(lead, position, node, "Inny tekst.", demand=True, addressees=["mkres"], rev=rev)
    drafting.publish_version(lead, position, "Druga wersja.")
    client = sign_in_as(lead)
    base = f"/stanowiska/{position.id}"
    token = visit(client, f"{base}/komentarze?jednostka={node}").find("input", name="csrf_token")["value"]
    seen = set()
    for number in HUGE:
        seen.add(client.get(f"{base}/porownanie?do={number}").status_code)
        seen.add(client.get(f"{base}/porownanie?z={number}").status_code)
        sent = {"csrf_token": token, "body": "Uwaga.", "thread": number, "submission_id": secrets.token_hex(16)}
        seen.add(client.post(f"{base}/komentarze?jednostka={node}", data=sent).status_code)
    assert seen <= {200, 404}


@pytest.mark.both_databases
def test_a_ballot_for_a_number_that_is_no_mandate_is_refused(app: Flask, sign_in_as: Any) -> None:
    lead = factories.an_advocate()
    vote = factories_positions.an_open_vote(lead)
    client = sign_in_as(lead)
    token = visit(client, f"/stanowiska/{vote.position_id}/glosowanie").find("input", name="csrf_token")["value"]
    for number in HUGE:
        sent = {"csrf_token": token, "mandate": number, "choice": "for", "submission_id": secrets.token_hex(16)}
        answer = client.post(f"/stanowiska/{vote.position_id}/glos", data=sent)
        assert answer.status_code in (403, 409, 422), (number, answer.status_code)


def test_a_deputy_does_not_learn_the_ballot_of_the_advocate(app: Flask, sign_in_as: Any, clock: Any) -> None:
    holder = factories.an_advocate("Halina Posiadaczka")
    deputy = factories.a_deputy(of=factories.mandate_of(holder))
    vote = factories_positions.an_open_vote(holder)
    mandate = db.session.scalars(db.select(Mandate).where(Mandate.person_id == holder.id)).one()
    voting.cast_ballot(holder, vote, mandate.id, "against", "Słowa tylko na potem")
    client = sign_in_as(deputy)
    base = f"/stanowiska/{vote.position_id}"
    for path in (f"{base}/glosowanie", f"{base}/glos/{mandate.id}", f"{base}/wynik", base, f"{base}/historia"):
        page = visit(client, path).main.text
        assert "Słowa tylko na potem" not in page
        assert "Twój głos teraz" not in page
    refused = client.get(f"{base}/glos/{mandate.id}")
    assert (refused.status_code, refused.location) == (302, f"{base}/glosowanie")
