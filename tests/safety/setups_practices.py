"""What the rows of matrix/practices.toml stand on: each makes its things for an author and gives (address values, form fields)."""

from typing import Any

from flask import current_app

from app.auth.models import User
from app.lib import files
from app.practices import actions
from app.practices.models import Photo
from app.practices.photos import folder
from app.web.unit_of_work import unit_of_work
from tests.factories import a_moderator
from tests.factories_practices import a_draft, a_published_practice, a_sent_practice

Setup = tuple[dict[str, Any], dict[str, Any]]
NAME = "0123456789abcdef0123456789abcdef.webp"


def nothing(author: User) -> Setup:
    return {}, {}


def a_page(author: User) -> Setup:
    practice = a_published_practice(author)
    return {"practice_id": practice.id, "slug": practice.slug}, {}


def a_published_one(author: User) -> Setup:
    return {"practice_id": a_published_practice(author).id}, {}


def two_versions(author: User) -> Setup:
    return {"practice_id": a_published_practice(author).id, "od": 1, "do": 1}, {}


def a_photo(author: User) -> Setup:
    practice = a_published_practice(author, photos=[{"file": NAME, "alt": "Kuchnia", "consent": True}])
    files.write_durably(folder() / NAME, b"RIFF")
    with unit_of_work() as session:
        session.add(
            Photo(practice_id=practice.id, stored_name=NAME, media_type="image/webp", width=1, height=1, size=4)
        )
    return {"practice_id": practice.id, "name": NAME}, {}


def a_first_step(author: User) -> Setup:
    return {}, {"title": "Kuchnia w szkole", "dalej": "tak"}


def a_step_of_a_published_one(author: User) -> Setup:
    return {"practice_id": a_published_practice(author).id, "krok": 5}, {"cost_start": "18600"}


def a_draft_of(author: User) -> Setup:
    return {"practice_id": a_draft(author).id}, {}


def a_draft_to_send(author: User) -> Setup:
    return {"practice_id": a_draft(author).id}, {"licence": "y"}


def a_sent_one(author: User) -> Setup:
    return {"practice_id": a_sent_practice(author).id}, {}


def a_decision(author: User) -> Setup:
    return {"practice_id": a_sent_practice(author).id}, {"decision": "publikacja-karta", "reason": "Kompletna karta."}


def a_reason(author: User) -> Setup:
    return {"practice_id": a_published_practice(author).id}, {"reason": "Dane osobowe w opisie."}


def a_reason_to_show_again(author: User) -> Setup:
    practice = a_published_practice(author)
    moderator = a_moderator()
    with current_app.test_request_context():  # the log keeps an address
        actions.hide_practice(moderator, practice, reason="Dane osobowe w opisie.")
    return {"practice_id": practice.id}, {"reason": "Poprawione."}
