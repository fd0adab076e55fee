"""Positions as the other end of a link, their sources, and finding what a pasted address of our own pages means."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.links import Cited
from app.links.links import resolve
from app.positions.addresses import url_of
from app.positions.errors import UnknownEvidence
from app.positions.models import Position, Source
from app.positions.queries.positions import positions_by_ids, visible_to
from app.positions.search import status_words

# Which argument of which page names a thing that can be cited.
CITABLE = {
    "practices.show": ("practice", ("practice_id", "id")),
    "practices.practice": ("practice", ("practice_id", "id")),
    "forum.topic": ("topic", ("topic_id", "id")),
    "forum.post": ("topic", ("topic_id",)),
    "positions.show": ("position", ("position_id",)),
    "positions.answer": ("position", ("position_id",)),
    "positions.result": ("position", ("position_id",)),
}


def resolve_positions(viewer: Any, ids: Sequence[int]) -> Mapping[int, Cited]:
    """Positions that this viewer may read."""
    return {
        position.id: Cited(
            kind="position", id=position.id, title=position.title, url=url_of(position), detail=status_words(position)
        )
        for position in positions_by_ids(viewer, ids).values()
    }


def resolve_sources(viewer: Any, ids: Sequence[int]) -> Mapping[int, Cited]:
    """Sources from outside, for those who may read their position."""
    rows = db.session.scalars(
        select(Source).join(Position, Position.id == Source.position_id).where(Source.id.in_(ids), visible_to(viewer))
    )
    return {source.id: Cited(kind="source", id=source.id, title=source.text, url="") for source in rows}


def target_of_address(viewer: Any, address: str) -> tuple[str, int, int | None]:
    """Kind, id and version of what an address of our own page leads to, if this viewer may see it.

    Raises UnknownEvidence for anything else.
    """
    parts = urlsplit(address.strip())
    base = urlsplit(current_app.config["BASE_URL"])
    if parts.netloc and parts.netloc != base.netloc and parts.hostname not in current_app.config["TRUSTED_HOSTS"]:
        raise UnknownEvidence
    try:
        endpoint, arguments = current_app.url_map.bind(base.netloc or "localhost").match(parts.path, method="GET")
    except HTTPException:
        raise UnknownEvidence from None
    kind, names = CITABLE.get(endpoint, ("", ()))
    found = next((arguments[name] for name in names if name in arguments), None)
    if not kind or found is None or not re.fullmatch(r"\d+", str(found)):
        raise UnknownEvidence
    target = (kind, int(found))
    cited = resolve(viewer, [target]).get(target)
    if cited is None:
        raise UnknownEvidence
    return kind, int(found), cited.version
