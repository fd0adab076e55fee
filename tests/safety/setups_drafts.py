"""What the rows of matrix/drafts.toml stand on: each makes its things for an author and gives (address values, form fields)."""

from typing import Any

from app.auth.models import User
from app.drafts.keeping import keep_draft

Setup = tuple[dict[str, Any], dict[str, Any]]
PLACE = "/forum/nowy"


def nothing(author: User) -> Setup:
    return {}, {}


def _draft_of(author: User) -> int:
    draft = keep_draft(author, place=PLACE, page=PLACE, title="Pytanie", fields={"body": ["Zaczęte."]})
    assert draft is not None
    return draft.id


def a_draft(author: User) -> Setup:
    return {"draft_id": _draft_of(author)}, {}


def the_place_of_a_draft(author: User) -> Setup:
    _draft_of(author)
    return {"place": PLACE}, {}


def what_is_typed(author: User) -> Setup:
    return {}, {"draft_place": PLACE, "draft_page": PLACE, "draft_title": "Pytanie", "body": "Zaczęte."}
