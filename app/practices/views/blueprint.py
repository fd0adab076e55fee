"""The blueprint that the rooms share."""

from datetime import date
from typing import Any

from flask import Blueprint, url_for

from app.lib import polish
from app.practices import policies as may
from app.practices.models import Practice
from app.practices.presenting import kind_status, place_line
from app.vocabularies.queries import key_of, label
from app.web.locale import current_language

blueprint = Blueprint("practices", __name__, template_folder="../templates")


@blueprint.context_processor
def _shared() -> dict[str, Any]:
    return {
        "may": may,
        "practice_url": practice_url,
        "kind_status": kind_status,
        "place_line": place_line,
        "tag_key": key_of,
    }


@blueprint.app_template_global()
def term_label(kind: str, slug: str) -> str:
    """The name of a term in the reader's language; a global, because imported macros see nothing else."""
    return label(kind, slug)


@blueprint.app_template_filter()
def day_words(day: str) -> str:
    """A day of a record, kept as 2026-11-24, in words."""
    return polish.date_words(date.fromisoformat(day), current_language())


def practice_url(practice: Practice, **more: Any) -> str:
    """The address of a practice: its number decides, the words are for people."""
    return url_for("practices.practice", practice_id=practice.id, slug=practice.slug or "praktyka", **more)
