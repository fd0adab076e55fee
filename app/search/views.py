"""The search page."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.lib.pagination import Page
from app.search.labels import facet_name
from app.search.outcomes import NotAsked, Refusal, Refused, Sort
from app.search.parameters import Parameters, of_page
from app.search.service import KINDS, Answer, Item, search
from app.web import rate_limits
from app.web.access import public

blueprint = Blueprint("search", __name__, template_folder="templates")
SHOWN_FACETS = {
    "practice": ("theme", "instrument", "powiat", "cost_start", "maturity"),
    "topic": ("category", "tag"),
    "position": ("state",),
}
MOST_VALUES = 12


@blueprint.get("/szukaj", endpoint="search")
@public
def search_page() -> ResponseReturnValue:
    """One field, kinds as tabs with counts, hits with their words marked."""
    asked = of_page(request.args)
    if asked.text.strip():
        rate_limits.count("search", str(current_user.id or rate_limits.network()))
    answer = search(
        current_user, asked.text, filters=asked.filters, page=asked.page, sort=asked.sort, literal=asked.literal
    )
    page: Page[Item] = Page.of(answer.page, answer.per_page, answer.total)
    return render_template(
        "search/search.html",
        asked=asked,
        answer=answer,
        page=page.filled(answer.items),
        tabs=_tabs(asked, answer),
        facets=_facets(asked, answer),
        chosen=_chosen(asked, answer),
        sentence=sentence_of(answer),
        not_asked=isinstance(answer.outcome, NotAsked),
        newest=asked.sort is Sort.NEWEST,
        address=lambda **changes: _address(asked, **changes),
        pages=lambda number: _address(asked, strona=number if number > 1 else None),
    )


def _address(asked: Parameters, **changes: Any) -> str:
    """This search with something changed; None takes a parameter away."""
    arguments: dict[str, Any] = {"q": asked.text, **asked.filters}
    if asked.sort is Sort.NEWEST:
        arguments["kolejnosc"] = "najnowsze"
    if asked.literal:
        arguments["doslownie"] = "1"
    arguments.update(changes)
    return url_for("search.search", **{name: value for name, value in arguments.items() if value})


def _tabs(asked: Parameters, answer: Answer) -> list[dict[str, Any]]:
    counts = {value.value: value for value in answer.facets.get("kind", ())}
    labels = {"practice": _("Practices"), "topic": _("Topics"), "position": _("Positions")}
    tabs: list[dict[str, Any]] = [
        {
            "label": _("Everything"),
            "url": url_for("search.search", q=asked.text),
            "current": not asked.kind,
            "count": sum(value.count for value in counts.values()) or None,
        }
    ]
    for kind in KINDS:
        tabs.append(
            {
                "label": labels[kind],
                "url": url_for("search.search", q=asked.text, kind=kind),
                "current": asked.kind == kind,
                "count": counts[kind].count if kind in counts else 0,
            }
        )
    return tabs


def _facets(asked: Parameters, answer: Answer) -> list[dict[str, Any]]:
    """Facets of the chosen kind; a value that is chosen stays in sight even when it counts nothing."""
    found = []
    for name in SHOWN_FACETS.get(asked.kind, ()):
        values = list(answer.facets.get(name, ()))[:MOST_VALUES]
        if values:
            options = [
                {
                    "value": value.value,
                    "label": value.label,
                    "count": value.count,
                    "checked": value.value in asked.filters.get(name, ()),
                }
                for value in values
            ]
            found.append({"name": name, "label": facet_name(name), "options": options})
    return found


def _chosen(asked: Parameters, answer: Answer) -> list[dict[str, str]]:
    found = []
    for name, values in asked.filters.items():
        if name == "kind":
            continue
        names = {value.value: value.label for value in answer.facets.get(name, ())}
        for value in values:
            rest = [other for other in values if other != value]
            found.append({"label": names.get(value, value), "url": _address(asked, **{name: rest})})
    return found


def sentence_of(answer: Answer) -> str:
    """Why a query was not searched, and what to do."""
    if not isinstance(answer.outcome, Refused):
        return ""
    limit = answer.outcome.limit
    sentences: dict[Refusal, str] = {
        Refusal.TOO_LONG: _(
            "The query is too long: at most %(n)d characters fit. Leave only the words that matter.", n=limit
        ),
        Refusal.TOO_MANY_WORDS: _("We search for at most %(n)d words at once. Leave only those that matter.", n=limit),
        Refusal.ONLY_COMMON_WORDS: _("These words stand in almost every text. Add one that says what it is about."),
        Refusal.ONLY_EXCLUDED: _("The query says only what to leave out. Add a word to look for."),
        Refusal.NO_WORDS: _("There is no word in this query. Write at least one."),
    }
    return sentences[answer.outcome.reason]
