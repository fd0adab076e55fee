"""Making, finding and resolving of links; each kind is resolved by the feature that owns it, for this viewer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.links.models import Link
from app.web.feature import find_in_features
from app.web.unit_of_work import require_unit_of_work


@dataclass(frozen=True)
class Cited:
    """The other end of a link, as this viewer may see it."""

    kind: str
    id: int
    title: str
    url: str
    detail: str = ""
    version: int | None = None


def cite(
    actor: Any,
    source: tuple[str, int],
    target: tuple[str, int],
    *,
    place: str = "",
    version: int | None = None,
    relation: str = "cites",
    note: str = "",
) -> Link:
    """Make the link, or give back the one that stands already. Inside a unit of work."""
    require_unit_of_work(cite)
    found = db.session.scalar(
        select(Link).where(
            Link.source_kind == source[0],
            Link.source_id == source[1],
            Link.place == place,
            Link.target_kind == target[0],
            Link.target_id == target[1],
            Link.relation == relation,
        )
    )
    if found is not None:
        return found
    link = Link(
        source_kind=source[0],
        source_id=source[1],
        place=place,
        target_kind=target[0],
        target_id=target[1],
        target_version=version,
        relation=relation,
        note=note,
        made_by_id=actor.id,
    )
    db.session.add(link)
    return link


def uncite(link: Link) -> None:
    """Take a link away. Inside a unit of work."""
    require_unit_of_work(uncite)
    db.session.delete(link)


def links_from(viewer: Any, kind: str, thing_id: int) -> list[tuple[Link, Cited]]:
    """What a thing cites, oldest first; targets that this viewer may not see are left out."""
    rows = db.session.scalars(
        select(Link).where(Link.source_kind == kind, Link.source_id == thing_id).order_by(Link.id)
    )
    return _resolved(viewer, list(rows), lambda link: (link.target_kind, link.target_id))


def links_to(viewer: Any, kind: str, thing_id: int) -> list[tuple[Link, Cited]]:
    """What cites a thing ("cited in"), newest first; sources that this viewer may not see are left out."""
    rows = db.session.scalars(
        select(Link).where(Link.target_kind == kind, Link.target_id == thing_id).order_by(Link.id.desc()).limit(50)
    )
    return _resolved(viewer, list(rows), lambda link: (link.source_kind, link.source_id))


def resolve(viewer: Any, ends: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Cited]:
    """The visible ones among some things, one query per kind."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, thing_id in ends:
        by_kind[kind].add(thing_id)
    found: dict[tuple[str, int], Cited] = {}
    for kind, ids in by_kind.items():
        resolver = find_in_features("linkable", kind)
        if resolver is not None:
            resolved: Mapping[int, Cited] = resolver(viewer, sorted(ids))
            found.update({(kind, thing_id): cited for thing_id, cited in resolved.items()})
    return found


def _resolved(viewer: Any, rows: Sequence[Link], end: Any) -> list[tuple[Link, Cited]]:
    visible = resolve(viewer, [end(link) for link in rows])
    return [(link, visible[end(link)]) for link in rows if end(link) in visible]
