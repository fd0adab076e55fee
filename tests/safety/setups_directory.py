"""What the rows of matrix/directory.toml stand on: each makes its things for an author and gives (address values, form fields)."""

from typing import Any

from app.auth.models import User
from app.lib import clock
from app.web.unit_of_work import unit_of_work

Setup = tuple[dict[str, Any], dict[str, Any]]


def nothing(author: User) -> Setup:
    return {}, {}


def somebody_not_listed(author: User) -> Setup:
    return {"handle": author.handle}, {}


def somebody_listed(author: User) -> Setup:
    with unit_of_work():
        author.listed_at = clock.now()
    return {"handle": author.handle}, {}


def a_message(author: User) -> Setup:
    return somebody_listed(author)[0], {"text": "Dzień dobry."}
