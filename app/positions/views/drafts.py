"""What the pages of the working draft share: who may open them, and what stands in it."""

from flask_login import current_user
from sqlalchemy import select

from app.extensions import db
from app.positions import policies as may
from app.positions.addresses import url_of
from app.positions.errors import TextClosed
from app.positions.models import NodeRevision, Position, PositionVersion
from app.positions.presenting.frame import trail_of
from app.positions.queries.positions import find_position
from app.positions.queries.texts import draft_of, tree_of
from app.positions.text.nodes import Tree
from app.web.access import authorize


def position_to_write(position_id: int) -> Position:
    """A position whose draft this viewer may read; 404 when it is invisible, 403 when it is another's draft."""
    position = find_position(current_user, position_id)
    authorize(
        may.leads(current_user, position)
        or may.edit_text(current_user, position)
        or may.lead_process(current_user, position)
    )
    if not position.is_being_written:
        raise TextClosed
    return position


def working_draft(position: Position) -> tuple[PositionVersion | None, Tree]:
    """The draft's row, if something was changed since the publication, and the text as it stands."""
    saved = draft_of(position)
    return saved, tree_of(saved.id if saved else position.current_version_id)


def rev_of(version_id: int | None, node_id: str) -> int:
    """How often a node was saved; its form carries it."""
    return (
        db.session.scalar(
            select(NodeRevision.rev).where(NodeRevision.version_id == version_id, NodeRevision.node_id == node_id)
        )
        or 0
    )


def trail_to(position: Position) -> list[dict[str, str]]:
    """Where a page below the position stands."""
    return [*trail_of(position), {"label": position.title, "url": url_of(position)}]
