"""Suggestions of units while somebody types."""

from flask import Blueprint, Response, jsonify, request

from app.territory.queries import match_units
from app.web import rate_limits
from app.web.access import public

blueprint = Blueprint("territory", __name__)


@blueprint.get("/jednostki/podpowiedzi")
@public
def suggest() -> Response:
    """At most eight units that begin like `q`: `[{value, label, detail}]`."""
    rate_limits.count("suggestions", rate_limits.network())
    units = match_units(request.args.get("q", ""))
    response = jsonify([{"value": unit.code, "label": unit.full_name, "detail": unit.detail} for unit in units])
    response.cache_control.max_age = 86_400
    response.cache_control.public = True
    return response
