"""GET /api/v1/search: the same search as JSON; public content needs no token, cookies are ignored."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from app.auth.models import Visitor
from app.search.outcomes import Refused
from app.search.parameters import of_api
from app.search.service import Answer, Item, search
from app.search.views import sentence_of
from app.web import rate_limits
from app.web.access import public
from app.web.errors import Invalid

api = Blueprint("search_api", __name__)


@api.get("/api/v1/search")
@public
def search_json() -> Response:
    """Hits, counts and the corrected query; a wrong parameter is 422."""
    rate_limits.count("api", rate_limits.network())
    asked = of_api(request.args)
    answer = search(
        Visitor(),
        asked.text,
        filters=asked.filters,
        page=asked.page,
        per_page=asked.per_page,
        sort=asked.sort,
        literal=asked.literal,
    )
    if isinstance(answer.outcome, Refused):
        raise Invalid(sentence_of(answer))
    return jsonify(to_json(answer))


def to_json(answer: Answer) -> dict[str, Any]:
    """`{items, total, page, per_page, facets, did_you_mean}`."""
    return {
        "items": [item_to_json(item) for item in answer.items],
        "total": answer.total,
        "page": answer.page,
        "per_page": answer.per_page,
        "facets": {
            name: [{"value": value.value, "label": value.label, "count": value.count} for value in values]
            for name, values in answer.facets.items()
        },
        "did_you_mean": answer.did_you_mean,
    }


def item_to_json(item: Item) -> dict[str, Any]:
    """One hit; `snippet` is plain text."""
    return {
        "kind": item.kind,
        "id": item.id,
        "external_id": item.shown.external_id,
        "url": item.shown.url,
        "title": item.shown.title,
        "snippet": "".join(run.text for run in item.snippet),
        "score": round(item.score, 4),
    }
