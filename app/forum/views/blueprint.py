"""The blueprint that the rooms of views share, with the policies within reach of the templates."""

from typing import Any

from flask import Blueprint, request

from app.forum import policies

blueprint = Blueprint("forum", __name__, template_folder="../templates")


@blueprint.context_processor
def _policies() -> dict[str, Any]:
    return {"may": policies}


def page_number() -> int:
    """The page asked for; what is no number is the first."""
    return request.args.get("strona", 1, type=int)
