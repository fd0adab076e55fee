"""Adding, changing and ordering of categories by MCPS."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.activity import record
from app.auth.models import User
from app.extensions import db
from app.forum import policies as may
from app.forum.models import Category
from app.forum.queries.categories import category_by_id
from app.forum.text import slug_of
from app.jobs import enqueue
from app.web.access import authorize
from app.web.errors import Invalid, StaleEdit
from app.web.unit_of_work import unit_of_work

INDEX_CATEGORY = "forum.index_category"
RIGHTS = ("readers", "writers")


def add_category(actor: User, **values: str) -> Category:
    """A new category, last in the order: name, description (both in English too), readers, writers.

    Its address is made of the name and stays. Refused when the name is taken.
    """
    name = values["name"]
    with unit_of_work() as session:
        authorize(may.add_category(actor))
        _require_free_name(name)
        last = session.scalar(select(func.max(Category.position)))
        category = Category(
            slug=_free_slug(slug_of(name, 70, "kategoria")),
            position=(last or 0) + 1,
            **values,
        )
        session.add(category)
        rights = {name: values[name] for name in RIGHTS if name in values}
        record(actor, "forum.added_category", category, details=rights)
    return category


def edit_category(actor: User, category_id: int, lock_version: int, **values: Any) -> Category:
    """New name, description, readers or writers. With other readers all its topics are indexed anew.

    Refused when somebody saved meanwhile (StaleEdit) or the name is taken.
    """
    with unit_of_work():
        authorize(may.edit_category(actor))
        category = category_by_id(actor, category_id)
        if category.lock_version != lock_version:
            raise StaleEdit(
                mine=f"{values['name']}\n\n{values['description']}",
                saved=f"{category.name}\n\n{category.description}",
                lock_version=category.lock_version,
            )
        _require_free_name(values["name"], except_id=category_id)
        changed = {name: value for name, value in values.items() if getattr(category, name) != value}
        for name, value in changed.items():
            setattr(category, name, value)
        if changed:
            rights = {name: value for name, value in changed.items() if name in RIGHTS}
            record(actor, "forum.edited_category", category, details=rights)
        if "readers" in changed or "name" in changed:
            enqueue(INDEX_CATEGORY, {"category": category_id, "after": 0})
    return category


def shift_category(actor: User, category_id: int, by: int) -> None:
    """One place up (-1) or down (1) in the order."""
    with unit_of_work() as session:
        authorize(may.shift_category(actor))
        order = list(session.scalars(select(Category).order_by(Category.position, Category.id).with_for_update()))
        place = next((place for place, one in enumerate(order) if one.id == category_id), None)
        if place is None or not 0 <= place + by < len(order):
            return
        order.insert(place + by, order.pop(place))
        for position, one in enumerate(order, start=1):
            if one.position != position:
                one.position = position
        record(actor, "forum.ordered_categories", order[place + by])


def _require_free_name(name: str, except_id: int | None = None) -> None:
    taken = db.session.scalar(select(Category.id).where(func.lower(Category.name) == name.lower()))
    if taken is not None and taken != except_id:
        raise Invalid(_("A category with this name exists already. Choose another name."))


def _free_slug(base: str) -> str:
    taken = set(db.session.scalars(select(Category.slug).where(Category.slug.startswith(base))))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
