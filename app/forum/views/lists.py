"""Lists of topics: the forum, a category, a tag; and "mark all as read"."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import pgettext
from flask_login import current_user

from app.forum import policies as may
from app.forum.actions.following import mark_everything_read
from app.forum.models import Category
from app.forum.queries.categories import categories_visible_to
from app.forum.queries.lists import Counts, Filter, counts_for, find_tag, tagged_page, topics_page
from app.forum.views.blueprint import blueprint, page_number
from app.web.access import public, signed_in
from app.web.errors import NotFound

OWN = (Filter.WATCHED, Filter.MINE)


@blueprint.get("/forum")
@public
def index() -> ResponseReturnValue:
    """All topics that this person may read."""
    if chosen := request.args.get("temat"):  # the field "Category" of the filter bar
        return redirect(url_for("forum.category", slug=chosen, filtr=request.args.get("filtr") or None))
    return _topics(categories_visible_to(current_user), None)


@blueprint.get("/forum/kategoria/<slug>")
@public
def category(slug: str) -> ResponseReturnValue:
    """The topics of one category."""
    categories = categories_visible_to(current_user)
    chosen = next((one for one in categories if one.slug == slug), None)
    if chosen is None:
        raise NotFound
    if (other := request.args.get("temat")) is not None and other != slug:
        filtr = request.args.get("filtr") or None
        return redirect(
            url_for("forum.category", slug=other, filtr=filtr) if other else url_for("forum.index", filtr=filtr)
        )
    return _topics(categories, chosen)


@blueprint.get("/forum/tag/<slug>")
@public
def tag(slug: str) -> ResponseReturnValue:
    """The topics with a tag."""
    found = find_tag(slug)
    page = tagged_page(current_user, categories_visible_to(current_user), found, page_number())
    return render_template("forum/tag.html", tag=found, page=page)


@blueprint.post("/forum/przeczytane")
@signed_in
def read_all() -> ResponseReturnValue:
    """Nothing here is new to this person any more."""
    categories = categories_visible_to(current_user)
    slug = request.form.get("category", "")
    if slug:
        categories = [one for one in categories if one.slug == slug]
        if not categories:
            raise NotFound
    mark_everything_read(current_user, categories)
    flash(_("Everything is marked as read."), "success")
    return redirect(url_for("forum.category", slug=slug) if slug else url_for("forum.index"), 303)


def _topics(categories: Sequence[Category], only: Category | None) -> ResponseReturnValue:
    chosen = _filter()
    if chosen in OWN and not current_user.is_authenticated:
        return redirect(url_for("auth.sign_in", next=request.full_path))
    among = [only] if only is not None else categories
    counts = counts_for(current_user, among)
    return render_template(
        "forum/topics.html",
        categories=categories,
        category=only,
        chosen=chosen,
        counts=counts,
        filters=_filter_links(only, chosen, counts),
        page=topics_page(current_user, among, chosen, page_number(), counts),
        may_ask=any(may.open_topic(current_user, one) for one in among),
    )


def _filter() -> Filter:
    try:
        return Filter(request.args.get("filtr", ""))
    except ValueError:
        return Filter.ALL


def _filter_links(category: Category | None, chosen: Filter, counts: Counts) -> list[dict[str, Any]]:
    def address(one: Filter) -> str:
        if category is not None:
            return url_for("forum.category", slug=category.slug, filtr=one.value or None)
        return url_for("forum.index", filtr=one.value or None)

    shown: list[tuple[Filter, str, int | None]] = [
        (Filter.ALL, pgettext("topics", "all"), None),
        (Filter.UNANSWERED, pgettext("topics", "unanswered"), counts.unanswered),
    ]
    if current_user.is_authenticated:
        shown += [
            (Filter.WATCHED, pgettext("topics", "watched"), counts.watched),
            (Filter.MINE, pgettext("topics", "mine"), counts.mine),
        ]
    return [
        {"label": label, "url": address(one), "current": one is chosen, "count": count} for one, label, count in shown
    ]
