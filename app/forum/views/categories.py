"""Keeping of categories by MCPS: the list, adding, changing, ordering."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.auth.policies import moderate
from app.forum.actions.categories import add_category, edit_category, shift_category
from app.forum.forms import CategoryForm
from app.forum.queries.categories import categories_visible_to, find_category
from app.forum.views.blueprint import blueprint
from app.web.access import requires
from app.web.errors import Invalid
from app.web.submissions import once

STEPS = {"wyzej": -1, "nizej": 1}


@blueprint.get("/forum/kategorie")
@requires(moderate)
def categories() -> ResponseReturnValue:
    """All categories in their order, with who reads and writes there."""
    return render_template("forum/categories.html", categories=categories_visible_to(current_user))


@blueprint.route("/forum/kategorie/nowa", methods=["GET", "POST"])
@requires(moderate)
def new_category() -> ResponseReturnValue:
    """The form of a new category."""
    form = CategoryForm()
    if form.validate_on_submit():
        try:
            once(
                current_user.id,
                form.submission_id.data,
                lambda: add_category(current_user, **_values(form)),
                lambda category: url_for("forum.category", slug=category.slug),
            )
        except Invalid as refused:
            form.name.errors = [str(refused.message)]
        else:
            flash(_("The category is ready."), "success")
            return redirect(url_for("forum.categories"), 303)
    return render_template("forum/category_form.html", form=form, category=None), 422 if form.errors else 200


@blueprint.route("/forum/kategorie/<slug>", methods=["GET", "POST"])
@requires(moderate)
def edit_category_form(slug: str) -> ResponseReturnValue:
    """The form of an existing one."""
    category = find_category(current_user, slug)
    form = CategoryForm(obj=category)
    if form.validate_on_submit():
        category_id, version = category.id, form.lock_version.data or 0
        try:
            once(
                current_user.id,
                form.submission_id.data,
                lambda: edit_category(current_user, category_id, version, **_values(form)),
                lambda _category: url_for("forum.categories"),
            )
        except Invalid as refused:
            form.name.errors = [str(refused.message)]
        else:
            flash(_("The category is saved."), "success")
            return redirect(url_for("forum.categories"), 303)
    return render_template("forum/category_form.html", form=form, category=category), 422 if form.errors else 200


@blueprint.post("/forum/kategorie/<slug>/kolejnosc")
@requires(moderate)
def order_category(slug: str) -> ResponseReturnValue:
    """One place up or down."""
    step = STEPS.get(request.form.get("direction", ""))
    if step is None:
        raise Invalid
    shift_category(current_user, find_category(current_user, slug).id, step)
    return redirect(url_for("forum.categories"), 303)


def _values(form: CategoryForm) -> dict[str, str]:
    return {
        "name": form.name.data,
        "description": form.description.data or "",
        "name_en": form.name_en.data or "",
        "description_en": form.description_en.data or "",
        "readers": form.readers.data,
        "writers": form.writers.data,
    }
