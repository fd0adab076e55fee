"""Practices for tests: a whole record, drafts, sent and published ones."""

from typing import Any

from app.auth.models import User
from app.extensions import db
from app.practices import actions
from app.practices.models import Practice
from app.practices.record import Reader, read_document
from app.practices.record.places import UnitFinder
from tests.factories import a_moderator, an_advocate

CARD: dict[str, Any] = {
    "title": "Gmina i powiat założyły spółdzielnię, która gotuje dla szkół",
    "summary": "Szkoły płaciły coraz więcej za obiady wożone z daleka. Samorządy założyły spółdzielnię. Dziś gotuje na miejscu.",
    "kind": "praktyka",
    "unit_id": "143506",
    "operator_name": "Spółdzielnia Socjalna „Integracja”",
    "entity_kind": ["spoldzielnia-osob-prawnych"],
    "themes": ["gastronomia-szkolna"],
    "target_groups": ["bezrobotni"],
    "instruments": ["zalozycielstwo-jst"],
    "started_on": "2020-01",
    "maturity": "dziala",
    "results": [{"indicator": "posilki", "value": 214, "unit": "szt./dzień", "source": "sprawozdanie"}],
}


def a_document(**values: Any) -> dict[str, Any]:
    """A whole card in its written form, with some fields changed; None takes a field away."""
    reader = Reader(UnitFinder())
    document = read_document({**CARD, **values}, reader)
    assert not reader.problems, [str(one) for one in reader.problems]
    return document


def a_draft(author: User | None = None, **values: Any) -> Practice:
    """A draft that could be sent in."""
    return actions.start_practice(author or an_advocate(), a_document(**values))


def a_sent_practice(author: User | None = None, **values: Any) -> Practice:
    """One that waits for a moderator."""
    author = author or an_advocate()
    return actions.submit_practice(author, a_draft(author, **values))


def a_published_practice(
    author: User | None = None, by: User | None = None, *, depth: str = "card", **values: Any
) -> Practice:
    """One that everybody reads."""
    sent = a_sent_practice(author, **values)
    return actions.publish_practice(by or a_moderator(), sent, depth=depth, reason="Opis jest kompletny.")


def read_anew(practice: Practice) -> Practice:
    """The row as it stands in the database now."""
    db.session.rollback()
    return db.session.get_one(Practice, practice.id)
