"""Watching a topic, and marking its solution."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from app.forum.actions.answers import accept_answer, withdraw_answer
from app.forum.actions.following import watch_topic
from app.forum.addresses import post_url, topic_url
from app.forum.forms import LevelForm, SolutionForm
from app.forum.models import MUTED, NORMAL, WATCHING
from app.forum.views.blueprint import blueprint
from app.web.access import signed_in
from app.web.errors import Invalid


@blueprint.post("/forum/watek/<int:topic_id>/obserwowanie")
@signed_in
def watch(topic_id: int) -> ResponseReturnValue:
    """How much this person wants to hear of the topic."""
    form = LevelForm()
    if not form.validate_on_submit():
        raise Invalid
    topic = watch_topic(current_user, topic_id, form.level.data)
    said = {
        WATCHING: _("You watch this topic. We will tell you about new answers."),
        NORMAL: _("You no longer watch this topic. You will hear only of answers to you and of mentions."),
        MUTED: _("This topic is muted. You will hear nothing of it."),
    }
    flash(said[form.level.data], "success")
    return redirect(topic_url(topic.id, topic.slug), 303)


@blueprint.post("/forum/watek/<int:topic_id>/rozwiazanie")
@signed_in
def solution(topic_id: int) -> ResponseReturnValue:
    """Mark an answer as the solution; number 0 takes the mark back."""
    form = SolutionForm()
    if not form.validate_on_submit():
        raise Invalid
    if not form.number.data:
        topic = withdraw_answer(current_user, topic_id)
        flash(_("The topic has no solution marked now."), "success")
        return redirect(topic_url(topic.id, topic.slug), 303)
    topic = accept_answer(current_user, topic_id, form.number.data)
    flash(_("The solution stands second now, below the question."), "success")
    return redirect(post_url(topic.id, topic.slug, form.number.data, topic.accepted_number), 303)
