"""Asking, answering, editing; previews are made by the same renderer and store nothing."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from app.forum import policies as may
from app.forum.actions.writing import edit_post, open_topic, reply_to_topic, require_open
from app.forum.addresses import post_url, topic_url
from app.forum.forms import FirstPostForm, PostForm, ReplyForm, TopicForm, category_choices
from app.forum.models import Category, Post, Topic
from app.forum.queries.categories import categories_visible_to
from app.forum.queries.posts import find_history, find_post
from app.forum.queries.topics import find_topic, tags_of
from app.forum.text import join_tags, preview, split_tags, written
from app.forum.views.blueprint import blueprint
from app.lib.word_diff import word_diff
from app.web import rate_limits
from app.web.access import authorize, public, signed_in
from app.web.errors import NotFound
from app.web.submissions import once


@blueprint.route("/forum/nowy", methods=["GET", "POST"])
@signed_in
def new_topic() -> ResponseReturnValue:
    """The form of a new topic."""
    places = [one for one in categories_visible_to(current_user) if may.open_topic(current_user, one)]
    authorize(bool(places))
    form = TopicForm()
    form.category.choices = category_choices(places)
    if request.method == "GET":
        form.category.data = _asked_for(places)
    valid = form.validate_on_submit()
    if valid and not _wants_preview():
        category = next(one for one in places if one.id == form.category.data)
        return redirect(_open(form, category), 303)
    shown = preview(form.body.data) if valid else None
    return render_template("forum/topic_form.html", form=form, preview=shown), _status(form)


@blueprint.route("/forum/watek/<int:topic_id>/odpowiedz", methods=["GET", "POST"])
@signed_in
def reply(topic_id: int) -> ResponseReturnValue:
    """An answer: sent from the topic's page; shown by itself for a preview or a correction."""
    form = ReplyForm()
    valid = form.validate_on_submit()
    if valid and not _wants_preview():
        rate_limits.count("posts", str(current_user.id))
        text = written(current_user, form.body.data)
        return redirect(
            once(
                current_user.id,
                form.submission_id.data,
                lambda: reply_to_topic(current_user, topic_id, text),
                lambda post: post_url(topic_id, post.topic.slug, post.number),
            ),
            303,
        )
    topic = find_topic(current_user, topic_id)
    require_open(current_user, topic)
    authorize(may.reply_to_topic(current_user, topic))
    shown: Markup | None = preview(form.body.data) if valid else None
    return render_template("forum/reply.html", form=form, topic=topic, preview=shown), _status(form)


@blueprint.route("/forum/wpis/<int:post_id>/edycja", methods=["GET", "POST"])
@signed_in
def edit(post_id: int) -> ResponseReturnValue:
    """A new text of one's own post; the first one's form has the title and the tags too."""
    post = find_post(current_user, post_id)
    require_open(current_user, post.topic)
    authorize(may.edit_post(current_user, post))
    form = _edit_form(post)
    valid = form.validate_on_submit()
    if valid and not _wants_preview():
        return redirect(_save(form, post), 303)
    shown = preview(form.body.data) if valid else None
    return render_template("forum/post_form.html", form=form, post=post, topic=post.topic, preview=shown), _status(form)


@blueprint.get("/forum/wpis/<int:post_id>/historia")
@public
def history(post_id: int) -> ResponseReturnValue:
    """The texts of a post; the one asked for compared with the one before it, word by word."""
    post, versions = find_history(current_user, post_id)
    wanted = request.args.get("wersja", versions[0].number, type=int)
    by_number = {version.number: version for version in versions}
    chosen = by_number.get(wanted)
    if chosen is None:
        raise NotFound
    before = by_number.get(wanted - 1)
    parts = word_diff(before.source, chosen.source) if before else [("same", chosen.source)]
    return render_template(
        "forum/history.html",
        post=post,
        topic=post.topic,
        versions=versions,
        chosen=chosen,
        before=before,
        parts=parts,
        title_parts=_title_parts(post, versions, wanted),
    )


def _open(form: TopicForm, category: Category) -> str:
    rate_limits.count("posts", str(current_user.id))
    text = written(current_user, form.body.data)
    title, tags = form.title.data, split_tags(form.tags.data or "")
    return once(
        current_user.id,
        form.submission_id.data,
        lambda: open_topic(current_user, category, title, text, tags),
        lambda topic: topic_url(topic.id, topic.slug),
    )


def _edit_form(post: Post) -> PostForm | FirstPostForm:
    kept = {"body": post.source, "lock_version": post.lock_version}
    if post.is_first:
        tags = join_tags(tag.label for tag in tags_of(post.topic_id)) if request.method == "GET" else ""
        return FirstPostForm(data={**kept, "title": post.topic.title, "tags": tags})
    return PostForm(data=kept)


def _save(form: Any, post: Post) -> str:
    rate_limits.count("posts", str(current_user.id))
    text = written(current_user, form.body.data)
    post_id, version = post.id, form.lock_version.data or 0
    more: dict[str, Any] = {}
    if post.is_first:
        more = {"title": form.title.data, "tags": split_tags(form.tags.data or "")}

    def address(saved: Post) -> str:
        topic: Topic = saved.topic
        return post_url(topic.id, topic.slug, saved.number, topic.accepted_number)

    url = once(
        current_user.id,
        form.submission_id.data,
        lambda: edit_post(current_user, post_id, version, text, **more),
        address,
    )
    flash(_("Your changes are saved. The earlier text stays in the history."), "success")
    return url


def _title_parts(post: Post, versions: list[Any], number: int) -> list[Any]:
    """How the topic's title changed with this version, if it did."""
    titles: dict[int, str] = {}
    title = post.topic.title
    for version in versions:  # newest first; each row keeps the title that stood until the next version
        title = version.title or title
        titles[version.number] = title
    before, after = titles.get(number - 1), titles.get(number)
    if not post.is_first or before is None or after is None or before == after:
        return []
    return word_diff(before, after)


def _asked_for(places: list[Category]) -> int | None:
    slug = request.args.get("kategoria")
    return next((one.id for one in places if one.slug == slug), None)


def _wants_preview() -> bool:
    return "podglad" in request.form


def _status(form: Any) -> int:
    return 422 if form.errors else 200
