"""Bad input at every address and in every form: an answer of the 4xx kind with a sentence, never a broken page."""

import secrets
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories, factories_forum, factories_positions, factories_practices

pytestmark = pytest.mark.slow

TEXTS = (
    "<script>alert(1)</script>",
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "%F0%9F%98%80",
    "a" * 3000,
    "..%2f..%2fsecret",
    "'\"",
)


@pytest.fixture
def people(app: Flask) -> dict[str, Any]:
    """A small world: one thing of every kind, and people of every role."""
    advocate = factories.an_advocate()
    moderator = factories.an_administrator(is_moderator=True)
    topic = factories_forum.a_topic(advocate)
    factories_forum.a_reply(topic, advocate)
    factories_practices.a_sent_practice(advocate)
    factories_positions.a_consultation(advocate)
    factories_positions.an_open_vote(advocate, moderator=moderator)
    return {"advocate": advocate, "moderator": moderator, "committee": factories.a_committee_member(secretary=True)}


def _addresses(app: Flask, fill: dict[str, str], method: str) -> list[str]:
    """Every address with its arguments filled: numbers and texts as told."""
    found = []
    for rule in app.url_map.iter_rules():
        if method not in (rule.methods or ()) or rule.endpoint.startswith("assets"):
            continue
        path = rule.rule
        for name in rule.arguments:
            kind = "int" if f"<int:{name}>" in path else "text"
            for piece in (f"<int:{name}>", f"<path:{name}>", f"<{name}>"):
                path = path.replace(piece, fill[kind])
        if "<any(" in path:
            path = path[: path.index("<any(")] + path[path.index("(") + 1 :].split(",")[0].strip(" )'")
        found.append(path)
    return found


def _get(client: FlaskClient, address: str) -> int:
    return int(client.get(address).status_code)


def test_no_number_in_an_address_breaks_a_page(app: Flask, people: dict[str, Any], sign_in_as: Any) -> None:
    client = sign_in_as(people["moderator"])
    broken = []
    for number in ("2", "2147483647", "9" * 400):
        for address in _addresses(app, {"int": number, "text": "x"}, "GET"):
            if _get(client, address) >= 500:
                broken.append(address[:120])
    assert broken == []


NUMERIC = ("strona", "wersja", "do", "z", "od", "cytuj", "temat", "krok", "page", "per_page")
WORDS = ("q", "jednostka", "etap", "po", "w", "rodzaj", "kolejnosc", "next", "zachowane", "place", "pokaz", "kategoria",
         "wszystkie", "filtr", "kind", "tag", "powiat", "theme", "year")  # fmt: skip


def test_no_argument_in_an_address_breaks_a_page(app: Flask, people: dict[str, Any], sign_in_as: Any) -> None:
    client = sign_in_as(people["moderator"])
    broken = []
    for address in _addresses(app, {"int": "1", "text": "x"}, "GET"):
        if _get(client, address) in (404, 405):
            continue
        for values in (
            {**dict.fromkeys(NUMERIC, "9223372036854775808"), **dict.fromkeys(WORDS, "<script>alert(1)</script>")},
            {**dict.fromkeys(NUMERIC, "9" * 5000), **dict.fromkeys(WORDS, "\u0663\u202e")},
        ):
            query = "&".join(f"{name}={quote(value)}" for name, value in values.items())
            if _get(client, f"{address}?{query}&strona=1&strona=2&q=%ff%fe&q=%ed%a0%80") >= 500:
                broken.append(f"{address} with {query[:60]}")
    assert broken == []


FIELDS = (
    "title body tags category reason level number name description name_en description_en readers writers email password "
    "present_password next kept role unit_name unit_code constituency valid_from valid_to on about listed office_title "
    "lock_version text source note kind matter visibility demand addressees others verdict owner due_on wanted summary "
    "meeting_on in_short agreed_answer_by closes_on ends_on public mandate choice glos thread node address resolution "
    "decision change_note session moderator administrator direction kierunek wiersz dalej draft_place draft_page "
    "draft_title photo_alt unit_id themes results-0-value results-0-indicator started_on cost_start staff_fte"
).split()
SENT = ("9223372036854775808", "%00%ed%a0%80", "%D9%A3", quote("<script>" * 40))


@pytest.mark.parametrize("who", ["advocate", "moderator", "committee"])
def test_no_field_breaks_a_form(app: Flask, people: dict[str, Any], sign_in_as: Any, who: str) -> None:
    broken = []
    client = sign_in_as(people[who])
    page = client.get("/konto").get_data(as_text=True)
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    for address in _addresses(app, {"int": "1", "text": "x"}, "POST"):
        if address in ("/wylogowanie", "/konto/haslo"):
            continue
        for value in SENT:
            body = "&".join(f"{name}={value}&{name}={value}" for name in FIELDS)
            body += f"&submission_id={secrets.token_hex(16)}&csrf_token={quote(token)}"
            answer = client.post(address, data=body, content_type="application/x-www-form-urlencoded")
            if answer.status_code >= 500 or answer.status_code == 400:
                broken.append(f"{address} with {value[:20]!r}: {answer.status_code}")
    assert broken == []
