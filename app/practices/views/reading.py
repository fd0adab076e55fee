"""A practice: its page, its history, two of its texts side by side, its photo."""

from pathlib import Path
from typing import Any

from flask import Response, make_response, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from app.extensions import db
from app.lib import clock, files
from app.links import links_from, links_to
from app.practices import policies as may
from app.practices.actions.revisions import render_texts
from app.practices.actions.writing import working_document
from app.practices.models import CHANGES_REQUESTED, SUBMITTED, Practice
from app.practices.photos import find_photo, folder
from app.practices.presenting import Record, differences
from app.practices.queries.finding import (
    find_practice,
    find_revision,
    published_steps,
    steps_of,
    texts_of,
)
from app.practices.queries.listing import standing
from app.practices.record.completeness import completeness
from app.practices.views.blueprint import blueprint, practice_url
from app.web.access import public
from app.web.columns import RichText
from app.web.errors import NotFound


@blueprint.get("/praktyki/<int:practice_id>-<slug>")
@public
def practice(practice_id: int, slug: str) -> ResponseReturnValue:
    """The page of a record. Who works on it may look at the working text with `?wersja=robocza`."""
    found = find_practice(current_user, practice_id)
    works_on_it = may.see_work_on_practice(current_user, found)
    if slug != (found.slug or "praktyka"):
        return redirect(practice_url(found), code=301 if found.is_public else 302)
    working = works_on_it and (found.published_revision is None or request.args.get("wersja") == "robocza")
    if working:
        document = working_document(found)
        record = Record(document, _made_now(document))
    elif found.published_revision is not None:
        record = Record(found.published_revision.document, texts_of(found.published_revision.id))
    else:
        raise NotFound
    steps = steps_of(found)
    return render_template(
        "practices/practice.html",
        practice=found,
        record=record,
        working=working,
        works_on_it=works_on_it,
        revision=found.published_revision,
        publications=published_steps(steps),
        asked=next((one for one in reversed(steps) if one.to_state == CHANGES_REQUESTED), None)
        if found.stage == CHANGES_REQUESTED
        else None,
        waits=found.stage == SUBMITTED,
        cited_in=links_to(current_user, "practice", found.id),
        cites=links_from(current_user, "practice", found.id),
        standing=standing(found.verified_on, clock.today()),
        months=_months_since(found),
        completeness=completeness(record.document),
    )


@blueprint.get("/praktyki/<int:practice_id>/historia")
@public
def history(practice_id: int) -> str:
    """What happened with a record: publications for everybody, every step for those who work on it."""
    found = find_practice(current_user, practice_id)
    steps = steps_of(found)
    works_on_it = may.see_work_on_practice(current_user, found)
    if not works_on_it:
        steps = published_steps(steps)[::-1]
    numbers = list(dict.fromkeys(one.revision.number for one in steps if one.revision))
    return render_template(
        "practices/history.html", practice=found, steps=steps[::-1], numbers=numbers, works_on_it=works_on_it
    )


@blueprint.get("/praktyki/<int:practice_id>/porownanie")
@public
def comparison(practice_id: int) -> str:
    """Two texts of a record, field by field, word by word."""
    found = find_practice(current_user, practice_id)
    old = find_revision(current_user, found, _number("od"))
    new = find_revision(current_user, found, _number("do"))
    return render_template(
        "practices/comparison.html",
        practice=found,
        old=old,
        new=new,
        differences=differences(old.document, new.document),
    )


@blueprint.get("/praktyki/<int:practice_id>/zdjecie/<name>")
@public
def photo(practice_id: int, name: str) -> Response:
    """The picture, made anew by us, shown in place."""
    found = find_practice(current_user, practice_id)
    stored = find_photo(current_user, found, name)
    path: Path = files.safe_path(folder(), stored.stored_name)
    if not path.exists():
        raise NotFound
    response = make_response(send_file(path, mimetype=stored.media_type, max_age=86_400, conditional=True))
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if not found.is_public:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _made_now(document: dict[str, Any]) -> dict[str, Markup]:
    # Text that is not written yet passes the same cleaning as the stored one and comes back as markup.
    column = RichText()
    made: dict[str, Markup] = {}
    for name, html in render_texts(document).items():
        clean = column.process_result_value(column.process_bind_param(html, db.engine.dialect), db.engine.dialect)
        made[name] = clean or Markup("")
    return made


def _months_since(practice: Practice) -> int:
    if practice.verified_on is None:
        return 0
    return max(0, (clock.today() - practice.verified_on).days * 12 // 365)


def _number(name: str) -> int:
    given = request.args.get(name, "")
    if not (given.isascii() and given.isdigit() and len(given) < 6):
        raise NotFound
    return int(given)
