"""The public list with its filters."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.practices.facet_words import FACETS, MORE, Facet, chosen_filters, facet_groups, powiat_options
from app.practices.finding_text import find_by_text
from app.practices.queries.listing import CONFIRMED, NEWEST, TITLE, Chosen, list_practices
from app.practices.views.blueprint import blueprint
from app.web import rate_limits
from app.web.access import public

PER_PAGE = 20


@blueprint.get("/praktyki")
@public
def index() -> str:
    """The list: a text leads to the search over practices, without one it comes from memory and the database."""
    text = request.args.get("q", "").strip()
    chosen = Chosen.of(request.args)
    number = _page_number()
    order = request.args.get("kolejnosc", "")
    if text:
        rate_limits.count("search", str(current_user.id or rate_limits.network()))
    searched = find_by_text(current_user, text, chosen, order, number, PER_PAGE) if text else None
    if searched is not None and not searched.refused:
        found = searched.found
    else:
        found = list_practices(chosen, order, number, PER_PAGE)
    everything = request.args.get("wszystkie", "")

    def groups_of(facets: Sequence[Facet]) -> list[dict[str, Any]]:
        return facet_groups(
            facets, found.counts, chosen, found.names_of_tags, everything, lambda name: _address(wszystkie=name)
        )

    return render_template(
        "practices/index.html",
        text=text,
        searched=searched,
        found=found,
        chosen=chosen,
        order=order,
        orders=_orders(searched is not None),
        groups=groups_of(FACETS),
        more=groups_of(MORE),
        more_open=everything in {facet.name for facet in MORE} or any(facet.name in chosen.values for facet in MORE),
        powiats=powiat_options(found.counts, chosen),
        filters=[
            {"label": label, "url": _address(without=(facet, value))}
            for facet, value, label in chosen_filters(chosen, found.names_of_tags)
        ],
        page_url=lambda page: _address(strona=page),
        reset_url=url_for("practices.index"),
    )


def _orders(searched: bool) -> list[tuple[str, str]]:
    """What the list can be sorted by; a list that was searched has the best ones first."""
    if searched:
        return [("", _("best first")), (NEWEST, _("newest first"))]
    return [(NEWEST, _("newest first")), (CONFIRMED, _("last confirmed first")), (TITLE, _("by title"))]


def _page_number() -> int:
    given = request.args.get("strona", "1")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 1


def _address(without: tuple[str, str] | None = None, **more: Any) -> str:
    """The address of this list with something changed; a removed filter goes back to the first page."""
    values: dict[str, Any] = {}
    for name, value in request.args.items(multi=True):
        if name not in ("strona", "wszystkie") and value and (name, value) != without:
            values.setdefault(name, []).append(value)
    return url_for("practices.index", **{**values, **_given(more)})


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", 1)}
