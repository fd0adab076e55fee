"""The blueprint that the rooms share."""

from typing import Any

from flask import Blueprint, url_for

from app.practices import policies as may
from app.practices.models import Practice
from app.practices.presenting import kind_status, place_line

blueprint = Blueprint("practices", __name__, template_folder="../templates")


@blueprint.context_processor
def _shared() -> dict[str, Any]:
    return {"may": may, "practice_url": practice_url, "kind_status": kind_status, "place_line": place_line}


def practice_url(practice: Practice, **more: Any) -> str:
    """The address of a practice: its number decides, the words are for people."""
    return url_for("practices.practice", practice_id=practice.id, slug=practice.slug or "praktyka", **more)
