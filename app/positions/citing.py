"""Positions as the other end of a link, their sources, and finding what a pasted address of our own pages means."""

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

# What the addresses of our pages call the things that can be cited.
CITABLE = {"practice_id": "practice", "topic_id": "topic", "position_id": "position"}


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
    try:
        parts = urlsplit(address.strip())
    except ValueError:  # "http://[" is no address
        raise UnknownEvidence from None
    base = urlsplit(current_app.config["BASE_URL"])
    if (
        parts.netloc
        and parts.netloc != base.netloc
        and parts.hostname not in (current_app.config.get("TRUSTED_HOSTS") or ())
    ):
        raise UnknownEvidence
    try:
        _endpoint, arguments = current_app.url_map.bind(base.netloc or "localhost").match(parts.path, method="GET")
    except HTTPException:
        raise UnknownEvidence from None
    target = next(((kind, int(arguments[name])) for name, kind in CITABLE.items() if name in arguments), None)
    if target is None:
        raise UnknownEvidence
    cited = resolve(viewer, [target]).get(target)
    if cited is None:
        raise UnknownEvidence
    return *target, cited.version
