"""The list narrowed by a text: the search proposes, the database decides; facets are those of the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.lib.pagination import Page
from app.practices.models import Practice
from app.practices.queries.finding import published
from app.practices.queries.listing import FACETS, NEWEST, Chosen, Found, names_of_tags, terms_of
from app.search.marking import Run
from app.search.outcomes import Refused, Sort
from app.search.service import search


@dataclass(frozen=True)
class Searched:
    """What came of a text: the page of the list, and what is said of it. `refused`: the query was not searched."""

    found: Found
    did_you_mean: str = ""
    not_found: Sequence[str] = ()
    degraded: bool = False
    refused: bool = False
    titles: Mapping[int, Sequence[Run]] = field(default_factory=dict)


def find_by_text(viewer: Any, text: str, chosen: Chosen, order: str, number: int, per_page: int) -> Searched:
    """Practices that fit the text and the filters, the best first unless the newest were asked for."""
    answer = search(
        viewer,
        text,
        filters={"kind": ("practice",), **chosen.values},
        page=number,
        per_page=per_page,
        sort=Sort.NEWEST if order == NEWEST else Sort.RELEVANCE,
        facets=FACETS,
    )
    ids = [item.id for item in answer.items]
    rows = {row.id: row for row in db.session.scalars(select(Practice).where(Practice.id.in_(ids), published()))}
    page: Page[Practice] = Page.of(answer.page, per_page, answer.total)
    counts = {name: {one.value: one.count for one in values} for name, values in answer.facets.items()}
    return Searched(
        Found(page.filled([rows[one] for one in ids if one in rows]), counts, names_of_tags(), terms_of(ids)),
        did_you_mean=answer.did_you_mean or "",
        not_found=answer.reading.not_found,
        degraded=answer.degraded,
        refused=isinstance(answer.outcome, Refused),
        titles={item.id: item.title for item in answer.items},
    )
