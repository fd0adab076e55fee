"""What the index knows of a position: its published text; drafts that nobody has published are not searched."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib.polish import fold
from app.positions.addresses import url_of
from app.positions.models import NodeRevision, Position
from app.positions.policies import ADVOCATES, PUBLIC
from app.positions.queries.positions import positions_by_ids, visible_to
from app.positions.states import WORDS, State
from app.search import audiences
from app.search.documents import Document
from app.search.shown import Shown


def documents(ids: Sequence[int]) -> list[Document]:
    """One document for each of those positions that have a published version."""
    rows = db.session.scalars(
        select(Position)
        .where(Position.id.in_(ids), Position.current_version_id.is_not(None))
        .options(joinedload(Position.current_version), joinedload(Position.lead))
    )
    positions = list(rows)
    texts = _texts([position.current_version_id for position in positions if position.current_version_id])
    return [_document(position, texts.get(position.current_version_id or 0, [])) for position in positions]


def _document(position: Position, texts: list[str]) -> Document:
    version = position.current_version
    assert version is not None and version.published_at is not None
    facets: dict[str, tuple[str, ...]] = {"state": (position.state,), "year": (str(version.published_at.year),)}
    if position.topic:
        facets["theme"] = (position.topic,)
    return Document(
        kind="position",
        id=position.id,
        group=f"position:{position.id}",
        title=position.title,
        lead=version.title,
        body="\n".join(texts),
        audience=audience_of(position),
        facets=facets,
        created_at=position.created_at,
        updated_at=max(version.published_at, position.state_since),
        version=position.lock_version,
    )


def audience_of(position: Position) -> str:
    """Who may know that the index holds it: counts and corrections come from there, before the database is asked."""
    if is_public(position):
        return audiences.PUBLIC
    return audiences.ADVOCATE if position.visibility == ADVOCATES else audiences.MEMBER


def is_public(position: Position) -> bool:
    """Whether a visitor may read it; the clause for visitors in `policies.read_position`."""
    if position.is_adopted:
        return True
    return position.visibility == PUBLIC and position.state not in (State.DRAFT, State.WITHDRAWN)


def _texts(version_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = db.session.execute(
        select(NodeRevision.version_id, NodeRevision.text)
        .where(NodeRevision.version_id.in_(version_ids), NodeRevision.is_tombstone.is_(False))
        .order_by(NodeRevision.version_id, NodeRevision.rank)
    )
    found: dict[int, list[str]] = {}
    for version_id, text in rows:
        if text:
            found.setdefault(version_id, []).append(text)
    return found


def all_ids() -> list[int]:
    """Every position with a published version."""
    return list(
        db.session.scalars(select(Position.id).where(Position.current_version_id.is_not(None)).order_by(Position.id))
    )


def visible(viewer: Any, ids: Sequence[int]) -> Mapping[int, Shown]:
    """The hits that this viewer may read, with the text that snippets are cut from."""
    positions = {one.id: one for one in positions_by_ids(viewer, ids).values() if one.current_version is not None}
    texts = _texts([position.current_version_id for position in positions.values() if position.current_version_id])
    return {
        position.id: Shown(
            title=position.title,
            url=url_of(position),
            text=" ".join(texts.get(position.current_version_id or 0, [])),
            date=position.state_since,
            author=position.lead.name,
            detail=status_words(position),
        )
        for position in positions.values()
    }


def status_words(position: Position) -> str:
    """Position no. 7/2026, or the state in one word."""
    if position.number:
        return _("Position no. %(number)s", number=position.number)
    return str(WORDS[State(position.state)])


def plain(viewer: Any, text: str, limit: int) -> list[int]:
    """While the index is mended: titles that hold the text, letters without diacritics alike."""
    wanted = fold(text)
    rows = db.session.execute(
        select(Position.id, Position.title)
        .where(visible_to(viewer), Position.current_version_id.is_not(None))
        .order_by(Position.state_since.desc())
    )
    return [position_id for position_id, title in rows if wanted in fold(title)][:limit]


def state_labels(values: Sequence[str]) -> Mapping[str, str]:
    """Names of the facet "state"."""
    known = {str(state): str(words) for state, words in WORDS.items()}
    return {value: known.get(value, value) for value in values}
