"""Reading of categories."""

from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.forum import policies as may
from app.forum.models import Category
from app.web.errors import NotFound


def categories_visible_to(viewer: Any) -> list[Category]:
    """The categories this person may read, in their order."""
    return list(
        db.session.scalars(
            select(Category).where(Category.readers.in_(may.readable(viewer))).order_by(Category.position, Category.id)
        )
    )


def find_category(viewer: Any, slug: str) -> Category:
    """One category; for who may not read it there is none."""
    category = db.session.scalar(select(Category).where(Category.slug == slug))
    if category is None or not may.read_category(viewer, category):
        raise NotFound
    return category


def category_by_id(viewer: Any, category_id: int) -> Category:
    """The same by its number, inside an action: the row is locked until the end of the unit of work."""
    category = db.session.scalar(
        select(Category).where(Category.id == category_id).with_for_update().execution_options(populate_existing=True)
    )
    if category is None or not may.read_category(viewer, category):
        raise NotFound
    return category
