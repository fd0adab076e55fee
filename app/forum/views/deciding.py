"""Decisions of moderators: one page for each, with the reason; works without script."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from flask_login import current_user

from app.auth.policies import moderate
from app.forum.actions import moderating
from app.forum.addresses import post_url, topic_url
from app.forum.forms import MoveForm, ReasonForm, category_choices
from app.forum.models import Post, Topic
from app.forum.queries.categories import categories_visible_to
from app.forum.queries.posts import find_post
from app.forum.queries.topics import find_topic
from app.forum.views.blueprint import blueprint
from app.web.access import requires
from app.web.submissions import once


@dataclass(frozen=True)
class Decision:
    """What a page of a decision says and does."""

    action: Callable[..., Any]
    question: LazyString
    effect: LazyString
    button: LazyString
    done: LazyString
    tone: str = ""


TOPIC_DECISIONS = {
    "zamkniecie": Decision(
        moderating.lock_topic,
        _l("Lock this topic?"),
        _l("Nobody but moderators will be able to answer. Everybody will read your reason above the topic."),
        _l("Lock the topic"),
        _l("The topic is locked."),
    ),
    "otwarcie": Decision(
        moderating.unlock_topic,
        _l("Unlock this topic?"),
        _l("Members will be able to answer again."),
        _l("Unlock the topic"),
        _l("The topic is open again."),
    ),
    "przypiecie": Decision(
        moderating.pin_topic,
        _l("Pin this topic?"),
        _l("The topic will stand before the others in the lists."),
        _l("Pin the topic"),
        _l("The topic is pinned."),
    ),
    "odpiecie": Decision(
        moderating.unpin_topic,
        _l("Unpin this topic?"),
        _l("The topic will stand in the lists by its newest post."),
        _l("Unpin the topic"),
        _l("The topic is not pinned any more."),
    ),
    "ukrycie": Decision(
        moderating.hide_topic,
        _l("Hide this topic?"),
        _l("Only its author and moderators will be able to read it. It leaves lists and search."),
        _l("Hide the topic"),
        _l("The topic is hidden."),
        "cegla",
    ),
    "przywrocenie": Decision(
        moderating.restore_topic,
        _l("Restore this topic?"),
        _l("Everybody who may read the category will be able to read the topic again."),
        _l("Restore the topic"),
        _l("The topic is readable again."),
    ),
    "przeniesienie": Decision(
        moderating.move_topic,
        _l("Move this topic?"),
        _l("The category decides who may read and write in the topic. Addresses stay the same."),
        _l("Move the topic"),
        _l("The topic stands in another category now."),
    ),
}
POST_DECISIONS = {
    "ukrycie": Decision(
        moderating.hide_post,
        _l("Hide this post?"),
        _l("A line with your reason will stand in its place. The text leaves the search."),
        _l("Hide the post"),
        _l("The post is hidden."),
        "cegla",
    ),
    "przywrocenie": Decision(
        moderating.restore_post,
        _l("Restore this post?"),
        _l("The text will stand in its place again."),
        _l("Restore the post"),
        _l("The post is readable again."),
    ),
}


@blueprint.route(f"/forum/watek/<int:topic_id>/<any({', '.join(TOPIC_DECISIONS)}):noun>", methods=["GET", "POST"])
@requires(moderate)
def decide_on_topic(topic_id: int, noun: str) -> ResponseReturnValue:
    """Lock, unlock, pin, unpin, hide, restore or move a topic."""
    topic, decision = find_topic(current_user, topic_id), TOPIC_DECISIONS[noun]
    form = _move_form(topic) if noun == "przeniesienie" else ReasonForm()
    if form.validate_on_submit():
        chosen = (form.category.data,) if isinstance(form, MoveForm) else ()
        url = once(
            current_user.id,
            form.submission_id.data,
            lambda: decision.action(current_user, topic_id, *chosen, form.reason.data),
            lambda decided: topic_url(decided.id, decided.slug),
        )
        flash(str(decision.done), "success")
        return redirect(url, 303)
    page = render_template("forum/decision.html", form=form, decision=decision, topic=topic, post=None)
    return page, 422 if form.errors else 200


@blueprint.route(f"/forum/wpis/<int:post_id>/<any({', '.join(POST_DECISIONS)}):noun>", methods=["GET", "POST"])
@requires(moderate)
def decide_on_post(post_id: int, noun: str) -> ResponseReturnValue:
    """Hide or restore a post."""
    post, decision = find_post(current_user, post_id), POST_DECISIONS[noun]
    form = ReasonForm()
    if form.validate_on_submit():
        url = once(
            current_user.id,
            form.submission_id.data,
            lambda: decision.action(current_user, post_id, form.reason.data),
            _post_url,
        )
        flash(str(decision.done), "success")
        return redirect(url, 303)
    page = render_template("forum/decision.html", form=form, decision=decision, topic=post.topic, post=post)
    return page, 422 if form.errors else 200


def _move_form(topic: Topic) -> MoveForm:
    form = MoveForm()
    places = [one for one in categories_visible_to(current_user) if one.id != topic.category_id]
    form.category.choices = category_choices(places)
    if request.method == "GET":
        form.category.data = None
    return form


def _post_url(post: Post) -> str:
    return post_url(post.topic_id, post.topic.slug, post.number, post.topic.accepted_number)
