"""Reading positions: what this viewer may see, one of them, lists by stage, what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.auth.models import Mandate, User
from app.auth.policies import moderate
from app.extensions import db
from app.lib.pagination import Page
from app.positions.models import Position, StageChange
from app.positions.policies import COMMITTEE, PUBLIC
from app.positions.states import State
from app.web.errors import NotFound

PER_PAGE = 30


def visible_to(viewer: Any) -> ColumnElement[bool]:
    """The clause of `policies.read_position`; a table test keeps the two alike."""
    if moderate(viewer) or viewer.is_advocate or viewer.is_deputy:
        return true()
    shown = [
        Position.state.in_(State.adopted_ones()),
        and_(Position.visibility == PUBLIC, Position.state.not_in((State.DRAFT, State.WITHDRAWN))),
    ]
    if viewer.is_committee_member:
        shown.append(Position.visibility.in_((COMMITTEE, PUBLIC)))
    if viewer.is_authenticated:
        shown.append(Position.lead_id == viewer.id)
    return or_(*shown)


def find_position(viewer: Any, position_id: int) -> Position:
    """One position with its lead, rules and current version; not visible is NotFound."""
    place = joinedload(Position.lead)
    position = (
        db.session.scalars(
            select(Position)
            .where(Position.id == position_id, visible_to(viewer))
            .options(
                place.joinedload(User.held_mandates).joinedload(Mandate.unit),
                place.joinedload(User.deputised_mandates).joinedload(Mandate.unit),
                joinedload(Position.moderator),
                joinedload(Position.rules),
                joinedload(Position.current_version),
            )
        )
        .unique()
        .one_or_none()
    )
    if position is None:
        raise NotFound
    return position


@dataclass(frozen=True)
class Group:
    """The filters of the list: one or more states under one word."""

    slug: str
    states: tuple[State, ...]


GROUPS = (
    Group("szkice", (State.DRAFT,)),
    Group("uzgodnienia", (State.CONSULTATION, State.MERGING, State.READY)),
    Group("glosowanie", (State.VOTING,)),
    Group("komitet", (State.ADOPTED, State.TRANSMITTED, State.UNDER_REVIEW)),
    Group("z-odpowiedzia", (State.ANSWERED, State.CLOSED)),
    Group("zakonczone", (State.REJECTED, State.INQUORATE, State.WITHDRAWN)),
)


def count_by_group(viewer: Any) -> dict[str, int]:
    """How many positions this viewer sees in each group."""
    rows = db.session.execute(select(Position.state, func.count()).where(visible_to(viewer)).group_by(Position.state))
    counts = dict(rows.all())
    return {group.slug: sum(counts.get(state, 0) for state in group.states) for group in GROUPS}


def positions_page(viewer: Any, group: Group | None, number: int, total: int) -> Page[Position]:
    """The visible positions of a group (or all), the newest step first."""
    page: Page[Position] = Page.of(number, PER_PAGE, total)
    chosen = (
        select(Position)
        .where(visible_to(viewer))
        .options(joinedload(Position.lead), joinedload(Position.current_version))
    )
    if group is not None:
        chosen = chosen.where(Position.state.in_(group.states))
    rows = db.session.scalars(
        chosen.order_by(Position.state_since.desc(), Position.id.desc()).offset(page.offset).limit(PER_PAGE)
    )
    return page.filled(list(rows))


def newest_adopted(viewer: Any) -> Position | None:
    """The position adopted last, for the front page."""
    return db.session.scalar(
        select(Position)
        .where(Position.state.in_(State.adopted_ones()))
        .order_by(Position.adopted_at.desc(), Position.id.desc())
        .options(joinedload(Position.current_version))
        .limit(1)
    )


def positions_by_ids(viewer: Any, ids: Sequence[int]) -> dict[int, Position]:
    """The visible ones among some ids."""
    rows = db.session.scalars(
        select(Position)
        .where(Position.id.in_(ids), visible_to(viewer))
        .options(joinedload(Position.current_version), joinedload(Position.lead))
    )
    return {row.id: row for row in rows}


def stage_changes(position: Position) -> list[StageChange]:
    """The steps of a position, oldest first."""
    return list(
        db.session.scalars(
            select(StageChange)
            .where(StageChange.position_id == position.id)
            .order_by(StageChange.id)
            .options(joinedload(StageChange.by))
        )
    )
