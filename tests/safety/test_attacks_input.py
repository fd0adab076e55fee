"""Bad input at every address and in every form: an answer of the 4xx kind with a sentence, never a broken page."""

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests import factories, factories_forum, factories_positions, factories_practices

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
    for number in ("1", "0", "2147483647", "2147483648", "9" * 400):
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
            {**dict.fromkeys(NUMERIC, "-1"), **dict.fromkeys(WORDS, "a" * 3000)},
        ):
            query = "&".join(f"{name}={quote(value)}" for name, value in values.items())
            if _get(client, f"{address}?{query}&strona=1&strona=2&q=%ff%fe&q=%ed%a0%80") >= 500:
                broken.append(f"{address} with {query[:60]}")
    assert broken == []
